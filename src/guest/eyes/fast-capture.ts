import type { Clock } from '../../clock.ts';
import type { Machine } from '../../machine/machine.ts';
import { decodeBgrx } from '../../screen/bgrx.ts';
import { type Frame, sameFrame } from '../../screen/frame.ts';
import type { Glance } from './look.ts';
import { type LinearMode, readVbeMode } from './vbe-mode.ts';
import { findVideoMemory, type VideoMemory } from './video-memory.ts';

/** How long a proof holds, and how long after one that failed the next is tried. */
const PROOF_MS = 1_000;
const RETRY_MS = 100;
/** How long a mode is taken to last. */
const MODE_MS = 100;

/** What looks at the screen: `screendump` for all that is kept, its video memory while it waits. */
export type CapturedBy =
  | { readonly kind: 'video-memory' }
  | { readonly kind: 'screendump'; readonly why: string };

/**
 * Looks at a std VGA's picture in the memory of its QEMU, a few times as fast as `screendump` and
 * without keeping the guest waiting. A mode is looked at like this only after its memory has been seen to be
 * equal to a `screendump`, and this is proven anew every second, with every mode and whenever a doubt
 * came up. Where it cannot be, every glance is a `screendump`.
 */
export class FastCapture {
  readonly #machine: Machine;
  readonly #display: string | undefined;
  readonly #dump: (signal?: AbortSignal) => Promise<Frame>;
  readonly #clock: Clock;
  readonly #findMemory: typeof findVideoMemory;
  #memory: VideoMemory | undefined;
  #capturedBy: CapturedBy = { kind: 'screendump', why: 'nothing has been waited for yet' };
  #known: { readonly mode: LinearMode; readonly untilMs: number } | undefined;
  /** Whether the start of the picture has moved. */
  #flips = false;
  #proof: { readonly mode: LinearMode; readonly untilMs: number } | undefined;
  #nextTryMs = 0;
  #last:
    | { readonly words: Uint32Array; readonly mode: LinearMode; readonly frame: Frame }
    | undefined;
  #spare: Uint32Array | undefined;

  constructor(
    machine: Machine,
    options: {
      readonly display: string | undefined;
      readonly dump: (signal?: AbortSignal) => Promise<Frame>;
      readonly clock: Clock;
      /** Default: in the machine's process. */
      readonly findMemory?: typeof findVideoMemory;
    },
  ) {
    this.#machine = machine;
    this.#display = options.display;
    this.#dump = options.dump;
    this.#clock = options.clock;
    this.#findMemory = options.findMemory ?? findVideoMemory;
  }

  /** How the last glance came, and if by `screendump`, why. */
  get capturedBy(): CapturedBy {
    return this.#capturedBy;
  }

  /** To be called when the guest was brought to another moment: it is proven anew. */
  forget(): void {
    this.#proof = undefined;
    this.#known = undefined;
  }

