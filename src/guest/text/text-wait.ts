import type { Clock } from '../../clock.ts';
import type { Region } from '../../screen/frame.ts';
import type { ReadText } from '../../screen/text/read-text.ts';
import type { TextPattern } from '../../screen/text/text-pattern.ts';
import { placesOf, type TextPlace } from '../../screen/text/text-places.ts';
import { lookRepeatedly } from '../eyes/look.ts';
import { Standstill } from '../eyes/standstill.ts';
import type { Screen } from '../screen.ts';
import type { Reading, TextReader } from '../text.ts';

/** What of a guest reading needs. */
interface Eyes {
  readonly screen: Screen;
  readonly text: TextReader;
  readonly clock: Clock;
}

interface ReadingWait {
  readonly region?: Region | undefined;
  /** 0 looks once. Milliseconds. */
  readonly timeoutMs: number;
  /** Ends the wait when nothing at all has changed for so long. Default: never. Milliseconds. */
  readonly stuckMs?: number | undefined;
  readonly signal: AbortSignal;
}

export interface TextWait extends ReadingWait {
  readonly pattern: TextPattern;
}

export interface TextWaitResult {
  readonly found: boolean;
  readonly looks: number;
  readonly reading: Reading;
  /** Whether the wait ended early, since nothing had changed for `stuckMs`. */
  readonly isStuck: boolean;
}

/** Looks until the text is there or the time is up; the last look counts. */
export async function waitForText(
  eyes: Eyes,
  { pattern, ...wait }: TextWait,
): Promise<TextWaitResult> {
  const accept = (text: ReadText) => pattern.isIn(text) || undefined;
  const { value, ...result } = await readUntil(eyes, { ...wait, accept });
  return { found: value !== undefined, ...result };
}

export interface PlaceWait extends TextWait {
  /** Which one in reading order, from 1. Default: the only one. */
  readonly nth?: number | undefined;
}

export interface PlaceResult {
  readonly reading: Reading;
  /** The one that is meant; undefined where there is none, or it is not clear which. */
  readonly place: TextPlace | undefined;
  /** All of them in the last look, in reading order. */
  readonly places: readonly TextPlace[];
}

/**
 * Looks until the text is at one place that two looks in a row have seen, or the time is up; the
 * last look needs no second.
 */
export async function waitForPlace(
  eyes: Eyes,
  { pattern, nth, ...wait }: PlaceWait,
): Promise<PlaceResult> {
  const find = (text: ReadText) => placesOf(text, pattern.findIn(text));
  const choose = (places: readonly TextPlace[]) => {
    if (nth !== undefined) return places[nth - 1];
    return places.length === 1 ? places[0] : undefined;
  };
  const { value, reading } = await readUntil(eyes, {
    ...wait,
    accept: (text) => choose(find(text)),
    isSteady: (before, { x, y }) => before.x === x && before.y === y,
  });
  return { reading, place: value, places: reading.kind === 'read' ? find(reading.text) : [] };
}

/** Reads until something acceptable is there, or the time is up; the last look counts. */
export async function readUntil<T>(
  { screen, text, clock }: Eyes,
  wait: ReadingWait & {
    readonly accept: (text: ReadText) => T | undefined;
    /** Whether what two looks in a row gave is the same. Default: one look is enough. */
    readonly isSteady?: (before: T, now: T) => boolean;
  },
): Promise<{
  readonly value: T | undefined;
  readonly looks: number;
  readonly reading: Reading;
  readonly isStuck: boolean;
}> {
  const { region, timeoutMs, stuckMs, signal, accept, isSteady } = wait;
  const deadline = clock.now() + timeoutMs;
  const standstill = stuckMs === undefined ? undefined : new Standstill(clock.now());
  let reading: Reading | undefined;
  let value: T | undefined;
  let looks = 0;
  let mayBeMixed = true;
  for await (const look of lookRepeatedly(screen.eyes(signal), clock, { deadline, signal })) {
    const { changed, atMs, confirm } = look;
    looks += 1;
    standstill?.see(look);
    const before = value;
    if (changed || mayBeMixed || reading === undefined) {
      const frame = await confirm();
      reading = await text.read({ frame, signal, ...(region && { region }) });
      // While the screen changes, text memory can be newer than the picture: it is read once more.
      mayBeMixed = changed && !(reading.kind === 'read' && reading.text.reader === 'vga-memory');
      value = reading.kind === 'read' ? accept(reading.text) : undefined;
    }
    const isStuck = stuckMs !== undefined && standstill && standstill.lastedMs(atMs) >= stuckMs;
    const isLast = atMs >= deadline || isStuck;
    if (value !== undefined) {
      const isSure = isLast || !isSteady || (before !== undefined && isSteady(before, value));
      if (isSure) return { value, looks, reading, isStuck: false };
    }
    if (isLast) return { value: undefined, looks, reading, isStuck: atMs < deadline };
  }
  throw new Error('looking has no end of its own');
}
