import type { Frame, Region } from '../frame.ts';
import { BLANK, type CellGrid, type Cells, readCells } from './cells.ts';
import { cp437 } from './cp437.ts';
import { linesOf, type ReadText } from './read-text.ts';
import { type Verified, verifyTextMemory } from './verify-text-memory.ts';
import { vgaGrids } from './vga-grids.ts';

/** Where a PC's text memory is, and how much of it a processor sees. */
export const TEXT_MEMORY = { address: 0xb8000, size: 0x8000 };

/** Text memory as the picture shows it. */
export interface VgaText {
  readonly cells: Cells;
  /** Where in the memory the screen starts: it moves when the guest scrolls. Bytes. */
  readonly offset: number;
  /** By cell. */
  readonly codes: Uint8Array;
  readonly attributes: Uint8Array;
}

/** With fewer different shapes on the screen, another place in the memory could explain it as well. */
const ENOUGH_SHAPES = 8;

/**
 * The text that both the memory and the picture have, or undefined: no text mode, or memory that is
 * older or newer than the picture. `likely` is where the last one was found. Where more than one
 * part of the memory would make this picture and they say different things, there is none.
 */
export function findVgaText(
  frame: Frame,
  memory: Uint8Array,
  likely?: Pick<VgaText, 'offset'> & { readonly grid: CellGrid },
): VgaText | undefined {
  const grids = vgaGrids(frame.width, frame.height);
  const first = grids.find(
    (grid) =>
      likely && grid.cellWidth === likely.grid.cellWidth && grid.columns === likely.grid.columns,
  );
  for (const grid of first ? [first, ...grids.filter((grid) => grid !== first)] : grids) {
    const cells = readCells(frame, grid, { onlyTwo: true });
    const found = cells && findStart(cells, memory, grid === first ? likely?.offset : undefined);
    if (found) return found;
  }
  return undefined;
}

/** What it says, in Unicode by code page 437. */
export function readVgaText({ cells, codes, attributes }: VgaText, region?: Region): ReadText {
  const characters = Array.from(codes, (code) => cp437[code] ?? ' ');
  const { grid } = cells;
  const lines = linesOf(characters, grid, region);
  return { reader: 'vga-memory', ...lines, confidence: 1, grid, attributes };
}

/**
 * What an attribute byte says: colour numbers 0..15. Bit 7 is a bright background, which is how QEMU
 * draws it, or blinking, as the guest has set its display.
 */
export function decodeAttribute(attribute: number): {
  readonly foreground: number;
  readonly background: number;
  readonly blink: boolean;
} {
  return {
    foreground: attribute & 15,
    background: (attribute >> 4) & 15,
    blink: (attribute & 0x80) !== 0,
  };
}

function findStart(cells: Cells, memory: Uint8Array, likely = 0): VgaText | undefined {
  const verified = verifyTextMemory(cells, memory, likely);
  if (verified && verified.shapes >= ENOUGH_SHAPES) return extract(cells, memory, likely);
  const found = verified ? [extract(cells, memory, likely)] : [];
  for (const offset of plausibleStarts(cells, memory)) {
    const other: Verified | undefined = verifyTextMemory(cells, memory, offset);
    if (!other) continue;
    const text = extract(cells, memory, offset);
    if (found[0] && !Buffer.from(found[0].codes).equals(text.codes)) return undefined;
    found.push(text);
  }
  return found[0];
}

function extract(cells: Cells, memory: Uint8Array, offset: number): VgaText {
  const at = (index: number) => memory[offset + index] as number;
  const codes = Uint8Array.from({ length: cells.count }, (_, cell) => at(cell * 2));
  const attributes = Uint8Array.from({ length: cells.count }, (_, cell) => at(cell * 2 + 1));
  return { cells, offset, codes, attributes };
}

/** All places in the memory where the screen's first shapes would not be blanks. */
function* plausibleStarts(cells: Cells, memory: Uint8Array): Generator<number, void> {
  const shaped: number[] = [];
  for (let cell = 0; cell < cells.count; cell += 1) {
    if (cells.second[cell] !== BLANK) shaped.push(cell);
  }
  if (shaped.length === 0) return;
  const isBlank = (at: number) => memory[at] === 0x20 || memory[at] === 0;
  for (let offset = 0; offset + cells.count * 2 <= memory.length; offset += 2) {
    let blanks = 0;
    for (const cell of shaped) {
      if (isBlank(offset + cell * 2)) blanks += 1;
      if (blanks > 1) break;
    }
    if (blanks <= 1) yield offset;
  }
}
