import { relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { didYouMean } from '../../near-name.ts';
import type { Diagnostic } from '../parse/diagnostic.ts';
import type { Scenario, Step } from '../scenario.ts';

/** The one scenario that saves a state, and its step that does. */
export interface StateSaver {
  readonly state: string;
  readonly scenario: Scenario;
  readonly step: Step;
}

/** By the state's name. */
export type StateSavers = ReadonlyMap<string, StateSaver>;

/** The states that a scenario saves, in the order of its steps. */
export function listSavers(scenario: Scenario): StateSaver[] {
  return [...scenario.before, ...scenario.steps].flatMap((step) => {
    const { key, subject } = step.action;
    return key === 'state' && subject !== undefined ? [{ state: subject, scenario, step }] : [];
  });
}

/** Who saves which state, and what is wrong with those that scenarios begin from. */
export function resolveStates(scenarios: readonly Scenario[]): {
  readonly savers: StateSavers;
  readonly mistakes: readonly Diagnostic[];
} {
  const savers = new Map<string, StateSaver>();
  const mistakes: Diagnostic[] = [];
  for (const saver of scenarios.flatMap(listSavers)) {
    const first = savers.get(saver.state);
    if (first) mistakes.push(describeTwin(saver, first));
    else savers.set(saver.state, saver);
  }
  for (const { from, machine, id } of scenarios) {
    const saver = from && savers.get(from.state);
    if (!from) continue;
    if (!saver) mistakes.push(from.mistake(describeUnknown(from.state, savers)));
    else if (!isSameMachine(machine, saver.scenario.machine)) {
      const message = `"${from.state}" is a state of another machine: that of ${saver.scenario.id}`;
      mistakes.push(from.mistake(message));
    } else {
      const circle = findCircle(from.state, savers);
      if (circle.includes(id)) {
        mistakes.push(from.mistake(`begins from what it leads to: ${circle.join(' -> ')}`));
      }
    }
  }
  return { savers, mistakes };
}

function isSameMachine(a: Scenario['machine'], b: Scenario['machine']): boolean {
  return a.baseDir === b.baseDir && isDeepStrictEqual(a.description, b.description);
}

/** The scenarios that a state comes from, from its own on, up to the first that comes twice. */
function findCircle(state: string, savers: StateSavers): string[] {
  const ids: string[] = [];
  for (let next = savers.get(state); next; ) {
    const { id, from } = next.scenario;
    if (ids.includes(id)) return [...ids, id];
    ids.push(id);
    next = from && savers.get(from.state);
  }
  return [];
}

function describeUnknown(state: string, savers: StateSavers): string {
  const known = [...savers.keys()];
  const near = didYouMean(state, known);
  const list =
    known.length > 0 ? `Known: ${known.join(', ')}` : `None has a step "state: { save: ${state} }"`;
  return `no scenario saves the state "${state}".${near} ${list}`;
}

function describeTwin({ state, step, scenario }: StateSaver, first: StateSaver): Diagnostic {
  const file = relative('.', step.file ?? scenario.file);
  const message = `the state "${state}" is saved by ${first.scenario.id} already, in line ${first.step.line}`;
  return { file, line: step.line, col: step.col, message, sourceLine: '' };
}
