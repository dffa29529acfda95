import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, relative, sep } from 'node:path';
import { z } from 'zod';
import { us } from '../../input/layouts/us.ts';
import { didYouMean } from '../../near-name.ts';
import { checkStates, whyNotSaved } from '../check/check-states.ts';
import { checkSteps } from '../check/check-steps.ts';
import { listSteps, type Scenario } from '../scenario.ts';
import { show } from '../show.ts';
import { duration, layout, pace, screenName, stateName } from '../values.ts';
import { type Diagnostic, sortDiagnostics } from './diagnostic.ts';
import { loadBaselines, loadPictures } from './load-baselines.ts';
import {
  type MachineChoice,
  type MachineReading,
  machineSchema,
  readMachine,
} from './machine-choice.ts';
import { expandMatrix, type Member } from './matrix.ts';
import { parseSteps } from './parse-steps.ts';
import type { Environment, Project } from './project.ts';
import { isMapping, readMapping } from './read-mapping.ts';
import { type Reading, readSource, type SourceFile } from './reading.ts';
import type { YamlText } from './yaml-text.ts';

export const scenarioHeader = z.strictObject({
  name: z.string().optional().describe('What the report calls it. Default: the name of the file'),
  machine: z
    .union([z.string(), machineSchema])
    .describe('A name from guestwright.yaml, or a description'),
  from: stateName
    .optional()
    .describe('The state that it begins from, which a `state:` step of another scenario saves'),
  tags: z.array(z.string()).optional().describe('Words to choose scenarios by'),
  layout: layout
    .optional()
    .describe("The guest's keyboard layout. Default: the machine's, else us"),
  pace: pace.optional(),
  timeout: duration.optional().describe('For every step that waits and says no other'),
  retries: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe("How often it is tried again when it fails. Default: the run's --retries"),
  only: z.boolean().optional().describe('Whether a run leaves out all scenarios without it'),
  baselines: screenName
    .optional()
    .describe("The folder of its baselines. Default: the scenario's own path"),
  matrix: z
    .record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()])).min(1))
    .optional()
    .describe(
      'Lists of values by name: one scenario for each combination, which has them as ${' +
        'matrix.NAME}',
    ),
});

const listOfSteps = z.array(z.unknown(), {
  error: ({ input }) => `expected a list of steps, got ${show(input)}`,
});

const outline = scenarioHeader.extend({
  machine: z.union([z.string(), z.record(z.string(), z.unknown())], {
    error: ({ input }) =>
      `expected the name of a machine in guestwright.yaml or a mapping that describes one, got ${show(input)}`,
  }),
  matrix: z.unknown().optional(),
  before: listOfSteps.optional(),
  steps: listOfSteps.min(1, { error: 'expected at least one step' }),
  after: listOfSteps.optional(),
});

export type ScenarioReading = (
  | {
      readonly ok: true;
      /** One, or as many as its matrix has combinations. */
      readonly scenarios: readonly Scenario[];
    }
  | { readonly ok: false; readonly mistakes: readonly Diagnostic[] }
) & {
  /** The files that it runs, absolute: they are no scenarios of their own. */
  readonly included: readonly string[];
};

/** Reads a scenario with its baselines. Finds all mistakes at once, and starts nothing. */
export async function parseScenario(
  file: string,
  source: string,
  project: Project,
  environment: Environment,
): Promise<ScenarioReading> {
  const shown = relative(process.cwd(), file);
  const { members, mistakes: unfit } = expandMatrix(shown, source);
  if (unfit.length > 0) return { ok: false, mistakes: unfit, included: [] };
  const included = new Set<string>();
  const mistakes: Diagnostic[] = [];
  const scenarios: Scenario[] = [];
  for (const member of members) {
    const text = { file, shown, source, member, environment };
    const reading = await parseMember(text, project, included);
    mistakes.push(...reading.mistakes);
    if (reading.scenario) scenarios.push(reading.scenario);
  }
  if (mistakes.length === 0) return { ok: true, scenarios, included: [...included] };
  return { ok: false, mistakes: sortDiagnostics(mistakes), included: [...included] };
}

interface MemberText {
  readonly file: string;
  readonly shown: string;
  readonly source: string;
  readonly member: Member;
  readonly environment: Environment;
}

interface MemberReading {
  readonly scenario?: Scenario;
  readonly mistakes: readonly Diagnostic[];
}

