import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { MachineDescription } from '../../machine/description.ts';
import type { Project } from '../../scenario/parse/project.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { StateStore } from '../states/state-store.ts';
import type { Digests } from './messages.ts';

/**
 * What guests boot from, as far as it is here: kernels, initial RAM disks, CD-ROMs, disks that are not written to.
 * A path that is written absolute stays so.
 */
export async function digestImages(
  scenarios: readonly Scenario[],
  { root, statesDir }: Pick<Project, 'root' | 'statesDir'>,
): Promise<Digests> {
  const files = new Map<string, string>();
  for (const { machine } of scenarios) {
    for (const path of listImages(machine.description)) {
      const file = resolve(machine.baseDir, path);
      const name = isAbsolute(path) ? path : relative(root, file).replaceAll(sep, '/');
      files.set(name, file);
    }
  }
  const { digests } = new StateStore(statesDir);
  const images: Record<string, string> = {};
  for (const [name, file] of files) {
    const digest = await digests.of(file).catch(() => undefined);
    if (digest !== undefined) images[name] = digest;
  }
  return images;
}

function listImages(description: MachineDescription): string[] {
  if ('attach' in description) return [];
  const { kernel, initrd, cdrom, disks = [] } = { cdrom: undefined, disks: [], ...description };
  const read = disks.flatMap((disk) => {
    if (typeof disk === 'string') return [disk];
    return disk.keep ? [] : [disk.file];
  });
  return [kernel, initrd, cdrom, ...read].filter((file) => file !== undefined);
}

/** In words, which images are others here than where the run is. */
export function compareImages(run: Digests, worker: Digests): string[] {
  return Object.keys(worker)
    .filter((name) => run[name] !== undefined && run[name] !== worker[name])
    .map((name) => `the image ${name} differs`);
}
