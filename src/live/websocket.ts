import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Frame, headOf, opcodes, readFrame } from './websocket-frames.ts';

/** RFC 6455 1.3. */
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

const NORMAL = 1000;
const NOT_BINARY = 1003;

/** Why a connection ends by our side (RFC 6455 7.4.1). */
export const closeCodes = { normal: NORMAL, refused: 1008, failed: 1011 } as const;

/** The server's end of a WebSocket (RFC 6455) that carries a stream of bytes, in messages of any length. */
export class WebSocketServerEnd {
  /** What the other side sends, unmasked, as it comes. */
  onBytes: (bytes: Buffer) => void = () => {};
  /** Once, however it ended. */
  onClose: () => void = () => {};
  readonly #socket: Duplex;
  #rest: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  #closing = false;

  /** Answers a request to upgrade; undefined, and nothing said, where it is none that RFC 6455 knows. */
  static accept(request: IncomingMessage, socket: Duplex): WebSocketServerEnd | undefined {
    const { headers } = request;
    const key = headers['sec-websocket-key'] ?? '';
    const isKnown =
      headers.upgrade?.toLowerCase() === 'websocket' && headers['sec-websocket-version'] === '13';
    if (!isKnown || !/^[A-Za-z0-9+/]{22}==$/.test(key)) return undefined;
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
    socket.on('end', () => socket.end());
    socket.on('close', () => this.onClose());
  }

  /** False: wait for `onDrain` before sending more. */
  send(bytes: Buffer): boolean {
    return this.#closing || this.#write(opcodes.binary, bytes);
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
    this.#write(opcodes.close, body);
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
      if (typeof frame === 'number') {
        this.close(frame);
        return;
      }
      this.#rest = this.#rest.subarray(frame.length);
      this.#obey(frame);
    }
  }

  #obey({ opcode, payload }: Frame): void {
    switch (opcode) {
      case opcodes.binary:
      case opcodes.continuation:
        this.onBytes(payload);
        break;
      case opcodes.close:
        this.close(NORMAL);
        break;
      case opcodes.ping:
        this.#write(opcodes.pong, payload);
        break;
      case opcodes.pong:
        break;
      default:
        this.close(NOT_BINARY);
    }
  }

  #write(opcode: number, payload: Buffer): boolean {
    if (!this.#socket.writable) return true;
    this.#socket.write(headOf(opcode, payload.length));
    return this.#socket.write(payload);
  }
}
