import { createHash } from 'node:crypto';
import type { Frame, Region } from '../../screen/frame.ts';

/** A small part of the screen that keeps changing without anything happening. */
export interface Twinkle {
  readonly region: Region;
  /** `blink`: two pictures in turn, as of a caret; `tick`: a new picture each second, as of a clock. */
  readonly kind: 'blink' | 'tick';
  /** Of a blink from one picture back to the same. Milliseconds. */
  readonly periodMs: number;
}

/** So large a caret, and a clock with seconds, can be. */
const LARGEST = { blink: { width: 64, height: 64 }, tick: { width: 320, height: 64 } };
/** A caret has come back to the same two pictures twice. */
const BLINKS = 4;
const LONGEST_BLINK_MS = 1_500;
/** Looks are too far apart to tell more of a period. */
const PERIOD_STEP_MS = 50;
/** What changes in more places than this is no screen with a caret. */
const MOST_AREAS = 100;
/** A clock has gone on six times, each time about a second after the last, and on average exactly. */
const TICKS = 6;
const SECOND_MS = 1_000;
const TICK_JITTER_MS = 150;
const TICK_DRIFT_MS = 30;

interface Change {
  readonly atMs: number;
  readonly box: Region;
  /** What the box shows since. */
  readonly after: string;
}

interface Area {
  readonly region: Region;
  readonly changes: readonly Change[];
}

/**
 * Tells what happens on a screen from what only twinkles: a blinking caret, a ticking clock. An area
 * twinkles once that is proven; until then, and where it ever goes on to another place, it is a change.
 */
export class Motion {
  readonly #forgives: boolean;
  #areas: readonly Area[] = [];
  #lastLargeMs: number;

  /** `forgives` false: nothing twinkles. */
  constructor(startMs: number, { forgives = true }: { readonly forgives?: boolean } = {}) {
    this.#lastLargeMs = startMs;
    this.#forgives = forgives;
  }

  /** These boxes have changed, and the frame shows to what. */
  see(boxes: readonly Region[], frame: Frame, atMs: number): void {
    for (const box of boxes) {
      const isSmall = this.#forgives && fits(box, LARGEST.tick);
      const near = this.#areas.filter(({ region }) => overlap(region, box));
      this.#areas = this.#areas.filter((area) => !near.includes(area));
      const region = near.reduce((all, area) => surround(all, area.region), box);
      if (!isSmall || !fits(region, LARGEST.tick)) {
        this.#lastLargeMs = atMs;
        continue;
      }
      const change = { atMs, box, after: printOf(frame, box) };
      const changes = near.flatMap((area) => area.changes).toSorted((a, b) => a.atMs - b.atMs);
      this.#areas = [...this.#areas, { region, changes: [...changes, change].slice(-TICKS) }];
    }
    this.#forgetOldest();
  }

  /** Something that no box tells: the screen has another size, or no picture. */
  interrupt(atMs: number): void {
    this.#lastLargeMs = atMs;
    this.#areas = [];
  }

  /** What it tells is kept: that something changed then. */
  #forgetOldest(): void {
    const surplus = this.#areas.slice(0, Math.max(0, this.#areas.length - MOST_AREAS));
    const times = surplus.flatMap(({ changes }) => changes.map(({ atMs }) => atMs));
    this.#lastLargeMs = Math.max(this.#lastLargeMs, ...times);
    this.#areas = this.#areas.slice(surplus.length);
  }

  /** When something last happened: all but twinkling. */
  get quietSinceMs(): number {
    const last = this.#areas
      .filter((area) => twinkleOf(area) === undefined)
      .map(({ changes }) => changes.at(-1)?.atMs ?? 0);
    return Math.max(this.#lastLargeMs, ...last);
  }

  /** What twinkles, largest first. */
  get twinkles(): readonly Twinkle[] {
    return this.#areas
      .flatMap((area) => twinkleOf(area) ?? [])
      .toSorted((a, b) => sizeOf(b.region) - sizeOf(a.region));
  }
}

function twinkleOf({ region, changes }: Area): Twinkle | undefined {
  const [first, second, third, fourth] = changes.slice(-BLINKS);
  if (fourth && first && second && third) {
    const all = [first, second, third, fourth];
    const comesBack = first.after === third.after && second.after === fourth.after;
    const isQuick = gapsOf(all).every((gap) => gap <= LONGEST_BLINK_MS);
    if (comesBack && isQuick && all.every(({ box }) => sameRegion(box, first.box))) {
      const measuredMs = ((fourth.atMs - first.atMs) * 2) / 3;
      const periodMs = Math.round(measuredMs / PERIOD_STEP_MS) * PERIOD_STEP_MS;
      if (fits(first.box, LARGEST.blink)) return { region: first.box, kind: 'blink', periodMs };
    }
  }
  return isTicking(changes) ? { region, kind: 'tick', periodMs: SECOND_MS } : undefined;
}

/** A clock changes its last digit each time; what grows or wanders changes another place each time. */
function isTicking(changes: readonly Change[]): boolean {
  const [first] = changes;
  const last = changes.at(-1);
  if (!first || !last || changes.length < TICKS) return false;
  const average = (last.atMs - first.atMs) / (changes.length - 1);
  return (
    Math.abs(average - SECOND_MS) <= TICK_DRIFT_MS &&
    gapsOf(changes).every((gap) => Math.abs(gap - SECOND_MS) <= TICK_JITTER_MS) &&
    sharePixels(changes.map(({ box }) => box))
  );
}

function gapsOf(changes: readonly Change[]): number[] {
  return changes.slice(1).map(({ atMs }, i) => atMs - (changes[i]?.atMs ?? 0));
}

function sharePixels(boxes: readonly Region[]): boolean {
  const left = Math.max(...boxes.map(({ x }) => x));
  const top = Math.max(...boxes.map(({ y }) => y));
  const right = Math.min(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.min(...boxes.map(({ y, height }) => y + height));
  return left < right && top < bottom;
}

/** What a part of the screen shows, as a short text. */
function printOf({ width, data }: Frame, box: Region): string {
  const hash = createHash('sha1');
  for (let y = box.y; y < box.y + box.height; y += 1) {
    const start = (y * width + box.x) * 3;
    hash.update(data.subarray(start, start + box.width * 3));
  }
  return hash.digest('base64');
}

function fits({ width, height }: Region, largest: { width: number; height: number }): boolean {
  return width <= largest.width && height <= largest.height;
}

function sizeOf({ width, height }: Region): number {
  return width * height;
}

function overlap(a: Region, b: Region): boolean {
  const across = a.x < b.x + b.width && b.x < a.x + a.width;
  return across && a.y < b.y + b.height && b.y < a.y + a.height;
}

function surround(a: Region, b: Region): Region {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}

function sameRegion(a: Region, b: Region): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
