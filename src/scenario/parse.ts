import { basename, dirname, extname, relative, sep } from 'node:path';
import { z } from 'zod';
import { us } from '../input/layouts/us.ts';
import { didYouMean } from '../near-name.ts';
import { checkSteps } from './check-steps.ts';
import type { Diagnostic } from './diagnostic.ts';
import { loadBaselines, loadPictures } from './load-baselines.ts';
import {
  type MachineChoice,
  type MachineReading,
  machineSchema,
  readMachine,
} from './machine-choice.ts';
import { parseStep } from './parse-step.ts';
import type { Environment, Project } from './project.ts';
import { readMapping } from './read-mapping.ts';
import { substituteReferences } from './references.ts';
import type { Scenario, Step } from './scenario.ts';
import { show } from './show.ts';
import { duration, layout, pace, screenName } from './values.ts';
import { type Path, YamlText } from './yaml-text.ts';

export const scenarioHeader = z.strictObject({
  name: z.string().optional().describe('What the report calls it. Default: the name of the file'),
  machine: z
    .union([z.string(), machineSchema])
    .describe('A name from guestwright.yaml, or a description'),
  tags: z.array(z.string()).optional().describe('Words to choose scenarios by'),
  layout: layout
    .optional()
    .describe("The guest's keyboard layout. Default: the machine's, else us"),
  pace: pace.optional(),
  timeout: duration.optional().describe('For every step that waits and says no other'),
  baselines: screenName
    .optional()
    .describe("The folder of its baselines. Default: the scenario's own path"),
});

const outline = scenarioHeader.extend({
  machine: z.union([z.string(), z.record(z.string(), z.unknown())], {
    error: ({ input }) =>
      `expected the name of a machine in guestwright.yaml or a mapping that describes one, got ${show(input)}`,
  }),
  steps: z
    .array(z.unknown(), { error: ({ input }) => `expected a list of steps, got ${show(input)}` })
    .min(1, { error: 'expected at least one step' }),
});

export type ScenarioReading =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly mistakes: readonly Diagnostic[] };

/** Reads a scenario with its baselines. Finds all mistakes at once, and starts nothing. */
export async function parseScenario(
  file: string,
  source: string,
  project: Project,
  environment: Environment,
): Promise<ScenarioReading> {
  const shown = relative(process.cwd(), file);
  const secretSteps = new Set<number>();
  const references = { env: environment, secrets: project.secrets };
  const text = new YamlText(shown, source, (value, path) => {
    const { text, isSecret } = substituteReferences(value, references);
    if (isSecret) secretSteps.add(stepThatTypes(path));
    return text;
  });
  if (text.value === undefined) return { ok: false, mistakes: text.joinMistakes([]) };
  const { data, mistakes: found } = readMapping(outline, text.value);
  const mistakes = found.map((mistake) => text.point(mistake, []));

  const machine = chooseMachine(data.machine, text, project, dirname(file));
  const readings = (data.steps ?? []).map((step, index) =>
    parseStep(step, { text, index, isSecret: secretSteps.has(index) }),
  );
  for (const reading of [machine, ...readings]) {
    if (!reading.ok) mistakes.push(...reading.mistakes);
  }
  const steps = readings.flatMap((reading) => (reading.ok ? [reading.step] : []));
  const id = identify(file, project);
  const { baselinesDir } = project;
  const baselinesFolder = data.baselines ?? id;
  const { baselines, problems } = await loadBaselines(baselinesDir, baselinesFolder, steps, text);
  const looked = await loadPictures(baselinesDir, baselinesFolder, steps, text);
  mistakes.push(...problems, ...looked.problems);

  const choice = machine.ok ? machine.machine : someMachine;
  const scenario: Scenario = {
    id,
    name: data.name ?? id,
    file,
    tags: data.tags ?? [],
    machine: choice,
    layout: data.layout ?? choice.layout ?? us,
    pace: data.pace ?? choice.pace ?? 'fast',
    baselinesDir,
    baselinesFolder,
    baselines,
    pictures: looked.pictures,
    steps: steps.map((step): Step => withDefaultTimeout(step, data.timeout)),
  };
  for (const { step, path, message } of checkSteps(scenario)) {
    mistakes.push(text.mistake(['steps', step.index, step.action.key, ...path], message));
  }
  const all = text.joinMistakes(mistakes);
  return machine.ok && all.length === 0 ? { ok: true, scenario } : { ok: false, mistakes: all };
}

/** Stands in for a machine that has mistakes, so that the steps are checked all the same. */
const someMachine: MachineChoice = {
  name: undefined,
  description: {},
  baseDir: '.',
  layout: undefined,
  pace: undefined,
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

/** The step whose text is at `path`: nowhere else would a secret stay one. */
function stepThatTypes(path: Path): number {
  const [steps, index, word, key = 'text'] = path;
  if (steps === 'steps' && typeof index === 'number' && word === 'type' && key === 'text')
    return index;
  throw new Error('a secret can stand only in the text of a type step');
}

function withDefaultTimeout(step: Step, timeoutMs: number | undefined): Step {
  return step.action.waits ? { ...step, timeoutMs: step.timeoutMs ?? timeoutMs } : step;
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
