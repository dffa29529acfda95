import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { explain, ScenarioError } from '../../errors.ts';
import type { Font } from './font.ts';
import { MAX_BYTES, parsePsf } from './psf.ts';

/** Reads a console font from a PSF file, which may be gzipped. @throws ScenarioError `bad-font` */
export function loadFontFile(file: string): Font {
  return parsePsf(readSmallFile(file), basename(file));
}

function readSmallFile(file: string): Buffer {
  const refuse = (why: string) =>
    new ScenarioError('bad-font', `The font ${file} cannot be read: ${why}`);
  try {
    const found = statSync(file);
    if (!found.isFile()) throw refuse('it is not a file');
    if (found.size > MAX_BYTES) throw refuse(`it is larger than ${MAX_BYTES} bytes`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof ScenarioError) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw refuse(isMissing ? 'it does not exist' : explain(error));
  }
}
