import { describe, expect, test } from 'vitest';
import { parseRules } from '../../../src/screen/baselines/rules-file.ts';
import { failureOf } from '../frames.ts';

const size = { width: 1024, height: 768 };
const hint =
  ' (known keys: mask, region, threshold, max-diff-pixels, max-diff-ratio, max-diff-window, known-issue, comment)';

describe('parseRules', () => {
  test.each([
    ['', {}],
    ['# nothing yet\n', {}],
    ['{}', {}],
    ['comment: the clock ticks\n', {}],
    ['mask: [900, 0, 124, 20]\n', { masks: [{ x: 900, y: 0, width: 124, height: 20 }] }],
    [
      'mask:\n  - [900, 0, 124, 20]   # the clock\n  - [0, 760, 8, 8]\nmax-diff-pixels: 3\n',
      {
        masks: [
          { x: 900, y: 0, width: 124, height: 20 },
          { x: 0, y: 760, width: 8, height: 8 },
        ],
        maxDiffPixels: 3,
      },
    ],
    [
      'region: [[0, 0, 1024, 768]]\nthreshold: .1\nmax-diff-ratio: 1e-3\n',
      { regions: [{ x: 0, y: 0, width: 1024, height: 768 }], threshold: 0.1, maxDiffRatio: 0.001 },
    ],
  ])('reads %j', (text, rules) => {
    expect(parseRules(text, 'a.yaml', size)).toEqual({ rules, knownIssue: undefined });
  });

  test('reads the issue that explains why a screen differs', () => {
    const knownIssue = 'https://issues.example/7';
    const text = `known-issue: ${knownIssue}\n`;
    expect(parseRules(text, 'a.yaml', size)).toEqual({ rules: {}, knownIssue });
  });

  test.each([
    [
      'known-issue: 7 Sins\n',
      'a.yaml:1:14: known-issue: expected the address of an issue: https://...',
    ],
    ['- 1\n', 'a.yaml:1:1: expected keys and values'],
    ['just text\n', 'a.yaml:1:1: expected keys and values'],
    ['masks: [1, 2, 3, 4]\n', 'a.yaml:1:1: unknown key "masks"'],
    ['comment: x\n\nthreshhold: 1\n', 'a.yaml:3:1: unknown key "threshhold"'],
    ['threshold: 2\n', 'a.yaml:1:12: threshold: expected a number from 0 to 1, got 2'],
    ['threshold: .nan\n', 'a.yaml:1:12: threshold: expected a number from 0 to 1, got NaN'],
    ['threshold: "0.1"\n', 'a.yaml:1:12: threshold: expected a number from 0 to 1, got "0.1"'],
    ['comment: 5\n', 'a.yaml:1:10: comment: expected a text'],
    [
      'mask: all\n',
      'a.yaml:1:7: mask: expected [x, y, width, height] or a list of them, got "all"',
    ],
    ['mask: []\n', 'a.yaml:1:7: mask: expected at least one [x, y, width, height], got []'],
    ['mask: [1, 2, 3]\n', 'a.yaml:1:7: mask: expected [x, y, width, height], got [1,2,3]'],
    [
      'max-diff-pixels: 1.5\n',
      'a.yaml:1:18: max-diff-pixels: expected a whole number from 0, got 1.5',
    ],
    ['mask: [1, 2, 0, 4]\n', 'a.yaml:1:14: mask[2]: expected a whole number from 1, got 0'],
    [
      'mask:\n  - [1, 2, 3, 4]\n  - [1, -2, 3, 4]\n',
      'a.yaml:3:9: mask[1][1]: expected a whole number from 0, got -2',
    ],
    [
      'mask:\n  - [1, 2, 3, 4]\n  - [1, 2, 3]\n',
      'a.yaml:3:5: mask[1]: expected [x, y, width, height], got [1,2,3]',
    ],
    [
      'mask:\n  - [1, 2, 3, x]\n  - 5\n  - [1, 2, 3, 4, 5]\n',
      'a.yaml:2:15: mask[0][3]: expected a whole number from 1, got "x"\na.yaml:3:5: mask[1]: expected [x, y, width, height], got 5\na.yaml:4:5: mask[2]: expected [x, y, width, height], got [1,2,3,4,5]',
    ],
    [
      'mask: [900, 0, 200, 20]\n',
      'a.yaml:1:7: mask [900, 0, 200, 20] is not inside the 1024x768 screen',
    ],
    [
      'region:\n  - [0, 0, 9, 9]\n  - [0, 768, 1, 1]\n',
      'a.yaml:3:5: region [0, 768, 1, 1] is not inside the 1024x768 screen',
    ],
    ['threshold: 0\nthreshold: 1\n', 'a.yaml:2:1: Map keys must be unique'],
    [
      'mask: [1, 2\n',
      'a.yaml:2:1: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'threshold: 5\nmax-diff-ratio: -1\nhello: 1\n',
      'a.yaml:1:12: threshold: expected a number from 0 to 1, got 5\na.yaml:2:17: max-diff-ratio: expected a number from 0 to 1, got -1\na.yaml:3:1: unknown key "hello"',
    ],
  ])('refuses %j', (text, message) => {
    expect(failureOf(() => parseRules(text, 'a.yaml', size))).toBe(
      `ScenarioError bad-baseline-rules: ${message}${hint}`,
    );
  });

  test('refuses a bomb of aliases', () => {
    const levels = Array.from({ length: 12 }, (_, i) => {
      const above = i === 0 ? '"lol"' : `*a${i - 1}`;
      return `a${i}: &a${i} [${Array(9).fill(above).join(', ')}]`;
    });
    expect(failureOf(() => parseRules(levels.join('\n'), 'a.yaml', size))).toBe(
      `ScenarioError bad-baseline-rules: a.yaml:1:1: Excessive alias count indicates a resource exhaustion attack${hint}`,
    );
  });

  test('tells the first twenty mistakes, and how many more there are', () => {
    const keys = Array.from({ length: 50 }, (_, i) => `k${i}: 1`).join('\n');
    const told = failureOf(() => parseRules(keys, 'a.yaml', size)).split('\n');
    expect(told).toHaveLength(21);
    expect(told[19]).toBe('a.yaml:20:1: unknown key "k19"');
    expect(told[20]).toMatch(/^a.yaml:21:1: 30 more mistakes /);
  });

  test('refuses what is nested too deeply', () => {
    const text = `comment: ${'['.repeat(8000)}`;
    expect(failureOf(() => parseRules(text, 'a.yaml', size))).toMatch(
      /^ScenarioError bad-baseline-rules: a.yaml:1:\d+: it is nested too deeply\n/,
    );
  });
});
