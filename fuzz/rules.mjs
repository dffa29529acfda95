import { parseRules } from '../dist/screen/baselines/rules-file.js';
import { checkRules } from './check.mjs';
import { edges, mutate } from './mutate.mjs';

/** @typedef {import('./random.mjs').Random} Random */

const size = { width: 640, height: 480 };

/** @type {import('./fuzz.mjs').Target} */
export const rules = {
  name: 'rules (YAML)',
  weight: 1,
  make(random) {
    const lines = Array.from({ length: 1 + random.below(4) }, () => line(random));
    const text = Buffer.from(`${lines.join('\n')}\n`);
    return random.oneIn(2) ? mutate(text, random) : text;
  },
  decode(bytes) {
    checkRules(parseRules(bytes.toString(), 'x.yaml', size).rules, size);
  },
};

/** @param {Random} random */
function line(random) {
  const number = () => random.pick([...edges, random.below(640), random.below(48), -1, 0.5, 1e300]);
  const area = () => `[${[number(), number(), number(), number()].join(', ')}]`;
  return random.pick([
    () => `mask: ${area()}`,
    () => `mask: [${area()}, ${area()}]`,
    () => `region: [0, 0, ${1 + random.below(640)}, ${1 + random.below(480)}]`,
    () => `threshold: ${number()}`,
    () => `max-diff-pixels: ${number()}`,
    () => `max-diff-ratio: ${random.next() / 2 ** 32}`,
    () => `max-diff-window: { size: ${number()}, pixels: ${number()} }`,
    () => `comment: &a ${random.bytes(6).toString('latin1')}`,
    () => `comment: ${'['.repeat(random.below(3000))}`,
    () => `x: &x [${'*x, '.repeat(random.below(9))}]`,
  ])();
}
