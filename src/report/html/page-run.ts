import type { PictureRef, ScenarioVerdict } from '../../runner/events.ts';
import { matchedScreens, noteMatched, readCandidate } from '../candidates.ts';
import type { AttemptSummary, RunSummary, ScenarioSummary } from '../fold.ts';
import { isPictureRef } from '../picture-refs.ts';
import type { PageCandidate, PageRun, PageScenario } from './page-data.ts';

/** An attempt beside the scenario that it is one of; its place in the list is its data file's number. */
export interface NumberedAttempt {
  readonly scenario: ScenarioSummary;
  readonly attempt: AttemptSummary;
}

export function listAttempts({ scenarios }: RunSummary): NumberedAttempt[] {
  return scenarios.flatMap((scenario) =>
    scenario.attempts.map((attempt) => ({ scenario, attempt })),
  );
}

/** What the page must know before anything is opened; `isThere` says which pictures it can show. */
export function makePageRun(
  summary: RunSummary,
  isThere: (picture: PictureRef) => boolean,
): PageRun {
  const { run, guestwright, startedAt, durationMs, verdict, scenarios } = summary;
  let data = 0;
  const rows = scenarios.map((scenario): PageScenario => {
    const { id, name, file, tags, machineName } = scenario;
    const attempts = scenario.attempts.map((each) => ({
      attempt: each.attempt,
      verdict: each.verdict,
      durationMs: each.durationMs,
      data: data++,
    }));
    const took = attempts.reduce((sum, each) => sum + each.durationMs, 0);
    const shown = { id, name, file, tags, machine: machineName, verdict: scenario.verdict };
    return { ...shown, durationMs: took, attempts, ...describeTrouble(scenario, isThere) };
  });
  return {
    run,
    guestwright,
    startedAt,
    durationMs,
    verdict,
    scenarios: rows,
    candidates: listPageCandidates(summary).filter(({ picture }) => isThere(picture)),
  };
}

const bad: ReadonlySet<ScenarioVerdict | string> = new Set(['failed', 'error', 'known-issue']);
/** A list shows the beginning; the scenario itself shows all of it. */
const MOST_CHARACTERS = 400;

/** Of the last attempt that went wrong, so that a flaky one says why it was tried again. */
function describeTrouble(
  scenario: ScenarioSummary,
  isThere: (picture: PictureRef) => boolean,
): Pick<PageScenario, 'trouble' | 'picture'> {
  const attempt = scenario.attempts.findLast(({ verdict }) => bad.has(verdict));
  if (!attempt) return {};
  const index = attempt.steps.findIndex(({ verdict }) => bad.has(verdict));
  const step = attempt.steps[index];
  const message = (step?.trouble ?? attempt.trouble)?.message.slice(0, MOST_CHARACTERS);
  const picture = step && (step.screen?.actual ?? step.picture);
  return {
    ...(message !== undefined && {
      trouble: { message, ...(step && { step: index + 1 }) },
    }),
    ...(picture !== undefined && isPictureRef(picture) && isThere(picture) && { picture }),
  };
}

/** As `listCandidates` for `approve`: of several pictures for one screen the one that was seen last. */
function listPageCandidates(summary: RunSummary): PageCandidate[] {
  const seen = listAttempts(summary).flatMap(({ scenario, attempt }) =>
    attempt.steps.flatMap((step, index) =>
      (step.rounds ?? [step]).flatMap((round) => {
        const candidate = readCandidate(round);
        const where = { scenario: scenario.id, attempt: attempt.attempt, step: index + 1 };
        const at = attempt.startedAt + (round.startedAfterMs ?? 0) + round.durationMs;
        return candidate ? [{ at, candidate: { ...candidate, ...where } }] : [];
      }),
    ),
  );
  const inTime = seen.toSorted((a, b) => a.at - b.at);
  const last = new Map(inTime.map(({ candidate }) => [candidate.baseline, candidate]));
  const matched = new Set(
    listAttempts(summary).flatMap(({ attempt }) =>
      attempt.steps.flatMap((step) => (step.rounds ?? [step]).flatMap(matchedScreens)),
    ),
  );
  return [...last.values()].map((candidate) => noteMatched(candidate, matched));
}
