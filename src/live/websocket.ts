import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** RFC 6455 1.3. */
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const CONTINUATION = 0;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const LONGEST_FRAME = 1 << 20;

const NORMAL = 1000;
const PROTOCOL_ERROR = 1002;
const NOT_BINARY = 1003;
const TOO_LARGE = 1009;

/** Why a connection ends by our side (RFC 6455 7.4.1). */
export const closeCodes = { normal: NORMAL, refused: 1008, failed: 1011 } as const;

/** The server's end of a WebSocket (RFC 6455) that carries a stream of bytes. */
export class WebSocketServerEnd {
  /** What the other side sends, unmasked, as it comes. */
  onBytes: (bytes: Buffer) => void = () => {};
  /** Once, however it ended. */
  onClose: () => void = () => {};
  readonly #socket: Duplex;
  #rest: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  #closing = false;

  /** Answers a request to upgrade; undefined, with 400 said, where it is none that RFC 6455 knows. */
  static accept(request: IncomingMessage, socket: Duplex): WebSocketServerEnd | undefined {
    const { upgrade, 'sec-websocket-key': key = '', 'sec-websocket-version': version } =
      request.headers;
    const isOurs = upgrade?.toLowerCase() === 'websocket' && version === '13';
    if (!isOurs || !/^[A-Za-z0-9+/]{22}==$/.test(key)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return undefined;
    }
    const accept = createHash('sha1').update(`${key}${ACCEPT_SUFFIX}`).digest('base64');
    const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
    socket.write(`${[...head, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`);
    return new WebSocketServerEnd(socket);
  }

  /** Use `accept`, which shakes hands first. */
  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.onClose());
  }

  /** False: wait for `onDrain` before sending more. */
  send(bytes: Buffer): boolean {
    return this.#closing || this.#write(BINARY, bytes);
  }

  onDrain(then: () => void): void {
    this.#socket.once('drain', then);
  }

  /** Stops, or goes on, hearing the other side. */
  pause(): void {
    this.#socket.pause();
  }
  resume(): void {
    this.#socket.resume();
  }

  /** Says why, at most 123 bytes, and hangs up. Can be called twice. */
  close(code: number, reason = ''): void {
    if (this.#closing) return;
    this.#closing = true;
    const body = Buffer.alloc(2 + Math.min(Buffer.byteLength(reason), 123));
    body.writeUInt16BE(code);
    body.write(reason, 2);
    this.#write(CLOSE, body);
    this.#socket.end();
    this.#socket.resume();
  }

  /** Hangs up at once. */
  destroy(): void {
    this.#closing = true;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    if (this.#closing) return;
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const frame = readFrame(this.#rest);
      if (frame === 'incomplete' || this.#closing) return;
      if (typeof frame === 'number') return this.close(frame);
      this.#rest = this.#rest.subarray(frame.length);
      this.#obey(frame);
    }
  }

  #obey({ opcode, payload }: Frame): void {
    switch (opcode) {
      case BINARY:
      case CONTINUATION:
        return this.onBytes(payload);
      case CLOSE:
        return this.close(NORMAL);
      case PING:
        this.#write(PONG, payload);
        return;
      case PONG:
        return;
      default:
        return this.close(NOT_BINARY);
    }
  }

  #write(opcode: number, payload: Buffer): boolean {
    const { length } = payload;
    const head =
      length < 126 ? Buffer.alloc(2) : length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
    head[0] = 0x80 | opcode;
    if (head.length === 2) head[1] = length;
    else if (head.length === 4) {
      head[1] = 126;
      head.writeUInt16BE(length, 2);
    } else {
      head[1] = 127;
      head.writeBigUInt64BE(BigInt(length), 2);
    }
    if (!this.#socket.writable) return true;
    this.#socket.write(head);
    return this.#socket.write(payload);
  }
}

interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** Of the whole frame. */
  readonly length: number;
}

/** The frame that begins here; a close code where there must be none like it. */
function readFrame(bytes: Buffer): Frame | 'incomplete' | number {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return 'incomplete';
  const hasExtensions = (first & 0x70) !== 0;
  const isMasked = (second & 0x80) !== 0;
  if (hasExtensions || !isMasked) return PROTOCOL_ERROR;
  const opcode = first & 0x0f;
  const short = second & 0x7f;
  const isControl = opcode >= CLOSE;
  if (isControl && (short > 125 || (first & 0x80) === 0)) return PROTOCOL_ERROR;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return 'incomplete';
  const length =
    start === 2 ? short : start === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (length > LONGEST_FRAME) return TOO_LARGE;
  const end = start + 4 + length;
  if (bytes.length < end) return 'incomplete';
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(bytes.subarray(start + 4, end));
  for (let at = 0; at < length; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
  return { opcode, payload, length: end };
}
