import { ScenarioError } from '../../errors.ts';
import { listBaselines } from '../../screen/baselines/baselines.ts';
import { type SeenCandidate, screenOf } from '../candidates.ts';

/** Whether `welcome+<word>` can be a variant's name. */
export function isVariantWord(word: string): boolean {
  return /^[\w.-]{1,60}$/.test(word);
}

/**
 * The same pictures as further ones that are accepted beside those that are there.
 * @throws ScenarioError `no-baseline`, `variant-exists`
 */
export async function asVariants(
  candidates: readonly SeenCandidate[],
  word: string,
  baselinesDir: string,
): Promise<SeenCandidate[]> {
  const known = await listBaselines(baselinesDir);
  const variants = new Map<string, SeenCandidate>();
  for (const candidate of candidates) {
    const screen = screenOf(candidate.baseline);
    if (!known.includes(screen)) {
      const message = `${screen} has no baseline yet, so it can have no variant`;
      throw new ScenarioError('no-baseline', message, {
        hint: 'accept it as the baseline first, or leave it out',
      });
    }
    const baseline = `${screen}+${word}`;
    if (known.includes(baseline)) {
      throw new ScenarioError('variant-exists', `${baseline} is there already`, {
        hint: 'take another word, or remove its picture first',
      });
    }
    variants.set(baseline, { ...candidate, baseline });
  }
  return [...variants.values()];
}
