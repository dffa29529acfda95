import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { EventStream } from '../../src/live/event-stream.ts';
import type { LiveEvent } from '../../src/live/live-state.ts';

const begun: LiveEvent = {
  ...{ at: 5, type: 'run-started', version: 2, run: 'r', guestwright: '1', workers: 1 },
  sources: { 'a.yaml': 'a long text' },
  scenarios: [
    {
      ...{ id: 'a', name: 'A', file: 'a.yaml', tags: [], machine: 'demo' },
      steps: [{ title: 'press tab', action: 'press', line: 1, col: 1 }],
    },
  ],
};
const about = { scenario: 'a', attempt: 1 };

/** A page that listens from now on; `rest` is all that it will have been told. */
async function listen(stream: EventStream): Promise<{ readonly rest: Promise<string> }> {
  const server = createServer((_, response) => stream.add(response)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const [response] = await once(get({ host: '127.0.0.1', port }), 'response');
  return { rest: text(response) };
}

test('a page is told the state that it finds, and each event from then on', async () => {
  const stream = new EventStream({ control: true });
  const early = await listen(stream);
  stream.tell(begun);
  stream.tell({ at: 6, type: 'scenario-started', ...about });
  const late = await listen(stream);
  const evidence = { output: 'a long answer', times: { guestMs: 1, waitMs: 1, oursMs: 1 } };
  const finished = { type: 'step-finished', ...about, step: 0, verdict: 'passed' } as const;
  stream.tell({ at: 7, ...finished, durationMs: 1, ...evidence });
  stream.tell({ type: 'live-ended', verdict: 'passed' });
  stream.end();

  const messages = (told: string) =>
    told.split('\n\n').map((message) => message.replace(/^event: state\n/, '').slice(6));
  const [nothing = '', ...events] = messages(await early.rest);
  expect(JSON.parse(nothing)).toEqual({ control: true, now: expect.any(Number) });
  expect(events.filter(Boolean).map((event) => JSON.parse(event).type)).toEqual([
    ...['run-started', 'scenario-started', 'step-finished', 'live-ended'],
  ]);
  expect(events.join()).not.toContain('a long');
  const [found = '', ...more] = messages(await late.rest);
  expect(JSON.parse(found).state).toMatchObject({ run: 'r', guests: [{ scenario: 'a' }] });
  expect(more.filter(Boolean)).toHaveLength(2);
});
