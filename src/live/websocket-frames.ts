/** RFC 6455 5.2. */
export const opcodes = { continuation: 0, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const LONGEST_FRAME = 1 << 20;
const LONGEST_CONTROL_FRAME = 125;
const PROTOCOL_ERROR = 1002;
const TOO_LARGE = 1009;

/** A frame from a client, unmasked. */
export interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** Of the whole frame. */
  readonly length: number;
}

/** The client's frame that begins here; the code to close with where there must be none like it. */
export function readFrame(bytes: Buffer): Frame | 'incomplete' | number {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return 'incomplete';
  const isFinal = (first & 0x80) !== 0;
  const hasExtensions = (first & 0x70) !== 0;
  const isMasked = (second & 0x80) !== 0;
  if (hasExtensions || !isMasked) return PROTOCOL_ERROR;
  const opcode = first & 0x0f;
  const short = second & 0x7f;
  const isControl = opcode >= opcodes.close;
  if (isControl && (short > LONGEST_CONTROL_FRAME || !isFinal)) return PROTOCOL_ERROR;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return 'incomplete';
  const length =
    start === 2 ? short : start === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (length > LONGEST_FRAME) return TOO_LARGE;
  const end = start + 4 + length;
  if (bytes.length < end) return 'incomplete';
  const payload = unmask(bytes.subarray(start + 4, end), bytes.subarray(start, start + 4));
  return { opcode, payload, length: end };
}

function unmask(bytes: Buffer, mask: Buffer): Buffer {
  const payload = Buffer.from(bytes);
  for (let at = 0; at < payload.length; at += 1) {
    payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
  }
  return payload;
}

/** What stands before a server's payload of that length. */
export function headOf(opcode: number, length: number): Buffer {
  const first = 0x80 | opcode;
  if (length < 126) return Buffer.of(first, length);
  if (length < 65_536) return Buffer.of(first, 126, length >> 8, length & 0xff);
  const head = Buffer.alloc(10);
  head[0] = first;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
