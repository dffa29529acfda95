import { execFileSync, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ApngWriter } from '../../../src/report/export/apng.ts';
import { blankFrame, fillRegion } from '../../../src/report/export/draw.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { makeTestFolder } from '../../support/with-qemu.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

function copyOf(frame: Frame): Frame {
  return { ...frame, data: Uint8Array.from(frame.data) };
}

/** Each frame a little different from the one before, in one place or in two far apart. */
function drawFrames(count: number, width: number, height: number): Frame[] {
  const first = blankFrame(width, height, [10, 20, 30]);
  const frames = [first];
  for (let index = 1; index < count; index += 1) {
    const frame = copyOf(frames[index - 1] ?? first);
    for (let place = 0; place < 1 + (index % 2); place += 1) {
      const x = randomInt(width);
      const y = randomInt(height);
      const colour = [randomInt(256), randomInt(256), index] as const;
      fillRegion(frame, { x, y, width: 1 + randomInt(20), height: 1 + randomInt(20) }, colour);
    }
    frames.push(frame);
  }
  return frames;
}

async function write(frames: readonly Frame[], forMs = 100): Promise<Buffer> {
  const writer = new ApngWriter();
  for (const frame of frames) await writer.add(frame, forMs);
  return writer.finish();
}

/** What another program makes of it, frame by frame. */
function decode(apng: Buffer, { width, height }: Frame): Buffer[] {
  const file = join(makeTestFolder(), 'film.apng');
  writeFileSync(file, apng);
  const raw = execFileSync(
    'ffmpeg',
    ['-loglevel', 'error', '-i', file, '-vsync', '0', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    { maxBuffer: 1e9 },
  );
  const size = width * height * 3;
  return Array.from({ length: raw.length / size }, (_, index) =>
    raw.subarray(index * size, (index + 1) * size),
  );
}

function listChunks(png: Buffer): { readonly type: string; readonly data: Buffer }[] {
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

test.skipIf(!hasFfmpeg)(
  'another program sees every frame to the pixel (needs ffmpeg)',
  async () => {
    const frames = drawFrames(40, 97, 61);
    const [first = blankFrame(1, 1, [0, 0, 0])] = frames;
    const seen = decode(await write(frames), first);
    expect(seen).toHaveLength(frames.length);
    for (const [index, frame] of frames.entries()) {
      expect(seen[index]?.equals(frame.data), `frame ${index}`).toBe(true);
    }
  },
);

test('only the rectangle that has changed is written, and in it only what has', async () => {
  const before = blankFrame(1024, 768, [255, 255, 255]);
  const after = copyOf(before);
  fillRegion(after, { x: 3, y: 5, width: 4, height: 2 }, [1, 2, 3]);
  fillRegion(after, { x: 1000, y: 700, width: 1, height: 1 }, [9, 9, 9]);
  const chunks = listChunks(await write([before, after]));
  const second = chunks.filter(({ type }) => type === 'fcTL')[1]?.data;
  expect([4, 8, 12, 16].map((at) => second?.readUInt32BE(at))).toEqual([998, 696, 3, 5]);
  // Nine pixels in a rectangle of 2.8 MB.
  expect(chunks.find(({ type }) => type === 'fdAT')?.data.length).toBeLessThan(4000);
});

test('frames are counted and numbered without a gap', async () => {
  const chunks = listChunks(await write(drawFrames(5, 40, 30)));
  expect(chunks.find(({ type }) => type === 'acTL')?.data.readUInt32BE(0)).toBe(5);
  const numbered = chunks.filter(({ type }) => type === 'fcTL' || type === 'fdAT');
  expect(numbered.map(({ data }) => data.readUInt32BE(0))).toEqual(numbered.map((_, at) => at));
  expect(chunks.map(({ type }) => type).slice(0, 4)).toEqual(['IHDR', 'acTL', 'fcTL', 'IDAT']);
});

test('what is like the frame before makes that one last longer', async () => {
  const [frame = blankFrame(1, 1, [0, 0, 0])] = drawFrames(1, 20, 20);
  const controls = listChunks(await write([frame, copyOf(frame), copyOf(frame)], 300)).filter(
    ({ type }) => type === 'fcTL',
  );
  expect(controls.map(({ data }) => data.readUInt16BE(20))).toEqual([900]);
});

test('a frame that stands for longer than a delay can say is several', async () => {
  const frames = drawFrames(2, 20, 20);
  const controls = listChunks(await write(frames, 150_000)).filter(({ type }) => type === 'fcTL');
  const delays = controls.map(({ data }) => data.readUInt16BE(20));
  expect(delays).toEqual([60_000, 60_000, 30_000, 60_000, 60_000, 30_000]);
  if (!hasFfmpeg) return;
  const [first = blankFrame(1, 1, [0, 0, 0]), second] = frames;
  const seen = decode(await write(frames, 150_000), first);
  expect(seen[2]?.equals(first.data)).toBe(true);
  expect(seen[5]?.equals(second?.data ?? first.data)).toBe(true);
});
