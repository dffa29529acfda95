import { z } from 'zod';
import type { BlockReading, BlockWord } from '../block.ts';
import type { Step } from '../scenario.ts';
import { show } from '../show.ts';
import { duration, wholeNumber } from '../values.ts';

const MOST_ROUNDS = 10_000;
const DEFAULT_MAX = 50;
const DEFAULT_WITHIN_MS = 500;

const times = wholeNumber('a number of rounds', 1, MOST_ROUNDS);
const max = wholeNumber('a number of rounds', 1, MOST_ROUNDS).optional();

const counted = z.strictObject({ times: times.describe('How many rounds') });
const until = z.strictObject({
  until: z.unknown().describe('What ends it; looked for before every round'),
  max: max.describe(`How many rounds at most; without success they fail. Default: ${DEFAULT_MAX}`),
  within: duration
    .optional()
    .describe('How long it is looked for after a round before the next one. Default: 500ms'),
});

export const repeat: BlockWord = {
  key: 'repeat',
  summary: 'Steps again and again: so many times, or until something shows',
  waits: false,
  value: { kind: 'value', schema: z.union([times, counted, until]) },
  beside: [
    { key: 'steps', needed: true, form: { kind: 'steps', description: 'The steps of one round' } },
  ],
  read: (source) => {
    const given = source.value.repeat;
    const steps = source.steps(['steps']);
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      if (typeof given === 'number') {
        return countRounds(source.arguments(['repeat'], times), steps);
      }
      const forms = '{ times: 3 } or { until: { screen: NAME } }';
      source.mistake(['repeat'], `expected a number of rounds, ${forms}, got ${show(given)}`);
      return undefined;
    }
    if ('times' in given && 'until' in given) {
      source.mistake(['repeat'], 'expected either times or until: use max to limit until');
      return undefined;
    }
    if (!('until' in given)) {
      return countRounds(source.arguments(['repeat'], counted)?.times, steps);
    }
    const options = source.arguments(['repeat'], until);
    const condition = source.condition(['repeat', 'until']);
    if (!options || !condition) return undefined;
    const { max = DEFAULT_MAX, within: withinMs = DEFAULT_WITHIN_MS } = options;
    const block = { kind: 'repeat-until', condition, max, withinMs, steps } as const;
    return { title: `repeat until ${condition.title}`, block };
  },
};

function countRounds(times: number | undefined, steps: readonly Step[]): BlockReading | undefined {
  if (times === undefined) return undefined;
  const title = times === 1 ? 'once' : `repeat ${times} times`;
  return { title, block: { kind: 'repeat-times', times, steps } };
}
