import { z } from 'zod';
import { explain } from '../errors.ts';
import { acceptAny } from '../screen/accepted.ts';
import type { CompareRules } from '../screen/compare.ts';
import { compareRuleKeys, rulesFromKeys } from '../screen/rule-keys.ts';
import { defineWord, type Stage, type Word } from './action.ts';
import { findMisfits } from './find-misfits.ts';
import type { StepOutcome } from './outcome.ts';
import { screenName } from './values.ts';

/** `wait-for-screen` and `expect-screen`: the same question, asked for different lengths of time. */
export function defineScreenCheck(definition: {
  key: string;
  summary: string;
  timeoutMs: number;
}): Word {
  return defineWord({
    key: definition.key,
    summary: definition.summary,
    short: 'name',
    waits: true,
    schema: z.strictObject({ name: screenName, ...compareRuleKeys }),
    title: ({ name }) => `${definition.key} ${name}`,
    screens: ({ name }) => [name],
    check: (args, { baseline }) => {
      const found = baseline(args.name);
      if (!found) return [];
      for (const { frame } of [found, ...(found.variants ?? [])]) {
        const misfits = findMisfits(args, frame);
        if (misfits.length > 0) return misfits;
      }
      try {
        acceptAny(found, (one) => mergeRules(one.rules, rulesFromKeys(args)));
        return [];
      } catch (error) {
        const path = ['mask', 'region'].filter((key) => key in args).slice(0, 1);
        return [{ path, message: explain(error).replace(/^The/, 'the') }];
      }
    },
    run: (args, stage) =>
      checkScreen(args.name, rulesFromKeys(args), stage, stage.timeoutMs ?? definition.timeoutMs),
  });
}

async function checkScreen(
  screen: string,
  rules: CompareRules,
  stage: Stage,
  timeoutMs: number,
): Promise<StepOutcome> {
  const { guest, signal, baseline: find } = stage;
  const baseline = find(screen);
  if (!baseline) return findCandidate(screen, stage, timeoutMs);
  const accepted = acceptAny(baseline, (one) => mergeRules(one.rules, rules));
  const startedMs = guest.clock.now();
  const result = await guest.screen.waitFor(accepted, { timeoutMs, signal });
  const { frame, looks } = result;
  if (result.kind === 'matched') return { kind: 'matched', screen, frame, looks };
  const came = accepted.nearest(frame);
  return {
    kind: 'mismatch',
    screen,
    frame,
    baseline: came.baseline,
    rules: came.comparer.rules,
    comparison: result.comparison,
    nearest: result.nearest,
    waitedMs: timeoutMs === 0 ? 0 : Math.round(guest.clock.now() - startedMs),
  };
}

/** Without a baseline there is nothing to wait for but a screen that stands still. */
async function findCandidate(
  screen: string,
  stage: Stage,
  timeoutMs: number,
): Promise<StepOutcome> {
  const { guest, signal, settleMs } = stage;
  const { frame } =
    timeoutMs === 0
      ? { frame: await guest.screen.capture(signal) }
      : await guest.screen.waitUntilStill({ quietMs: settleMs, timeoutMs, signal });
  return { kind: 'missing-baseline', screen, frame, file: stage.baselineFile(screen) };
}

/** The baseline's own rules and the step's: masks add up, the step's regions and limits win. */
function mergeRules(own: CompareRules, step: CompareRules): CompareRules {
  const masks = [...(own.masks ?? []), ...(step.masks ?? [])];
  return { ...own, ...step, ...(masks.length > 0 && { masks }) };
}
