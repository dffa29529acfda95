import { z } from 'zod';
import { setPassword as change, findPasswordTraps } from '../../guest/remote-display.ts';
import { SetPasswordAction } from '../../qmp/display-types.ts';
import { defineWord } from '../action.ts';
import { checkServer, displayProtocol, vncDisplay } from '../parts/remote-display-keys.ts';
import { show } from '../show.ts';

export const setPassword = defineWord({
  key: 'set-password',
  summary: 'Sets the password of a VNC or SPICE server',
  schema: z.strictObject({
    protocol: displayProtocol,
    password: z
      .string({ error: 'expected a text; a number, true, false and null need quotes' })
      .describe('Never shown. VNC: at most 8 bytes'),
    connected: z
      .enum([...SetPasswordAction.values.keys()], {
        error: ({ input }) => `expected keep, fail or disconnect, got ${show(input)}`,
      })
      .optional()
      .describe('What becomes of those who are connected. Default: keep; VNC knows no other'),
    display: vncDisplay,
    secret: z.boolean().optional().describe('It is one anyway'),
  }),
  title: ({ protocol }) => `set-password ${protocol} ••••••`,
  secret: () => true,
  secretKeys: ['password'],
  check: (args, expected) => [
    ...findPasswordTraps(args).map(({ key, message }) => ({ path: [key], message })),
    ...checkServer(args, expected),
  ],
  run: async ({ protocol, password, connected, display }, { guest, signal }) => {
    await change(guest, { protocol, password, connected, display }, { signal });
    return { kind: 'done' };
  },
});
