import { posix } from 'node:path';
import { runTool, type ToolResult } from '../run-tool.ts';
import type { FoundFile } from './found-file.ts';

/** Looks for a file in a copy of a FAT file system, with mtools. Upper and lower case are the same. */
export async function findInFat(
  image: string,
  path: string,
  signal?: AbortSignal,
): Promise<FoundFile> {
  const normal = posix.normalize(path);
  if (normal === '/') return { kind: 'directory' };
  // Brackets make a pattern of a name, for mtools; this one fits them.
  const place = `::${normal.replace(/[[\]]/g, '?')}`;
  const ask = (program: string, flags: readonly string[]): Promise<ToolResult> =>
    runTool(program, [...flags, '-i', image, place], {
      package: 'mtools',
      without: 'files in FAT cannot be read',
      env: { MTOOLSRC: '/dev/null', MTOOLS_SKIP_CHECK: '1' },
      signal,
    });
  const listed = await ask('mdir', ['-b']);
  if (listed.status !== 0) return { kind: 'none' };
  // Of a file it tells the file, of a directory what is in it.
  const [first = '', ...more] = listed.stdout.toString().trim().split('\n');
  const folder = (of: string) => posix.dirname(of).toLowerCase();
  if (more.length > 0 || folder(first) !== folder(place)) return { kind: 'directory' };
  return { kind: 'file', content: (await ask('mtype', [])).stdout };
}
