import { z } from 'zod';
import { StepError } from '../../errors.ts';
import type { EventLog, EventMark } from '../../guest/event-log.ts';
import { didYouMean } from '../../near-name.ts';
import type { QmpEvent } from '../../qmp/types.ts';
import { defineWord, type Stage, timeoutOf } from '../action.ts';
import type { StepOutcome } from '../outcome.ts';
import { eventData, eventName } from '../parts/event-keys.ts';
import { printAnswer } from '../parts/expect-answer.ts';
import { show } from '../show.ts';

const TIMEOUT_MS = 30_000;
/** So many are enough to see what happened instead. */
const SHOWN = 10;

const schema = z.strictObject({
  name: eventName,
  data: eventData,
  since: z
    .enum(['previous-step', 'start', 'now'], {
      error: ({ input }) => `expected previous-step, start or now, got ${show(input)}`,
    })
    .default('previous-step')
    .describe('From when on it counts. Default: when the step before this one began'),
});

export const waitForEvent = defineWord({
  key: 'wait-for-event',
  summary: "Waits for one of QEMU's events, or takes one that has just come",
  short: 'name',
  waits: true,
  schema,
  title: ({ name, data }) => `wait-for-event ${name}${data ? ` ${show(data)}` : ''}`,
  run: waitFor,
});

async function waitFor(
  { name, data, since }: z.output<typeof schema>,
  stage: Stage,
): Promise<StepOutcome> {
  const { guest, signal } = stage;
  const timeoutMs = timeoutOf(stage, TIMEOUT_MS);
  const mark = markOf(since, guest.events);
  const known = guest.events.find(name, data, mark);
  if (!known && !guest.hasQuit) await expectKnownEvent(name, stage);
  const event = known ?? (await guest.events.wait(name, data, { since: mark, timeoutMs, signal }));
  if (event) return { kind: 'done', output: printAnswer(event) };
  const wanted = data ? `${name} with ${JSON.stringify(data)}` : name;
  const how = guest.hasQuit ? 'before the machine was ended' : `within ${timeoutMs} ms`;
  const others = listEvents(guest.events.since(mark));
  const message = `no ${wanted} event ${how}; since ${since}: ${others}`;
  return { kind: 'unexpected', code: 'no-event', message };
}

function markOf(since: z.output<typeof schema>['since'], events: EventLog): EventMark {
  switch (since) {
    case 'previous-step':
      return events.stepBefore;
    case 'start':
      return 0;
    case 'now':
      return events.mark();
    default:
      return since satisfies never;
  }
}

/** An event that this QEMU does not have would be waited for in vain. */
async function expectKnownEvent(name: string, { guest, signal }: Stage): Promise<void> {
  signal.throwIfAborted();
  const events = (await guest.machine.client.schema())?.events;
  if (!events || events.includes(name)) return;
  const message = `this machine has no event ${name}.${didYouMean(name, events)}`;
  throw new StepError('unknown-event', message);
}

/** `STOP, RESUME, WATCHDOG {"action":"reset"}`. */
function listEvents(events: readonly QmpEvent[]): string {
  if (events.length === 0) return 'nothing came';
  const told = events.slice(-SHOWN).map(({ event, data }) => {
    return Object.keys(data).length === 0 ? event : `${event} ${show(data)}`;
  });
  const more = events.length - told.length;
  return `${more > 0 ? `${more} more, ` : ''}${told.join(', ')}`;
}
