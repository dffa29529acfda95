// Comparing and finding on 1920x1080 frames, beside what they are measured against.
import pixelmatch from 'pixelmatch';
import { createComparer } from '../dist/screen/compare.js';
import { cropFrame } from '../dist/screen/crop.js';
import { drawDiff } from '../dist/screen/diff-picture.js';
import { createFinder } from '../dist/screen/find/find.js';
import { median, printTable } from './report.mjs';
import { copyInto, desktop, fill, photograph, RED, withoutAlpha } from './screen-frames.mjs';

const WIDTH = 1920;
const HEIGHT = 1080;
const RUNS = 41;

/**
 * One run to warm up, then the times of the others. Milliseconds.
 * @param {() => unknown} work
 * @param {number} [runs]
 */
function time(work, runs = RUNS) {
  work();
  return Array.from({ length: runs }, () => {
    const startedMs = performance.now();
    work();
    return performance.now() - startedMs;
  });
}

/**
 * @param {string} what
 * @param {readonly number[]} times
 * @param {string} [limit]
 * @returns {import('./report.mjs').Row}
 */
const row = (what, times, limit) => ({
  what,
  median: median(times),
  worst: Math.max(...times),
  unit: 'ms',
  runs: times.length,
  ...(limit !== undefined && { limit }),
});

/**
 * How much longer the one takes than the other, by their medians.
 * @param {readonly number[]} ours
 * @param {readonly number[]} theirs
 */
const ratio = (ours, theirs) => `${(median(ours) / median(theirs)).toFixed(2)}x`;

const frame = desktop(WIDTH, HEIGHT);
const same = { ...frame, data: frame.data.slice() };
const comparer = createComparer(frame);
const ours = time(() => comparer.matches(same));
const theirs = time(() => Buffer.compare(frame.data, same.data));

const changed = { ...frame, data: frame.data.slice() };
for (let i = 0; i < 12; i += 1) fill(changed, 150 * i + 20, 80 * i + 60, 60, 18, RED);
const [a, b] = [withoutAlpha(frame), withoutAlpha(changed)];
const out = new Uint8Array(a.length);
const mismatch = time(() => {
  comparer.compare(changed);
  drawDiff(frame, changed);
});
const options = { threshold: 0, includeAA: true };
const alone = time(() => pixelmatch(a, b, out, WIDTH, HEIGHT, options));

const button = desktop(120, 40);
fill(button, 0, 0, 120, 2, RED);
const placed = copyInto(frame, button, 1500, 900);
const worn = { ...placed, data: placed.data.map((value, i) => value ^ (i % 3)) };
const exact = createFinder(button);
const tolerant = createFinder(button, { threshold: 0.1 });
const some = createFinder(button, { threshold: 0.05, maxDiffRatio: 0.02 });
for (const [finder, shown] of /** @type {const} */ ([
  [exact, placed],
  [tolerant, worn],
  [some, worn],
])) {
  const [match, ...others] = finder.find(shown);
  if (match?.x !== 1500 || match.y !== 900 || others.length > 0) throw new Error('not found');
}

const photo = photograph(WIDTH, HEIGHT);
const part = cropFrame(photo, { x: 1500, y: 900, width: 120, height: 40 });
const wornPhoto = { ...photo, data: photo.data.map((value, i) => value ^ (i % 3)) };
const inPhoto = createFinder(part, { threshold: 0.1 });
const someInPhoto = createFinder(part, { threshold: 0.05, maxDiffRatio: 0.02 });
for (const finder of [inPhoto, someInPhoto]) {
  const [match, ...others] = finder.find(wornPhoto);
  if (match?.x !== 1500 || match.y !== 900 || others.length > 0) throw new Error('not found');
}

printTable({
  title: 'Comparing and finding',
  conditions: { frames: `${WIDTH}x${HEIGHT}, drawn`, picture: '120x40' },
  rows: [
    row('equal frames', ours, `1.30x, is ${ratio(ours, theirs)}`),
    row('  Buffer.compare of the same bytes', theirs),
    row('a mismatch, with boxes and diff', mismatch, `1.30x, is ${ratio(mismatch, alone)}`),
    row('  pixelmatch alone, with its diff', alone),
    row(
      'find, exact',
      time(() => exact.find(placed)),
      '5 ms',
    ),
    row(
      'find, exact, not there',
      time(() => exact.find(frame)),
      '5 ms',
    ),
    row(
      'find, colours within 0.1',
      time(() => tolerant.find(worn)),
      '150 ms',
    ),
    row(
      'find, colours within 0.1, not there',
      time(() => tolerant.find(frame)),
      '150 ms',
    ),
    row(
      'find, colours and 2 % of the pixels',
      time(() => some.find(worn)),
      '150 ms',
    ),
    row(
      'find on a photograph, colours within 0.1',
      time(() => inPhoto.find(wornPhoto), 11),
      '150 ms',
    ),
    row(
      'find on a photograph, and 2 % of the pixels',
      time(() => someInPhoto.find(wornPhoto), 11),
      '150 ms',
    ),
    row(
      'the nearest place, once at a failure',
      time(() => exact.nearest(worn), 7),
    ),
  ],
});
