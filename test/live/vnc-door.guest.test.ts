import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { VncDoor } from '../../src/live/vnc-door.ts';
import type { Machine } from '../../src/machine/machine.ts';
import type { WatchedScreen } from '../../src/machine/qemu/watched-screens.ts';
import { startMachine } from '../../src/machine/start.ts';
import type { SetPasswordOptions } from '../../src/qmp/types.ts';
import { freePorts } from '../support/free-ports.ts';
import { demoElf, repository } from '../support/needs-qemu.ts';
import { capturesWith, testWithClient } from '../support/remote-clients.ts';

const vncTest = testWithClient(import.meta.filename, 'gvnccapture');

/** A guest that may be watched, and every password that its VNC server is given. */
async function startWatched() {
  const machine = await startMachine(
    { kernel: demoElf, accel: 'tcg', memory: 64 },
    { baseDir: repository, watch: true },
  );
  onTestFinished(() => machine.stop());
  const [screen] = machine.watched ?? [];
  if (!screen) throw new Error('the machine has nothing to watch');
  const passwords: string[] = [];
  machine.client.observe({
    began: (command, args) => {
      if (command === 'set_password') passwords.push((args as SetPasswordOptions).password);
      return () => {};
    },
  });
  return { machine, screen, passwords };
}

/** Whether gvnccapture gets a picture: it knows no unix sockets, so there is a port for it. */
async function getsIn({ socket }: WatchedScreen, password: string): Promise<boolean> {
  const [port = 0] = await freePorts(1);
  const proxy = createServer((client) => {
    const guest = connect(socket);
    client.on('error', () => guest.destroy());
    guest.on('error', () => client.destroy());
    client.pipe(guest).pipe(client);
  });
  proxy.listen(port, '127.0.0.1');
  await once(proxy, 'listening');
  try {
    return await capturesWith(port - 5900, password);
  } finally {
    proxy.close();
  }
}

async function setPassword(machine: Machine, display: string, password: string, time: string) {
  const server = { protocol: 'vnc', display } as const;
  await machine.client.execute('set_password', { ...server, password });
  await machine.client.execute('expire_password', { ...server, time });
}

vncTest(
  'the password of a viewer is good for that viewer alone, and none is after the end',
  async () => {
    const { machine, screen, passwords } = await startWatched();
    expect(await getsIn(screen, 'guessed1')).toBe(false);
    const door = new VncDoor(machine.client, screen, systemClock);
    const sessions = await Promise.all([door.enter(), door.enter()]);
    const [first = '', second = ''] = passwords;
    expect(first).not.toBe(second);
    expect(await getsIn(screen, first)).toBe(false);
    expect(await getsIn(screen, second)).toBe(false);

    // What the client gets with a password that is good, so that its failures mean something.
    await setPassword(machine, screen.id, 'goodone1', 'never');
    expect(await getsIn(screen, 'goodone1')).toBe(true);
    await door.close();
    expect(await getsIn(screen, 'goodone1')).toBe(false);
    await expect(door.enter()).rejects.toThrow('the guest is not shown any more');
    for (const { socket } of sessions) socket.destroy();
  },
);

test.skipIf(vncTest === test.skip)('the end waits for nobody who is on the way in', async () => {
  const { machine, screen } = await startWatched();
  const door = new VncDoor(machine.client, screen, systemClock);
  const entering = door.enter().then(
    () => 'in',
    (error) => error.message,
  );
  await door.close();
  expect(await entering).toBe('the guest is not shown any more');
});
