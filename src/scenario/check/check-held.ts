import type { InputEvent } from '../../qmp/types.ts';
import type { Expectations, Problem } from '../action.ts';
import type { Step } from '../scenario.ts';

type Expected = { readonly step: Step; readonly expected: Expectations };

/** What goes on from a saved moment would have keys down that nobody knows of. */
const handsFree: ReadonlySet<string> = new Set(['state', 'snapshot', 'restore']);

/**
 * Keys and buttons that are held twice, or let go while they are up. Looks as far as it is sure that a
 * step is done: to the first hold or release in a block, at another display, or that may be left out.
 */
export function checkHeld(steps: readonly Expected[]): (Problem & { readonly step: Step })[] {
  /** The line that holds it, by what people call it. */
  const held = new Map<string, number>();
  const problems: (Problem & { readonly step: Step })[] = [];
  for (const { step, expected } of steps) {
    const { key } = step.action;
    if (handsFree.has(key) && held.size > 0) {
      const [[name, line] = []] = held;
      problems.push({
        step,
        path: [],
        message: `${name}: held since line ${line}: release it first`,
      });
    }
    if (key !== 'hold' && key !== 'release') continue;
    if (step.depth > 0 || step.optional || step.when !== undefined) break;
    if (step.device !== undefined || step.head !== undefined) break;
    const batches = step.action.plan(expected) ?? [];
    for (const { name, path, down } of batches.flatMap(({ events }) => events.flatMap(edgeOf))) {
      const line = held.get(name);
      if (down && line !== undefined) {
        problems.push({ step, path, message: `${name}: held already, since line ${line}` });
      }
      if (!down && line === undefined) {
        problems.push({ step, path, message: `${name}: not held by a step before` });
      }
      if (down) held.set(name, line ?? step.line);
      else held.delete(name);
    }
  }
  return problems;
}

function edgeOf(event: InputEvent) {
  if (event.type === 'btn') {
    const { button, down } = event.data;
    return [{ name: `the ${button} button`, path: ['button'], down }];
  }
  if (event.type !== 'key' || event.data.key.type !== 'qcode') return [];
  return [{ name: event.data.key.data, path: ['keys'], down: event.data.down }];
}
