import { resolve } from 'node:path';
import { explain } from '../../errors.ts';
import type { FileProblem } from '../../machine/machine-files.ts';
import { loadFontFile } from '../../screen/text/font-file.ts';

/** The fonts of a machine that are not there or are none. */
export function checkFonts(files: readonly string[], baseDir: string): FileProblem[] {
  return files.flatMap((file, index) => {
    try {
      loadFontFile(resolve(baseDir, file));
      return [];
    } catch (error) {
      const message = explain(error)
        .replaceAll(resolve(baseDir, file), file)
        .replace(/^The/, 'the');
      return [{ path: ['fonts', index], message }];
    }
  });
}
