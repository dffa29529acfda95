import { z } from 'zod';
import { power as operate, powerActions } from '../../guest/power.ts';
import { defineWord } from '../action.ts';
import { show } from '../show.ts';

export const power = defineWord({
  key: 'power',
  summary: 'Resets, pauses, resumes or ends the machine, or presses its power button',
  short: 'action',
  schema: z.strictObject({
    action: z
      .enum(powerActions, {
        error: ({ input }) =>
          `expected reset, powerdown, pause, resume or quit, got ${show(input)}`,
      })
      .describe('powerdown only asks the guest; after quit there is no machine'),
  }),
  title: ({ action }) => `power ${action}`,
  run: async ({ action }, { guest, signal }) => {
    // The report's picture of this step: there is no screen to look at behind it.
    if (action === 'quit') guest.screen.noteStepEnd(await guest.screen.capture(signal));
    const note = await operate(guest, action, { signal });
    return { kind: 'done', ...(note !== undefined && { note }) };
  },
});
