import type { RunVerdict } from '../report/fold.ts';

/** What the shell gets. 130 is what it expects after Ctrl-C. */
export const exitCodes = {
  passed: 0,
  failed: 1,
  error: 3,
  unfinished: 3,
  interrupted: 130,
} as const satisfies Record<RunVerdict, number>;

export const MISTAKES = 2;
