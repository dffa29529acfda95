import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Guest } from '../guest/guest.ts';
import type { Machine } from '../machine/machine.ts';
import type { MachineChoice } from '../scenario/machine-choice.ts';
import { loadBaseline } from '../screen/baselines.ts';
import { createComparer } from '../screen/compare.ts';

/** A guest that has not booted by then is left to its scenario, which says what is wrong. */
const BOOT_MS = 30_000;

/** Booted guests of one run, so that a machine that can save its state boots once and not once a scenario. */
export class BootStates {
  readonly #folder = mkdtempSync(join(tmpdir(), 'guestwright-states-'));
  readonly #baselinesDir: string;
  /** State files by what they were booted from. */
  readonly #files = new Map<string, string>();

  constructor(baselinesDir: string) {
    this.#baselinesDir = baselinesDir;
  }

  /** Puts the machine where an equal one had booted to; false where none has. */
  async restore(machine: Machine, choice: MachineChoice): Promise<boolean> {
    const file = this.#files.get(keyOf(machine, choice));
    if (file === undefined || !machine.restoreState) return false;
    await machine.restoreState(file);
    return true;
  }

  /** Waits until a fresh machine has booted, and saves its state. */
  async keep(guest: Guest, choice: MachineChoice, signal: AbortSignal): Promise<void> {
    const { machine } = guest;
    const key = keyOf(machine, choice);
    if (!machine.saveState || choice.bootScreen === undefined || this.#files.has(key)) return;
    const baseline = await loadBaseline(this.#baselinesDir, choice.bootScreen);
    if (!baseline) return;
    const comparer = createComparer(baseline.frame, baseline.rules);
    const { kind } = await guest.screen.waitFor(comparer, { timeoutMs: BOOT_MS, signal });
    if (kind !== 'matched') return;
    const file = join(this.#folder, `${this.#files.size}.state`);
    await machine.saveState(file);
    this.#files.set(key, file);
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function keyOf({ title }: Machine, { description, baseDir }: MachineChoice): string {
  return JSON.stringify([title, description, baseDir]);
}
