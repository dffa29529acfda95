import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe } from 'vitest';
import {
  type Display,
  EV_KEY,
  isProbeBuilt,
  type Keyboard,
  type Pointer,
  type ProbeEvent,
  type ProbeFrame,
  ProbeReport,
  probeMachine,
} from '../../guests/probe/probe.mjs';
import { systemClock } from '../../src/clock.ts';
import { Guest } from '../../src/guest/guest.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { startMachine } from '../../src/machine/start.ts';
import { repository } from './needs-qemu.ts';

const POLL_MS = 5;
const DEADLINE_MS = 30_000;

/** `describe`, or a skipped one that says so where the probe guest is not built. */
export function describeWithProbeGuest(file: string) {
  if (isProbeBuilt()) return describe;
  console.warn(`SKIPPED ${basename(file)}: no probe guest: sh guests/probe/build.sh makes it`);
  return describe.skip;
}

/** A probe guest that runs, and what it has received through one of its devices. */
export class ProbeGuest {
  readonly machine: Machine;
  readonly guest: Guest;
  readonly #report: ProbeReport;
  readonly #folder: string;

  private constructor(machine: Machine, report: ProbeReport, folder: string) {
    this.machine = machine;
    this.guest = new Guest(machine);
    this.#report = report;
    this.#folder = folder;
  }

  /** Resolves when all its devices are there. Whoever starts one stops it. */
  static async start(wanted: {
    keyboard: Keyboard;
    pointer: Pointer;
    displays?: Display[];
    monitor?: string;
    /** Further devices of QEMU. */
    devices?: readonly string[];
  }): Promise<ProbeGuest> {
    const folder = mkdtempSync(join(tmpdir(), 'gw-probe-'));
    const reportFile = join(folder, 'report');
    const described = probeMachine({ ...wanted, reportFile });
    const devices = (wanted.devices ?? []).flatMap((device) => ['-device', device]);
    const description = {
      ...described,
      'extra-args': [...described['extra-args'], ...devices],
    };
    const machine = await startMachine(description, { baseDir: repository });
    const probe = new ProbeGuest(machine, new ProbeReport(reportFile), folder);
    try {
      await probe.until('the probe guest is ready', () => probe.#report.ready);
      return probe;
    } catch (error) {
      await probe.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.machine.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Display devices that show a picture of their own. */
  get cards(): number {
    return this.#report.read().cards;
  }

  /** The frames so far of a device, by its kind and serial: `usb-keyboard`, `left.0`. */
  frames(kind: string, serial?: string): ProbeFrame[] {
    return this.#report.read().framesOf(kind, serial);
  }

  events(kind: string, type: number, serial?: string): ProbeEvent[] {
    return this.frames(kind, serial).flatMap(({ events }) =>
      events.filter((event) => event.type === type),
    );
  }

  /** Every edge of a key or button so far: `30+`, `30-`, and `30*` for one that repeats itself. */
  edges(kind: string, serial?: string): string[] {
    return this.events(kind, EV_KEY, serial).map(({ code, value }) => `${code}${'-+*'[value]}`);
  }

  async until(what: string, condition: () => boolean): Promise<void> {
    const deadline = systemClock.now() + DEADLINE_MS;
    while (this.#report.read() && !condition()) {
      if (systemClock.now() > deadline) throw new Error(`not within ${DEADLINE_MS} ms: ${what}`);
      await systemClock.wait(POLL_MS);
    }
  }
}
