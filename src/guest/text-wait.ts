import type { Clock } from '../clock.ts';
import type { Region } from '../screen/frame.ts';
import type { TextPattern } from '../screen/text/text-pattern.ts';
import { lookRepeatedly } from './look.ts';
import type { Screen } from './screen.ts';
import type { Reading, TextReader } from './text.ts';

export interface TextWait {
  readonly pattern: TextPattern;
  readonly region?: Region | undefined;
  /** 0 looks once. Milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface TextWaitResult {
  readonly found: boolean;
  readonly looks: number;
  readonly reading: Reading;
}

/** Looks until the text is there or the time is up; the last look counts. */
export async function waitForText(
  { screen, text, clock }: { screen: Screen; text: TextReader; clock: Clock },
  { pattern, region, timeoutMs, signal }: TextWait,
): Promise<TextWaitResult> {
  const deadline = clock.now() + timeoutMs;
  let reading: Reading | undefined;
  let looks = 0;
  let mayBeMixed = true;
  for await (const { frame, changed, atMs } of lookRepeatedly(
    () => screen.capture(signal),
    clock,
    signal,
  )) {
    looks += 1;
    if (changed || mayBeMixed || reading === undefined) {
      reading = await text.read({ frame, signal, ...(region && { region }) });
      // While the screen changes, text memory can be newer than the picture: it is read once more.
      mayBeMixed = changed && !(reading.kind === 'read' && reading.text.reader === 'vga-memory');
      if (reading.kind === 'read' && pattern.isIn(reading.text)) {
        return { found: true, looks, reading };
      }
    }
    if (atMs >= deadline) return { found: false, looks, reading };
  }
  throw new Error('looking has no end of its own');
}
