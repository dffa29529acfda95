import { ScenarioError } from '../../errors.ts';
import type { Candidate } from '../candidates.ts';
import { printable } from '../printable.ts';

export const CI_REFUSAL = 'baselines are never written in CI (the variable CI is set)';

export function refusedInCi(refusal: string): ScenarioError {
  return new ScenarioError('ci', refusal, {
    hint: 'approve on your own machine, look at the pictures, commit them',
  });
}

export function noCandidate(names: readonly string[], all: readonly Candidate[]): ScenarioError {
  const known = printable(all.map(({ baseline }) => baseline).join(', ')) || 'nothing';
  const message = `nothing to approve called ${names.join(', ')}. There is: ${known}`;
  return new ScenarioError('no-candidate', message);
}

export function alreadyBaseline(baseline: string): ScenarioError {
  const message = `${baseline} was a baseline before: there is nothing of it to take back`;
  return new ScenarioError('already-baseline', message, { hint: 'git has what was there before' });
}
