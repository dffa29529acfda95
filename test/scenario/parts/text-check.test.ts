import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reading } from '../../../src/guest/text.ts';
import { describeText } from '../../../src/runner/text-evidence.ts';
import { judge } from '../../../src/scenario/judge.ts';
import type { StepOutcome } from '../../../src/scenario/outcome.ts';
import type { ReadText } from '../../../src/screen/text/read-text.ts';
import { createPattern } from '../../../src/screen/text/text-pattern.ts';
import { fillFrame } from '../../screen/frames.ts';
import { type Bench, makeBench, stepsText } from '../read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.folder.remove());

describe('in a scenario', () => {
  test.each([
    ['wait-for-text: "login:"', 'wait-for-text: { text: "login:" }', 'wait-for-text "login:"'],
    ['expect-text: /a.b/i', 'expect-text: { text: /a.b/i }', 'expect-text "/a.b/i"'],
  ])('%s', async (short, long, title) => {
    const { steps } = await bench.accept(stepsText(short, long));
    expect(steps.map((step) => step.action.title)).toEqual([title, title]);
    expect(steps.every((step) => step.action.waits)).toBe(true);
  });

  test('all its keys', async () => {
    const keys = 'text: a, region: [0, 0, 8, 8], ignore-case: true, regex: true, font: a.psf';
    const { steps } = await bench.accept(stepsText(`wait-for-text: { ${keys} }`));
    expect(steps).toHaveLength(1);
  });

  test.each([
    ['wait-for-text: 7', 'expected a text; a number, true, false and null need quotes'],
    ['wait-for-text: ""', 'expected a text, got an empty one'],
    [`wait-for-text: ${'x'.repeat(1001)}`, 'expected a text of at most 1000 characters'],
    ['wait-for-text: /(/', 'this is an invalid regular expression: /(/m: Unterminated group'],
    ['wait-for-text: { text: "(", regex: true }', 'this is an invalid regular expression: /(/m'],
    ['wait-for-text: { text: a, region: 7 }', 'expected [x, y, width, height], got 7'],
    ['wait-for-text: { text: a, region: [0, 0, 0, 1] }', 'expected a whole number from 1, got 0'],
    ['wait-for-text: { txt: a }', 'unknown key "txt". Did you mean "text"?'],
  ])('%s', async (step, message) => {
    expect(await bench.diagnose(stepsText(step))).toContain(message);
  });

  test('a region that is not on the screen waited for before', async () => {
    const steps = ['wait-for-screen: welcome', 'expect-text: { text: a, region: [60, 0, 8, 8] }'];
    expect(await bench.diagnose(stepsText(...steps))).toContain('is not inside the 64x48');
  });
});

const frame = fillFrame(1, 1);
const text: ReadText = {
  reader: 'vga-memory',
  lines: ['SeaBIOS', '', 'one', 'two', 'three', 'guest 1ogin: ', ''],
  full: [],
  confidence: 1,
  grid: { x: 0, y: 0, columns: 80, rows: 25, cellWidth: 9, cellHeight: 16 },
};
const missing = (reading: Reading, sought = 'login:', waitedMs = 30_000): StepOutcome => ({
  kind: 'text-missing',
  pattern: createPattern(sought),
  frame,
  reading,
  waitedMs,
});
const read = (changes: Partial<ReadText> = {}): Reading => ({
  kind: 'read',
  frame,
  text: { ...text, ...changes },
});
const { grid: _grid, ...gridless } = text;

describe('a failure', () => {
  test.each<[StepOutcome, string]>([
    [
      missing(read()),
      '"login:" is not on the screen after 30 s; vga-memory read 80x25 characters, the last lines: "one", "two", "three", "guest 1ogin:". The nearest line: "guest 1ogin:"',
    ],
    [
      missing(read({ lines: ['Hi', `${'x'.repeat(200)}`] }), '/a/', 0),
      `/a/ is not on the screen; vga-memory read 80x25 characters, all its lines: "Hi", "${'x'.repeat(100)}…"`,
    ],
    [
      missing(read({ lines: ['', ' '], reader: 'glyphs', confidence: 0.987 }), 'x', 0),
      '"x" is not on the screen; glyphs read 80x25 characters, all blank',
    ],
    [
      missing(
        {
          kind: 'read',
          frame,
          text: { ...gridless, reader: 'ocr', confidence: 0.987, lines: ['Hi'] },
        },
        'x',
        0,
      ),
      '"x" is not on the screen; ocr read the picture, 98 % sure, all its lines: "Hi"',
    ],
  ])('%#: says what was read, and by what', (outcome, message) => {
    expect(judge(outcome)).toEqual({ passed: false, code: 'text-missing', message });
  });

  test('says why nothing could be read', () => {
    expect(judge(missing({ kind: 'unreadable', frame, why: 'ocr: not here' }))).toEqual({
      passed: false,
      code: 'text-unreadable',
      message: '"login:" cannot be looked for after 30 s, nothing reads this screen: ocr: not here',
      hint: "name the console's font: { text, font: file.psf }; or install tesseract.js",
    });
  });
});

describe('what the event has', () => {
  test('of a text that was found', () => {
    const outcome: StepOutcome = { kind: 'text-found', sought: '"SeaBIOS"', frame, text };
    expect(judge(outcome)).toEqual({ passed: true });
    expect(describeText(outcome)).toEqual({
      sought: '"SeaBIOS"',
      reader: 'vga-memory',
      confidence: 1,
      lines: text.lines.slice(0, -1),
    });
  });

  test('of one that was not, bounded', () => {
    const lines = Array.from({ length: 500 }, () => 'x'.repeat(500));
    const evidence = describeText(missing(read({ lines })));
    expect(evidence?.lines).toEqual(Array(120).fill('x'.repeat(240)));
  });

  test('of nothing, and of other steps', () => {
    const nothing = missing({ kind: 'unreadable', frame, why: '' });
    expect(describeText(nothing)).toEqual({ sought: '"login:"', lines: [] });
    expect(describeText({ kind: 'done' })).toBeUndefined();
  });
});
