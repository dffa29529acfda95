import { z } from 'zod';
import { explain } from '../../errors.ts';
import { acceptAny } from '../../screen/baselines/accepted.ts';
import type { Baseline } from '../../screen/baselines/baselines.ts';
import { compareRuleKeys, type RuleKeys, rulesFromKeys } from '../../screen/baselines/rule-keys.ts';
import type { CompareRules } from '../../screen/compare.ts';
import { defineWord, type Problem, type Stage, timeoutOf, type Word } from '../action.ts';
import { findMisfits } from '../check/find-misfits.ts';
import type { StepOutcome } from '../outcome.ts';
import { screenName } from '../values.ts';
import { stayKey, stuckKey } from './wait-keys.ts';

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
    schema: z.strictObject({ name: screenName, ...stayKey, ...stuckKey, ...compareRuleKeys }),
    title: ({ name }) => `${definition.key} ${name}`,
    screens: ({ name }) => [name],
    check: (args, { baseline }) => checkRules(baseline(args.name), args),
    run: (args, stage) => checkScreen(args, stage, timeoutOf(stage, definition.timeoutMs)),
  });
}

/** What is wrong with a step's rules where the baseline is known. */
export function checkRules(found: Baseline | undefined, keys: RuleKeys): Problem[] {
  if (!found) return [];
  for (const { frame } of [found, ...(found.variants ?? [])]) {
    const misfits = findMisfits(keys, frame);
    if (misfits.length > 0) return misfits;
  }
  try {
    acceptAny(found, (one) => mergeRules(one.rules, rulesFromKeys(keys)));
    return [];
  } catch (error) {
    const path = ['mask', 'region'].filter((key) => key in keys).slice(0, 1);
    return [{ path, message: explain(error).replace(/^The/, 'the') }];
  }
}

interface CheckArgs extends RuleKeys {
  readonly name: string;
  readonly for?: number | undefined;
  readonly stuck?: number | undefined;
}

async function checkScreen(
  { name: screen, for: stayMs = 0, stuck: stuckMs, ...keys }: CheckArgs,
  stage: Stage,
  timeoutMs: number,
): Promise<StepOutcome> {
  const { guest, signal, baseline: find } = stage;
  const baseline = find(screen);
  if (!baseline) return findCandidate(screen, stage, { timeoutMs, stayMs });
  const accepted = acceptAny(baseline, (one) => mergeRules(one.rules, rulesFromKeys(keys)));
  const startedMs = guest.clock.now();
  const wait = { timeoutMs, stayMs, ...(stuckMs !== undefined && { stuckMs }), signal };
  const result = await guest.screen.waitFor(accepted, wait);
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
    ...(result.kind === 'stuck' && stuckMs !== undefined && { stuckMs }),
    ...(result.stayedMs > 0 && { stay: { wantedMs: stayMs, longestMs: result.stayedMs } }),
    waitedMs: timeoutMs + stayMs === 0 ? 0 : Math.round(guest.clock.now() - startedMs),
  };
}

/** Without a baseline there is nothing to wait for but a screen that stands still. */
async function findCandidate(
  screen: string,
  stage: Stage,
  { timeoutMs, stayMs }: { readonly timeoutMs: number; readonly stayMs: number },
): Promise<StepOutcome> {
  const { guest, signal, settleMs } = stage;
  const quietMs = Math.max(settleMs, stayMs);
  const { frame } =
    timeoutMs === 0
      ? { frame: await guest.screen.capture(signal) }
      : await guest.screen.waitUntilStill({ quietMs, timeoutMs, signal });
  return { kind: 'missing-baseline', screen, frame, file: stage.baselineFile(screen) };
}

/** The baseline's own rules and the step's: masks add up, the step's regions and limits win. */
export function mergeRules(own: CompareRules, step: CompareRules): CompareRules {
  const masks = [...(own.masks ?? []), ...(step.masks ?? [])];
  return { ...own, ...step, ...(masks.length > 0 && { masks }) };
}
