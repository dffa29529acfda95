import type { BlockWord } from '../block.ts';

export const ifBlock: BlockWord = {
  key: 'if',
  summary: 'Steps for when something shows at that moment, and for when not',
  waits: false,
  value: { kind: 'condition', description: 'What is looked for, once' },
  beside: [
    {
      key: 'then',
      needed: true,
      form: { kind: 'steps', description: 'What is done when it shows' },
    },
    {
      key: 'else',
      needed: false,
      form: { kind: 'steps', description: 'What is done when it does not' },
    },
  ],
  read: (source) => {
    const condition = source.condition(['if']);
    const steps = source.steps(['then']);
    const otherwise = source.steps(['else']);
    return (
      condition && {
        title: `if ${condition.title}`,
        block: { kind: 'if', condition, steps, otherwise },
      }
    );
  },
};
