import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A project in a folder of its own; files by their paths below it. */
export interface ProjectFolder {
  readonly root: string;
  write(path: string, content: string | Uint8Array): Promise<string>;
  remove(): Promise<void>;
}

export async function makeProjectFolder(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<ProjectFolder> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'guestwright-project-')));
  const folder: ProjectFolder = {
    root,
    async write(path, content) {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
  for (const [path, content] of Object.entries(files)) await folder.write(path, content);
  return folder;
}
