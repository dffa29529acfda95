import { rm } from 'node:fs/promises';
import type { Clock } from '../../clock.ts';
import { MachineError, StepError } from '../../errors.ts';
import type { Guest } from '../../guest/guest.ts';
import { expectNothingHeld } from '../../guest/snapshots.ts';
import type { Driver } from '../../machine/start.ts';
import { prefixOf } from '../../scenario/check/check-states.ts';
import {
  listSavers,
  type StateSaver,
  type StateSavers,
} from '../../scenario/check/resolve-states.ts';
import type { Scenario, Step } from '../../scenario/scenario.ts';
import type { Trouble } from '../events.ts';
import { keyOf, readSalt } from './state-key.ts';
import type { StateStore, StoredState } from './state-store.ts';

/** How a scenario begins. */
export type Beginning =
  | { readonly kind: 'boot' }
  /** From a state; of its own steps those up to `done` are done then. */
  | {
      readonly kind: 'state';
      readonly stored: StoredState;
      readonly done?: Step;
      /** Why it was built just now, and nobody was told. */
      readonly rebuilt?: string | undefined;
    }
  /** Its state is not there, and nobody in this run builds it: the caller does, and then calls `ended`. */
  | { readonly kind: 'build'; readonly builder: Scenario }
  /** Its state could not be built. */
  | { readonly kind: 'unbuilt'; readonly verdict: Ended; readonly trouble: Trouble };

type Ended = 'failed' | 'error' | 'interrupted';

export interface PlanOptions {
  readonly savers: StateSavers;
  readonly store: StateStore;
  readonly driver: Driver;
  /** Whether states that are there count as missing. */
  readonly rebuild: boolean;
  /** Behind the ids of scenarios that are run for their states alone. */
  readonly suffix: string;
  /** Whether each state is built when a scenario wants to begin from it, and not before. Default: false. */
  readonly onDemand?: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What is known of one state in this run. */
interface Entry {
  readonly saver: StateSaver;
  readonly key: string | undefined;
  /** Why there is no key. */
  readonly trouble: unknown;
  stored: StoredState | undefined;
  /** Why it is built although it was once. */
  why: string | undefined;
  /** The scenario that builds it in this run. */
  builder: string | undefined;
  ended: Ended | undefined;
  /** Why no machine went on from the one that was there. */
  refused?: string;
}

/** The states that one run begins from, and saves. */
export class SavedStates {
  /** Scenarios that nobody has chosen, and that are run for the states that others begin from. */
  readonly builders: readonly Scenario[];
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #store: StateStore;
  readonly #suffix: string;
  readonly #listeners = new Set<() => void>();

  /** Looks which states are there, and who builds those that are not. */
  static async plan(scenarios: readonly Scenario[], options: PlanOptions): Promise<SavedStates> {
    const entries = await lookUp(listNeeded(scenarios, options.savers), options);
    return new SavedStates(scenarios, entries, options);
  }

  private constructor(
    scenarios: readonly Scenario[],
    entries: ReadonlyMap<string, Entry>,
    { store, suffix, onDemand = false }: Pick<PlanOptions, 'store' | 'suffix' | 'onDemand'>,
  ) {
    this.#entries = entries;
    this.#store = store;
    this.#suffix = suffix;
    const builders: Scenario[] = [];
    const queue = onDemand ? [] : [...scenarios];
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (this.#ownState(next)) continue;
      const entry = next.from && entries.get(next.from.state);
      if (!entry || entry.stored || entry.builder !== undefined) continue;
      const chosen = scenarios.find(({ id }) => id === entry.saver.scenario.id);
      const builder = chosen ?? cutToState(entry.saver, suffix);
      entry.builder = builder.id;
      if (!chosen) builders.push(builder);
      queue.push(builder);
    }
    this.builders = builders;
  }

