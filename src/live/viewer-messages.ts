/**
 * What a viewer's stream may say to a VNC server. QEMU knows no viewer that only looks (7.2), so what it
 * must not hear is taken out here: nothing goes on but whole messages of the types that are known.
 */
export interface ViewerRights {
  /** Whether its keys and its pointer reach the guest. */
  readonly control: boolean;
  /** Is told of each that does. */
  readonly onInput?: (kind: 'keyboard' | 'pointer') => void;
}

/** RFC 6143 7.5, and QEMU's own message. */
const SET_PIXEL_FORMAT = 0;
const SET_ENCODINGS = 2;
const FRAMEBUFFER_UPDATE_REQUEST = 3;
const KEY_EVENT = 4;
const POINTER_EVENT = 5;
const CLIENT_CUT_TEXT = 6;
const QEMU_MESSAGE = 255;
const QEMU_EXTENDED_KEY = 0;

const LONGEST_CUT_TEXT = 1 << 20;

/**
 * Abilities (https://www.iana.org/assignments/rfb) that bring messages with them which are not let
 * through: a viewer that never offers them is never asked for them.
 */
const neverOffered: ReadonlySet<number> = new Set([
  ...[-259 /* QEMU audio */, -309 /* xvp: power */, -312 /* fence */],
  ...[-313 /* continuous updates */, -316 /* extended mouse buttons */],
  0xc0a1e5ce | 0 /* extended clipboard */,
]);
const QEMU_EXTENDED_KEY_ENCODING = -258;

/** The viewer said what no viewer of ours says; the connection cannot go on. */
export class ViewerError extends Error {}

/** The messages of one viewer, after the handshake. */
export class ViewerMessages {
  readonly #rights: ViewerRights;
  #rest: Buffer<ArrayBufferLike> = Buffer.alloc(0);

  constructor(rights: ViewerRights) {
    this.#rights = rights;
  }

  /** What of it the VNC server may hear. @throws ViewerError */
  take(chunk: Buffer): Buffer {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const passed: Buffer[] = [];
    for (;;) {
      const length = lengthOf(this.#rest);
      if (length === undefined || this.#rest.length < length) break;
      const message = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      passed.push(this.#judge(message));
    }
    return Buffer.concat(passed);
  }

  #judge(message: Buffer): Buffer {
    const { control, onInput } = this.#rights;
    switch (message[0]) {
      case SET_PIXEL_FORMAT:
      case FRAMEBUFFER_UPDATE_REQUEST:
        return message;
      case SET_ENCODINGS:
        return chooseEncodings(message, control);
      case KEY_EVENT:
      case POINTER_EVENT:
      case QEMU_MESSAGE:
        if (!control) return nothing;
        onInput?.(message[0] === POINTER_EVENT ? 'pointer' : 'keyboard');
        return message;
      default:
        return nothing;
    }
  }
}

const nothing = Buffer.alloc(0);

/** Of the message that begins here; undefined while it cannot be told. @throws ViewerError */
function lengthOf(bytes: Buffer): number | undefined {
  switch (bytes[0]) {
    case undefined:
      return undefined;
    case SET_PIXEL_FORMAT:
      return 20;
    case SET_ENCODINGS:
      return bytes.length < 4 ? undefined : 4 + 4 * bytes.readUInt16BE(2);
    case FRAMEBUFFER_UPDATE_REQUEST:
      return 10;
    case KEY_EVENT:
      return 8;
    case POINTER_EVENT:
      return 6;
    case CLIENT_CUT_TEXT:
      return bytes.length < 8 ? undefined : 8 + cutTextLength(bytes.readInt32BE(4));
    case QEMU_MESSAGE:
      if (bytes.length < 2) return undefined;
      if (bytes[1] === QEMU_EXTENDED_KEY) return 12;
      throw new ViewerError(`a message 255/${bytes[1]} from the viewer`);
    default:
      throw new ViewerError(`a message ${bytes[0]} from the viewer`);
  }
}

/** The extended clipboard counts below zero. */
function cutTextLength(length: number): number {
  if (Math.abs(length) > LONGEST_CUT_TEXT) throw new ViewerError('a clipboard beyond 1 MiB');
  return Math.abs(length);
}

function chooseEncodings(message: Buffer, control: boolean): Buffer {
  const kept: Buffer[] = [];
  for (let at = 4; at < message.length; at += 4) {
    const encoding = message.readInt32BE(at);
    const isOffered =
      !neverOffered.has(encoding) && (control || encoding !== QEMU_EXTENDED_KEY_ENCODING);
    if (isOffered) kept.push(message.subarray(at, at + 4));
  }
  const head = Buffer.from(message.subarray(0, 4));
  head.writeUInt16BE(kept.length, 2);
  return Buffer.concat([head, ...kept]);
}
