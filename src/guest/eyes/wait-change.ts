import type { Clock } from '../../clock.ts';
import { type CompareRules, type Comparison, createComparer } from '../../screen/compare.ts';
import type { Frame } from '../../screen/frame.ts';
import { readPlaceholder } from '../../screen/placeholder.ts';
import { type Eyes, lookRepeatedly } from './look.ts';

export interface ChangeOptions {
  /** What the screen is to be different from. Default: what it shows at the first look. */
  readonly from?: Frame | undefined;
  /** Where and how much it has to differ. */
  readonly rules?: CompareRules;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type ChangeResult = { readonly frame: Frame } & (
  | { readonly kind: 'changed'; readonly comparison: Comparison }
  | { readonly kind: 'unchanged' }
);

/** Looks until the screen differs from what it was or the time is up; QEMU's placeholders are no change. */
export async function waitForChange(
  eyes: Eyes,
  clock: Clock,
  { from, rules, timeoutMs, signal }: ChangeOptions,
): Promise<ChangeResult> {
  const deadline = clock.now() + timeoutMs;
  let comparer = from && createComparer(from, rules);
  for await (const look of lookRepeatedly(eyes, clock, { deadline, signal })) {
    const isLast = look.atMs >= deadline;
    if (!comparer) {
      comparer = createComparer(await look.confirm(), rules);
      if (isLast) return { kind: 'unchanged', frame: comparer.expected };
      continue;
    }
    if (!isLast && (!look.changed || comparer.matches(look.frame))) continue;
    const frame = await look.confirm();
    if (readPlaceholder(frame) === undefined && !comparer.matches(frame)) {
      return { kind: 'changed', frame, comparison: comparer.compare(frame) };
    }
    if (isLast) return { kind: 'unchanged', frame };
  }
  throw new Error('looking has no end of its own');
}
