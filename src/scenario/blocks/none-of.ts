import type { BlockWord } from '../block.ts';
import { show } from '../show.ts';
import { duration } from '../values.ts';

const forMs = duration.describe('How long none of them may show. Default: looks once');

export const noneOf: BlockWord = {
  key: 'none-of',
  summary: 'Fails when one of several things shows',
  waits: true,
  value: { kind: 'conditions', description: 'What must not show' },
  beside: [{ key: 'for', needed: false, form: { kind: 'value', schema: forMs } }],
  read: (source) => {
    const given = source.value['none-of'];
    if (!Array.isArray(given) || given.length === 0) {
      const message = `expected a list of conditions: [{ screen: NAME }], got ${show(given)}`;
      source.mistake(['none-of'], message);
      return undefined;
    }
    const conditions = given.flatMap((_, index) => source.condition(['none-of', index]) ?? []);
    const time = 'for' in source.value ? source.arguments(['for'], forMs) : 0;
    if (time === undefined) return undefined;
    const title = `none of ${conditions.map((condition) => condition.title).join(', ')}`;
    return { title, block: { kind: 'none-of', conditions, forMs: time } };
  },
};
