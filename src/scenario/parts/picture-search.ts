import type { z } from 'zod';
import { explain } from '../../errors.ts';
import { chooseOnly } from '../../guest/eyes/find-picture.ts';
import type { Baseline } from '../../screen/baselines/baselines.ts';
import { compareRuleKeys, rulesFromKeys } from '../../screen/baselines/rule-keys.ts';
import { createFinder, type Finder, type Match } from '../../screen/find/find.ts';
import { type Expectations, type Problem, type Stage, timeoutOf } from '../action.ts';
import { findMisfits } from '../check/find-misfits.ts';
import type { StepOutcome } from '../outcome.ts';
import { screenName } from '../values.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

export const pictureName = screenName.meta({
  description: 'The name of a picture cut out of a screen: <baselines>/<name>.png',
});

/** How a picture is looked for: beside its name, in every word that takes one. */
export const searchKeys = {
  region: compareRuleKeys.region.describe(
    'Where to look: one [x, y, width, height] or a list of them; default: the whole screen',
  ),
  threshold: compareRuleKeys.threshold,
  'max-diff-pixels': compareRuleKeys['max-diff-pixels'],
  'max-diff-ratio': compareRuleKeys['max-diff-ratio'],
};

export type SearchArgs = z.output<z.ZodObject<typeof searchKeys>>;

/** Mistakes in how the picture is looked for, that under `key` included. */
export function checkSearch(
  key: string,
  name: string,
  args: SearchArgs,
  { picture: find, screen }: Expectations,
): Problem[] {
  const picture = find(name);
  if (!picture) return [];
  if (screen) {
    const { width, height } = picture.frame;
    if (width > screen.width || height > screen.height) {
      const message = `the picture "${name}" is ${width}x${height}, larger than the screen, which is ${screen.width}x${screen.height} in the baseline before`;
      return [{ path: [key], message }];
    }
    const misfits = findMisfits({ region: args.region }, screen);
    if (misfits.length > 0) return misfits;
  }
  try {
    prepareFinder(picture, args);
    return [];
  } catch (error) {
    const told = (start: string) => (start === 'Only' ? 'only' : `the picture "${name}"`);
    return [{ path: [key], message: explain(error).replace(/^(The picture|Only)/, told) }];
  }
}

export type Search =
  | { readonly kind: 'found'; readonly match: Match; readonly outcome: StepOutcome }
  | { readonly kind: 'not-found'; readonly outcome: StepOutcome };

/** Waits for the picture: at any place, or for `aim` at exactly one that stands still. */
export async function searchPicture(
  name: string,
  args: SearchArgs,
  stage: Stage,
  options: {
    readonly aim: boolean;
    readonly nth?: number | undefined;
    readonly once?: boolean;
    readonly stuckMs?: number | undefined;
  },
): Promise<Search> {
  const { guest, signal } = stage;
  const timeoutMs = timeoutOf(stage, options.once ? 0 : DEFAULT_TIMEOUT_MS);
  const picture = stage.picture(name);
  if (!picture) throw new Error(`the picture ${name} was not loaded`);
  const { aim, nth, stuckMs } = options;
  const { regions } = rulesFromKeys({ region: args.region });
  const startedMs = guest.clock.now();
  const result = await guest.screen.find(prepareFinder(picture, args), {
    timeoutMs,
    signal,
    steady: aim,
    everyPlace: nth !== undefined,
    choose: aim ? chooseOnly(nth) : ([match]) => match,
    ...(stuckMs !== undefined && { stuckMs }),
    ...(regions && { regions }),
  });
  const { frame, matches } = result;
  if (result.kind === 'found') {
    return { kind: 'found', match: result.match, outcome: { kind: 'done', frame } };
  }
  const waitedMs = timeoutMs === 0 ? 0 : Math.round(guest.clock.now() - startedMs);
  const { nearest } = result;
  return {
    kind: 'not-found',
    outcome: {
      ...{ kind: 'not-found', picture, name, frame, matches, nearest, nth, waitedMs },
      ...(result.kind === 'stuck' && stuckMs !== undefined && { stuckMs }),
    },
  };
}

/** The picture's own rules are in its pixels; the step's limits win, its region is the screen's. */
export function prepareFinder(
  { frame, rules }: Baseline,
  { region, ...limits }: SearchArgs,
): Finder {
  return createFinder(frame, { ...rules, ...rulesFromKeys(limits) });
}
