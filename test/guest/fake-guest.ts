import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { Guest } from '../../src/guest/guest.ts';
import type { Keyboards } from '../../src/guest/hands/keyboard-drain.ts';
import type { KeyboardDevice, Machine } from '../../src/machine/machine.ts';
import { QmpClient } from '../../src/qmp/client.ts';
import type { InputEvent, MouseInfo } from '../../src/qmp/types.ts';
import { encodePpm } from '../../src/screen/files/ppm.ts';
import type { Frame } from '../../src/screen/frame.ts';
import { fillFrame } from '../screen/frames.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type Handler, QmpServer, type QmpServerOptions } from '../support/qmp-server.ts';

export const tablet: MouseInfo = {
  name: 'QEMU HID Tablet',
  index: 3,
  current: true,
  absolute: true,
};
export const ps2Mouse: MouseInfo = {
  name: 'QEMU PS/2 Mouse',
  index: 2,
  current: false,
  absolute: false,
};

export interface FakeGuestOptions {
  readonly keyboard?: KeyboardDevice;
  readonly keyboards?: Keyboards;
  readonly display?: string;
  /** The QEMU that it says it is. Default: 7.2. */
  readonly greeting?: QmpServerOptions['greeting'];
  readonly mice?: readonly MouseInfo[];
  readonly frame?: Frame;
  /** How many bytes the guest reads from its keyboard whenever somebody looks at port 0x64. */
  readonly readsAtATime?: number;
  /** In place of what the fake does. */
  readonly handlers?: Readonly<Record<string, Handler>>;
}

export interface FakeGuest {
  readonly guest: Guest;
  readonly machine: Machine;
  readonly client: QmpClient;
  readonly server: QmpServer;
  readonly clock: ManualClock;
  readonly keyboard: FakeKeyboard;
  /** Batches as they arrived: `0: +ctrl +a`, the time and the edges. */
  readonly arrived: readonly string[];
}

/** `+ctrl`, `-left`, `x=31`. */
function tellEvent(event: InputEvent): string {
  if (event.type === 'btn') return (event.data.down ? '+' : '-') + event.data.button;
  if (event.type === 'key') return (event.data.down ? '+' : '-') + event.data.key.data;
  if (event.type === 'mtt') return 'mtt';
  return `${event.data.axis}=${event.data.value}`;
}

/** A PS/2 keyboard's queue of 16 bytes, one an edge. Drops what does not fit, like QEMU's. */
class FakeKeyboard {
  readonly received: string[] = [];
  readonly dropped: string[] = [];
  readsAtATime: number;
  readonly #queue: string[] = [];

  constructor(readsAtATime: number) {
    this.readsAtATime = readsAtATime;
  }

  send(events: readonly InputEvent[]): void {
    for (const event of events) {
      if (event.type !== 'key') continue;
      if (this.#queue.length < 16) this.#queue.push(tellEvent(event));
      else this.dropped.push(tellEvent(event));
    }
  }

  /** What port 0x64 says, after which the guest reads on. */
  status(): number {
    this.received.push(...this.#queue.splice(0, this.readsAtATime));
    return this.#queue.length > 0 ? 0x1d : 0x1c;
  }
}

/** A test with a guest on an in-process QMP server. Leaves no wait and no frame behind. */
export async function withFakeGuest(
  options: FakeGuestOptions,
  body: (fake: FakeGuest) => Promise<void>,
): Promise<void> {
  const { frame = fillFrame(64, 48), mice = [tablet, ps2Mouse] } = options;
  const clock = new ManualClock();
  const keyboard = new FakeKeyboard(options.readsAtATime ?? 16);
  const arrived: string[] = [];
  const framesDir = await mkdtemp(join(tmpdir(), 'guestwright-fake-frames-'));
  await using server = await QmpServer.start({
    ...(options.greeting && { greeting: options.greeting }),
    handlers: {
      'input-send-event': (args) => {
        const events = args.events as InputEvent[];
        arrived.push(`${clock.now()}: ${events.map(tellEvent).join(' ')}`);
        keyboard.send(events);
      },
      'human-monitor-command': (args) => {
        if (args['command-line'] !== 'i /b 0x64') throw new Error('not the status port');
        return `portb[0x0064] = 0x${keyboard.status().toString(16)}\r\n`;
      },
      'query-mice': () => mice,
      screendump: (args) => writeFile(String(args.filename), encodePpm(frame)),
      ...options.handlers,
    },
  });
  // Commands keep their own time: the clock of the test is that of the guest only.
  await using client = await QmpClient.connect(server.address);
  const machine: Machine = {
    driver: 'qemu',
    title: 'a fake',
    client,
    keyboard: options.keyboard ?? 'ps2',
    ...options.keyboards,
    display: options.display,
    framesDir,
    serialLog: undefined,
    died: new Promise(() => {}),
    stop: async () => {},
  };
  const guest = new Guest(machine, { clock });
  try {
    await body({ guest, machine, client, server, clock, keyboard, arrived });
    expect(clock.waiting).toBe(0);
    expect(await readdir(framesDir)).toEqual([]);
  } finally {
    await rm(framesDir, { recursive: true, force: true });
  }
}

/** The names of the commands that a guest got, in order. */
export const commandsOf = (server: QmpServer) => server.commands.map(({ execute }) => execute);
