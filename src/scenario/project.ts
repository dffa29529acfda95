import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import type { Diagnostic } from './diagnostic.ts';
import { substituteEnvironment } from './environment.ts';
import { explainIssues } from './explain-issue.ts';
import { type MachineChoice, machineSchema, readMachine } from './machine-choice.ts';
import { YamlText } from './yaml-text.ts';

export const PROJECT_FILE = 'guestwright.yaml';

export const projectSchema = z.strictObject({
  machines: z.record(z.string(), machineSchema).optional().describe('Machines by name'),
  scenarios: z.string().optional().describe('The folder of the scenarios. Default: scenarios'),
  baselines: z.string().optional().describe('The folder of the baselines. Default: baselines'),
  results: z.string().optional().describe('The folder of the results. Default: results'),
});

const rawProject = projectSchema.extend({ machines: z.record(z.string(), z.unknown()).optional() });

/** What `guestwright.yaml` says, its paths made absolute; defaults where there is none. */
export interface Project {
  readonly root: string;
  readonly file: string | undefined;
  readonly machines: ReadonlyMap<string, MachineChoice>;
  readonly scenariosDir: string;
  readonly baselinesDir: string;
  readonly resultsDir: string;
  readonly mistakes: readonly Diagnostic[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Finds `guestwright.yaml` in `from` or the folders above it, and reads it. */
export async function loadProject(from: string, environment: Environment): Promise<Project> {
  const root = findRoot(resolve(from));
  if (root === undefined) return describeProject(resolve(from), undefined, {}, new Map(), []);
  const file = join(root, PROJECT_FILE);
  const shown = relative(process.cwd(), file) || PROJECT_FILE;
  const text = new YamlText(shown, await readFile(file, 'utf8'), (value) =>
    substituteEnvironment(value, environment),
  );
  if (text.mistakes.length > 0) return describeProject(root, file, {}, new Map(), text.mistakes);
  const result = rawProject.safeParse(text.value ?? {}, { reportInput: true });
  if (!result.success) {
    const mistakes = explainIssues(result.error.issues, Object.keys(rawProject.shape));
    const placed = mistakes.map((mistake) => text.point(mistake, []));
    return describeProject(root, file, {}, new Map(), placed);
  }
  const machines = new Map<string, MachineChoice>();
  const mistakes: Diagnostic[] = [];
  for (const [name, value] of Object.entries(result.data.machines ?? {})) {
    const reading = readMachine(value, { text, path: ['machines', name], baseDir: root, name });
    if (reading.ok) machines.set(name, reading.machine);
    else mistakes.push(...reading.mistakes);
  }
  return describeProject(root, file, result.data, machines, mistakes);
}

function describeProject(
  root: string,
  file: string | undefined,
  folders: {
    scenarios?: string | undefined;
    baselines?: string | undefined;
    results?: string | undefined;
  },
  machines: ReadonlyMap<string, MachineChoice>,
  mistakes: readonly Diagnostic[],
): Project {
  return {
    root,
    file,
    machines,
    mistakes,
    scenariosDir: resolve(root, folders.scenarios ?? 'scenarios'),
    baselinesDir: resolve(root, folders.baselines ?? 'baselines'),
    resultsDir: resolve(root, folders.results ?? 'results'),
  };
}

function findRoot(from: string): string | undefined {
  if (existsSync(join(from, PROJECT_FILE))) return from;
  const above = dirname(from);
  return above === from ? undefined : findRoot(above);
}
