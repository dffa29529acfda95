import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEvents } from '../../src/report/read-events.ts';
import { describeFailure } from '../screen/frames.ts';
import { sampleEvents, toLines } from './sample-run.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guestwright-events-'));
});
afterEach(() => rm(folder, { recursive: true }));

const whole = toLines(sampleEvents());
const write = (text: string) => writeFile(join(folder, 'events.ndjson'), text);
const failure = () => readEvents(folder).then(() => 'nothing was thrown', describeFailure);

describe('readEvents', () => {
  test('reads what was written', async () => {
    await write(whole);
    expect(await readEvents(folder)).toEqual(sampleEvents());
  });

  test('leaves out a last line wherever it was cut off', async () => {
    const lines = whole.split('\n').slice(0, 3);
    const last = lines.at(-1) ?? '';
    for (const length of [0, 1, 20, last.length - 1]) {
      await write([...lines.slice(0, 2), last.slice(0, length)].join('\n'));
      expect(await readEvents(folder), `cut at ${length}`).toHaveLength(2);
    }
    await write(lines.join('\n'));
    expect(await readEvents(folder)).toHaveLength(3);
  });

  test('keeps keys it does not know', async () => {
    const [start = {}] = sampleEvents();
    await write(toLines([{ ...start, weather: 'rain' }]));
    expect(await readEvents(folder)).toEqual([{ ...start, weather: 'rain' }]);
  });

  const first = whole.slice(0, whole.indexOf('\n') + 1);
  const start = 'expected a run-started event of version 2, got';
  test.each([
    ['nothing at all', '', `1: ${start} nothing`],
    ['a cut first line', '{"at":1,"ty', `1: ${start} nothing`],
    ['another first event', '{"type":"run-finished"}\n', `1: ${start} {"type":"run-finished"}`],
    ['something else', 'null\n', `1: ${start} null`],
    [
      'another version',
      '{"at":1,"type":"run-started","version":1}\n',
      `1: ${start} version 1 (use the Guestwright that made this run, or run again)`,
    ],
    [
      'a broken line before the last',
      `${first}{"at":1,\n{"at":1`,
      '2: expected one event as JSON, got {"at":1,',
    ],
    ['an empty line', `${first}\n`, '2: expected one event as JSON, got nothing'],
    [
      'a verdict that is none',
      `${first}{"at":1,"type":"run-finished","verdict":"<b>","durationMs":1}\n`,
      '2: verdict: Invalid option: expected one of "passed"|"failed"|"error"|"interrupted"',
    ],
    [
      'a number that is text',
      `${first}{"at":1,"type":"run-finished","verdict":"passed","durationMs":"<b>"}\n`,
      '2: durationMs: Invalid input: expected number, received string',
    ],
  ])('refuses %s', async (_what, text, message) => {
    await write(text);
    expect(await failure()).toBe(`ScenarioError bad-events: ${folder}/events.ndjson:${message}`);
  });

  test('tells a missing file', async () => {
    expect(await failure()).toBe(
      `MachineError events-not-readable: cannot read the run's events: ENOENT: no such file or directory, open '${folder}/events.ndjson' (expected the folder of one run, such as results/<run>)`,
    );
  });
});
