import { cropFrame } from '../../screen/crop.ts';
import type { Frame, Region } from '../../screen/frame.ts';
import { changedRegions, pasteFrame } from '../../screen/patch.ts';

export interface FrameLimits {
  /** What is remembered may take so much memory. Default: 64 MiB. */
  readonly mostBytes?: number;
  /** Default: 1000. */
  readonly mostFrames?: number;
  /** Of frames that come faster, the last of so long is remembered. Default: 50. */
  readonly shortestMs?: number;
}

export interface SeenFrame {
  readonly atMs: number;
  readonly frame: Frame;
}

/** A part of a frame that differs from the one before, or a whole one, which needs none before it. */
interface Patch {
  readonly x: number;
  readonly y: number;
  readonly part: Frame;
  readonly isWhole: boolean;
}

interface Entry {
  readonly atMs: number;
  readonly patches: readonly Patch[];
}

/**
 * Remembers each frame that differs from the one before by what has changed, so that a screen that stands
 * still costs nothing and a caret next to nothing. Where there are very many, every second one goes, and
 * from then on they are taken half as often; what the screen came to is always there.
 */
export class TraceFrames {
  readonly #mostBytes: number;
  readonly #mostFrames: number;
  #shortestMs: number;
  #entries: Entry[] = [];
  #bytes = 0;
  #last: SeenFrame | undefined;
  #waiting: SeenFrame | undefined;

  constructor({ mostBytes = 64 * 2 ** 20, mostFrames = 1000, shortestMs = 50 }: FrameLimits = {}) {
    this.#mostBytes = mostBytes;
    this.#mostFrames = mostFrames;
    this.#shortestMs = shortestMs;
  }

  /** The frame must not be changed afterwards. */
  see(frame: Frame, atMs: number): void {
    if (frame === (this.#waiting ?? this.#last)?.frame) return;
    if (!this.#isSoon(atMs)) this.settle();
    this.#waiting = { frame, atMs };
    if (!this.#isSoon(atMs)) this.settle();
  }

  /** What was seen last is remembered, however soon it came. */
  settle(): void {
    const { frame, atMs } = this.#waiting ?? {};
    this.#waiting = undefined;
    if (!frame || atMs === undefined) return;
    const before = this.#last?.frame;
    const patches = changedRegions(before, frame).map((region) => cutPatch(frame, region));
    if (patches.length === 0) return;
    this.#entries.push({ atMs, patches });
    this.#bytes += bytesOf(patches);
    this.#last = { frame, atMs };
    while (this.#isTooMuch()) this.#thin();
  }

  /** Each whole, in order; the data belong to who gets them. */
  *replay(): Generator<SeenFrame> {
    this.settle();
    let canvas: Frame | undefined;
    for (const { atMs, patches } of this.#entries) {
      canvas = applyPatches(canvas, patches);
      yield { atMs, frame: { ...canvas, data: Uint8Array.from(canvas.data) } };
    }
  }

  #isSoon(atMs: number): boolean {
    return this.#last !== undefined && atMs - this.#last.atMs < this.#shortestMs;
  }

  #isTooMuch(): boolean {
    const { length } = this.#entries;
    return length > 2 && (length > this.#mostFrames || this.#bytes > this.#mostBytes);
  }

  #thin(): void {
    const kept: Entry[] = [];
    let canvas: Frame | undefined;
    let dropped: Entry | undefined;
    for (const [index, entry] of this.#entries.entries()) {
      canvas = applyPatches(canvas, entry.patches);
      const merged: Entry = dropped ? mergeEntries(dropped, entry, canvas) : entry;
      const goes = index % 2 === 1 && index < this.#entries.length - 1;
      dropped = goes ? merged : undefined;
      if (!goes) kept.push(merged);
    }
    this.#entries = kept;
    this.#bytes = kept.reduce((sum, { patches }) => sum + bytesOf(patches), 0);
    this.#shortestMs *= 2;
  }
}

function cutPatch(frame: Frame, region: Region): Patch {
  const { x, y, width, height } = region;
  const isWhole = width === frame.width && height === frame.height;
  return { x, y, part: isWhole ? frame : cropFrame(frame, region), isWhole };
}

/** Both at once, never larger than the whole frame that they lead to. */
function mergeEntries(first: Entry, { atMs, patches: over }: Entry, result: Frame): Entry {
  if (over[0]?.isWhole) return { atMs, patches: over };
  const under = first.patches.filter((patch) => !over.some((other) => covers(other, patch)));
  const patches = [...under, ...over];
  if (bytesOf(patches) < result.data.length) return { atMs, patches };
  const part = { ...result, data: Uint8Array.from(result.data) };
  return { atMs, patches: [{ x: 0, y: 0, part, isWhole: true }] };
}

function covers(over: Patch, { x, y, part }: Patch): boolean {
  return (
    over.x <= x &&
    over.y <= y &&
    over.x + over.part.width >= x + part.width &&
    over.y + over.part.height >= y + part.height
  );
}

/** Onto the canvas itself, unless a whole frame takes its place. */
function applyPatches(canvas: Frame | undefined, patches: readonly Patch[]): Frame {
  let result = canvas;
  for (const { x, y, part, isWhole } of patches) {
    if (isWhole) result = { ...part, data: Uint8Array.from(part.data) };
    else if (result) pasteFrame(result, part, x, y);
  }
  if (!result) throw new Error('the first frame is a part of none');
  return result;
}

function bytesOf(patches: readonly Patch[]): number {
  return patches.reduce((sum, { part }) => sum + part.data.length, 0);
}