async function parseMember(
  { file, shown, source, member, environment }: MemberText,
  project: Project,
  included: Set<string>,
): Promise<MemberReading> {
  const matrix = member.suffix === '' ? undefined : member.values;
  const references = { env: environment, secrets: project.secrets, matrix };
  const { text, secrets } = readSource(shown, source, references);
  if (text.value === undefined) return { mistakes: text.joinMistakes([]) };
  if (isMapping(text.value) && 'parameters' in text.value && !('machine' in text.value)) {
    const message = 'a file with parameters is no scenario: it is for a run: step of another one';
    return { mistakes: [text.mistakeAtKey([], 'parameters', message)] };
  }
  const { data, mistakes: found } = readMapping(outline, text.value);
  const mistakes = found.map((mistake) => text.point(mistake, []));

  const machine = chooseMachine(data.machine, text, project, dirname(file));
  if (!machine.ok) mistakes.push(...machine.mistakes);
  const reading: Reading = {
    project,
    references,
    timeoutMs: data.timeout,
    mistakes,
    places: new Map(),
    variables: new Set(),
    included,
    count: { steps: 0 },
  };
  const own: SourceFile = { text, file, chain: [realPath(file)], secrets };
  const readList = (key: 'before' | 'steps' | 'after') =>
    parseSteps(data[key] ?? [], { source: own, path: [key], depth: 0 }, reading);
  const lists = { before: readList('before'), steps: readList('steps'), after: readList('after') };
  const path = identify(file, project);
  const { baselinesDir } = project;
  const baselinesFolder = data.baselines ?? path;
  const needs = { dir: baselinesDir, folder: baselinesFolder, places: reading.places };
  const { baselines, problems } = await loadBaselines(listSteps(lists), needs);
  const looked = await loadPictures(listSteps(lists), needs);
  mistakes.push(...problems, ...looked.problems);

  const choice = machine.ok ? machine.machine : someMachine;
  const scenario: Scenario = {
    id: path + member.suffix,
    name: nameMember(data.name ?? path, source, member),
    file,
    tags: data.tags ?? [],
    retries: data.retries,
    only: data.only ?? false,
    from:
      data.from === undefined
        ? undefined
        : { state: data.from, mistake: (message) => text.mistake(['from'], message) },
    machine: choice,
    layout: data.layout ?? choice.layout ?? us,
    pace: data.pace ?? choice.pace ?? 'fast',
    baselinesDir,
    baselinesFolder,
    baselines,
    pictures: looked.pictures,
    ...lists,
  };
  const misuses = [
    ...checkSteps(scenario, project.root),
    ...(machine.ok ? checkStates(scenario) : []),
  ];
  for (const { step, path, beside, message } of misuses) {
    const place = reading.places.get(step);
    const below = beside ? [beside] : step.block ? path : [step.action.key, ...path];
    if (place) mistakes.push(place.text.mistake([...place.path, ...below], message));
  }
  const unsaved = machine.ok ? whyNotSaved(choice) : undefined;
  if (scenario.from && unsaved) mistakes.push(scenario.from.mistake(unsaved));
  const all = text.joinMistakes(mistakes);
  return machine.ok && all.length === 0 ? { scenario, mistakes: [] } : { mistakes: all };
}

/** The name, with what tells it from its twins where its author does not say. */
function nameMember(name: string, source: string, { suffix }: Member): string {
  const says = /^name:.*\$\{\s*matrix\./m.test(source);
  return suffix === '' || says ? name : `${name} ${suffix}`;
}

function realPath(file: string): string {
  return existsSync(file) ? realpathSync(file) : file;
}

/** Stands in for a machine that has mistakes, so that the steps are checked all the same. */
const someMachine: MachineChoice = {
  name: undefined,
  // Nothing is known of a machine that somebody else runs.
  description: { attach: 'unknown', display: 'unknown' },
  baseDir: '.',
  layout: undefined,
  pace: undefined,
  fonts: [],
  bootScreen: undefined,
  findMissingFiles: () => [],
};

function chooseMachine(
  given: string | Record<string, unknown> | undefined,
  text: YamlText,
  project: Project,
  baseDir: string,
): MachineReading {
  if (given === undefined) return { ok: false, mistakes: [] };
  if (typeof given !== 'string') return readMachine(given, { text, path: ['machine'], baseDir });
  const machine = project.machines.get(given);
  if (machine) return { ok: true, machine };
  if (project.brokenMachines === 'all' || project.brokenMachines.includes(given)) {
    return { ok: false, mistakes: [] };
  }
  const names = [...project.machines.keys()];
  const known = names.length > 0 ? `Known: ${names.join(', ')}` : 'guestwright.yaml describes none';
  const message = `unknown machine ${show(given)}.${didYouMean(given, names)} ${known}`;
  return { ok: false, mistakes: [text.mistake(['machine'], message)] };
}

/** `scenarios/demo/keyboard.yaml` is `demo/keyboard`: what its baselines' folder can be called. */
function identify(file: string, { scenariosDir, root }: Project): string {
  const withoutEnding = file.slice(0, file.length - extname(file).length);
  const below = [scenariosDir, root]
    .map((dir) => relative(dir, withoutEnding))
    .find((path) => !path.startsWith('..') && path !== '');
  const path = (below ?? basename(withoutEnding)).split(sep).join('/');
  return path.replaceAll(/[^\w./-]+/g, '-');
}
