import { describe, expect, test } from 'vitest';
import { FastCapture } from '../../../src/guest/eyes/fast-capture.ts';
import type { FoundMemory } from '../../../src/guest/eyes/video-memory.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Frame } from '../../../src/screen/frame.ts';
import { fillFrame, paint } from '../../screen/frames.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const WIDTH = 8;
const HEIGHT = 4;
const plain = fillFrame(WIDTH, HEIGHT);
const dot = { x: 1, y: 2, width: 3, height: 1 };
const drawn = (shade: number) => paint(plain, dot, [shade, 2, 3]);

/** A display whose video memory and whose screendump can be told apart. */
function setUp() {
  const clock = new ManualClock();
  const state = {
    /** What the display shows. */
    shows: drawn(1) as Frame,
    /** What is in its memory, where that is something else. */
    memory: undefined as Frame | undefined,
    found: 'found' as FoundMemory['kind'],
    readable: true,
    dumps: 0,
    reads: 0,
    registers: [0xb0c5, WIDTH, HEIGHT, 32, 0x41, 0, WIDTH, 64, 0, 0],
    onDump: () => {},
  };
  const read = (into: Uint8Array, offset: number) => {
    state.reads += 1;
    const { data } = state.memory ?? state.shows;
    const start = offset / 4;
    for (let pixel = 0; pixel < into.length / 4; pixel += 1) {
      const at = (start + pixel) * 3;
      into.set([data[at + 2] ?? 0, data[at + 1] ?? 0, data[at] ?? 0, 0xee], pixel * 4);
    }
    return state.readable;
  };
  const memory = { sizeBytes: 16 * 1024, registers: async () => state.registers, read };
  const fast = new FastCapture({} as Machine, {
    display: 'video0',
    clock,
    dump: async () => {
      state.dumps += 1;
      state.onDump();
      return { ...state.shows, data: state.shows.data.slice() };
    },
    findMemory: async () =>
      state.found === 'found' ? { kind: 'found', memory } : { kind: state.found, why: 'so' },
  });
  /** One glance, and by how many screendumps it came. */
  const glance = async () => {
    const before = state.dumps;
    const { frame, confirm } = await fast.glance();
    return { frame, confirm, dumps: state.dumps - before };
  };
  return { clock, state, fast, glance };
}

describe('a glance', () => {
  test('is by video memory once that has been proven, and shows what changes', async () => {
    const { state, fast, glance } = setUp();
    expect(await glance()).toMatchObject({ frame: drawn(1), dumps: 1 });
    expect(fast.capturedBy).toEqual({ kind: 'video-memory' });
    expect(await glance()).toMatchObject({ frame: drawn(1), dumps: 0 });
    state.shows = drawn(9);
    expect(await glance()).toMatchObject({ frame: drawn(9), dumps: 0 });
  });

  test('is the very same frame while nothing changes', async () => {
    const { glance } = setUp();
    await glance();
    expect((await glance()).frame).toBe((await glance()).frame);
  });

  test('is confirmed by a screendump, which ends the trust where it differs', async () => {
    const { state, glance } = setUp();
    await glance();
    const { confirm } = await glance();
    expect(await confirm()).toEqual(drawn(1));
    state.memory = drawn(7);
    const lie = await glance();
    expect(lie).toMatchObject({ frame: drawn(7), dumps: 0 });
    expect(await lie.confirm()).toEqual(drawn(1));
    expect(await glance()).toMatchObject({ frame: drawn(1), dumps: 1 });
  });

  test('is proven anew every second', async () => {
    const { clock, state, fast, glance } = setUp();
    await glance();
    clock.advance(999);
    expect((await glance()).dumps).toBe(0);
    clock.advance(1);
    expect((await glance()).dumps).toBe(1);
    clock.advance(1000);
    state.memory = drawn(7);
    expect(await glance()).toMatchObject({ frame: drawn(1), dumps: 1 });
    expect(fast.capturedBy.kind).toBe('screendump');
  });

  test('is proven anew in another mode', async () => {
    const { clock, state, glance } = setUp();
    await glance();
    state.registers = state.registers.with(1, 4).with(6, 4).with(2, 8);
    state.shows = paint(fillFrame(4, 8), dot, [5, 5, 5]);
    clock.advance(100);
    expect(await glance()).toMatchObject({ frame: state.shows, dumps: 1 });
    expect(await glance()).toMatchObject({ frame: state.shows, dumps: 0 });
  });

  test('follows the start of the picture, of a guest that moves it at every look', async () => {
    const { clock, state, glance } = setUp();
    await glance();
    const second = drawn(3);
    state.memory = {
      width: WIDTH,
      height: HEIGHT * 2,
      data: Buffer.concat([drawn(1).data, second.data]),
    };
    state.shows = second;
    clock.advance(100);
    state.registers = state.registers.with(9, HEIGHT);
    expect(await glance()).toMatchObject({ frame: second, dumps: 0 });
    state.registers = state.registers.with(9, 0);
    expect(await glance()).toMatchObject({ frame: drawn(1), dumps: 0 });
  });
});

describe('a screendump each time', () => {
  const declined = async ({ fast, glance }: ReturnType<typeof setUp>, why: string) => {
    expect((await glance()).dumps).toBe(1);
    expect(fast.capturedBy).toEqual({ kind: 'screendump', why });
    expect((await glance()).dumps).toBe(1);
  };

  test('in text mode, until that ends', async () => {
    const it = setUp();
    it.state.registers = it.state.registers.with(4, 0);
    await declined(it, 'the guest shows no linear 32-bit picture');
    it.state.registers = it.state.registers.with(4, 0x41);
    it.clock.advance(100);
    await it.glance();
    expect((await it.glance()).dumps).toBe(0);
  });

  test('where there is no such memory: it is looked for once', async () => {
    const it = setUp();
    it.state.found = 'never';
    await declined(it, 'so');
    it.state.found = 'found';
    it.clock.advance(1e9);
    await it.glance();
    expect((await it.glance()).dumps).toBe(1);
  });

  test('while the memory is not in its place yet', async () => {
    const it = setUp();
    it.state.found = 'later';
    await declined(it, 'so');
    it.state.found = 'found';
    it.clock.advance(100);
    await it.glance();
    expect((await it.glance()).dumps).toBe(0);
  });

  test('where the memory is not what the display shows', async () => {
    const it = setUp();
    it.state.memory = drawn(7);
    await declined(it, 'its video memory is not what it shows');
  });

  test('where the memory cannot be read', async () => {
    const it = setUp();
    it.state.readable = false;
    await declined(it, 'its video memory cannot be read');
  });

  test('of a picture of one colour, which proves nothing', async () => {
    const it = setUp();
    it.state.shows = plain;
    await declined(it, 'a picture of one colour proves nothing');
  });

  test('of a picture beyond the end of the memory', async () => {
    const it = setUp();
    it.state.registers = it.state.registers.with(9, 600);
    await declined(it, 'its video memory cannot be read');
    expect(it.state.reads).toBe(0);
  });
});

test('what is drawn just before the screendump is no lie', async () => {
  const { state, fast, glance } = setUp();
  state.onDump = () => {
    state.shows = drawn(8);
  };
  await glance();
  expect(fast.capturedBy).toEqual({ kind: 'video-memory' });
});
