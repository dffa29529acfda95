// Gives the decoders of what others make (frames, baselines, fonts, rules) a million broken inputs.
// node fuzz/main.mjs [--seed N] [--inputs N] [--from N]
import { parseArgs } from 'node:util';
import { fuzz, MOST_BYTES, MOST_MS } from './fuzz.mjs';
import { png } from './png.mjs';
import { ppm } from './ppm.mjs';
import { psf } from './psf.mjs';
import { rules } from './rules.mjs';

const SHOWN_CRASHES = 5;
const DEFAULT_INPUTS = 1_000_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    inputs: { type: 'string', default: String(DEFAULT_INPUTS) },
    from: { type: 'string', default: '0' },
  },
});
const seed = readNumber('seed');
const inputs = readNumber('inputs');
const from = readNumber('from');

console.log(`${inputs} inputs, --seed ${seed}; at most ${MOST_MS} ms and ${MOST_BYTES} bytes each`);
const startMs = performance.now();
const results = fuzz([ppm, png, psf, rules], { seed, inputs, from });
const seconds = (performance.now() - startMs) / 1000;

const heads = ['', 'inputs', 'accepted', 'refused', 'crashes', 'slowest', 'most memory'];
const rows = results.map((result) => [
  result.name,
  String(result.inputs),
  String(result.accepted),
  String(result.refused),
  String(result.crashes.length),
  `${result.slowestMs.toFixed(1)} ms`,
  `${(result.mostBytes / 1024 / 1024).toFixed(1)} MiB`,
]);
const widths = heads.map((_, column) =>
  Math.max(...[heads, ...rows].map((row) => row[column]?.length ?? 0)),
);
for (const row of [heads, ...rows]) {
  const cells = row.map((cell, column) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
  );
  console.log(cells.join('  '));
}
console.log(`in ${seconds.toFixed(1)} s`);

const crashes = results.flatMap(({ name, crashes }) =>
  crashes.map((crash) => ({ name, ...crash })),
);
for (const { name, input, why, bytes } of crashes.slice(0, SHOWN_CRASHES)) {
  console.log(`\n${name}, again with: --seed ${seed} --from ${input} --inputs 1\n${why}`);
  console.log(bytes.subarray(0, 256).toString('base64'));
}
process.exitCode = crashes.length > 0 ? 1 : 0;

/** @param {'seed' | 'inputs' | 'from'} name */
function readNumber(name) {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < 0) {
    console.error(`--${name}: expected a whole number, got ${values[name]}`);
    process.exit(2);
  }
  return number;
}
