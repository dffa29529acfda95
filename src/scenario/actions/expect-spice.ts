import { refuseEmbedded } from '../../guest/remote-display.ts';
import { SpiceInfo } from '../../qmp/display-types.ts';
import { defineWord } from '../action.ts';
import { expectAnswer } from '../parts/expect-answer.ts';
import { membersSchema } from '../parts/members-schema.ts';
import { show } from '../show.ts';

export const expectSpice = defineWord({
  key: 'expect-spice',
  summary: 'Checks the SPICE server and who is connected, at once or until the timeout',
  waits: true,
  schema: membersSchema(SpiceInfo),
  title: (expected) => `expect-spice ${show(expected)}`,
  run: (expected, stage) => {
    refuseEmbedded(stage.guest);
    const { client } = stage.guest.machine;
    const ask = (signal: AbortSignal) => client.execute('query-spice', {}, { signal });
    return expectAnswer(stage, ask, { name: 'query-spice', expected });
  },
});
