import { z } from 'zod';
import { describeTail } from '../../guest/serial.ts';
import { runInShell, type ShellResult } from '../../guest/shell.ts';
import { defineWord } from '../action.ts';
import type { StepOutcome } from '../outcome.ts';
import { show } from '../show.ts';
import { checkPattern, patternOf, soughtText, titleText } from '../text-keys.ts';
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
  }),
  title: ({ run }) => `shell ${titleText(run)}`,
  sets: ({ into }) => (into === undefined ? [] : [into]),
  check: ({ 'expect-output': output }) =>
    output === undefined ? [] : checkPattern('expect-output', output, {}),
  run: async (args, { guest, signal, timeoutMs, variables }) => {
    const { clock } = guest;
    const result = await runInShell(guest.serial, args.run, { timeoutMs, signal, clock });
    if (args.into !== undefined) variables?.set(args.into, result.output.trimEnd());
    return judgeResult(result, args);
  },
});

interface Expected {
  readonly run: string;
  readonly 'expect-exit'?: number | 'any' | undefined;
  readonly 'expect-output'?: string | undefined;
}

function judgeResult({ output, exit }: ShellResult, expected: Expected): StepOutcome {
  const { run, 'expect-exit': wantedExit = 0, 'expect-output': wanted } = expected;
  if (wantedExit !== 'any' && exit !== wantedExit) {
    const message = `${titleText(run)} ended with ${exit}, expected ${wantedExit}; ${describeTail(output)}`;
    return { kind: 'unexpected', code: 'shell-exit', message, output };
  }
  const lines = output.split('\n');
  const pattern = wanted === undefined ? undefined : patternOf(wanted, {});
  if (pattern && !pattern.isIn({ lines, full: lines.map(() => false) })) {
    const message = `${titleText(run)} did not print ${pattern.title}; ${describeTail(output)}`;
    return { kind: 'unexpected', code: 'shell-output', message, output };
  }
  return { kind: 'done', output };
}
