import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { MachineError } from '../errors.ts';
import type { Machine } from '../machine/machine.ts';
import type { Finder } from '../screen/find.ts';
import type { Frame } from '../screen/frame.ts';
import { decodePpm } from '../screen/ppm.ts';
import { type SearchOptions, type SearchResult, searchScreen } from './find-picture.ts';
import {
  type ScreenMatcher,
  type WaitOptions,
  type WaitResult,
  waitForScreen,
} from './wait-screen.ts';
import { type StillOptions, type StillResult, waitUntilStill } from './wait-still.ts';

/** The guest's screen, as `screendump` gives it. */
export class Screen {
  readonly #machine: Machine;
  readonly #clock: Clock;
  #dumps = 0;

  constructor(machine: Machine, clock: Clock) {
    this.#machine = machine;
    this.#clock = clock;
  }

  /** The picture of this moment. */
  async capture(signal?: AbortSignal): Promise<Frame> {
    const file = join(this.#machine.framesDir, `${++this.#dumps}.ppm`);
    const device = this.#machine.display;
    try {
      await this.#machine.client.execute(
        'screendump',
        { filename: file, ...(device !== undefined && { device }) },
        signal && { signal },
      );
      return decodePpm(await readDump(file));
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Looks until the screen matches, as often as looking is cheap. */
  waitFor(matcher: ScreenMatcher, options: WaitOptions): Promise<WaitResult> {
    return waitForScreen(() => this.capture(options.signal), matcher, this.#clock, options);
  }

  /** Looks until a small picture is at the place that is chosen. */
  find(finder: Finder, options: SearchOptions): Promise<SearchResult> {
    return searchScreen(() => this.capture(options.signal), finder, this.#clock, options);
  }

  /** Looks until nothing outside the masks has changed for the quiet period. */
  waitUntilStill(options: StillOptions): Promise<StillResult> {
    return waitUntilStill(() => this.capture(options.signal), this.#clock, options);
  }
}

async function readDump(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new MachineError(
      'dump-unreadable',
      `the machine wrote its screen to ${file}, which cannot be read here: ${String(cause)}`,
      { hint: 'the machine must run on this host, and its files must be readable for us', cause },
    );
  }
}
