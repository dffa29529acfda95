import { z } from 'zod';
import { defineWord } from '../action.ts';
import { screenName } from '../values.ts';

export const screenshot = defineWord({
  key: 'screenshot',
  summary: 'Keeps a picture of the screen in the results',
  short: 'name',
  schema: z.strictObject({ name: screenName }),
  title: ({ name }) => `screenshot ${name}`,
  run: async (_, { guest, signal }) => ({
    kind: 'done',
    frame: await guest.screen.capture(signal),
  }),
});
