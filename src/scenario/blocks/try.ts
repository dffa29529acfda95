import type { BlockWord } from '../block.ts';

export const tryBlock: BlockWord = {
  key: 'try',
  summary: 'Steps, and others that are done after them whatever happens',
  waits: false,
  value: { kind: 'steps', description: 'The steps' },
  beside: [
    {
      key: 'finally',
      needed: true,
      form: { kind: 'steps', description: 'What is done in any case: to tidy up' },
    },
  ],
  read: (source) => {
    const steps = source.steps(['try']);
    const last = source.steps(['finally']);
    return { title: 'try', block: { kind: 'try', steps, last } };
  },
};
