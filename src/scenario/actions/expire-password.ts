import { z } from 'zod';
import { expirePassword as expire, findExpiryTrap } from '../../guest/remote-display.ts';
import { defineWord } from '../action.ts';
import {
  checkServer,
  displayProtocol,
  expiryTime,
  vncDisplay,
} from '../parts/remote-display-keys.ts';

export const expirePassword = defineWord({
  key: 'expire-password',
  summary: 'Says until when the password of a VNC or SPICE server is good',
  schema: z.strictObject({
    protocol: displayProtocol,
    time: expiryTime,
    display: vncDisplay,
  }),
  title: ({ protocol, time }) => `expire-password ${protocol} ${time.text}`,
  check: (args, expected) => {
    const message = findExpiryTrap(args.time.at);
    const trap = message === undefined ? [] : [{ path: ['time'], message }];
    return [...trap, ...checkServer(args, expected)];
  },
  run: async ({ protocol, time, display }, { guest, signal }) => {
    await expire(guest, { protocol, at: time.at, display }, { signal });
    return { kind: 'done' };
  },
});
