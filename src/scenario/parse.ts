import { basename, dirname, extname, relative, sep } from 'node:path';
import { z } from 'zod';
import { us } from '../input/layouts/us.ts';
import { didYouMean } from '../near-name.ts';
import { checkSteps } from './check-steps.ts';
import { type Diagnostic, sortDiagnostics } from './diagnostic.ts';
import { substituteEnvironment } from './environment.ts';
import { explainIssues } from './explain-issue.ts';
import { loadBaselines } from './load-baselines.ts';
import { type MachineReading, machineSchema, readMachine } from './machine-choice.ts';
import { parseStep } from './parse-step.ts';
import type { Environment, Project } from './project.ts';
import type { Scenario, Step } from './scenario.ts';
import { duration, layout, pace, screenName } from './values.ts';
import { YamlText } from './yaml-text.ts';

const header = z.strictObject({
  name: z.string().optional().describe('What the report calls it. Default: the name of the file'),
  machine: z
    .union([z.string(), machineSchema])
    .describe('A name from guestwright.yaml, or a description'),
  tags: z.array(z.string()).optional(),
  layout: layout.optional(),
  pace: pace.optional(),
  timeout: duration.optional().describe('For every step that waits and says no other'),
  baselines: screenName
    .optional()
    .describe("The folder of its baselines. Default: the scenario's own path"),
});

export const scenarioHeader = header;

const outline = header.extend({
  machine: z.union([z.string(), z.record(z.string(), z.unknown())], {
    error: 'expected the name of a machine in guestwright.yaml, or a mapping that describes one',
  }),
  steps: z
    .array(z.unknown(), { error: 'expected a list of steps' })
    .min(1, { error: 'a scenario needs at least one step' }),
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
  const text = new YamlText(shown, source, (value) => substituteEnvironment(value, environment));
  if (text.mistakes.length > 0) return { ok: false, mistakes: text.mistakes };
  const outlined = outline.safeParse(text.value ?? {}, { reportInput: true });
  if (!outlined.success) {
    const known = Object.keys(outline.shape);
    const mistakes = explainIssues(outlined.error.issues, known);
    return { ok: false, mistakes: mistakes.map((mistake) => text.point(mistake, [])) };
  }
  const { data } = outlined;

  const machine = chooseMachine(data.machine, text, project, dirname(file));
  const readings = data.steps.map((step, index) => parseStep(step, text, index));
  const mistakes = [machine, ...readings].flatMap((reading) =>
    reading.ok ? [] : reading.mistakes,
  );
  const steps = readings.flatMap((reading) => (reading.ok ? [reading.step] : []));
  const id = identify(file, project);
  const { baselinesDir } = project;
  const baselinesFolder = data.baselines ?? id;
  const { baselines, problems } = await loadBaselines(baselinesDir, baselinesFolder, steps);
  mistakes.push(...problems.map(({ step, message }) => text.at(step, message)));
  if (!machine.ok) return { ok: false, mistakes: sortDiagnostics(mistakes) };

  const scenario: Scenario = {
    id,
    name: data.name ?? id,
    file,
    tags: data.tags ?? [],
    machine: machine.machine,
    layout: data.layout ?? machine.machine.layout ?? us,
    pace: data.pace ?? machine.machine.pace ?? 'fast',
    baselinesDir,
    baselinesFolder,
    baselines,
    steps: steps.map((step): Step => withDefaultTimeout(step, data.timeout)),
  };
  mistakes.push(
    ...checkSteps(scenario).map(({ step, path, message }) =>
      path.length === 0
        ? text.at(step, message)
        : text.mistake(['steps', step.index, step.action.key, ...path], message),
    ),
  );
  return mistakes.length > 0
    ? { ok: false, mistakes: sortDiagnostics(mistakes) }
    : { ok: true, scenario };
}

function chooseMachine(
  given: string | Record<string, unknown>,
  text: YamlText,
  project: Project,
  baseDir: string,
): MachineReading {
  if (typeof given !== 'string') return readMachine(given, { text, path: ['machine'], baseDir });
  const machine = project.machines.get(given);
  if (machine) return { ok: true, machine };
  const names = [...project.machines.keys()];
  const known = names.length > 0 ? `Known: ${names.join(', ')}` : 'guestwright.yaml describes none';
  const message = `unknown machine "${given}".${didYouMean(given, names)} ${known}`;
  return { ok: false, mistakes: [text.mistake(['machine'], message)] };
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
