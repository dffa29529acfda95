import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Project } from '../../scenario/parse/project.ts';
import { listSteps, type Scenario } from '../../scenario/scenario.ts';
import { digestFile } from '../states/file-digests.ts';
import type { Digests } from './messages.ts';

/**
 * Everything that decides what scenarios do and expect, wherever they run: their YAML and what it includes,
 * guestwright.yaml, baselines, console fonts. By path below the project's root.
 */
export async function digestTexts(
  scenarios: readonly Scenario[],
  { root, file }: Pick<Project, 'root' | 'file'>,
): Promise<Digests> {
  const files = new Set(file === undefined ? [] : [file]);
  const folders = new Set<string>();
  for (const scenario of scenarios) {
    const { machine, baselinesDir, baselinesFolder } = scenario;
    for (const step of [scenario, ...listSteps(scenario)]) if (step.file) files.add(step.file);
    for (const font of machine.fonts) files.add(font);
    folders.add(join(baselinesDir, baselinesFolder));
    if (machine.bootScreen === undefined) continue;
    for (const end of ['.png', '.yaml']) files.add(join(baselinesDir, machine.bootScreen + end));
  }
  for (const folder of folders) for (const each of await listBaselines(folder)) files.add(each);
  const texts: Record<string, string> = {};
  for (const each of [...files].toSorted()) {
    const digest = await digestFile(each).catch(() => undefined);
    if (digest !== undefined) texts[relative(root, each).replaceAll(sep, '/')] = digest;
  }
  return texts;
}

async function listBaselines(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /\.(png|ya?ml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** In words, what a worker has that the run has not, and the other way round. */
export function compareTexts(run: Digests, worker: Digests): string[] {
  const names = [...new Set([...Object.keys(run), ...Object.keys(worker)])].toSorted();
  return names.flatMap((name) => {
    if (run[name] === worker[name]) return [];
    if (worker[name] === undefined) return [`${name} is missing on the worker`];
    return [`${name} ${run[name] === undefined ? 'is on the worker only' : 'differs'}`];
  });
}
