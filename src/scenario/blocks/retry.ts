import type { BlockWord } from '../block.ts';
import { wholeNumber } from '../values.ts';

const times = wholeNumber('how many times it is tried,', 2, 100);

export const retry: BlockWord = {
  key: 'retry',
  summary: 'Steps again from the first one when one of them fails',
  waits: false,
  value: { kind: 'value', schema: times.describe('How many times they are tried, 2 to 100') },
  beside: [
    {
      key: 'steps',
      needed: true,
      form: { kind: 'steps', description: 'The steps that are tried' },
    },
  ],
  read: (source) => {
    const count = source.arguments(['retry'], times);
    const steps = source.steps(['steps']);
    if (count === undefined) return undefined;
    return { title: `try up to ${count} times`, block: { kind: 'retry', times: count, steps } };
  },
};
