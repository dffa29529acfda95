import { waitForPlace } from '../../guest/text/text-wait.ts';
import type { TextPlace } from '../../screen/text/text-places.ts';
import { type Expectations, type Problem, type Stage, timeoutOf } from '../action.ts';
import { findMisfits } from '../check/find-misfits.ts';
import type { StepOutcome } from '../outcome.ts';
import type { SearchArgs } from './picture-search.ts';
import { checkPattern, patternOf, type TextManner, useFont } from './text-keys.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

/** A place that is named by the text that stands there. */
export interface TextTarget extends TextManner {
  readonly text: string;
  readonly nth?: number | undefined;
  readonly region?: SearchArgs['region'];
}

export function checkTextTarget(
  { text, region, ...manner }: TextTarget,
  { screen }: Expectations,
): Problem[] {
  const several = Array.isArray(region?.[0]) && region.length > 1;
  return [
    ...checkPattern('text', text, manner),
    ...(several ? [{ path: ['region'], message: 'text is looked for in one region' }] : []),
    ...(screen ? findMisfits({ region }, screen) : []),
  ];
}

export type TextSearch =
  | { readonly kind: 'found'; readonly place: TextPlace; readonly outcome: StepOutcome }
  | { readonly kind: 'not-found'; readonly outcome: StepOutcome };

/** Waits for the text at exactly one place that stands still, or the one that `nth` means. */
export async function searchText(target: TextTarget, stage: Stage): Promise<TextSearch> {
  const { guest, signal } = stage;
  const timeoutMs = timeoutOf(stage, DEFAULT_TIMEOUT_MS);
  const { nth } = target;
  await useFont(target, stage);
  const pattern = patternOf(target.text, target);
  const startedMs = guest.clock.now();
  const region = onlyRegion(target.region);
  const found = await waitForPlace(guest, { pattern, nth, region, timeoutMs, signal });
  const { reading, place, places } = found;
  const { frame } = reading;
  if (place && reading.kind === 'read') {
    const outcome = {
      kind: 'text-found',
      sought: pattern.title,
      frame,
      text: reading.text,
    } as const;
    return { kind: 'found', place, outcome: { ...outcome, place } };
  }
  const waitedMs = timeoutMs === 0 ? 0 : Math.round(guest.clock.now() - startedMs);
  const outcome = { pattern, frame, reading, waitedMs };
  if (places.length === 0) {
    return { kind: 'not-found', outcome: { kind: 'text-missing', ...outcome } };
  }
  return { kind: 'not-found', outcome: { kind: 'text-unclear', places, nth, ...outcome } };
}

function onlyRegion(region: TextTarget['region']) {
  const [x, y, width, height] = (region ?? []).flat();
  if (x === undefined || y === undefined || !width || !height) return undefined;
  return { x, y, width, height };
}
