import { findMisfit } from '../../qmp/match-members.ts';
import type { Stage } from '../action.ts';
import type { StepOutcome } from '../outcome.ts';

const POLL_MS = 100;
const LONGEST = 2000;
/** What a step's event may hold, see docs/events.md. */
const MOST_OUTPUT = 64 * 1024;

/** Asks once, or until the step's timeout, whether the answer has all that is expected. */
export async function expectAnswer(
  stage: Stage,
  ask: (signal: AbortSignal) => Promise<unknown>,
  { name, expected }: { readonly name: string; readonly expected: unknown },
): Promise<StepOutcome> {
  const { signal, timeoutMs = 0 } = stage;
  const { clock } = stage.guest;
  const until = clock.now() + timeoutMs;
  for (;;) {
    const answer = await ask(signal);
    const misfit = describeMisfit(expected, answer);
    if (misfit === undefined) return { kind: 'done', output: printAnswer(answer) };
    if (clock.now() >= until) {
      const after = timeoutMs > 0 ? ` after ${timeoutMs} ms` : '';
      const message = `${name}${after}: ${misfit}. It says: ${shorten(JSON.stringify(answer))}`;
      return {
        kind: 'unexpected',
        code: 'unexpected-answer',
        message,
        output: printAnswer(answer),
      };
    }
    await clock.wait(Math.min(POLL_MS, until - clock.now()), signal);
  }
}

/** What an answer lacks of what is expected, in words; undefined where it lacks nothing. */
export function describeMisfit(expected: unknown, answer: unknown): string | undefined {
  const misfit = findMisfit(expected, answer);
  if (!misfit) return undefined;
  const where = misfit.path === '' ? '' : ` for ${misfit.path}`;
  const wanted = `expected ${shorten(JSON.stringify(misfit.expected))}${where}`;
  return Array.isArray(misfit.actual) && !Array.isArray(misfit.expected)
    ? `${wanted}, and none is there`
    : `${wanted}, got ${shorten(JSON.stringify(misfit.actual) ?? 'nothing')}`;
}

/** An answer as a step prints it. */
export function printAnswer(answer: unknown): string {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2);
  return text.length > MOST_OUTPUT ? `${text.slice(0, MOST_OUTPUT - 1)}…` : text;
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
