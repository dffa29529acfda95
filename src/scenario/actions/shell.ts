import { z } from 'zod';
import { describeTail } from '../../guest/serial.ts';
import { runInShell, type ShellResult } from '../../guest/shell.ts';
import { defineWord } from '../action.ts';
import type { StepOutcome } from '../outcome.ts';
import { isPrinted } from '../parts/printed-text.ts';
import { checkPattern, patternOf, soughtText, titleText } from '../parts/text-keys.ts';
import { show } from '../show.ts';
import { variableName } from '../values.ts';

export const shell = defineWord({
  key: 'shell',
  summary: 'Runs a command in the shell at the serial console',
  short: 'run',
  waits: true,
  schema: z.strictObject({
    run: z.string().min(1, { error: 'expected a command' }).describe('For a POSIX shell'),
    'expect-exit': z
      .union([z.int().min(0).max(255), z.literal('any')], {
        error: ({ input }) => `expected an exit status from 0 to 255, or any, got ${show(input)}`,
      })
      .optional()
      .describe('Its exit status. Default: 0'),
    'expect-output': soughtText
      .optional()
      .describe('What it prints: a text that is in it, or a regular expression'),
    into: variableName.optional().describe('The variable that gets what it prints'),
    secret: z.boolean().optional().describe('Never show the command'),
  }),
  title: (args) => `shell ${shownCommand(args)}`,
  secret: ({ secret }) => secret === true,
  secretKeys: ['run'],
  sets: ({ into }) => (into === undefined ? [] : [into]),
  check: ({ 'expect-output': output }) =>
    output === undefined ? [] : checkPattern('expect-output', output, {}),
  run: async (args, { guest, signal, timeoutMs, variables }) => {
    const { clock } = guest;
    const options = { timeoutMs, signal, clock, secret: args.secret };
    const result = await runInShell(guest.serial, args.run, options);
    if (args.into !== undefined) variables?.set(args.into, result.output.trimEnd());
    return judgeResult(result, args);
  },
});

interface Expected {
  readonly run: string;
  readonly secret?: boolean | undefined;
  readonly 'expect-exit'?: number | 'any' | undefined;
  readonly 'expect-output'?: string | undefined;
}

function judgeResult({ output, exit }: ShellResult, expected: Expected): StepOutcome {
  const { 'expect-exit': wantedExit = 0, 'expect-output': wanted } = expected;
  if (wantedExit !== 'any' && exit !== wantedExit) {
    const message = `${shownCommand(expected)} ended with ${exit}, expected ${wantedExit}; ${describeTail(output)}`;
    return { kind: 'unexpected', code: 'shell-exit', message, output };
  }
  if (wanted !== undefined && !isPrinted(wanted, output)) {
    const { title } = patternOf(wanted, {});
    const message = `${shownCommand(expected)} did not print ${title}; ${describeTail(output)}`;
    return { kind: 'unexpected', code: 'shell-output', message, output };
  }
  return { kind: 'done', output };
}

function shownCommand({ run, secret }: Pick<Expected, 'run' | 'secret'>): string {
  return secret ? '••••••' : titleText(run);
}
