import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { loadSecrets, secretSource } from '../secrets.ts';
import type { Diagnostic } from './diagnostic.ts';
import { type MachineChoice, machineSchema, readMachine } from './machine-choice.ts';
import { readMapping } from './read-mapping.ts';
import { type References, type Secret, substituteReferences } from './references.ts';
import { YamlText } from './yaml-text.ts';

export const PROJECT_FILE = 'guestwright.yaml';

const projectSchema = z.strictObject({
  machines: z.record(z.string(), machineSchema).optional().describe('Machines by name'),
  scenarios: z.string().optional().describe('The folder of the scenarios. Default: scenarios'),
  baselines: z.string().optional().describe('The folder of the baselines. Default: baselines'),
  results: z.string().optional().describe('The folder of the results. Default: results'),
  states: z
    .string()
    .optional()
    .describe('The folder of saved states, for git to ignore. Default: .guestwright/states'),
  secrets: z.record(z.string(), secretSource).optional().describe('Secrets by name'),
});

const rawProject = projectSchema.extend({ machines: z.record(z.string(), z.unknown()).optional() });

/** What `guestwright.yaml` says, its paths made absolute; defaults where there is none. */
export interface Project {
  readonly root: string;
  readonly file: string | undefined;
  readonly machines: ReadonlyMap<string, MachineChoice>;
  /** Machines that the file names and describes wrongly: no scenario is to blame for naming one. */
  readonly brokenMachines: readonly string[] | 'all';
  readonly scenariosDir: string;
  readonly baselinesDir: string;
  readonly resultsDir: string;
  /** Where saved states are kept between runs. */
  readonly statesDir: string;
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly mistakes: readonly Diagnostic[];
}

export type Environment = References['env'];

/** Finds `guestwright.yaml` in `from` or the folders above it, and reads it. */
export async function loadProject(from: string, environment: Environment): Promise<Project> {
  const root = findRoot(resolve(from));
  if (root === undefined) return describeProject(resolve(from), undefined, {});
  const file = join(root, PROJECT_FILE);
  const shown = relative(process.cwd(), file) || PROJECT_FILE;
  const references = { env: environment, secrets: new Map() };
  const text = new YamlText(
    shown,
    await readFile(file, 'utf8'),
    (value) => substituteReferences(value, references).text,
  );
  if (text.value === undefined) {
    return describeProject(root, file, { brokenMachines: 'all', mistakes: text.joinMistakes([]) });
  }
  const { data, mistakes: found } = readMapping(rawProject, text.value);
  const mistakes = found.map((mistake) => text.point(mistake, []));
  const machines = new Map<string, MachineChoice>();
  const brokenMachines: string[] = [];
  for (const [name, value] of Object.entries(data.machines ?? {})) {
    const reading = readMachine(value, { text, path: ['machines', name], baseDir: root, name });
    if (reading.ok) machines.set(name, reading.machine);
    else {
      brokenMachines.push(name);
      mistakes.push(...reading.mistakes);
    }
  }
  return describeProject(root, file, {
    folders: data,
    machines,
    secrets: loadSecrets(data.secrets ?? {}, { baseDir: root, env: environment }),
    brokenMachines: found.some(({ path }) => path[0] === 'machines') ? 'all' : brokenMachines,
    mistakes: text.joinMistakes(mistakes),
  });
}

interface Found {
  readonly folders?: {
    readonly scenarios?: string | undefined;
    readonly baselines?: string | undefined;
    readonly results?: string | undefined;
    readonly states?: string | undefined;
  };
  readonly machines?: Project['machines'];
  readonly secrets?: Project['secrets'];
  readonly brokenMachines?: Project['brokenMachines'];
  readonly mistakes?: Project['mistakes'];
}

function describeProject(
  root: string,
  file: string | undefined,
  { folders = {}, machines = new Map(), secrets = new Map(), ...found }: Found,
): Project {
  return {
    root,
    file,
    machines,
    secrets,
    brokenMachines: found.brokenMachines ?? [],
    mistakes: found.mistakes ?? [],
    scenariosDir: resolve(root, folders.scenarios ?? 'scenarios'),
    baselinesDir: resolve(root, folders.baselines ?? 'baselines'),
    resultsDir: resolve(root, folders.results ?? 'results'),
    statesDir: resolve(root, folders.states ?? '.guestwright/states'),
  };
}

function findRoot(from: string): string | undefined {
  if (statSync(join(from, PROJECT_FILE), { throwIfNoEntry: false })?.isFile()) return from;
  const above = dirname(from);
  return above === from ? undefined : findRoot(above);
}
