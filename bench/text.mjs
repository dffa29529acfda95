// Reading an 80x25 text screen: SeaBIOS's from text memory and by its glyphs, and made-up ones, whose
// every character is known.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveMemory } from '../dist/guest/text/text-memory.js';
import { Guest, startMachine } from '../dist/index.js';
import { cp437 } from '../dist/screen/text/cp437.js';
import { findRomFonts } from '../dist/screen/text/font.js';
import { findGlyphText, readGlyphText } from '../dist/screen/text/read-glyphs.js';
import { findVgaText, readVgaText, TEXT_MEMORY } from '../dist/screen/text/vga-memory.js';
import { median, printTable } from './report.mjs';

const RUNS = 200;
const SCREENS = 10;
const CELLS = 2000;

const folder = mkdtempSync(join(tmpdir(), 'guestwright-bench-'));
const machine = await startMachine(
  { memory: '64M', pointer: 'none', accel: 'tcg' },
  { baseDir: folder },
);
/** @type {Record<'memory' | 'glyphs' | 'all' | 'full', number[]>} */
const times = { memory: [], glyphs: [], all: [], full: [] };
let wrong = 0;
let characters = 0;
/** @type {import('../dist/screen/text/font.js').Font[]} */
let fonts = [];
try {
  const guest = new Guest(machine);
  const deadline = AbortSignal.timeout(60_000);
  for (;;) {
    const reading = await guest.text.read({ signal: deadline });
    if (reading.kind === 'read' && reading.text.lines.includes('No bootable device.')) break;
    await guest.clock.wait(50, deadline);
  }
  fonts = findRomFonts(
    (await saveMemory(machine, { address: 0xc0000, size: 0x10000 })) ?? Buffer.alloc(0),
  );
  let vga;
  let glyphs;
  for (let run = 0; run < RUNS; run += 1) {
    const startMs = performance.now();
    const frame = await guest.screen.capture();
    const capturedMs = performance.now();
    const memory = await saveMemory(machine, TEXT_MEMORY);
    vga = memory && findVgaText(frame, memory, vga && { offset: vga.offset, grid: vga.cells.grid });
    const exact = vga && readVgaText(vga);
    const readMs = performance.now();
    glyphs = findGlyphText(frame, fonts, glyphs);
    const matched = glyphs && readGlyphText(glyphs);
    times.glyphs.push(performance.now() - readMs);
    times.memory.push(readMs - capturedMs);
    times.all.push(readMs - startMs);
    wrong += exact ? countWrong(exact.lines, matched?.lines ?? []) : CELLS;
    characters += CELLS;
  }
} finally {
  await machine.stop();
  rmSync(folder, { recursive: true });
}

const font = fonts.find(({ height }) => height === 16);
if (!font) throw new Error('the VGA BIOS has no font');
for (let seed = 1; seed <= SCREENS; seed += 1) {
  const codes = Array.from({ length: CELLS }, (_, cell) => {
    const code = Math.imul(cell * seed + 7, 2_654_435_761) >>> 24;
    return cell % 3 === 0 || code > 0x7e || code < 0x20 ? 0x20 : code;
  });
  const frame = draw(codes);
  const expected = Array.from({ length: 25 }, (_, row) =>
    codes
      .slice(row * 80, row * 80 + 80)
      .map((code) => cp437[code] ?? ' ')
      .join('')
      .trimEnd(),
  );
  const memory = new Uint8Array(TEXT_MEMORY.size).fill(0x20);
  for (const [cell, code] of codes.entries()) memory.set([code, 0x07], seed * 160 + cell * 2);
  const vga = findVgaText(frame, memory);
  let glyphs = findGlyphText(frame, [font]);
  for (let run = 0; run < RUNS / SCREENS; run += 1) {
    const startMs = performance.now();
    glyphs = findGlyphText(frame, [], glyphs);
    if (glyphs) readGlyphText(glyphs);
    times.full.push(performance.now() - startMs);
  }
  wrong += countWrong(expected, vga ? readVgaText(vga).lines : []);
  wrong += countWrong(expected, glyphs ? readGlyphText(glyphs).lines : []);
  characters += 2 * CELLS;
}

/** @param {readonly number[]} codes */
function draw(codes) {
  const data = new Uint8Array(640 * 400 * 3);
  for (const [cell, code] of codes.entries()) {
    for (let y = 0; y < 16; y += 1) {
      for (let x = 0; x < 8; x += 1) {
        const ink = ((font?.glyphs[code]?.shape[y] ?? 0) >> x) & 1;
        const at = ((Math.floor(cell / 80) * 16 + y) * 640 + (cell % 80) * 8 + x) * 3;
        data.fill(ink ? 170 : 0, at, at + 3);
      }
    }
  }
  return { width: 640, height: 400, data };
}

/** @param {readonly string[]} expected @param {readonly string[]} actual */
function countWrong(expected, actual) {
  let count = 0;
  for (const [row, line] of expected.entries()) {
    const other = actual[row] ?? '';
    for (let x = 0; x < Math.max(line.length, other.length); x += 1) {
      if ((line[x] ?? ' ') !== (other[x] ?? ' ')) count += 1;
    }
  }
  return count;
}

/** @param {string} what @param {readonly number[]} values @param {string} [limit] */
const row = (what, values, limit) => ({
  what,
  median: median(values),
  worst: Math.max(...values),
  unit: 'ms',
  runs: values.length,
  ...(limit && { limit }),
});
printTable({
  title: 'Reading an 80x25 text screen',
  conditions: { machine: machine.title, guest: 'SeaBIOS, 720x400', font: font.name },
  rows: [
    row('VGA memory, checked against the picture', times.memory, 'median <= 3 ms'),
    row('glyphs', times.glyphs, 'median <= 5 ms'),
    row('glyphs, made-up screens full of them', times.full, 'median <= 5 ms'),
    row('screendump and VGA memory', times.all),
    {
      what: 'wrong characters',
      median: wrong,
      worst: wrong,
      unit: 'characters',
      runs: characters,
      limit: '0 in 10000',
    },
  ],
});
