import type { WebSocket } from 'ws';

/** Why a connection ends by our side (RFC 6455 7.4.1). */
const codes = { normal: 1000, notBinary: 1003, refused: 1008, failed: 1011 } as const;

/** A control frame has no room for more (RFC 6455 5.5). */
const REASON_BYTES = 123;

/** Says why, as far as there is room, and hangs up. Can be called twice. */
export function closeViewer(viewer: WebSocket, code: keyof typeof codes, reason: string): void {
  const room = Buffer.alloc(REASON_BYTES);
  // `write` leaves out a character that would be cut.
  viewer.close(codes[code], room.subarray(0, room.write(reason)));
}
