import type { Clock } from '../../clock.ts';
import type { Machine } from '../../machine/machine.ts';
import type { CallObserver } from '../../qmp/client.ts';
import type { InputEvent } from '../../qmp/types.ts';
import type { Frame } from '../../screen/frame.ts';
import type { Pictures } from '../pictures.ts';
import { FrameKeeper, type KeptFrame } from './frame-keeper.ts';
import { maskArguments } from './mask-call.ts';
import { type SeenFrame, TraceFrames } from './trace-frames.ts';
import type { TraceLine } from './trace-line.ts';

/** What a step asks again and again, it is told to have asked so often; then only how much oftener. */
const MOST_SAME = 20;
const MOST_LINES = 50_000;
const MOST_SERIAL = 512 * 1024;
/** Frames under way to the disk: each is several megabytes until it is there. */
const MOST_UNDER_WAY = 4;

type Watched = Pick<Machine, 'client' | 'serial' | 'serialSince' | 'framesDir'>;
type Call = { -readonly [K in keyof CallLine]: CallLine[K] };
type CallLine = Extract<TraceLine, { readonly type: 'qmp' }>;

/**
 * Remembers what one attempt showed, sent and said, and when, in memory until somebody wants it. Of a step
 * that types a secret there is only how many events it sent.
 */
export class TraceRecorder implements CallObserver {
  readonly #clock: Clock;
  readonly #startedMs: number;
  readonly #frames = new TraceFrames();
  readonly #lines: TraceLine[] = [];
  /** The calls of the present step, by what they say. */
  readonly #calls = new Map<string, { count: number; last: Call }>();
  #secret: { type: 'input'; at: number; secret: true; count: number } | undefined;
  #isSecret = false;
  readonly #ends: (() => void)[] = [];
  #framesDir = '';
  #serialCharacters = 0;
  #cut = { lines: 0, serialCharacters: 0 };

  constructor(clock: Clock, startedMs: number) {
    this.#clock = clock;
    this.#startedMs = startedMs;
  }

  /**
   * Everything that is sent to the machine, and that it says, from now on; what it has said before too. To
   * be ended by `unwatch`: the machine may be used again.
   */
  watch({ client, serial, serialSince = 0, framesDir }: Watched): void {
    this.#framesDir = framesDir;
    this.#ends.push(client.observe(this));
    if (!serial) return;
    this.#hear(serial.textFrom(serialSince));
    this.#ends.push(serial.onText((text) => this.#hear(text)));
  }

  unwatch(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  readonly onFrame = (frame: Frame): void => {
    this.#frames.see(frame, this.#now());
  };

  /** What is done until the next step begins, such as releasing its keys, is this one's. */
  beginStep(step: number, { round, isSecret }: { round: number; isSecret: boolean }): void {
    this.#frames.settle();
    this.#calls.clear();
    this.#secret = undefined;
    this.#isSecret = isSecret;
    this.#add({ at: this.#now(), type: 'step', step, round });
  }

  began(execute: string, args: object): (error?: unknown) => void {
    const at = this.#now();
    const isInput = execute === 'input-send-event';
    const events = isInput && 'events' in args ? (args.events as readonly InputEvent[]) : undefined;
    if (this.#isSecret) {
      if (events) this.#countSecret(at, events.length);
      return () => {};
    }
    // It is told before it ends, in the order that it was sent in.
    if (events) this.#add({ at, type: 'input', events });
    const told = maskArguments(execute, args, this.#framesDir);
    const call: Call = { at, type: 'qmp', execute, ...(told && { arguments: told }), ms: 0 };
    const same = this.#sameAsBefore(call);
    if (same) {
      same.again = (same.again ?? 0) + 1;
      return () => {};
    }
    this.#add(call);
    return (error) => {
      call.ms = tenths(this.#now() - at);
      if (error !== undefined) call.error = error instanceof Error ? error.message : String(error);
    };
  }

  /** How many lines there are; none when nothing was ever done. */
  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /**
   * All lines, in order of time. Their frames are given to `pictures`, a few at a time.
   * @throws MachineError `results-not-writable`
   */
  async finish(pictures: Pick<Pictures, 'find' | 'keep' | 'flush'>): Promise<TraceLine[]> {
    const frames: TraceLine[] = [];
    const keeper = new FrameKeeper(pictures);
    for (const seen of this.#frames.replay()) {
      frames.push(frameLine(seen, keeper.keep(seen.frame)));
      if (frames.length % MOST_UNDER_WAY === 0) await pictures.flush();
    }
    const { lines, serialCharacters } = this.#cut;
    const cut: TraceLine = { at: this.#now(), type: 'cut', lines, serialCharacters };
    const all = [...this.#lines, ...frames, ...(lines + serialCharacters > 0 ? [cut] : [])];
    return all.toSorted((a, b) => a.at - b.at);
  }

  #hear(text: string): void {
    const taken = text.slice(0, MOST_SERIAL - this.#serialCharacters);
    this.#serialCharacters += taken.length;
    this.#cut.serialCharacters += text.length - taken.length;
    if (taken !== '') this.#add({ at: this.#now(), type: 'serial', text: taken });
  }

  #countSecret(at: number, count: number): void {
    if (this.#secret) {
      this.#secret.count += count;
      return;
    }
    this.#secret = { at, type: 'input', secret: true, count };
    this.#add(this.#secret);
  }

  #sameAsBefore(call: Call): Call | undefined {
    const key = JSON.stringify([call.execute, call.arguments]);
    const known = this.#calls.get(key);
    if (known && known.count >= MOST_SAME) return known.last;
    this.#calls.set(key, { count: (known?.count ?? 0) + 1, last: call });
    return undefined;
  }

  #add(line: TraceLine): void {
    if (this.#lines.length < MOST_LINES) this.#lines.push(line);
    else this.#cut.lines += 1;
  }

  /** To a tenth of a millisecond, so that what came one after the other is told in that order. */
  #now(): number {
    return tenths(this.#clock.now() - this.#startedMs);
  }
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}

function frameLine({ atMs, frame }: SeenFrame, kept: KeptFrame): TraceLine {
  const { width, height } = frame;
  return { at: atMs, type: 'frame', ...kept, width, height };
}
