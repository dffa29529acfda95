import { readdir, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { ScenarioError } from '../errors.ts';
import { PROJECT_FILE } from '../scenario/parse/project.ts';

const HINT = 'expected a scenario file, or a folder of them';

/**
 * The scenario files that paths name, sorted, each once: files as they are, folders with all `*.yaml`
 * below them but what is in the folders `without`, and no `guestwright.yaml`.
 */
export async function findScenarioFiles(
  paths: readonly string[],
  without: readonly string[] = [],
): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const absolute = resolve(path);
    const info = await stat(absolute).catch(() => undefined);
    if (!info) throw new ScenarioError('no-such-path', `${path} does not exist`, { hint: HINT });
    if (info.isFile()) found.add(absolute);
    else if (info.isDirectory()) {
      for (const file of await listYamlFiles(absolute, without)) found.add(file);
    } else throw new ScenarioError('no-file', `${path} is no file and no folder`, { hint: HINT });
  }
  if (found.size === 0) {
    throw new ScenarioError('no-scenarios', `no *.yaml file below ${paths.join(', ')}`);
  }
  return [...found].toSorted();
}

async function listYamlFiles(folder: string, without: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .filter((entry) => entry.name !== PROJECT_FILE)
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/node_modules/'))
    .filter((file) => !without.some((dir) => dir !== folder && file.startsWith(dir + sep)));
}
