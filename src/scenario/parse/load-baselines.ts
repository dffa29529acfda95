import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { explain, ScenarioError } from '../../errors.ts';
import { type Baseline, loadBaseline, locateBaseline } from '../../screen/baselines/baselines.ts';
import type { Step } from '../scenario.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Place } from './reading.ts';
import type { Path } from './yaml-text.ts';

/** Where a scenario's baselines are, and where its steps stand. */
interface Needs {
  readonly dir: string;
  readonly folder: string;
  readonly places: ReadonlyMap<Step, Place>;
}

/** Every baseline that the steps need and the folder has, and what is wrong with those that cannot be used. */
export async function loadBaselines(
  steps: readonly Step[],
  { dir, folder, places }: Needs,
): Promise<{ baselines: ReadonlyMap<string, Baseline>; problems: readonly Diagnostic[] }> {
  const baselines = new Map<string, Baseline>();
  const problems: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const step of steps) {
    for (const screen of neededScreens(step)) {
      if (seen.has(screen)) continue;
      seen.add(screen);
      try {
        const baseline = await loadBaseline(dir, `${folder}/${screen}`);
        if (baseline) baselines.set(screen, baseline);
      } catch (error) {
        const inRules = await readRulesMistakes(error);
        const message = withoutFolder(explain(error), dir, `${folder}/${screen}`);
        problems.push(
          ...(inRules ?? placeMistake(places, step, pathToScreen(step, screen), message)),
        );
      }
    }
  }
  return { baselines, problems };
}

/** Every small picture that the steps look for, and what is wrong with those that cannot be used. */
export async function loadPictures(
  steps: readonly Step[],
  { dir, folder, places }: Needs,
): Promise<{ pictures: ReadonlyMap<string, Baseline>; problems: readonly Diagnostic[] }> {
  const pictures = new Map<string, Baseline>();
  const problems: Diagnostic[] = [];
  for (const step of steps) {
    for (const { name, key, path = [step.action.key, key] } of step.action.pictures) {
      if (pictures.has(name)) continue;
      try {
        const picture = await loadBaseline(dir, `${folder}/${name}`);
        if (!picture) throw missingPicture(name, locateBaseline(dir, `${folder}/${name}`));
        pictures.set(name, picture);
      } catch (error) {
        const inRules = await readRulesMistakes(error);
        const message = withoutFolder(explain(error), dir, `${folder}/${name}`);
        problems.push(...(inRules ?? placeMistake(places, step, path, message)));
      }
    }
  }
  return { pictures, problems };
}

function placeMistake(
  places: Needs['places'],
  step: Step,
  below: Path,
  message: string,
): Diagnostic[] {
  const place = places.get(step);
  return place ? [place.text.mistake([...place.path, ...below], message)] : [];
}

function missingPicture(name: string, file: string): ScenarioError {
  return new ScenarioError('missing-picture', `the picture "${name}" is missing: ${file}`, {
    hint: 'no run can make it: cut it out of a picture of the screen, such as those in results/<run>/frames',
  });
}

export function neededScreens(step: Step): string[] {
  return [...step.action.screens, ...(step.when === undefined ? [] : [step.when])];
}

function pathToScreen({ action, when }: Step, screen: string): Path {
  if (when === screen) return ['when'];
  return action.screenPaths?.get(screen) ?? [action.key, 'name'];
}

/** The mistakes of a rules file with their source lines; undefined where the error is another one. */
async function readRulesMistakes(error: unknown): Promise<Diagnostic[] | undefined> {
  if (!(error instanceof ScenarioError) || error.code !== 'bad-baseline-rules') return undefined;
  const found: Diagnostic[] = [];
  for (const told of error.message.split('\n')) {
    const [, path = '', line = '1', col = '1', message = ''] =
      /^(.*?\.yaml):(\d+):(\d+): (.*)$/.exec(told) ?? [];
    if (path === '') return undefined;
    const lines = (await readFile(path, 'utf8')).split(/\r?\n/);
    const known = message.startsWith('unknown key') && error.hint ? ` (${error.hint})` : '';
    found.push({
      file: relative(process.cwd(), path),
      line: Number(line),
      col: Number(col),
      message: message + known,
      sourceLine: lines[Number(line) - 1] ?? '',
    });
  }
  return found;
}

/** Paths as the author writes them. */
function withoutFolder(message: string, dir: string, name: string): string {
  const file = locateBaseline(dir, name);
  const other = file.replace(/\.png$/, '.yaml');
  return message
    .replaceAll(file, relative(process.cwd(), file))
    .replaceAll(other, relative(process.cwd(), other));
}
