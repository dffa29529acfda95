import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/clock.ts';
import { Guest } from '../../src/guest/guest.ts';
import type { QemuDescription } from '../../src/machine/description.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { startMachine } from '../../src/machine/start.ts';
import { demoElf, repository } from './needs-qemu.ts';

const POLL_MS = 5;
const DEADLINE_MS = 30_000;

/** What the demo guest says on its serial line, which is what it received. */
export class DemoSerial {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** The complete lines so far, or those with that first word, without it. */
  lines(word?: string): string[] {
    const all = readFileSync(this.#file, 'latin1').split('\n').slice(0, -1);
    if (word === undefined) return all;
    return all.flatMap((line) => (line.startsWith(`${word} `) ? line.slice(word.length + 1) : []));
  }

  /** Waits for so many lines with that first word, and returns them. More are as good as a failure. */
  async first(word: string, count: number): Promise<string[]> {
    await this.until(`${count} lines "${word}"`, () => this.lines(word).length >= count);
    return this.lines(word);
  }

  async until(what: string, condition: () => boolean): Promise<void> {
    const deadline = systemClock.now() + DEADLINE_MS;
    while (!condition()) {
      if (systemClock.now() > deadline) {
        const said = this.lines().slice(-20).join('\n');
        throw new Error(`not within ${DEADLINE_MS} ms: ${what}. The guest said last:\n${said}`);
      }
      await systemClock.wait(POLL_MS);
    }
  }
}

export interface DemoGuest {
  readonly machine: Machine;
  readonly guest: Guest;
  readonly serial: DemoSerial;
}

/** A test with the demo guest on a real QEMU, with the VMware pointer unless it says otherwise. */
export async function withDemoGuest(
  description: Pick<QemuDescription, 'append' | 'pointer'>,
  body: (demo: DemoGuest) => Promise<void>,
): Promise<void> {
  const machine = await startMachine(
    { kernel: demoElf, accel: 'tcg', memory: 64, pointer: 'vmmouse', ...description },
    { baseDir: repository },
  );
  try {
    if (machine.serialLog === undefined) throw new Error('a QEMU of ours has a serial log');
    const serial = new DemoSerial(machine.serialLog);
    await serial.until('the guest is ready', () =>
      serial.lines().includes('demo guest ready 1024x768'),
    );
    await body({ machine, guest: new Guest(machine), serial });
  } finally {
    await machine.stop();
  }
}
