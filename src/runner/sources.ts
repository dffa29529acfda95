import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { maskSecretTexts } from '../scenario/mask-secret-texts.ts';
import type { ScenarioOutline } from './events.ts';

/** The YAML of the scenarios and of what they include, by file; a file that has gone meanwhile is left out. */
export async function readSources(
  outlines: readonly ScenarioOutline[],
  root: string,
): Promise<Record<string, string>> {
  const files = outlines.flatMap(({ file, steps }) => [
    file,
    ...steps.flatMap((step) => step.file ?? []),
  ]);
  const sources: Record<string, string> = {};
  for (const file of new Set(files)) {
    const text = await readFile(resolve(root, file), 'utf8').catch(() => undefined);
    if (text !== undefined) sources[file] = maskSecretTexts(text);
  }
  return sources;
}
