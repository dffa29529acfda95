import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { didYouMean } from '../../near-name.ts';
import { findHoles } from '../run-variables.ts';
import type { Step } from '../scenario.ts';
import { show } from '../show.ts';
import type { Origin } from './diagnostic.ts';
import { parseSteps } from './parse-steps.ts';
import { isMapping, readMapping } from './read-mapping.ts';
import { type Reading, readGiven, readSource, type SourceFile } from './reading.ts';
import { type Given, substituteReferences } from './references.ts';
import { type Path, YamlText } from './yaml-text.ts';

export const LARGEST_FILE = 1024 * 1024;
const parameterName = /^[A-Za-z_][\w-]*$/;

/** What a file for `run:` may have. */
const partHeader = z.strictObject({
  name: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).nullable().optional(),
  steps: z
    .array(z.unknown(), { error: ({ input }) => `expected a list of steps, got ${show(input)}` })
    .min(1, { error: 'expected at least one step' }),
});

/** Where a `run:` step stands, and what it says. */
export interface RunStep {
  readonly source: SourceFile;
  readonly path: Path;
  readonly depth: number;
  readonly with: unknown;
}

/** The steps of the file that a `run:` step names; what is wrong with it is added to the reading. */
export function includeFile(name: string, run: RunStep, reading: Reading): readonly Step[] {
  const { source, path } = run;
  const refuse = (message: string) => {
    reading.mistakes.push(source.text.mistake([...path, 'run'], message));
    return [];
  };
  if (findHoles(name).length > 0)
    return refuse(`the file must be known before the run: ${show(name)}`);
  const found = findFile(name, source, reading.project.root);
  if (!found.ok) return refuse(found.message);
  const { file, real } = found;
  if (source.chain.includes(real)) {
    const names = [...source.chain.slice(source.chain.indexOf(real)), real].map(shorten);
    return refuse(`a file cannot run itself: ${names.join(' -> ')}`);
  }
  reading.included.add(real);
  const content = readFileSync(file, 'utf8');
  const shown = shorten(file);
  const origin: Origin = { file: source.text.file, ...source.text.position(path) };
  const includedFrom = [origin, ...source.text.includedFrom];
  const raw = new YamlText(shown, content, undefined, includedFrom);
  const given = bindParameters(raw, shorten(file), run, reading);
  const { text, secrets } = readSource(
    shown,
    content,
    { ...reading.references, with: given },
    includedFrom,
  );
  const own: Reading = { ...reading, mistakes: [] };
  const steps = readPart({ text, file, secrets, chain: [...source.chain, real] }, run, own);
  reading.mistakes.push(...text.joinMistakes(own.mistakes));
  return steps;
}

function readPart(source: SourceFile, { depth }: RunStep, reading: Reading): readonly Step[] {
  const { text } = source;
  if (text.value === undefined) return [];
  if (isMapping(text.value) && 'machine' in text.value) {
    const message = 'a file for run: has only name, parameters and steps; this one is a scenario';
    reading.mistakes.push(text.mistakeAtKey([], 'machine', message));
    return [];
  }
  const { data, mistakes } = readMapping(partHeader, text.value);
  reading.mistakes.push(...mistakes.map((mistake) => text.point(mistake, [])));
  return parseSteps(data.steps ?? [], { source, path: ['steps'], depth: depth + 1 }, reading);
}

type FileFound =
  | { readonly ok: true; readonly file: string; readonly real: string }
  | { readonly ok: false; readonly message: string };

/** Nothing outside of the project's folder is read, whatever links there are. */
function findFile(name: string, source: SourceFile, root: string): FileFound {
  const folder = dirname(source.file);
  const file = resolve(folder, name);
  const leadsOut = {
    ok: false,
    message: `${show(name)} leads out of the project's folder`,
  } as const;
  if (!file.startsWith(resolve(root) + sep)) return leadsOut;
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    const near = didYouMean(name, listYaml(folder));
    return { ok: false, message: `the file ${shorten(file)} does not exist.${near}` };
  }
  const real = realpathSync(file);
  if (!real.startsWith(realpathSync(root) + sep)) return leadsOut;
  const { size } = statSync(file);
  if (size > LARGEST_FILE) {
    return { ok: false, message: `${shorten(file)}: expected at most 1 MiB, got ${size} bytes` };
  }
  return { ok: true, file, real };
}

function listYaml(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
}

/** What each parameter of a file stands for: what the step gives, else its default. */
function bindParameters(
  part: YamlText,
  shown: string,
  { source, path, with: given }: RunStep,
  reading: Reading,
): ReadonlyMap<string, Given> {
  const { mistakes, references } = reading;
  const values = isMapping(given) ? readGiven(given, source, path) : new Map<string, Given>();
  if (given !== undefined && given !== null && !isMapping(given)) {
    const message = `expected a mapping of parameters, got ${show(given)}`;
    mistakes.push(source.text.mistake([...path, 'with'], message));
  }
  const declared = isMapping(part.value) ? part.value.parameters : undefined;
  const parameters = isMapping(declared) ? Object.entries(declared) : [];
  const names = parameters.map(([name]) => name);
  for (const name of values.keys()) {
    if (names.includes(name)) continue;
    const known = names.length > 0 ? `Known: ${names.join(', ')}` : 'It has none';
    const message = `${shown} has no parameter ${show(name)}.${didYouMean(name, names)} ${known}`;
    mistakes.push(source.text.mistakeAtKey([...path, 'with'], name, message));
  }
  return new Map(
    parameters.map(([name, usual]): [string, Given] => {
      if (!parameterName.test(name)) {
        const message = `expected a name of letters, digits, dashes and underscores, got ${show(name)}`;
        mistakes.push(part.mistakeAtKey(['parameters'], name, message));
      }
      const value = values.get(name);
      if (value) return [name, value];
      if (usual !== null) return [name, readDefault(usual, part, ['parameters', name], reading)];
      const at = isMapping(given) ? 'with' : 'run';
      const message = `the parameter ${show(name)} of ${shown} is missing`;
      mistakes.push(source.text.mistakeAtKey(path, at, message));
      return [name, { value: '', isSecret: false }];
    }),
  );

  function readDefault(usual: unknown, text: YamlText, at: Path, to: Reading): Given {
    if (typeof usual !== 'string') return { value: usual, isSecret: false };
    try {
      return substituteReferences(usual, references);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      to.mistakes.push(text.mistake(at, message));
      return { value: usual, isSecret: false };
    }
  }
}

function shorten(file: string): string {
  return relative(process.cwd(), file);
}
