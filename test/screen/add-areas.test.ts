import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addAreas } from '../../src/screen/add-areas.ts';
import { parseRules } from '../../src/screen/baselines/rules-file.ts';
import type { Region } from '../../src/screen/frame.ts';
import { failureOf } from './frames.ts';

const area = { x: 1, y: 2, width: 3, height: 4 };
const other = { x: 5, y: 6, width: 7, height: 8 };
const size = { width: 1024, height: 768 };

describe('addAreas', () => {
  test.each([
    ['', 'mask: [[1, 2, 3, 4]]\n'],
    ['# why\n', '# why\nmask: [[1, 2, 3, 4]]\n'],
    ['threshold: .1', 'threshold: .1\nmask: [[1, 2, 3, 4]]\n'],
    ['mask: [9, 9, 9, 9]   # caret\n', 'mask: [[9, 9, 9, 9], [1, 2, 3, 4]]   # caret\n'],
    ['mask: [[9,9,9,9]]\n', 'mask: [[9,9,9,9], [1, 2, 3, 4]]\n'],
    [
      'mask:\n  - [9, 9, 9, 9]  # caret\n# end\nthreshold: 0.10\n',
      'mask:\n  - [9, 9, 9, 9]  # caret\n  - [1, 2, 3, 4]\n# end\nthreshold: 0.10\n',
    ],
    ['mask:\n- [9, 9, 9, 9]', 'mask:\n- [9, 9, 9, 9]\n- [1, 2, 3, 4]\n'],
    [
      'mask: [\n  [9, 9, 9, 9], # caret\n  [8, 8, 8, 8] # clock\n]\n',
      'mask: [\n  [9, 9, 9, 9], # caret\n  [8, 8, 8, 8],\n  [1, 2, 3, 4] # clock\n]\n',
    ],
    [
      'threshold: 1\r\nmask: [9, 9, 9, 9]\r\n',
      'threshold: 1\r\nmask: [[9, 9, 9, 9], [1, 2, 3, 4]]\r\n',
    ],
    ['threshold: 1\r\n', 'threshold: 1\r\nmask: [[1, 2, 3, 4]]\r\n'],
    ['comment: |\n  two\n  lines\n', 'comment: |\n  two\n  lines\nmask: [[1, 2, 3, 4]]\n'],
  ])('leaves all else of %j as it is', (before, after) => {
    expect(addAreas(before, { mask: [area] })).toBe(after);
  });

  test.each([
    ['{ threshold: 0.1 } # ours\n', '{threshold: 0.1, mask: [[1, 2, 3, 4]]} # ours\n'],
    [
      'mask:\n  # caret\n  - - 9\n    - 9\n    - 9\n    - 9\n',
      'mask:\n  # caret\n  - - 9\n    - 9\n    - 9\n    - 9\n  - [1, 2, 3, 4]\n',
    ],
    ['{}\n', '{mask: [[1, 2, 3, 4]]}\n'],
    ['threshold: 1\n...\n', 'threshold: 1\nmask: [[1, 2, 3, 4]]\n'],
  ])('writes %j anew where there is no plain place', (before, after) => {
    expect(addAreas(before, { mask: [area] })).toBe(after);
  });

  test('adds masks and regions at once, and again', () => {
    const once = addAreas('', { mask: [area, other], region: [area] });
    expect(once).toBe('mask: [[1, 2, 3, 4], [5, 6, 7, 8]]\nregion: [[1, 2, 3, 4]]\n');
    expect(addAreas(once, { region: [other] })).toBe(
      'mask: [[1, 2, 3, 4], [5, 6, 7, 8]]\nregion: [[1, 2, 3, 4], [5, 6, 7, 8]]\n',
    );
    expect(addAreas(once, {})).toBe(once);
  });

  test('refuses what it would break', () => {
    const text = 'mask: &caret [[9, 9, 9, 9]]\nregion: *caret\n';
    expect(failureOf(() => addAreas(text, { mask: [area] }))).toBe(
      'ScenarioError rules-not-editable: mask cannot be added to a file like this one (write it by hand: mask: [[1, 2, 3, 4]])',
    );
  });

  test('whatever stands there, says the same and the new areas', () => {
    const regions = fc.record({
      x: fc.nat(100),
      y: fc.nat(100),
      width: fc.integer({ min: 1, max: 50 }),
      height: fc.integer({ min: 1, max: 50 }),
    });
    const tuple = ({ x, y, width, height }: Region) => `[${x}, ${y}, ${width}, ${height}]`;
    const blocks = (list: readonly Region[]) =>
      `\n${list.map((r) => `  - ${tuple(r)} # here\n`).join('')}`;
    const value = fc.oneof(
      regions.map((one) => ({ list: [one], text: ` ${tuple(one)}\n` })),
      fc
        .array(regions, { minLength: 1 })
        .map((list) => ({ list, text: ` [${list.map(tuple)}]\n` })),
      fc.array(regions, { minLength: 1 }).map((list) => ({ list, text: blocks(list) })),
    );
    const line = fc.constantFrom('threshold: 0.10\n', '', '# so\n', '\n', "comment: 'it''s'\n");
    fc.assert(
      fc.property(line, value, fc.array(regions), (before, { list, text }, added) => {
        const whole = `${before}mask:${text}max-diff-pixels: 3 # few\n`;
        const written = addAreas(whole, { mask: added });
        expect(parseRules(written, 'a.yaml', size).rules).toEqual({
          ...parseRules(whole, 'a.yaml', size).rules,
          masks: [...list, ...added],
        });
        expect(written.startsWith(`${before}mask:`)).toBe(true);
        expect(written.endsWith('max-diff-pixels: 3 # few\n')).toBe(true);
      }),
    );
  });
});
