import type { Frame } from '../../screen/frame.ts';
import type { Display } from './pc.ts';

const GLYPH_BYTES = 32;

type Text = Display & { readonly kind: 'text' };
type Colour = readonly [number, number, number];

/**
 * VGA text as QEMU draws it (hw/display/vga.c): no blinking, bright backgrounds. The cursor is always
 * there, where QEMU's comes and goes.
 */
export function drawText(text: Text): Frame {
  const width = text.columns * text.cellWidth;
  const height = text.rows * text.cellHeight;
  const data = new Uint8Array(width * height * 3);
  for (let cell = 0; cell < text.columns * text.rows; cell += 1) drawCell(text, cell, width, data);
  return { width, height, data };
}

function drawCell(text: Text, cell: number, width: number, data: Uint8Array): void {
  const { columns, cellWidth, cellHeight, cells, font, palette } = text;
  const character = cells[cell * 2] ?? 0;
  const attribute = cells[cell * 2 + 1] ?? 0;
  const ink = palette[attribute & 15] ?? [0, 0, 0];
  const paper = palette[attribute >> 4] ?? [0, 0, 0];
  const reaches = text.lineGraphics && character >= 0xb0 && character <= 0xdf;
  const left = (cell % columns) * cellWidth;
  const top = Math.floor(cell / columns) * cellHeight;
  for (let line = 0; line < cellHeight; line += 1) {
    const dots = isCursorLine(text, cell, line)
      ? 0x1ff
      : nineDots(font[character * GLYPH_BYTES + line] ?? 0, reaches);
    const at = ((top + line) * width + left) * 3;
    drawDots(data, at, { dots, count: cellWidth, ink, paper });
  }
}

function nineDots(row: number, reaches: boolean): number {
  return (row << 1) | (reaches ? row & 1 : 0);
}

function isCursorLine({ cursor, cellHeight }: Text, cell: number, line: number): boolean {
  if (cursor?.cell !== cell) return false;
  return line >= cursor.firstLine && line <= Math.min(cursor.lastLine, cellHeight - 1);
}

function drawDots(
  data: Uint8Array,
  at: number,
  { dots, count, ink, paper }: { dots: number; count: number; ink: Colour; paper: Colour },
): void {
  for (let dot = 0; dot < count; dot += 1) {
    data.set((dots >> (8 - dot)) & 1 ? ink : paper, at + dot * 3);
  }
}
