import { z } from 'zod';
import { refuseEmbedded } from '../../guest/remote-display.ts';
import { VncInfo, VncInfo2 } from '../../qmp/display-types.ts';
import { defineWord } from '../action.ts';
import { expectAnswer } from '../parts/expect-answer.ts';
import { membersSchema } from '../parts/members-schema.ts';
import { show } from '../show.ts';

export const expectVnc = defineWord({
  key: 'expect-vnc',
  summary: 'Checks the VNC server and who is connected, at once or until the timeout',
  waits: true,
  schema: membersSchema(VncInfo).extend({
    servers: z
      .array(membersSchema(VncInfo2), {
        error: ({ input }) => `expected a list of VNC servers, got ${show(input)}`,
      })
      .optional()
      .describe('Of query-vnc-servers; the other keys are of query-vnc, the first display'),
  }),
  title: (expected) => `expect-vnc ${show(expected)}`,
  run: (expected, stage) => {
    refuseEmbedded(stage.guest);
    const { client } = stage.guest.machine;
    const ask = async (signal: AbortSignal) => ({
      ...(await client.execute('query-vnc', {}, { signal })),
      servers: await client.execute('query-vnc-servers', {}, { signal }),
    });
    return expectAnswer(stage, ask, { name: 'query-vnc', expected });
  },
});