  async glance(signal?: AbortSignal): Promise<Glance> {
    if (this.#clock.now() < this.#nextTryMs) return this.#exact(await this.#dump(signal));
    const memory = await this.#find(signal);
    if (!memory) return this.#exact(await this.#dump(signal));
    const mode = await this.#mode(memory, signal);
    if (!mode) return this.#decline('the guest shows no linear 32-bit picture', signal);
    const proof = this.#proof;
    if (!proof || !sameGeometry(proof.mode, mode) || this.#clock.now() >= proof.untilMs) {
      return this.#prove(memory, mode, signal);
    }
    const frame = this.#read(memory, mode);
    if (!frame) return this.#decline('its video memory cannot be read', signal);
    this.#capturedBy = { kind: 'video-memory' };
    return { frame, confirm: () => this.#confirm(frame, signal) };
  }

  /** Asked for less often than looked at, but of a guest that shows its pictures in turns. */
  async #mode(memory: VideoMemory, signal?: AbortSignal): Promise<LinearMode | undefined> {
    const nowMs = this.#clock.now();
    const known = this.#known;
    if (known && !this.#flips && nowMs < known.untilMs) return known.mode;
    const mode = readVbeMode(await memory.registers(signal));
    this.#flips ||= known !== undefined && mode?.offsetBytes !== known.mode.offsetBytes;
    this.#known = mode && { mode, untilMs: nowMs + MODE_MS };
    return mode;
  }

  async #find(signal: AbortSignal | undefined): Promise<VideoMemory | undefined> {
    if (this.#memory) return this.#memory;
    const found = await this.#findMemory(this.#machine, this.#display, signal);
    if (found.kind === 'found') {
      this.#memory = found.memory;
      return found.memory;
    }
    this.#nextTryMs =
      found.kind === 'never' ? Number.POSITIVE_INFINITY : this.#clock.now() + RETRY_MS;
    this.#capturedBy = { kind: 'screendump', why: found.why };
    return undefined;
  }

  /** A picture of one colour proves nothing: every memory that is empty looks like it. */
  async #prove(
    memory: VideoMemory,
    mode: LinearMode,
    signal: AbortSignal | undefined,
  ): Promise<Glance> {
    this.#proof = undefined;
    const before = this.#read(memory, mode);
    const dump = await this.#dump(signal);
    const isSame =
      (before && sameFrame(before, dump)) ||
      // It may have been drawn just before the picture was taken.
      (before && this.#isNow(memory, mode, dump));
    if (isSame && !isPlain(dump)) {
      this.#proof = { mode, untilMs: this.#clock.now() + PROOF_MS };
      this.#capturedBy = { kind: 'video-memory' };
      return this.#exact(dump);
    }
    const why = before
      ? 'its video memory is not what it shows'
      : 'its video memory cannot be read';
    this.#doubt(isSame ? 'a picture of one colour proves nothing' : why);
    return this.#exact(dump);
  }

  #isNow(memory: VideoMemory, mode: LinearMode, dump: Frame): boolean {
    const after = this.#read(memory, mode);
    return after !== undefined && sameFrame(after, dump);
  }

  /** What a glance seems to show, taken by `screendump`: another picture is a tear, a new one or a lie. */
  async #confirm(frame: Frame, signal: AbortSignal | undefined): Promise<Frame> {
    const dump = await this.#dump(signal);
    if (sameFrame(frame, dump)) return dump;
    this.#proof = undefined;
    return dump;
  }

  async #decline(why: string, signal: AbortSignal | undefined): Promise<Glance> {
    this.#doubt(why);
    // The device may have been moved to another place, or be gone.
    this.#memory = undefined;
    this.#known = undefined;
    return this.#exact(await this.#dump(signal));
  }

  #doubt(why: string): void {
    this.#proof = undefined;
    this.#nextTryMs = this.#clock.now() + RETRY_MS;
    this.#capturedBy = { kind: 'screendump', why };
  }

  #exact(frame: Frame): Glance {
    return { frame, confirm: async () => frame };
  }

  /** The same frame object as before where not a byte has changed. */
  #read(memory: VideoMemory, mode: LinearMode): Frame | undefined {
    const { width, height, strideBytes, offsetBytes } = mode;
    const size = strideBytes * height;
    if (offsetBytes + size > memory.sizeBytes) return undefined;
    const words = this.#spare?.byteLength === size ? this.#spare : new Uint32Array(size / 4);
    this.#spare = undefined;
    const bytes = new Uint8Array(words.buffer);
    if (!memory.read(bytes, offsetBytes)) return undefined;
    const last = this.#last;
    if (last && sameGeometry(last.mode, mode) && Buffer.compare(bytesOf(last.words), bytes) === 0) {
      this.#spare = words;
      return last.frame;
    }
    const frame = decodeBgrx(words, { width, height, stride: strideBytes / 4 });
    if (last) this.#spare = last.words;
    this.#last = { words, mode, frame };
    return frame;
  }
}

function sameGeometry(a: LinearMode, b: LinearMode): boolean {
  return a.width === b.width && a.height === b.height && a.strideBytes === b.strideBytes;
}

function bytesOf({ buffer }: Uint32Array): Uint8Array {
  return new Uint8Array(buffer);
}

function isPlain({ data }: Frame): boolean {
  // A row of equal pixels is equal to itself, moved by one pixel.
  return Buffer.compare(data.subarray(3), data.subarray(0, -3)) === 0;
}
