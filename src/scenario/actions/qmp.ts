import { z } from 'zod';
import { StepError } from '../../errors.ts';
import { didYouMean } from '../../near-name.ts';
import { QmpCommandError } from '../../qmp/errors.ts';
import type { Unknown } from '../../qmp/server-schema.ts';
import { defineWord, type Problem, type Stage } from '../action.ts';
import type { StepOutcome } from '../outcome.ts';
import { describeMisfit, printAnswer } from '../parts/expect-answer.ts';
import { show } from '../show.ts';
import { variableName } from '../values.ts';

const schema = z.strictObject({
  execute: z
    .string({ error: ({ input }) => `expected the name of a QMP command, got ${show(input)}` })
    .min(1)
    .describe('The command, such as query-status'),
  arguments: z
    .record(z.string(), z.unknown(), {
      error: ({ input }) => `expected a mapping of arguments, got ${show(input)}`,
    })
    .optional()
    .describe('Its arguments, as QEMU names them'),
  expect: z
    .unknown()
    .optional()
    .describe('What its answer must have: members and their values; of a list, each of these'),
  into: variableName.optional().describe('The variable that takes the answer, texts as they are'),
});

type QmpArgs = z.output<typeof schema>;

export const qmp = defineWord({
  key: 'qmp',
  summary: "Runs any QMP command. Its answer is the step's output",
  short: 'execute',
  schema,
  title: ({ execute }) => `qmp ${execute}`,
  sets: ({ into }) => (into === undefined ? [] : [into]),
  check: ({ execute }) => refuseOwnCommands(execute),
  run: runCommand,
});

const betterWritten = new Map([
  ['qmp_capabilities', 'the session has negotiated long since'],
  ['quit', 'write power: quit, which does not take the end of the machine for a fault'],
  ['set_password', 'write set-password, which keeps the password out of the report'],
  ['change-vnc-password', 'write set-password, which keeps the password out of the report'],
]);

function refuseOwnCommands(execute: string): readonly Problem[] {
  const message = betterWritten.get(execute);
  return message === undefined ? [] : [{ path: ['execute'], message }];
}

async function runCommand(
  args: QmpArgs,
  { guest, signal, variables }: Stage,
): Promise<StepOutcome> {
  const { client } = guest.machine;
  const { execute, arguments: given = {}, expect, into } = args;
  const unknown = (await client.schema())?.findUnknown(execute, given);
  if (unknown) throw new StepError('unknown-to-qemu', describeUnknown(execute, unknown));
  const answer = await client.execute<string>(execute, given, { signal }).catch((error) => {
    if (!(error instanceof QmpCommandError)) throw error;
    throw new StepError('qmp-refused', error.message, { cause: error });
  });
  const misfit = expect === undefined ? undefined : describeMisfit(expect, answer);
  const output = printAnswer(answer);
  if (misfit !== undefined) {
    const message = `${execute}: ${misfit}. It says: ${show(answer)}`;
    return { kind: 'unexpected', code: 'unexpected-answer', message, output };
  }
  if (into !== undefined) {
    variables?.set(into, typeof answer === 'string' ? answer : JSON.stringify(answer));
  }
  return { kind: 'done', output };
}

function describeUnknown(command: string, { kind, path, given, known }: Unknown): string {
  const near = didYouMean(given, known);
  switch (kind) {
    case 'command':
      return `this machine has no command ${command}.${near}`;
    case 'argument':
      return `${command} takes no argument ${path} on this machine.${near} Known: ${known.join(', ')}`;
    case 'value':
      return `${command} takes no ${show(given)} for ${path} on this machine.${near}`;
    default:
      return kind satisfies never;
  }
}
