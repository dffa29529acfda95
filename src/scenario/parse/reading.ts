import type { Step } from '../scenario.ts';
import { words } from '../words.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Project } from './project.ts';
import { type Given, type References, substituteReferences } from './references.ts';
import { type Path, YamlText } from './yaml-text.ts';

/** What the reading of one scenario gathers, over all files that it is made of. */
export interface Reading {
  readonly project: Project;
  readonly references: Pick<References, 'env' | 'secrets' | 'matrix'>;
  /** For steps that wait and say no other. Milliseconds. */
  readonly timeoutMs: number | undefined;
  readonly mistakes: Diagnostic[];
  /** Where each step stands. */
  readonly places: Map<Step, Place>;
  /** What the steps so far set. */
  readonly variables: Set<string>;
  /** The files that `run:` named, absolute. */
  readonly included: Set<string>;
  readonly count: { steps: number };
}

export interface Place {
  readonly text: YamlText;
  readonly path: Path;
}

/** One file of a scenario. */
export interface SourceFile {
  readonly text: YamlText;
  /** Absolute. */
  readonly file: string;
  /** The files that led to it by `run:`, itself the last one. */
  readonly chain: readonly string[];
  /** The places of texts that hold a secret (`placeKey`): of steps that type, and of `with:`. */
  readonly secrets: ReadonlySet<string>;
}

/** The lists of steps that a text may have, by key. */
const lists: ReadonlySet<PropertyKey | undefined> = new Set([
  'steps',
  'before',
  'after',
  'then',
  'else',
  'try',
  'finally',
]);

export function placeKey(path: Path): string {
  return JSON.stringify(path);
}

/** Reads a scenario's text, or that of a file it runs, with what its references stand for. */
export function readSource(
  shown: string,
  source: string,
  references: References,
  includedFrom: YamlText['includedFrom'] = [],
): { readonly text: YamlText; readonly secrets: ReadonlySet<string> } {
  const secrets = new Set<string>();
  const substitute = (value: string, path: Path) => {
    const [first] = path;
    if (first === 'parameters') return value;
    if (first === 'matrix' && value.includes('${')) {
      throw new Error('a value of the matrix stands for itself: it cannot have references');
    }
    const found = substituteReferences(value, { ...references, vars: lists.has(first) });
    if (found.isSecret) secrets.add(placeKey(findSecretPlace(path)));
    return found.value;
  };
  return { text: new YamlText(shown, source, substitute, includedFrom), secrets };
}

/** The step whose text is at `path`, or the parameter: nowhere else would a secret stay one. */
function findSecretPlace(path: Path): Path {
  for (const end of [path.length - 1, path.length - 2]) {
    const [list, index, key] = path.slice(end - 2, end + 1);
    if (end < 2 || !lists.has(list) || typeof index !== 'number') continue;
    const below = path[end + 1];
    if (key === 'with' && below !== undefined) return path;
    const word = words.get(String(key));
    if (word?.secretKeys.includes(String(below ?? word.short))) return path.slice(0, end);
  }
  const able = [...words.values()].flatMap(({ key, secretKeys }) =>
    secretKeys.map((name) => `the ${name} of a ${key} step`),
  );
  throw new Error(`a secret can stand only in ${able.join(' or ')}`);
}

/** What a step passes to the file that it runs. */
export function readGiven(
  value: Readonly<Record<string, unknown>>,
  source: SourceFile,
  path: Path,
): Map<string, Given> {
  return new Map(
    Object.entries(value).map(([name, one]) => {
      const isSecret = source.secrets.has(placeKey([...path, 'with', name]));
      return [name, { value: one, isSecret }];
    }),
  );
}
