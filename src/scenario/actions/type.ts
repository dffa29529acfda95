import { z } from 'zod';
import { describeUntypable, findUntypable, layoutsThatType } from '../../input/layout.ts';
import { planText } from '../../input/plan-keys.ts';
import { defineWord } from '../action.ts';
import { holdDuration, layout, pace } from '../values.ts';

const LONGEST_TITLE = 40;

export const type = defineWord({
  key: 'type',
  summary: 'Types a text',
  short: 'text',
  schema: z.strictObject({
    text: z
      .string({ error: 'expected a text; a number, true, false and null need quotes' })
      .describe('What to type'),
    layout: layout.optional(),
    pace: pace.optional(),
    hold: holdDuration.optional(),
    secret: z.boolean().optional().describe('Never show the text'),
  }),
  title: ({ text, secret }) => {
    if (secret) return 'type ••••••';
    const shown = text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE)}…` : text;
    return `type ${JSON.stringify(shown)}`;
  },
  secret: ({ secret }) => secret === true,
  check: (args, expected) => {
    const wanted = args.layout ?? expected.layout;
    const untypable = findUntypable(args.text, wanted);
    if (untypable.length === 0) return [];
    const what = args.secret
      ? `${untypable.length} of the secret's characters`
      : describeUntypable(untypable);
    const message = `the layout ${wanted.name} cannot type ${what}`;
    return [{ path: ['text'], message: message + suggestLayouts(args) }];
  },
  plan: (args, expected) =>
    planText(args.text, {
      layout: args.layout ?? expected.layout,
      pace: args.pace ?? expected.pace,
      queue: expected.queue,
      holdMs: args.hold ?? 0,
    }),
  run: async ({ text, layout, pace, hold }, { guest, signal }) => {
    await guest.keyboard.type(text, {
      ...(layout && { layout }),
      ...(pace && { pace }),
      ...(hold !== undefined && { holdMs: hold }),
      signal,
    });
    return { kind: 'done' };
  },
});

const SUGGESTED = 4;

/** Which layouts could; nothing for a secret, whose characters they would narrow down. */
function suggestLayouts({ text, secret }: { text: string; secret?: boolean | undefined }): string {
  const able = secret ? [] : layoutsThatType(text);
  if (able.length === 0) return '';
  const more = able.length > SUGGESTED ? ', ...' : '';
  return `; these can: ${able.slice(0, SUGGESTED).join(', ')}${more}`;
}
