import type { InputEvent } from '../qmp/types.ts';
import type { Action, Expectations } from './action.ts';
import { expectSteps } from './check/check-steps.ts';
import { listAllLimbs, type Scenario, type Step } from './scenario.ts';

/**
 * A step as `plan` prints it: its line and title, then each batch with the time, from the start of
 * the step, at which it can go at the earliest. Steps of a block stand further in than the block.
 */
export function describePlan(step: Step, expected: Expectations): string[] {
  const indent = '  '.repeat(step.depth);
  const head = `${String(step.line).padStart(4)}  ${indent}${step.title}`;
  return [head, ...describeBatches(step.action, expected).map((line) => indent + line)];
}

/** All that a scenario would do; every branch that a step begins has its name on a line before it. */
export function describePlans(scenario: Scenario): string[] {
  const limbs = listAllLimbs(scenario);
  return [...expectSteps(scenario)].flatMap(({ step, expected }) => {
    const limb = limbs.find(({ steps }) => steps[0] === step);
    const label =
      limb?.label === undefined ? [] : [`      ${'  '.repeat(step.depth)}${limb.label}:`];
    return [...label, ...describePlan(step, expected)];
  });
}

function describeBatches(action: Action, expected: Expectations): string[] {
  const batches = action.plan(expected);
  const [picture] = action.pictures;
  if (action.fill) return ['        the batches depend on variables of the run'];
  if (batches === undefined && picture) {
    return [`        the batches depend on where the picture "${picture.name}" is then`];
  }
  if (batches === undefined) {
    return ['        the batches depend on the size of the screen, which no baseline before tells'];
  }
  if (action.secret) return ['        •••••• (secret)'];
  const { capacity, msPerEntry } = expected.queue;
  let atMs = 0;
  let unread = 0;
  return (batches ?? []).map((batch, index, all) => {
    const line = `      +${atMs.toFixed(0).padStart(5)} ms  ${batch.events.map(describeEvent).join(', ')}`;
    unread += batch.queued;
    const nextFits = unread + (all[index + 1]?.queued ?? 0) <= capacity;
    const drained = batch.continues && nextFits ? 0 : unread;
    unread -= drained;
    const drain = drained > 0 ? `, then drain ${drained} of ${capacity}` : '';
    const wait = batch.waitMs > 0 ? `, then wait ${Number(batch.waitMs.toFixed(1))} ms` : '';
    atMs += Math.max(batch.waitMs, drained * msPerEntry);
    return line + drain + wait;
  });
}

function describeEvent(event: InputEvent): string {
  switch (event.type) {
    case 'key':
      return `${event.data.key.data} ${event.data.down ? 'down' : 'up'}`;
    case 'btn':
      return `${event.data.button} ${event.data.down ? 'down' : 'up'}`;
    case 'abs':
    case 'rel':
      return `${event.type} ${event.data.axis} ${event.data.value}`;
    case 'mtt':
      return `mtt ${event.data.type}`;
    default:
      return event satisfies never;
  }
}
