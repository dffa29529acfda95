/** @typedef {import('./random.mjs').Random} Random */

/** Numbers at which sizes and counts go wrong. */
export const edges = [
  0, 1, 2, 7, 8, 31, 32, 33, 64, 127, 128, 255, 256, 511, 512, 16_383, 16_384, 16_385, 65_535,
  65_536, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/** One to four changes to a copy of the bytes. @param {Buffer} bytes @param {Random} random */
export function mutate(bytes, random) {
  /** @type {Buffer} */
  let result = Buffer.from(bytes);
  for (let changes = 1 + random.below(4); changes > 0; changes -= 1) {
    result = random.pick(changesToBytes)(result, random);
  }
  return result;
}

/** @type {readonly ((bytes: Buffer, random: Random) => Buffer)[]} */
const changesToBytes = [
  (bytes, random) => setByte(bytes, random, (byte) => byte ^ (1 << random.below(8))),
  (bytes, random) => setByte(bytes, random, () => random.pick([0, 1, 0x7f, 0x80, 0xfe, 0xff])),
  (bytes, random) => setByte(bytes, random, () => random.below(256)),
  (bytes, random) => setNumber(bytes, random.below(bytes.length - 3), random.pick(edges), random),
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => Buffer.concat([bytes, random.bytes(random.below(40))]),
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    const end = at + random.below(bytes.length - at + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    const inserted = random.bytes(random.below(16));
    return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(random.below(bytes.length + 1))]);
  },
];

/** @param {Buffer} bytes @param {Random} random @param {(byte: number) => number} change */
function setByte(bytes, random, change) {
  if (bytes.length === 0) return bytes;
  const at = random.below(bytes.length);
  bytes[at] = change(bytes[at] ?? 0);
  return bytes;
}

/**
 * A 32-bit number, in either byte order, at that place of the bytes themselves.
 * @param {Buffer} bytes @param {number} at @param {number} number @param {Random} random
 */
function setNumber(bytes, at, number, random) {
  if (at + 4 > bytes.length) return bytes;
  if (random.oneIn(2)) bytes.writeUInt32LE(number, at);
  else bytes.writeUInt32BE(number, at);
  return bytes;
}
