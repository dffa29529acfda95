import { mkdtempSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Guest } from '../guest/guest.ts';
import type { MachineChoice } from '../scenario/parse/machine-choice.ts';
import { loadBaseline } from '../screen/baselines/baselines.ts';
import { createComparer } from '../screen/compare.ts';

/** A guest that has not booted by then is left to its scenario, which says what is wrong. */
const BOOT_MS = 30_000;

/** Booted guests of one run, so that a machine that can save its state boots once and not once a scenario. */
export class BootStates {
  readonly #folder = mkdtempSync(join(tmpdir(), 'guestwright-states-'));
  readonly #baselinesDir: string;
  /** Folders of states by what they were booted from, as soon as somebody has booted it. */
  readonly #boots = new Map<string, Boot>();

  constructor(baselinesDir: string) {
    this.#baselinesDir = baselinesDir;
  }

  /**
   * The state that an equal machine had booted to; undefined where it could not be kept. While a first
   * one boots, the others wait for it; that one gets undefined at once, and owes a `settle`.
   */
  async find(choice: MachineChoice, signal: AbortSignal): Promise<string | undefined> {
    const boot = this.#boots.get(keyOf(choice));
    if (boot) return unlessAborted(boot.state, signal);
    this.#boots.set(keyOf(choice), startBoot());
    return undefined;
  }

  /** Waits until the first machine of its kind has booted, and saves its state. */
  async keep(guest: Guest, choice: MachineChoice, signal: AbortSignal): Promise<void> {
    const { machine } = guest;
    const boot = this.#boots.get(keyOf(choice));
    if (!boot || boot.isSettled() || !machine.saveState || choice.bootScreen === undefined) return;
    const baseline = await loadBaseline(this.#baselinesDir, choice.bootScreen);
    if (!baseline) return;
    const comparer = createComparer(baseline.frame, baseline.rules);
    const { kind } = await guest.screen.waitFor(comparer, { timeoutMs: BOOT_MS, signal });
    if (kind !== 'matched') return;
    const state = await mkdtemp(join(this.#folder, 'booted-'));
    await machine.saveState(state, signal);
    boot.settle(state);
  }

  /** Lets those who wait go on: without a state, if none was kept. Can be called twice. */
  settle(choice: MachineChoice): void {
    this.#boots.get(keyOf(choice))?.settle(undefined);
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A boot under way, or done. */
interface Boot {
  readonly state: Promise<string | undefined>;
  readonly isSettled: () => boolean;
  /** Only the first one counts. */
  readonly settle: (state: string | undefined) => void;
}

function startBoot(): Boot {
  let settled = false;
  let resolve: (state: string | undefined) => void;
  const state = new Promise<string | undefined>((done) => {
    resolve = done;
  });
  return {
    state,
    isSettled: () => settled,
    settle: (found) => {
      settled = true;
      resolve(found);
    },
  };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  try {
    return await new Promise<T>((resolve, reject) => {
      work.then(resolve, reject);
      signal.addEventListener('abort', () => reject(signal.reason), { signal: over.signal });
    });
  } finally {
    over.abort();
  }
}

function keyOf({ description, baseDir }: MachineChoice): string {
  return JSON.stringify([description, baseDir]);
}
