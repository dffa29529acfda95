import { duration } from '../values.ts';

/** A duration that is some time. */
const someTime = duration.refine((ms) => ms > 0, { error: 'expected a duration longer than 0' });

/** Beside what is waited for, in every word that waits for something to show. */
export const stuckKey = {
  stuck: someTime
    .optional()
    .describe(
      'Ends the wait when nothing on the screen has changed for so long, a caret and a clock aside',
    ),
};

/** How long what is waited for must stay. */
export const stayKey = {
  for: someTime
    .optional()
    .describe('How long it must match without a break. Default: one look is enough'),
};
