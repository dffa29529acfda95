import { z } from 'zod';
import type { BlockWord } from '../block.ts';
import { show } from '../show.ts';

const file = z
  .string({ error: ({ input }) => `expected the path of a file, got ${show(input)}` })
  .min(1, { error: 'expected the path of a file, got an empty one' });

export const run: BlockWord = {
  key: 'run',
  summary: 'The steps of another file',
  waits: false,
  value: {
    kind: 'value',
    schema: file.describe(
      'The file, from the folder of this one; it has only steps and parameters',
    ),
  },
  beside: [
    {
      key: 'with',
      needed: false,
      form: {
        kind: 'value',
        schema: z
          .record(z.string(), z.unknown())
          .describe('Values for its parameters, which it uses as ${' + 'with.NAME}'),
      },
    },
  ],
  read: (source) => {
    const path = source.arguments(['run'], file);
    if (path === undefined) return undefined;
    return { title: `run ${path}`, block: { kind: 'group', steps: source.include(path) } };
  },
};
