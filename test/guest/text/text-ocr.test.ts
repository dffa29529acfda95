import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { tesseractReader } from '../../../src/guest/text/text-ocr.ts';
import { decodePng } from '../../../src/screen/files/png.ts';
import { createPattern } from '../../../src/screen/text/text-pattern.ts';
import { placesOf } from '../../../src/screen/text/text-places.ts';
import { rejectionOf } from '../../qmp/rejection.ts';
import { repository } from '../../support/needs-qemu.ts';
import { makeTestFolder } from '../../support/with-qemu.ts';

const installed = ['tesseract.js', '@tesseract.js-data/eng/package.json'].every((name) => {
  try {
    return existsSync(createRequire(import.meta.url).resolve(name));
  } catch {
    return false;
  }
});
if (!installed) console.warn('SKIPPED text-ocr.test.ts: tesseract.js is not installed');

const read = (screen = 'welcome') => {
  const file = resolve(repository, `baselines/demo/keyboard/${screen}.png`);
  return decodePng(readFileSync(file), file);
};

test.skipIf(!installed)(
  'OCR reads a window, or a part of it, and leaves no file behind',
  async () => {
    const before = readdirSync('.');
    const whole = await tesseractReader.read(read());
    if (!whole.ok) throw new Error(whole.why);
    expect(whole.text.reader).toBe('ocr');
    expect(createPattern('welcome', { ignoreCase: true }).isIn(whole.text)).toBe(true);
    expect(whole.text.confidence).toBeGreaterThan(0.5);
    const corner = await tesseractReader.read(read(), { x: 0, y: 760, width: 8, height: 8 });
    expect(corner.ok && createPattern('/welcome/i').isIn(corner.text)).toBe(false);
    expect(readdirSync('.')).toEqual(before);
  },
  60_000,
);

test.skipIf(!installed).each([
  ['white on blue', 'welcome', { x: 752, y: 592 }],
  ['disabled', 'hostname', { x: 752, y: 592 }],
])(
  'the word on a button is read where it stands: %s',
  async (_, screen, button) => {
    const { ok, ...result } = await tesseractReader.read(read(screen));
    if (!ok || !('text' in result)) throw new Error('not read');
    const places = placesOf(result.text, createPattern('Continue').findIn(result.text));
    const inside = places.filter(({ x, y, width, height }) => {
      const [right, bottom] = [x + width - button.x, y + height - button.y];
      return x > button.x && y > button.y && right < 120 && bottom < 40;
    });
    expect(inside).toHaveLength(1);
  },
  60_000,
);

test.skipIf(!installed)(
  'an abort does not wait for it',
  async () => {
    const abort = new AbortController();
    const reading = rejectionOf(tesseractReader.read(read(), undefined, abort.signal));
    abort.abort(new Error('stop it'));
    expect(await reading).toBe(abort.signal.reason);
  },
  60_000,
);

test('where it is not installed, it says what to install', async () => {
  const folder = makeTestFolder();
  cpSync(join(repository, 'dist'), join(folder, 'dist'), { recursive: true });
  // A package that gives nothing: above the folder there may be others that do.
  const nothing = join(folder, 'node_modules/@tesseract.js-data/eng');
  mkdirSync(nothing, { recursive: true });
  writeFileSync(join(nothing, 'package.json'), '{ "exports": {} }');
  symlinkSync(join(repository, 'node_modules/pngjs'), join(folder, 'node_modules/pngjs'));
  const script = `import { tesseractReader } from './dist/guest/text/text-ocr.js';
    console.log(JSON.stringify(await tesseractReader.read({ width: 1, height: 1, data: Buffer.alloc(3) })));`;
  const args = ['--input-type=module', '--eval', script];
  const { NODE_PATH, ...env } = process.env;
  const said = execFileSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual({
    ok: false,
    why: 'tesseract.js is not installed (npm install --save-dev tesseract.js @tesseract.js-data/eng)',
  });
});
