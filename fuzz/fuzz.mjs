import { GuestwrightError } from '../dist/errors.js';
import { Random } from './random.mjs';

/** An input may take this long, and so much memory, however it is made. */
export const MOST_MS = 1000;
export const MOST_BYTES = 64 * 1024 * 1024;

/**
 * A decoder: `make` makes an input, `decode` throws a GuestwrightError where it refuses it.
 * @typedef {{
 *   readonly name: string,
 *   readonly weight: number,
 *   readonly make: (random: Random) => Buffer,
 *   readonly decode: (bytes: Buffer) => void,
 * }} Target
 *
 * @typedef {{ readonly input: number, readonly why: string, readonly bytes: Buffer }} Crash
 *
 * @typedef {{
 *   readonly name: string,
 *   inputs: number,
 *   accepted: number,
 *   refused: number,
 *   slowestMs: number,
 *   mostBytes: number,
 *   readonly crashes: Crash[],
 * }} Result
 */

/**
 * Gives the targets so many inputs, shared out by their weights. Input i depends on the seed and on i
 * alone.
 * @param {readonly Target[]} targets
 * @param {{ readonly seed: number, readonly inputs: number, readonly from?: number }} options
 */
export function fuzz(targets, { seed, inputs, from = 0 }) {
  const turns = targets.flatMap((target) => Array(target.weight).fill(target));
  const results = new Map(targets.map((target) => [target, emptyResult(target.name)]));
  for (let input = from; input < from + inputs; input += 1) {
    /** @type {Target} */
    const target = turns[input % turns.length];
    const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(input + 1, 0x85ebca6b));
    const result = /** @type {Result} */ (results.get(target));
    tryInput(target, input, target.make(random), result);
  }
  return [...results.values()];
}

/** @param {Target} target @param {number} input @param {Buffer} bytes @param {Result} result */
function tryInput(target, input, bytes, result) {
  const crash = (/** @type {string} */ why) => result.crashes.push({ input, why, bytes });
  const bytesBefore = heldBytes();
  const startMs = performance.now();
  result.inputs += 1;
  try {
    target.decode(bytes);
    result.accepted += 1;
  } catch (error) {
    if (error instanceof GuestwrightError) result.refused += 1;
    else crash(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const ms = performance.now() - startMs;
  const held = heldBytes() - bytesBefore;
  if (ms > MOST_MS) crash(`it took ${Math.round(ms)} ms`);
  if (held > MOST_BYTES) crash(`it took ${held} bytes`);
  result.slowestMs = Math.max(result.slowestMs, ms);
  result.mostBytes = Math.max(result.mostBytes, held);
}

function heldBytes() {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** @param {string} name @returns {Result} */
function emptyResult(name) {
  return { name, inputs: 0, accepted: 0, refused: 0, slowestMs: 0, mostBytes: 0, crashes: [] };
}
