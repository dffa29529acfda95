import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compareRuleKeys, rulesFromKeys } from '../../../src/screen/baselines/rule-keys.ts';

const keys = z.strictObject(compareRuleKeys);

describe('compareRuleKeys', () => {
  test.each([
    [{}, {}],
    [{ mask: [9, 0, 12, 20] }, { masks: [{ x: 9, y: 0, width: 12, height: 20 }] }],
    [
      {
        mask: [[9, 0, 12, 20]],
        region: [
          [0, 0, 1, 1],
          [2, 2, 3, 4],
        ],
      },
      {
        masks: [{ x: 9, y: 0, width: 12, height: 20 }],
        regions: [
          { x: 0, y: 0, width: 1, height: 1 },
          { x: 2, y: 2, width: 3, height: 4 },
        ],
      },
    ],
    [{ 'max-diff-window': { size: 32, pixels: 10 } }, { maxDiffWindow: { size: 32, pixels: 10 } }],
    [
      { threshold: 0, 'max-diff-pixels': 0, 'max-diff-ratio': 0 },
      { threshold: 0, maxDiffPixels: 0, maxDiffRatio: 0 },
    ],
    [
      { threshold: 0.5, 'max-diff-pixels': 20, 'max-diff-ratio': 1 },
      { threshold: 0.5, maxDiffPixels: 20, maxDiffRatio: 1 },
    ],
  ])('%j are rules', (given, rules) => {
    expect(rulesFromKeys(keys.parse(given))).toEqual(rules);
  });

  test('describes every key in the JSON Schema', () => {
    const schema = z.toJSONSchema(keys);
    expect(Object.keys(schema.properties ?? {})).toEqual([
      'mask',
      'region',
      'threshold',
      'max-diff-pixels',
      'max-diff-ratio',
      'max-diff-window',
    ]);
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      expect(property, key).toHaveProperty('description', expect.stringMatching(/^[A-Z].{20}/));
    }
    expect(JSON.stringify(schema)).toContain('"prefixItems"');
  });
});
