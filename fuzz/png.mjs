import { crc32, deflateSync } from 'node:zlib';
import { decodePng } from '../dist/screen/files/png.js';
import { checkFrame } from './check.mjs';
import { edges, mutate } from './mutate.mjs';

/** @typedef {import('./random.mjs').Random} Random */

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const channels = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** @type {import('./fuzz.mjs').Target} */
export const png = {
  name: 'PNG',
  weight: 5,
  make(random) {
    if (random.oneIn(10)) return Buffer.concat([signature, random.bytes(random.below(80))]);
    const chunks = makeChunks(random);
    if (random.oneIn(2)) damage(chunks, random);
    const whole = Buffer.concat([
      signature,
      ...chunks.map(({ type, data }) => makeChunk(type, data)),
    ]);
    return random.oneIn(4) ? mutate(whole, random) : whole;
  },
  decode(bytes) {
    checkFrame(decodePng(bytes, 'x.png'));
  },
};

/** @typedef {{ type: string, data: Buffer }} Chunk */

/** A picture of any kind that PNG knows, and sometimes of one that it does not. @param {Random} random */
function makeChunks(random) {
  const width = 1 + random.below(9);
  const height = 1 + random.below(9);
  const kind = random.oneIn(12) ? random.below(256) : random.pick([0, 2, 2, 3, 4, 6, 6]);
  const isDeep = kind === 2 || kind === 4 || kind === 6;
  const depth = random.oneIn(12) ? random.below(32) : isDeep ? 8 : random.pick([1, 2, 4, 8]);
  const interlace = random.oneIn(5) ? random.below(3) : 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, kind, random.oneIn(30) ? 1 : 0, random.oneIn(30) ? 1 : 0, interlace], 8);
  const rowBytes = 1 + Math.ceil((width * (channels.get(kind) ?? 1) * depth) / 8);
  const rows = random.bytes(rowBytes * height + (interlace ? random.below(40) : 0));
  // Opaque, as screens are.
  if (random.oneIn(2)) rows.fill(0xff);
  for (let at = 0; at < rows.length; at += rowBytes) rows[at] = random.oneIn(40) ? 9 : 0;
  /** @type {Chunk[]} */
  const chunks = [{ type: 'IHDR', data: header }];
  if (kind === 3) chunks.push({ type: 'PLTE', data: random.bytes(3 * random.below(257)) });
  if (random.oneIn(6)) chunks.push({ type: 'tRNS', data: random.bytes(random.below(12)) });
  if (random.oneIn(8)) chunks.push({ type: 'tEXt', data: random.bytes(random.below(20)) });
  chunks.push({ type: 'IDAT', data: deflateSync(rows, { level: 1 }) });
  chunks.push({ type: 'IEND', data: Buffer.alloc(0) });
  return chunks;
}

/** Damage behind right checksums. @param {Chunk[]} chunks @param {Random} random */
function damage(chunks, random) {
  const at = random.below(chunks.length);
  const chunk = /** @type {Chunk} */ (chunks[at]);
  switch (random.below(5)) {
    case 0:
      chunk.data = mutate(chunk.data, random);
      break;
    case 1:
      chunks[0]?.data.writeUInt32BE(random.pick(edges), random.pick([0, 4]));
      break;
    case 2:
      chunks.splice(at, random.below(2), { type: random.pick(types), data: random.bytes(9) });
      break;
    case 3:
      chunks.push(chunk);
      break;
    default:
      chunks.reverse();
  }
}

const types = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'acTL', '\0\0\0\0', 'abcd', 'ABCD'];

/** @param {string} type @param {Buffer} data */
function makeChunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
