import type { Frame } from './frame.ts';

/** Whether all of a frame has one colour: nothing is drawn yet, or nothing any more. */
export function isPlain({ data }: Frame): boolean {
  return Buffer.compare(data.subarray(3), data.subarray(0, -3)) === 0;
}
