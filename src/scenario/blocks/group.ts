import { z } from 'zod';
import type { BlockWord } from '../block.ts';
import { show } from '../show.ts';

const title = z
  .string({ error: ({ input }) => `expected a name for the group, got ${show(input)}` })
  .min(1, { error: 'expected a name for the group, got an empty one' });

export const group: BlockWord = {
  key: 'group',
  summary: 'Steps under one name',
  waits: false,
  value: { kind: 'value', schema: title.describe('What the report calls them') },
  beside: [
    { key: 'steps', needed: true, form: { kind: 'steps', description: 'The steps of the group' } },
  ],
  read: (source) => {
    const name = source.arguments(['group'], title);
    const steps = source.steps(['steps']);
    return name === undefined ? undefined : { title: name, block: { kind: 'group', steps } };
  },
};
