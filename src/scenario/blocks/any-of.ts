import type { BlockWord, Branch } from '../block.ts';
import { isMapping } from '../parse/read-mapping.ts';
import { show } from '../show.ts';

export const anyOf: BlockWord = {
  key: 'any-of',
  summary: 'Waits until one of several things shows, and does its steps',
  waits: true,
  value: { kind: 'branches', description: 'What may show; the first that does counts' },
  beside: [],
  read: (source) => {
    const given = source.value['any-of'];
    if (!Array.isArray(given) || given.length < 2) {
      const example = '[{ screen: a, then: [...] }, { text: b, then: [...] }]';
      const message = `expected at least two conditions: ${example}, got ${show(given)}`;
      source.mistake(['any-of'], message);
      return undefined;
    }
    const branches = given.flatMap((one, index): Branch[] => {
      const condition = source.condition(['any-of', index], ['then']);
      const hasSteps = isMapping(one) && 'then' in one;
      const steps = hasSteps ? source.steps(['any-of', index, 'then']) : [];
      return condition ? [{ condition, steps }] : [];
    });
    const title = `any of ${branches.map(({ condition }) => condition.title).join(', ')}`;
    return { title, block: { kind: 'any-of', branches } };
  },
};
