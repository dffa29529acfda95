import { ScenarioError } from '../../errors.ts';
import { isVariantWord } from '../../report/approve/variants.ts';
import type { SeenCandidate } from '../../report/candidates.ts';
import { readPattern } from './flag-values.ts';

export interface ApproveFlags {
  readonly only?: readonly string[];
  readonly changed?: boolean;
  readonly missing?: boolean;
  readonly scenario?: string;
  readonly list?: boolean;
  readonly interactive?: boolean;
  readonly removeObsolete?: boolean;
  /** The word of the variant that they become: `dark` makes `welcome+dark`. */
  readonly asVariant?: string;
}

/** @throws ScenarioError `bad-flag` where flags are of no use together */
export function checkFlags(flags: ApproveFlags): void {
  const { asVariant, interactive, list, removeObsolete } = flags;
  if (asVariant !== undefined && !isVariantWord(asVariant)) {
    const got = JSON.stringify(asVariant);
    throw badFlag(`--as-variant: expected a word of letters, digits, ".", "_" and "-", got ${got}`);
  }
  if (interactive && list) throw badFlag('--interactive and --list are of no use together');
  if (interactive && asVariant !== undefined) {
    throw badFlag('--interactive asks for each variant: leave --as-variant out');
  }
  const { list: _list, removeObsolete: _remove, ...choosing } = flags;
  const [other] = Object.keys(choosing);
  if (removeObsolete && other !== undefined) {
    const name = other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw badFlag(`--remove-obsolete accepts nothing, so --${name} is of no use with it`);
  }
}

/** Which candidates are meant, as far as scenario and reason say. @throws ScenarioError `bad-flag` */
export function readWanted(flags: ApproveFlags): (candidate: SeenCandidate) => boolean {
  const { changed = false, missing = false, scenario } = flags;
  const pattern = scenario === undefined ? undefined : readPattern('--scenario', scenario);
  const isAny = changed === missing;
  return (candidate) =>
    (isAny || (candidate.reason === 'changed') === changed) &&
    (!pattern || pattern.test(candidate.scenario) || pattern.test(candidate.scenarioName));
}

function badFlag(message: string): ScenarioError {
  return new ScenarioError('bad-flag', message);
}
