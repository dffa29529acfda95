import { expect, test } from 'vitest';
import { eventSchema } from '../../../src/report/event-schema.ts';
import type { RunEvent, Untimed } from '../../../src/runner/events.ts';
import { Collector } from '../../../src/runner/queue/collector.ts';
import type { Message } from '../../../src/runner/queue/messages.ts';

/** A collector of one scenario of two steps, and all that it has written. */
function collect(retries = 0) {
  const events: Untimed<RunEvent>[] = [];
  const files: [string, string][] = [];
  const collector = new Collector({
    folder: { emit: (event) => events.push(event) },
    files: {
      append: async (path, bytes) => void files.push([path, bytes.toString()]),
      keepPicture: async (name) => void files.push([`frames/${name}.png`, '']),
    },
    nameOf: (id, attempt) => `${id}@${attempt}`,
    readEvent: (value) => eventSchema.safeParse(value).data,
    now: () => 0,
  });
  const ended = collector.expect({ id: 'a', steps: 2, retries });
  const take = (message: Message, bytes = '') => collector.take(message, Buffer.from(bytes));
  const about = (lease: string) => ({ scenario: 'a', lease });
  return {
    ...{ collector, ended, events, files, take },
    taken: (lease: string, worker = 'w') =>
      take({ kind: 'taken', ...about(lease), worker, slot: 1 }),
    tell: (lease: string, event: object) =>
      take({
        kind: 'event',
        ...about(lease),
        event: { at: 5, scenario: 'x', attempt: 7, ...event },
      }),
    part: (lease: string, text: string) =>
      take({ kind: 'part', ...about(lease), of: 'serial' }, text),
    done: (lease: string) => take({ kind: 'done', ...about(lease) }),
  };
}

const start = { type: 'scenario-started', worker: 1 };
const pass = {
  type: 'scenario-finished',
  verdict: 'passed',
  durationMs: 3,
  serialLog: 'serial/x.log',
};
const step = { type: 'step-finished', step: 1, verdict: 'passed', durationMs: 1 };

test('what a worker tells becomes events of the run, with its own names and counts', async () => {
  const { ended, events, files, taken, tell, part, done } = collect();
  await taken('1');
  await tell('1', start);
  await tell('1', { type: 'machine-started', machine: 'QEMU' });
  await part('1', 'boot');
  await tell('1', pass);
  await done('1');
  expect(await ended).toBe('passed');
  const about = { scenario: 'a', attempt: 1 };
  expect(events).toEqual([
    { ...start, ...about },
    { type: 'machine-started', machine: 'QEMU, at w', ...about },
    { ...pass, ...about, serialLog: 'serial/a@1.log' },
  ]);
  expect(files).toEqual([['serial/a@1.log', 'boot']]);
});

test('an attempt whose worker is lost is interrupted; what that worker still tells is left out', async () => {
  const { ended, events, taken, tell, done } = collect();
  await taken('1', 'first');
  await tell('1', start);
  await taken('2', 'second');
  await tell('1', pass);
  await done('1');
  await tell('2', start);
  await tell('2', pass);
  await done('2');
  expect(await ended).toBe('passed');
  expect(events).toMatchObject([
    { type: 'scenario-started', attempt: 1, worker: 1 },
    {
      ...{ type: 'scenario-finished', attempt: 1, verdict: 'interrupted' },
      trouble: {
        code: 'worker-lost',
        message: 'the worker first was lost while it had the scenario',
      },
    },
    { type: 'scenario-started', attempt: 2, worker: 2 },
    { type: 'scenario-finished', attempt: 2, verdict: 'passed' },
  ]);
  await tell('2', start);
  expect(events).toHaveLength(4);
});

test('an attempt that has decided it is the last one, whatever becomes of its worker', async () => {
  const { ended, events, taken, tell } = collect(1);
  await taken('1');
  for (const verdict of ['failed', 'failed']) {
    await tell('1', start);
    await tell('1', { ...pass, verdict });
  }
  await taken('2');
  await tell('2', start);
  expect(await ended).toBe('failed');
  expect(events).toHaveLength(4);
});

test('who says that it is done without having tried is not believed', async () => {
  const { collector, taken, done } = collect();
  await taken('1');
  await done('1');
  expect(collector.open).toMatchObject([{ id: 'a', isTaken: false }]);
});

test('what is no event of that scenario is left out', async () => {
  const { events, taken, tell } = collect();
  await taken('1');
  await tell('1', step);
  await tell('1', start);
  await tell('1', { ...step, step: 2 });
  await tell('1', { ...step, verdict: 'splendid' });
  await tell('1', { ...step, picture: 'frames/../../x.png' });
  await tell('1', { type: 'run-finished', verdict: 'passed', durationMs: 1 });
  expect(events.map(({ type }) => type)).toEqual(['scenario-started']);
});

test('a scenario that costs workers their lives is an error', async () => {
  const { ended, events, take, taken } = collect();
  await taken('1');
  await take({ kind: 'given-up', scenario: 'a', lease: '1', losses: 5 });
  expect(await ended).toBe('error');
  expect(events.at(-1)).toMatchObject({
    verdict: 'error',
    trouble: { code: 'workers-lost', message: '5 workers were lost while they had the scenario' },
  });
});

test('one that nobody has taken ends without an event', async () => {
  const { collector, ended, events } = collect();
  collector.end('a', 'not-run');
  expect({ state: await ended, events }).toEqual({ state: 'not-run', events: [] });
});
