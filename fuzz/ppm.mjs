import { decodePpm, encodePpm } from '../dist/screen/files/ppm.js';
import { checkFrame } from './check.mjs';
import { edges, mutate } from './mutate.mjs';

/** @typedef {import('./random.mjs').Random} Random */

/** @type {import('./fuzz.mjs').Target} */
export const ppm = {
  name: 'PPM',
  weight: 8,
  make(random) {
    const width = 1 + random.below(12);
    const height = 1 + random.below(12);
    const whole = Buffer.from(encodePpm({ width, height, data: random.bytes(width * height * 3) }));
    switch (random.below(4)) {
      case 0:
        return random.bytes(random.below(64));
      case 1:
        return Buffer.concat([header(random, width, height), whole.subarray(-width * height * 3)]);
      default:
        return mutate(whole, random);
    }
  },
  decode(bytes) {
    checkFrame(decodePpm(bytes));
  },
};

/** A header that is nearly one. @param {Random} random @param {number} width @param {number} height */
function header(random, width, height) {
  const blank = () =>
    random.pick([' ', '\n', '\t', '\r\n', ' # a comment\n', '#\r', '', '#', '\v']);
  const number = (/** @type {number} */ right) =>
    random.oneIn(3) ? String(random.pick([...edges, 1e15, -1, 0.5])) : String(right);
  const magic = random.oneIn(6) ? random.pick(['P5', 'P3', 'P', 'p6', 'P7']) : 'P6';
  const parts = [magic, blank(), number(width), blank(), number(height), blank(), number(255)];
  return Buffer.from(`${parts.join('')}${random.pick(['\n', '\n', ' ', '', '#x\n'])}`, 'latin1');
}
