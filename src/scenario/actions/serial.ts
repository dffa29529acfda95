import { z } from 'zod';
import { defineWord } from '../action.ts';
import { checkPattern, patternOf, soughtText, titleText } from '../parts/text-keys.ts';
import { variableName } from '../values.ts';

const ENTER = '\r';

export const serial = defineWord({
  key: 'serial',
  summary: 'Waits for a text on the serial console, then answers',
  short: 'expect',
  waits: true,
  schema: z
    .strictObject({
      expect: soughtText
        .describe('A text, or a regular expression, in what has come since the last one')
        .optional(),
      send: z
        .string({ error: 'expected a text; a number, true, false and null need quotes' })
        .optional()
        .describe('What to send then'),
      enter: z.boolean().optional().describe('Whether Enter follows what is sent. Default: true'),
      into: variableName
        .optional()
        .describe('The variable that gets what was found: the first group, else all of it'),
      secret: z.boolean().optional().describe('Never show what is sent'),
    })
    .refine(({ expect, send }) => expect !== undefined || send !== undefined, {
      error: 'expected expect, send or both',
    }),
  title: ({ expect, send, secret }) => {
    const waiting = expect === undefined ? [] : [`expect ${titleText(expect)}`];
    const sending = send === undefined ? [] : [`send ${secret ? '••••••' : titleText(send)}`];
    return `serial: ${[...waiting, ...sending].join(', ')}`;
  },
  secret: ({ secret }) => secret === true,
  secretKeys: ['send'],
  sets: ({ into }) => (into === undefined ? [] : [into]),
  check: ({ expect }) => (expect === undefined ? [] : checkPattern('expect', expect, {})),
  run: async (
    { expect, send, enter = true, into, secret },
    { guest, signal, timeoutMs, variables },
  ) => {
    if (expect !== undefined) {
      const pattern = patternOf(expect, {});
      const { text, groups } = await guest.serial.expect(pattern, { timeoutMs, signal });
      if (into !== undefined) variables?.set(into, groups[0] ?? text);
    }
    if (send !== undefined) await guest.serial.send(enter ? send + ENTER : send, { secret });
    return { kind: 'done' };
  },
});
