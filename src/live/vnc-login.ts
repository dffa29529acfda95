import { createCipheriv } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { type Clock, withDeadline } from '../clock.ts';
import { MachineError } from '../errors.ts';
import { ByteReader } from './byte-reader.ts';
import { ACCEPTED, RFB_VERSION, SHARED, VERSION_BYTES, VNC_AUTHENTICATION } from './rfb.ts';

const LOGIN_MS = 10_000;

export interface VncSession {
  /** Paused; what it has sent already is `begun`, from the ServerInit on. */
  readonly socket: Socket;
  readonly begun: Buffer;
}

/**
 * Connects to a VNC server at a unix socket as one of several viewers, and answers its challenge.
 * @throws MachineError `vnc-login-failed`
 */
export async function logIn(
  path: string,
  password: string,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal | undefined },
): Promise<VncSession> {
  const socket = connect(path);
  const reader = new ByteReader();
  const push = (chunk: Buffer) => reader.push(chunk);
  const end = () => reader.end(failed('it closed the connection'));
  socket.on('data', push).on('close', end);
  socket.on('error', ({ message }) => reader.end(failed(message)));
  const late = () => failed(`it did not answer within ${LOGIN_MS} ms`);
  try {
    await withDeadline({ clock, ms: LOGIN_MS, late, signal }, async (deadline) => {
      const stop = () => reader.end(deadline.reason);
      deadline.addEventListener('abort', stop, { once: true });
      if (deadline.aborted) stop();
      await authenticate(reader, socket, password);
    });
    socket.pause();
    socket.off('data', push);
    socket.write(SHARED);
    return { socket, begun: reader.takeRest() };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function authenticate(reader: ByteReader, socket: Socket, password: string): Promise<void> {
  const version = await reader.read(VERSION_BYTES);
  if (!version.equals(RFB_VERSION)) throw failed(`it speaks ${JSON.stringify(`${version}`)}`);
  socket.write(RFB_VERSION);
  const [count = 0] = await reader.read(1);
  if (count === 0) throw failed(await readReason(reader));
  const types = await reader.read(count);
  if (!types.includes(VNC_AUTHENTICATION)) throw failed('it does not ask for a password');
  socket.write(Buffer.of(VNC_AUTHENTICATION));
  socket.write(answerChallenge(await reader.read(16), password));
  const result = (await reader.read(4)).readUInt32BE();
  if (result !== ACCEPTED) throw failed(await readReason(reader));
}

async function readReason(reader: ByteReader): Promise<string> {
  const length = (await reader.read(4)).readUInt32BE();
  return `${await reader.read(Math.min(length, 1000))}`;
}

/**
 * RFC 6143 7.2.2: the challenge under DES, whose key is the password with the bits of each byte turned
 * round. Three times the same key makes of the DES that OpenSSL still has the one that it has no more.
 */
export function answerChallenge(challenge: Buffer, password: string): Buffer {
  const key = Buffer.alloc(8);
  key.set(Buffer.from(password).subarray(0, 8));
  const turned = key.map(turnRound);
  const cipher = createCipheriv('des-ede3', Buffer.concat([turned, turned, turned]), null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(challenge), cipher.final()]);
}

function turnRound(byte: number): number {
  return Array.from({ length: 8 }).reduce<number>(
    (turned, _, bit) => turned | (((byte >> bit) & 1) << (7 - bit)),
    0,
  );
}

function failed(why: string): MachineError {
  return new MachineError('vnc-login-failed', `the guest's VNC server let nobody in: ${why}`);
}
