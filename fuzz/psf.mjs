import { gzipSync } from 'node:zlib';
import { parsePsf } from '../dist/screen/text/psf.js';
import { encodePsf } from '../dist/screen/text/write-psf.js';
import { checkFont } from './check.mjs';
import { edges, mutate } from './mutate.mjs';

/** @typedef {import('./random.mjs').Random} Random */

/** @type {import('./fuzz.mjs').Target} */
export const psf = {
  name: 'PSF',
  weight: 6,
  make(random) {
    const whole = random.oneIn(3) ? version1(random) : version2(random);
    const bytes = random.oneIn(6) ? whole : mutate(whole, random);
    if (!random.oneIn(16)) return bytes;
    const packed = gzipSync(bytes, { level: 1 });
    return random.oneIn(2) ? packed : mutate(packed, random);
  },
  decode(bytes) {
    checkFont(parsePsf(bytes, 'x.psf'));
  },
};

/** @param {Random} random */
function version1(random) {
  const height = 1 + random.below(4);
  const mode = random.below(random.oneIn(4) ? 256 : 3);
  const shapes = random.bytes((mode & 1 ? 512 : 256) * height);
  const table = random.oneIn(2) ? random.bytes(random.below(600)) : Buffer.alloc(1024, 0xff);
  return Buffer.concat([Buffer.of(0x36, 0x04, mode, height), shapes, table]);
}

/** @param {Random} random */
function version2(random) {
  const width = 1 + random.below(32);
  const height = 1 + random.below(12);
  const text = () => String.fromCodePoint(random.pick([0x20, 0x41, 0xe9, 0x2588, 0x1d11e]));
  const glyphs = Array.from({ length: 1 + random.below(8) }, () => ({
    text: text(),
    shape: Array.from({ length: height }, () => random.next() % 2 ** width),
  }));
  const bytes = encodePsf({ width, height, glyphs });
  if (random.oneIn(3)) bytes.writeUInt32LE(random.pick(edges), 4 * random.below(8));
  return bytes;
}
