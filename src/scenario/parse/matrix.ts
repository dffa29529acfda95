import { show } from '../show.ts';
import type { Diagnostic } from './diagnostic.ts';
import { isMapping } from './read-mapping.ts';
import { YamlText } from './yaml-text.ts';

const MOST_MEMBERS = 100;
const matrixName = /^[A-Za-z_][\w-]*$/;

type Scalar = string | number | boolean;

/** One member of a matrix: a value for each of its names. */
export interface Member {
  readonly values: ReadonlyMap<string, Scalar>;
  /** What its id and name have at their end: `[layout=de]`; empty without a matrix. */
  readonly suffix: string;
}

const single: Member = { values: new Map(), suffix: '' };

/** Every scenario that a text stands for: one, or one for each combination of its `matrix`. */
export function expandMatrix(
  shown: string,
  source: string,
): { readonly members: readonly Member[]; readonly mistakes: readonly Diagnostic[] } {
  if (!/^matrix\b/m.test(source)) return { members: [single], mistakes: [] };
  const text = new YamlText(shown, source);
  const matrix = isMapping(text.value) ? text.value.matrix : undefined;
  if (matrix === undefined) return { members: [single], mistakes: [] };
  const mistakes: Diagnostic[] = [];
  const refuse = (path: readonly PropertyKey[], message: string) => {
    mistakes.push(text.mistake(['matrix', ...path], message));
  };
  if (!isMapping(matrix) || Object.keys(matrix).length === 0) {
    refuse([], `expected lists by name such as { layout: [us, de] }, got ${show(matrix)}`);
    return { members: [single], mistakes };
  }
  let members: readonly Member[] = [single];
  for (const [name, values] of Object.entries(matrix)) {
    if (!matrixName.test(name)) {
      refuse(
        [name],
        `expected a name of letters, digits, dashes and underscores, got ${show(name)}`,
      );
    }
    if (!Array.isArray(values) || values.length === 0) {
      refuse([name], `expected a list of values, got ${show(values)}`);
      continue;
    }
    const seen = new Set<string>();
    for (const [at, value] of values.entries()) {
      if (!isScalar(value)) {
        refuse([name, at], `expected a text, a number, true or false, got ${show(value)}`);
      } else if (seen.has(idOf(value))) {
        refuse([name, at], `the value ${show(value)} is there twice: ids would be the same`);
      } else seen.add(idOf(value));
    }
    members = members.flatMap((member) =>
      values.filter(isScalar).map((value) => ({
        values: new Map([...member.values, [name, value]]),
        suffix: `${member.suffix}${member.suffix === '' ? '' : ','}${name}=${idOf(value)}`,
      })),
    );
    if (members.length > MOST_MEMBERS) {
      refuse([], `expected at most ${MOST_MEMBERS} combinations, got ${members.length} or more`);
      break;
    }
  }
  const named = members.map(({ values, suffix }) => ({ values, suffix: `[${suffix}]` }));
  return { members: mistakes.length > 0 ? [single] : named, mistakes };
}

/** What a value is called in an id, which is part of file names. */
function idOf(value: Scalar): string {
  return String(value).replaceAll(/[^\w.+-]+/g, '-');
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
