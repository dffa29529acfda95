import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Guest } from '../guest/guest.ts';
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

  /** The state that an equal machine had booted to; undefined where none has. */
  find(choice: MachineChoice): string | undefined {
    return this.#files.get(keyOf(choice));
  }

  /** Waits until a fresh machine has booted, and saves its state. */
  async keep(guest: Guest, choice: MachineChoice, signal: AbortSignal): Promise<void> {
    const { machine } = guest;
    if (!machine.saveState || choice.bootScreen === undefined) return;
    const baseline = await loadBaseline(this.#baselinesDir, choice.bootScreen);
    if (!baseline) return;
    const comparer = createComparer(baseline.frame, baseline.rules);
    const { kind } = await guest.screen.waitFor(comparer, { timeoutMs: BOOT_MS, signal });
    if (kind !== 'matched') return;
    const file = join(this.#folder, `${this.#files.size}.state`);
    await machine.saveState(file);
    this.#files.set(keyOf(choice), file);
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function keyOf({ description, baseDir }: MachineChoice): string {
  return JSON.stringify([description, baseDir]);
}
