import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ViewerError, ViewerMessages } from '../../src/live/viewer-messages.ts';

const setPixelFormat = Buffer.from([0, ...Array(19).fill(1)]);
const updateRequest = Buffer.of(3, 1, 0, 0, 0, 0, 4, 0, 3, 0);
const keyEvent = Buffer.of(4, 1, 0, 0, 0, 0, 0xff, 0x0d);
const pointerEvent = Buffer.of(5, 1, 0, 10, 0, 20);
const extendedKey = Buffer.of(255, 0, 0, 1, 0, 0, 0xff, 0x0d, 0, 0, 0, 28);
const cutText = Buffer.concat([Buffer.of(6, 0, 0, 0, 0, 0, 0, 4), Buffer.from('text')]);
const extendedCutText = Buffer.concat([Buffer.of(6, 0, 0, 0, 0xff, 0xff, 0xff, 0xfc, 1, 2, 3, 4)]);

function setEncodings(...encodings: readonly number[]): Buffer {
  const message = Buffer.alloc(4 + 4 * encodings.length);
  message[0] = 2;
  message.writeUInt16BE(encodings.length, 2);
  for (const [index, encoding] of encodings.entries()) {
    message.writeInt32BE(encoding, 4 + 4 * index);
  }
  return message;
}

const looking = [setPixelFormat, updateRequest, setEncodings(7, 0)];
const acting = [keyEvent, pointerEvent, extendedKey];
const clipboard = [cutText, extendedCutText];
const all = [...looking, ...acting, ...clipboard];

describe('a viewer that may only look', () => {
  test.each(looking)('asks for pictures (%#)', (message) => {
    expect(new ViewerMessages({ control: false }).take(message)).toEqual(message);
  });

  test.each([...acting, ...clipboard])('is not heard by the guest otherwise (%#)', (message) => {
    const onInput = () => expect.unreachable();
    const messages = new ViewerMessages({ control: false, onInput });
    expect(messages.take(Buffer.concat([message, updateRequest]))).toEqual(updateRequest);
  });

  test('is heard the same however its bytes come', () => {
    const stream = Buffer.concat(all);
    const expected = Buffer.concat(looking);
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 10 });
    fc.assert(
      fc.property(sizes, (chunks) => {
        const messages = new ViewerMessages({ control: false });
        const passed: Buffer[] = [];
        let at = 0;
        for (const size of [...chunks, stream.length]) {
          passed.push(messages.take(stream.subarray(at, at + size)));
          at += size;
        }
        expect(Buffer.concat(passed)).toEqual(expected);
      }),
    );
  });
});

describe('a viewer that has control', () => {
  test('types and points, which is told; its clipboard stays its own', () => {
    const told: string[] = [];
    const messages = new ViewerMessages({ control: true, onInput: (kind) => told.push(kind) });
    expect(messages.take(Buffer.concat(all))).toEqual(Buffer.concat([...looking, ...acting]));
    expect(told).toEqual(['keyboard', 'pointer', 'keyboard']);
  });
});

describe('abilities that bring other messages', () => {
  const brought = [-259, -309, -312, -313, -316, 0xc0a1e5ce | 0];

  test.each([true, false])('are never offered (control %s)', (control) => {
    const messages = new ViewerMessages({ control });
    const offered = setEncodings(16, ...brought, -223, 7);
    expect(messages.take(offered)).toEqual(setEncodings(16, -223, 7));
  });

  test('extended keys only where keys are heard', () => {
    const offered = setEncodings(16, -258);
    expect(new ViewerMessages({ control: false }).take(offered)).toEqual(setEncodings(16));
    expect(new ViewerMessages({ control: true }).take(offered)).toEqual(offered);
  });
});

test.each<[string, Buffer]>([
  ['a message that nobody knows', Buffer.of(251, 0, 0, 0)],
  ["another message of QEMU's", Buffer.of(255, 1, 0, 0)],
  ['a clipboard beyond all measure', Buffer.of(6, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff)],
  ['one that counts backwards beyond it', Buffer.of(6, 0, 0, 0, 0x80, 0, 0, 0)],
])('%s ends the connection', (_, message) => {
  expect(() => new ViewerMessages({ control: true }).take(message)).toThrow(ViewerError);
});
