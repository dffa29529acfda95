import { z } from 'zod';
import { show } from '../show.ts';

/** Whatever waits for an event of the machine's names it so. */
export const eventName = z
  .string({ error: ({ input }) => `expected the name of a QMP event, got ${show(input)}` })
  .regex(/^[A-Z][A-Z0-9_]*$/, {
    error: ({ input }) =>
      `expected the name of a QMP event such as RESET or SHUTDOWN, got ${show(input)}`,
  })
  .describe("The name of an event of the machine, one of QEMU's, such as RESET");

export const eventData = z
  .record(z.string(), z.unknown())
  .optional()
  .describe('What must be in it, such as { guest: true }');
