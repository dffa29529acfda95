import type { Batch } from '../input/batch.ts';
import type { KeyboardQueue } from '../input/keyboard-queue.ts';
import type { InputEvent } from '../qmp/types.ts';
import type { Expectations } from './action.ts';
import type { Step } from './scenario.ts';

/**
 * A step as `plan` prints it: its line and title, then each batch with the time, from the start of
 * the step, at which it can go at the earliest.
 */
export function describePlan(step: Step, expected: Expectations): string[] {
  const head = `${String(step.line).padStart(4)}  ${step.title}`;
  const batches = step.action.plan(expected);
  const [picture] = step.action.pictures;
  if (batches === undefined && picture) {
    return [head, `        the batches depend on where the picture "${picture.name}" is then`];
  }
  if (batches === undefined) {
    return [
      head,
      '        the batches depend on the size of the screen, which no baseline before tells',
    ];
  }
  if (step.action.secret) return [head, '        •••••• (secret)'];
  let atMs = 0;
  const lines = batches.map((batch) => {
    const line = `      +${atMs.toFixed(0).padStart(5)} ms  ${batch.events.map(describeEvent).join(', ')}`;
    const drain =
      batch.queued > 0 ? `, then drain ${batch.queued} of ${expected.queue.capacity}` : '';
    const wait = batch.waitMs > 0 ? `, then wait ${Number(batch.waitMs.toFixed(1))} ms` : '';
    atMs += nextAfter(batch, expected.queue);
    return line + drain + wait;
  });
  return [head, ...lines];
}

function nextAfter(batch: Batch, queue: KeyboardQueue): number {
  return Math.max(batch.waitMs, batch.queued * queue.msPerEntry);
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
