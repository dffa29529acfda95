import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headOf, readFrame } from '../../src/live/websocket-frames.ts';
import { clientFrame } from '../support/websocket.ts';

const BINARY = 2;

describe('a frame from a client', () => {
  test.each([0, 1, 125, 126, 65_535, 65_536])('of %d bytes is unmasked', (length) => {
    const payload = Buffer.alloc(length, 'guest');
    const frame = clientFrame(BINARY, payload);
    expect(readFrame(frame)).toEqual({ opcode: BINARY, payload, length: frame.length });
  });

  test('is waited for until it is whole, and what stands behind it is left alone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array(), (bytes, behind) => {
        const frame = clientFrame(BINARY, Buffer.from(bytes));
        for (let end = 0; end < frame.length; end += 1) {
          expect(readFrame(frame.subarray(0, end))).toBe('incomplete');
        }
        const read = readFrame(Buffer.concat([frame, behind]));
        expect(read).toMatchObject({ payload: Buffer.from(bytes), length: frame.length });
      }),
      { numRuns: 50 },
    );
  });

  test.each<[string, Buffer, number]>([
    ['that is not masked', Buffer.of(0x82, 1, 7), 1002],
    ['with extensions that nobody agreed on', Buffer.of(0xc2, 0x80, 0, 0, 0, 0), 1002],
    ['of control, in parts', Buffer.of(0x09, 0x80, 0, 0, 0, 0), 1002],
    ['of control, too long', Buffer.of(0x89, 0xfe, 0, 126), 1002],
    ['that is too large', Buffer.of(0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 1), 1009],
    ['that is larger than numbers are', Buffer.of(0x82, 0xff, ...Array(8).fill(0xff)), 1009],
  ])('%s ends the connection', (_, bytes, code) => {
    expect(readFrame(bytes)).toBe(code);
  });
});

test.each([
  [5, [0x82, 5]],
  [126, [0x82, 126, 0, 126]],
  [65_535, [0x82, 126, 0xff, 0xff]],
  [65_536, [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
])('what stands before %d bytes of the server', (length, head) => {
  expect([...headOf(BINARY, length)]).toEqual(head);
});
