import { describe, expect, test } from 'vitest';
import { acceptAny, findLookalike } from '../../../src/screen/baselines/accepted.ts';
import type { Baseline } from '../../../src/screen/baselines/baselines.ts';
import { type CompareRules, compareFrames } from '../../../src/screen/compare.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { fillFrame, paint } from '../frames.ts';

const light = fillFrame(40, 30, [250, 250, 250]);
const dark = fillFrame(40, 30, [9, 9, 9]);
const off = (frame: Frame, pixels: number) =>
  paint(frame, { x: 0, y: 3, width: pixels, height: 1 }, [255, 0, 0]);
const baseline = (name: string, frame: Frame, rules: CompareRules = {}): Baseline => ({
  name,
  file: `${name}.png`,
  frame,
  rules,
});

describe('acceptAny', () => {
  const welcome = {
    ...baseline('welcome', light),
    variants: [
      baseline('welcome+dark', dark, { maxDiffPixels: 2 }),
      baseline('welcome+large', fillFrame(80, 60)),
    ],
  };
  const accepted = acceptAny(welcome, ({ rules }) => rules);

  test.each([
    ['the baseline', light, true],
    ['a variant', dark, true],
    ['a variant within its own rules', off(dark, 2), true],
    ['the baseline within the rules of a variant', off(light, 2), false],
    ['a variant of another size', fillFrame(80, 60), true],
    ['none of them', fillFrame(20, 20), false],
  ])('%s', (_, frame, matches) => {
    expect(accepted.matches(frame)).toBe(matches);
    expect(/equal|within/.test(accepted.compare(frame).kind)).toBe(matches);
  });

  test('the nearest one is told', () => {
    expect(accepted.nearest(off(dark, 5))).toMatchObject({
      baseline: { name: 'welcome+dark' },
      comparison: { kind: 'different', diffPixels: 5, allowedPixels: 2 },
    });
    expect(accepted.nearest(off(light, 5)).baseline.name).toBe('welcome');
    expect(accepted.nearest(fillFrame(1, 1)).baseline.name).toBe('welcome');
  });
});

describe('findLookalike', () => {
  const others = [baseline('dark', dark), baseline('error', off(light, 20))];
  const find = (frame: Frame) => findLookalike(frame, compareFrames(light, frame), others);

  test.each([
    ['the very screen', off(light, 20), 'error', 'equal'],
    ['clearly nearer', off(light, 30), 'error', 'different'],
    ['another one', dark, 'dark', 'equal'],
  ])('%s', (_, frame, name, kind) => {
    expect(find(frame)).toMatchObject({ baseline: { name }, comparison: { kind } });
  });

  test.each([
    ['hardly nearer', off(light, 12)],
    ['nothing that is known', fillFrame(40, 30, [1, 200, 1])],
    ['another size', fillFrame(30, 40)],
  ])('%s is none', (_, frame) => {
    expect(find(frame)).toBeUndefined();
  });
});
