import { z } from 'zod';
import { takeSnapshot } from '../../guest/snapshots.ts';
import { defineWord } from '../action.ts';
import { stateName } from '../values.ts';

export const snapshot = defineWord({
  key: 'snapshot',
  summary: 'Remembers the guest as it is here, its disks too, for `restore` in the same scenario',
  schema: z.strictObject({ name: stateName.describe('What the moment is called') }),
  short: 'name',
  title: ({ name }) => `take the snapshot ${name}`,
  subject: ({ name }) => name,
  run: async ({ name }, { guest, signal }) => {
    await takeSnapshot(guest, name, signal);
    return { kind: 'done' };
  },
});
