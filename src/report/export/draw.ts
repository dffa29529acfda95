import type { Frame, Region } from '../../screen/frame.ts';
import { lineHeight, type PlacedGlyph, placeText } from './caption-font.ts';

export type Colour = readonly [red: number, green: number, blue: number];

export function blankFrame(width: number, height: number, colour: Colour): Frame {
  const frame = { width, height, data: new Uint8Array(width * height * 3) };
  fillRegion(frame, { x: 0, y: 0, width, height }, colour);
  return frame;
}

/** Colours what of the region is on the frame, in place. */
export function fillRegion(frame: Frame, region: Region, [red, green, blue]: Colour): void {
  const left = Math.max(0, region.x);
  const right = Math.min(frame.width, region.x + region.width);
  const bottom = Math.min(frame.height, region.y + region.height);
  for (let y = Math.max(0, region.y); y < bottom; y += 1) {
    for (let at = (y * frame.width + left) * 3; at < (y * frame.width + right) * 3; at += 3) {
      frame.data[at] = red;
      frame.data[at + 1] = green;
      frame.data[at + 2] = blue;
    }
  }
}

/** A circle's line, `thick` pixels wide, around the middle of a pixel. */
export function drawRing(
  frame: Frame,
  { x, y }: { readonly x: number; readonly y: number },
  { radius, thick, colour }: { radius: number; thick: number; colour: Colour },
): void {
  for (let dy = -radius; dy <= radius; dy += 1) {
    for (let dx = -radius; dx <= radius; dx += 1) {
      const distance = Math.hypot(dx, dy);
      if (distance > radius || distance <= radius - thick) continue;
      fillRegion(frame, { x: x + dx, y: y + dy, width: 1, height: 1 }, colour);
    }
  }
}

/** Every pixel of the font `scale` as wide and high; what of it is off the frame is left out. */
export function drawText(
  frame: Frame,
  text: string,
  at: { readonly x: number; readonly y: number },
  { scale, colour }: { readonly scale: number; readonly colour: Colour },
): void {
  for (const glyph of placeText(text)) drawGlyph(frame, glyph, at, { scale, colour });
}

function drawGlyph(
  frame: Frame,
  { x: left, width, shape }: PlacedGlyph,
  at: { readonly x: number; readonly y: number },
  { scale, colour }: { readonly scale: number; readonly colour: Colour },
): void {
  for (let row = 0; row < lineHeight; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if ((((shape[row] ?? 0) >> column) & 1) === 0) continue;
      const x = at.x + (left + column) * scale;
      fillRegion(frame, { x, y: at.y + row * scale, width: scale, height: scale }, colour);
    }
  }
}
