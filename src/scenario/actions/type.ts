import { z } from 'zod';
import {
  describeUntypable,
  findUntypable,
  type Layout,
  layoutsThatType,
} from '../../input/layout.ts';
import { planText } from '../../input/plan-keys.ts';
import { addUnicode, type UnicodeMethod } from '../../input/unicode.ts';
import { defineWord } from '../action.ts';
import { show } from '../show.ts';
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
    method: z
      .enum(['linux-unicode', 'windows-alt'], {
        error: ({ input }) => `expected linux-unicode or windows-alt, got ${show(input)}`,
      })
      .optional()
      .describe(
        'How to enter what the layout has no key for: ctrl-shift-u and hex, or alt and codes',
      ),
    secret: z.boolean().optional().describe('Never show the text'),
  }),
  title: ({ text, secret }) => {
    if (secret) return 'type ••••••';
    const shown = text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE)}…` : text;
    return `type ${JSON.stringify(shown)}`;
  },
  secret: ({ secret }) => secret === true,
  secretKeys: ['text'],
  check: (args, expected) => {
    const wanted = layoutFor(args, expected.layout);
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
      layout: layoutFor(args, expected.layout),
      pace: args.pace ?? expected.pace,
      queue: expected.queue,
      holdMs: args.hold ?? 0,
    }),
  run: async (args, { guest, signal }) => {
    const { text, pace, hold } = args;
    await guest.keyboard.type(text, {
      layout: layoutFor(args, guest.keyboard.layout),
      ...(pace && { pace }),
      ...(hold !== undefined && { holdMs: hold }),
      signal,
    });
    return { kind: 'done' };
  },
});

interface Typing {
  readonly text: string;
  readonly layout?: Layout | undefined;
  readonly method?: UnicodeMethod | undefined;
}

function layoutFor({ text, layout, method }: Typing, usual: Layout): Layout {
  const wanted = layout ?? usual;
  return method ? addUnicode(wanted, text, method) : wanted;
}

const SUGGESTED = 4;

/** Which layouts could; nothing for a secret, whose characters they would narrow down. */
function suggestLayouts({ text, secret }: { text: string; secret?: boolean | undefined }): string {
  const able = secret ? [] : layoutsThatType(text);
  if (able.length === 0) return '';
  const more = able.length > SUGGESTED ? ', ...' : '';
  return `; these can: ${able.slice(0, SUGGESTED).join(', ')}${more}`;
}
