import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { MachineError } from '../errors.ts';
import type { Machine } from '../machine/machine.ts';
import { decodePpm } from '../screen/files/ppm.ts';
import type { Finder } from '../screen/find/find.ts';
import type { Frame } from '../screen/frame.ts';
import { type CapturedBy, FastCapture } from './eyes/fast-capture.ts';
import { type SearchOptions, type SearchResult, searchScreen } from './eyes/find-picture.ts';
import type { Eyes } from './eyes/look.ts';
import { type ChangeOptions, type ChangeResult, waitForChange } from './eyes/wait-change.ts';
import {
  type ScreenMatcher,
  type WaitOptions,
  type WaitResult,
  waitForScreen,
} from './eyes/wait-screen.ts';
import { type StillOptions, type StillResult, waitUntilStill } from './eyes/wait-still.ts';

export interface ScreenOptions {
  /** `screendump`: never by a cheaper way. Default: auto. */
  readonly capture?: 'auto' | 'screendump';
  /** Is shown every frame that is taken; one that was cheap and is not confirmed may be torn. */
  readonly onFrame?: ((frame: Frame) => void) | undefined;
}

/** The guest's screen, as `screendump` gives it; waiting may look at video memory in between. */
export class Screen {
  readonly #machine: Machine;
  readonly #clock: Clock;
  readonly #fast: FastCapture | undefined;
  readonly #onFrame: ScreenOptions['onFrame'];
  /** Of all screens together: two displays of a machine share its folder. */
  static #dumps = 0;
  #stepEnds: readonly Frame[] = [];

  constructor(machine: Machine, clock: Clock, { capture = 'auto', onFrame }: ScreenOptions = {}) {
    this.#machine = machine;
    this.#onFrame = onFrame;
    this.#clock = clock;
    const dump = (signal?: AbortSignal) => this.capture(signal);
    const options = { display: machine.display, dump, clock };
    this.#fast = capture === 'auto' ? new FastCapture(machine, options) : undefined;
  }

  /** What the last look of a wait was by; pictures that are kept are by `screendump` always. */
  get capturedBy(): CapturedBy {
    return this.#fast?.capturedBy ?? { kind: 'screendump', why: 'that is what was asked for' };
  }

  /** To be called when the guest was brought to another moment: what was proven before is proven anew. */
  forget(): void {
    this.#fast?.forget();
  }

  /** Where waiting looks: the cheapest there is, each to be confirmed by `screendump`. */
  eyes(signal?: AbortSignal): Eyes {
    const fast = this.#fast;
    if (!fast) return () => this.capture(signal);
    const glance = async () => {
      const seen = await fast.glance(signal);
      this.#onFrame?.(seen.frame);
      return seen;
    };
    return { glance };
  }

  /** The picture of this moment. */
  async capture(signal?: AbortSignal): Promise<Frame> {
    const file = join(this.#machine.framesDir, `${++Screen.#dumps}.ppm`);
    const { display: device, head } = this.#machine;
    const display = {
      ...(device !== undefined && { device }),
      ...(head !== undefined && { head }),
    };
    try {
      await this.#machine.client.execute(
        'screendump',
        { filename: file, ...display },
        signal && { signal },
      );
      const frame = decodePpm(await readDump(file));
      this.#onFrame?.(frame);
      return frame;
    } finally {
      await rm(file, { force: true });
    }
  }

  /** What the screen showed when a step ended, for `shownBefore`. */
  noteStepEnd(frame: Frame): void {
    this.#stepEnds = [...this.#stepEnds, frame].slice(-2);
  }

  /** What the screen showed when a step ended last. */
  get shownLast(): Frame | undefined {
    return this.#stepEnds.at(-1);
  }

  /** What the screen showed before the step that ended last began; undefined before the second. */
  get shownBefore(): Frame | undefined {
    return this.#stepEnds.length === 2 ? this.#stepEnds[0] : undefined;
  }

  /** Looks until the screen matches, as often as looking is cheap. */
  waitFor(matcher: ScreenMatcher, options: WaitOptions): Promise<WaitResult> {
    return waitForScreen(this.eyes(options.signal), matcher, this.#clock, options);
  }

  /** Looks until a small picture is at the place that is chosen. */
  find(finder: Finder, options: SearchOptions): Promise<SearchResult> {
    return searchScreen(this.eyes(options.signal), finder, this.#clock, options);
  }

  /** Looks until the screen is not what it was. */
  waitForChange(options: ChangeOptions): Promise<ChangeResult> {
    return waitForChange(this.eyes(options.signal), this.#clock, options);
  }

  /** Looks until nothing outside the masks has changed for the quiet period. */
  waitUntilStill(options: StillOptions): Promise<StillResult> {
    return waitUntilStill(this.eyes(options.signal), this.#clock, options);
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