  /** The scenarios with those first that others wait for. */
  order(scenarios: readonly Scenario[]): Scenario[] {
    const builders = new Set([...this.#entries.values()].map(({ builder }) => builder));
    const isFirst = ({ id }: Scenario) => builders.has(id);
    return [...scenarios.filter(isFirst), ...scenarios.filter((one) => !isFirst(one))];
  }

  /** Whether it would not have to wait for its state. */
  isReady(scenario: Scenario): boolean {
    const entry = this.#entryBelow(scenario);
    return !entry || isSettled(entry);
  }

  /** Is told each time that one of them may have become ready. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Waits for a state that another scenario of this run builds. */
  async begin(scenario: Scenario, signal: AbortSignal): Promise<Beginning> {
    signal.throwIfAborted();
    const own = this.#ownState(scenario);
    if (own) return own;
    const entry = this.#entryBelow(scenario);
    if (!entry) return { kind: 'boot' };
    if (!isSettled(entry)) await this.#untilSettled(entry, signal);
    if (entry.stored) return { kind: 'state', stored: entry.stored, rebuilt: entry.refused };
    if (entry.ended !== undefined) return describeUnbuilt(entry, entry.ended);
    const builder = cutToState(entry.saver, this.#suffix);
    entry.builder = builder.id;
    return { kind: 'build', builder };
  }

  /** To be called when a scenario has come to its end: nobody needs to wait for its states any longer. */
  ended(scenario: Pick<Scenario, 'id'>, verdict: string): void {
    for (const entry of this.#entries.values()) {
      if (entry.builder !== scenario.id || entry.stored) continue;
      entry.ended = verdict === 'error' || verdict === 'interrupted' ? verdict : 'failed';
    }
    this.#tellChange();
  }

  /** Whether its state could not be built: trying again is of no use. */
  isUnbuilt(scenario: Scenario): boolean {
    const entry = this.#entryBelow(scenario);
    return entry !== undefined && !entry.stored && entry.ended !== undefined;
  }

  /**
   * Saves the guest as that state, and says how that went. A state that is there stays as it is.
   * @throws StepError, MachineError `states-not-writable`, `state-not-written`
   */
  async save(
    state: string,
    guest: Guest,
    about: { readonly from?: StoredState | undefined; readonly variables: Map<string, string> },
    signal: AbortSignal,
  ): Promise<string> {
    const entry = this.#entries.get(state);
    if (!entry) throw new Error(`the state "${state}" was not planned`);
    if (entry.stored) return `the state "${state}" is there already`;
    if (entry.key === undefined) throw entry.trouble;
    const { machine, clock } = guest;
    if (!machine.saveState) throw new StepError('no-states', 'this machine cannot be saved');
    expectNothingHeld(guest);
    const startedMs = clock.now();
    const draft = await this.#store.draft();
    try {
      await machine.saveState(draft, signal);
      const variables = Object.fromEntries(about.variables);
      const key = entry.key;
      entry.stored = await this.#store.publish(draft, { state, key, variables }, about.from);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    this.#tellChange();
    await this.#store.prune();
    const seconds = ((clock.now() - startedMs) / 1000).toFixed(1);
    const again = entry.why === undefined ? '' : `; built again: ${entry.why}`;
    return `saved the state "${state}", ${describeSize(entry.stored)} in ${seconds} s${again}`;
  }

  /** To be called when no machine can go on from it. */
  async refuse(stored: StoredState, reason: string): Promise<void> {
    await this.#store.discard(stored);
    const entry = this.#entries.get(stored.state);
    if (entry?.stored !== stored) return;
    entry.stored = undefined;
    entry.why = reason;
    entry.refused = reason;
    entry.builder = undefined;
  }

  /** The last of its own states that is there. */
  #ownState(scenario: Scenario): (Beginning & { readonly kind: 'state' }) | undefined {
    for (const { state, step } of listSavers(scenario).toReversed()) {
      const stored = this.#entries.get(state)?.stored;
      if (stored) return { kind: 'state', stored, done: step };
    }
    return undefined;
  }

  #entryBelow(scenario: Scenario): Entry | undefined {
    if (!scenario.from || this.#ownState(scenario)) return undefined;
    return this.#entries.get(scenario.from.state);
  }

  async #untilSettled(entry: Entry, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (isSettled(entry)) resolve();
        else if (signal.aborted) reject(signal.reason);
        else return;
        this.#listeners.delete(look);
        signal.removeEventListener('abort', look);
      };
      this.#listeners.add(look);
      signal.addEventListener('abort', look);
      look();
    });
  }

  #tellChange(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Nobody is about to build it, or it is there. */
function isSettled({ stored, builder, ended }: Entry): boolean {
  return stored !== undefined || builder === undefined || ended !== undefined;
}

/** The states that scenarios begin from or save, each behind the one that it begins from itself. */
function listNeeded(scenarios: readonly Scenario[], savers: StateSavers): StateSaver[] {
  const needed = new Map<string, StateSaver>();
  const add = (saver: StateSaver | undefined) => {
    if (!saver || needed.has(saver.state)) return;
    addBelow(saver.scenario);
    needed.set(saver.state, saver);
  };
  const addBelow = ({ from }: Scenario) => add(from && savers.get(from.state));
  for (const scenario of scenarios) {
    addBelow(scenario);
    for (const { state } of listSavers(scenario)) add(savers.get(state));
  }
  return [...needed.values()];
}

async function lookUp(needed: readonly StateSaver[], options: PlanOptions) {
  const { store, rebuild, driver, clock, signal } = options;
  const entries = new Map<string, Entry>();
  if (needed.length === 0) return entries;
  const salt = await readSalt(store.folder);
  for (const saver of needed) {
    const { from } = saver.scenario;
    const blank = { saver, builder: undefined, ended: undefined, stored: undefined };
    try {
      const parent = from && entries.get(from.state)?.key;
      const more = { digests: store.digests, salt, parent, driver, clock, signal };
      const key = await keyOf(saver, more);
      const found = rebuild
        ? ({ kind: 'missing', why: 'as --rebuild-states says' } as const)
        : await store.find(saver.state, key, signal);
      const stored = found.kind === 'sound' ? found.stored : undefined;
      const why = found.kind === 'missing' ? found.why : undefined;
      entries.set(saver.state, { ...blank, key, trouble: undefined, stored, why });
    } catch (trouble) {
      if (!(trouble instanceof MachineError) && !signal.aborted) throw trouble;
      entries.set(saver.state, { ...blank, key: undefined, trouble, why: undefined });
    }
  }
  return entries;
}

/** A scenario that ends with its state. Its steps keep their places in the list of them. */
function cutToState({ scenario, step, state }: StateSaver, suffix: string): Scenario {
  const { before } = scenario;
  const prefix = prefixOf(scenario, step);
  return {
    ...scenario,
    id: `${scenario.id}@${state}${suffix}`,
    name: `${scenario.name}, for the state ${state}`,
    builds: state,
    before: prefix.slice(0, before.length),
    steps: prefix.slice(before.length),
    after: [],
  };
}

function describeUnbuilt({ saver, builder }: Entry, verdict: Ended): Beginning {
  const how = { failed: 'failed', error: 'met with an error', interrupted: 'was interrupted' };
  const message = `the state "${saver.state}" is not there: ${builder}, which saves it, ${how[verdict]}`;
  const hint = 'its own steps say why';
  return { kind: 'unbuilt', verdict, trouble: { code: 'state-not-built', message, hint } };
}

function describeSize({ manifest }: StoredState): string {
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
