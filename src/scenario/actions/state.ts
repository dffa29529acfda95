import { z } from 'zod';
import { StepError } from '../../errors.ts';
import { defineWord } from '../action.ts';
import { stateName } from '../values.ts';

export const state = defineWord({
  key: 'state',
  summary: 'Saves the guest as it is here, for scenarios that begin `from:` it without booting',
  schema: z.strictObject({ save: stateName.describe('What the state is called') }),
  title: ({ save }) => `save the state ${save}`,
  subject: ({ save }) => save,
  run: async ({ save }, { saveState, signal }) => {
    if (!saveState) throw new StepError('no-states', 'states are saved by a run, and nowhere else');
    return { kind: 'done', note: await saveState(save, signal) };
  },
});
