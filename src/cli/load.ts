import { realpathSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { listSavers, resolveStates, type StateSavers } from '../scenario/check/resolve-states.ts';
import {
  type Diagnostic,
  formatDiagnostic,
  sortDiagnostics,
} from '../scenario/parse/diagnostic.ts';
import { LARGEST_FILE } from '../scenario/parse/include.ts';
import { parseScenario } from '../scenario/parse/parse.ts';
import { loadProject, type Project } from '../scenario/parse/project.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { findScenarioFiles } from './find-scenarios.ts';

export interface Loaded {
  readonly project: Project;
  readonly scenarios: readonly Scenario[];
  readonly mistakes: readonly Diagnostic[];
  /** Who saves the states that they begin from, also where that one is not among them. */
  readonly savers: StateSavers;
}

/** Reads the project and the scenarios that paths name (default: all of them), with all their mistakes. */
export async function loadScenarios(paths: readonly string[]): Promise<Loaded> {
  const project = await loadProject('.', process.env);
  const { scenariosDir, baselinesDir, resultsDir } = project;
  const wanted = paths.length > 0 ? paths : [relative('.', scenariosDir) || '.'];
  const named = new Set(paths.map((path) => resolve(path)));
  const files = await findScenarioFiles(wanted, [baselinesDir, resultsDir]);
  const scenarios: Scenario[] = [];
  const mistakes: Diagnostic[] = [...project.mistakes];
  const unsound = new Map<string, readonly Diagnostic[]>();
  const included = new Set<string>();
  for (const file of files) {
    const { size } = await stat(file);
    if (size > LARGEST_FILE) {
      mistakes.push(aboutFile(file, `expected at most 1 MiB, got ${size} bytes`));
      continue;
    }
    const reading = await parseScenario(file, await readFile(file, 'utf8'), project, process.env);
    for (const part of reading.included) included.add(part);
    if (!reading.ok) unsound.set(file, reading.mistakes);
    else {
      for (const scenario of reading.scenarios) {
        const twin = scenarios.find(({ id }) => id === scenario.id);
        if (twin) mistakes.push(aboutFile(file, describeTwin(twin)));
        scenarios.push(scenario);
      }
    }
  }
  for (const [file, found] of unsound) {
    // What another one runs was read with it, and its mistakes are told there.
    if (!included.has(realpathSync(file)) || named.has(file)) mistakes.push(...found);
  }
  const needsStates = scenarios.some(({ from }) => from !== undefined);
  const others = needsStates ? await loadSavers(project, files) : { scenarios: [], mistakes: [] };
  const { savers, mistakes: unresolved } = resolveStates([...scenarios, ...others.scenarios]);
  // Who should save one may be among those with mistakes.
  if (unsound.size === 0) mistakes.push(...unresolved);
  if (unresolved.length > 0) mistakes.push(...others.mistakes);
  return { project, scenarios, savers, mistakes: sortDiagnostics(mistakes) };
}

/** The scenarios of the project, beside those in `files`, that save states. */
async function loadSavers(
  project: Project,
  files: readonly string[],
): Promise<Pick<Loaded, 'scenarios' | 'mistakes'>> {
  const { scenariosDir, baselinesDir, resultsDir } = project;
  const all = await findScenarioFiles([scenariosDir], [baselinesDir, resultsDir]).catch(() => []);
  const scenarios: Scenario[] = [];
  const mistakes: Diagnostic[] = [];
  for (const file of all.filter((one) => !files.includes(one))) {
    if ((await stat(file)).size > LARGEST_FILE) continue;
    const text = await readFile(file, 'utf8');
    if (!/\bstate\b/.test(text) || !/\bsave\b/.test(text)) continue;
    const reading = await parseScenario(file, text, project, process.env);
    if (!reading.ok) mistakes.push(...reading.mistakes);
    else scenarios.push(...reading.scenarios.filter((one) => listSavers(one).length > 0));
  }
  return { scenarios, mistakes };
}

function aboutFile(file: string, message: string): Diagnostic {
  return { file: relative('.', file), line: 1, col: 1, message, sourceLine: '' };
}

/** Results and baselines are told apart by a scenario's id. */
function describeTwin({ id, file }: Scenario): string {
  return `this scenario is called "${id}", and so is ${relative('.', file)}: rename one of the files`;
}

/** Adds what the machines need and this host does not have: for who is about to start them. */
export function findMissingFiles(loaded: Loaded): Loaded {
  const missing = loaded.scenarios.flatMap((scenario) => scenario.machine.findMissingFiles());
  return { ...loaded, mistakes: sortDiagnostics([...loaded.mistakes, ...missing]) };
}

/** Prints mistakes with their places, and how many there are. */
export function printMistakes(mistakes: readonly Diagnostic[]): void {
  for (const mistake of mistakes) console.error(`${formatDiagnostic(mistake)}\n`);
  console.error(mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`);
}
