import fc from 'fast-check';
import { GuestwrightError } from '../../src/errors.ts';
import type { Frame, Region } from '../../src/screen/frame.ts';

type Colour = readonly [red: number, green: number, blue: number];

export function fillFrame(width: number, height: number, colour: Colour = [0, 0, 0]): Frame {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) data.set(colour, at);
  return { width, height, data };
}

export function paint(frame: Frame, region: Region, colour: Colour): Frame {
  const data = frame.data.slice();
  for (let y = region.y; y < region.y + region.height; y += 1) {
    for (let x = region.x; x < region.x + region.width; x += 1) {
      data.set(colour, (y * frame.width + x) * 3);
    }
  }
  return { ...frame, data };
}

export function pixelAt(frame: Frame, x: number, y: number): number[] {
  const at = (y * frame.width + x) * 3;
  return [...frame.data.subarray(at, at + 3)];
}

export function contains(region: Region, x: number, y: number): boolean {
  const { x: left, y: top, width, height } = region;
  return x >= left && x < left + width && y >= top && y < top + height;
}

export function frameOf(width: number, height: number): fc.Arbitrary<Frame> {
  const size = width * height * 3;
  return fc
    .uint8Array({ minLength: size, maxLength: size })
    .map((data) => ({ width, height, data }));
}

export const anyFrame = fc
  .tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 }))
  .chain(([width, height]) => frameOf(width, height));

/** Two frames of one size of few colours, so that many pixels are equal, and a rectangle in it. */
export const twoFrames = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }))
  .chain(([width, height]) => {
    const changes = fc.array(
      fc.record({
        x: fc.nat(width - 1),
        y: fc.nat(height - 1),
        colour: fc.constantFrom<Colour>([9, 9, 9], [0, 0, 1], [255, 0, 0]),
      }),
      { maxLength: 30 },
    );
    const region = fc.tuple(fc.nat(width - 1), fc.nat(height - 1)).chain(([x, y]) =>
      fc.record({
        x: fc.constant(x),
        y: fc.constant(y),
        width: fc.integer({ min: 1, max: width - x }),
        height: fc.integer({ min: 1, max: height - y }),
      }),
    );
    return fc.record({ changes, region }).map(({ changes, region }) => {
      const a = fillFrame(width, height, [9, 9, 9]);
      const b = changes.reduce(
        (frame, { x, y, colour }) => paint(frame, { x, y, width: 1, height: 1 }, colour),
        a,
      );
      return { a, b, region };
    });
  });

/** What the call throws, as `Class code: message (hint)`; any other outcome is told as such. */
export function failureOf(call: () => unknown): string {
  try {
    call();
    return 'nothing was thrown';
  } catch (error) {
    return describeFailure(error);
  }
}

export function describeFailure(error: unknown): string {
  if (!(error instanceof GuestwrightError)) return `foreign error: ${error}`;
  const hint = error.hint ? ` (${error.hint})` : '';
  return `${error.name} ${error.code}: ${error.message}${hint}`;
}
