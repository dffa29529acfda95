import { z } from 'zod';
import { MouseInfo } from '../../qmp/input-types.ts';
import { defineWord } from '../action.ts';
import { expectAnswer } from '../parts/expect-answer.ts';
import { membersSchema } from '../parts/members-schema.ts';
import { show } from '../show.ts';

export const expectMice = defineWord({
  key: 'expect-mice',
  summary:
    'Checks which pointer devices the machine has (query-mice), at once or until the timeout',
  short: 'mice',
  waits: true,
  schema: z.strictObject({
    mice: z
      .array(membersSchema(MouseInfo), {
        error: ({ input }) =>
          `expected a list such as [{ name: QEMU HID Tablet, current: true }], got ${show(input)}`,
      })
      .min(1, { error: 'expected at least one pointer device' })
      .describe('Each of these must be there; others may be'),
  }),
  title: ({ mice }) => `expect-mice ${show(mice)}`,
  run: ({ mice }, stage) =>
    expectAnswer(
      stage,
      (signal) => stage.guest.machine.client.execute('query-mice', {}, { signal }),
      { name: 'query-mice', expected: mice },
    ),
});
