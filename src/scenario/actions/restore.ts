import { z } from 'zod';
import { restoreSnapshot } from '../../guest/snapshots.ts';
import { defineWord } from '../action.ts';
import { stateName } from '../values.ts';

export const restore = defineWord({
  key: 'restore',
  summary: 'Brings the guest back to the moment of a `snapshot`, its disks too',
  schema: z.strictObject({ name: stateName.describe('What the moment is called') }),
  short: 'name',
  title: ({ name }) => `restore the snapshot ${name}`,
  subject: ({ name }) => name,
  run: async ({ name }, { guest, signal }) => {
    await restoreSnapshot(guest, name, signal);
    return { kind: 'done' };
  },
});
