// Makes src/report/export/caption-glyphs.ts from the demo guest's font.
//   node scripts/make-caption-font.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const sheet = readFileSync(new URL('../guests/demo/font_sheet.c', import.meta.url), 'utf8');
const rows = [...sheet.matchAll(/"([.# ]+)"/g)].map(([, row]) => row.split(' '));
const HEIGHT = 13;
const FIRST = 0x20;

const glyphs = [];
for (let band = 0; band * HEIGHT < rows.length; band += 1) {
  const lines = rows.slice(band * HEIGHT, (band + 1) * HEIGHT);
  for (const [index, art] of lines[0].entries()) {
    const shape = lines.map((line) => [...line[index]].map((dot) => (dot === '#' ? 1 : 0)));
    glyphs.push({ width: art.length, shape });
  }
}

/** Bit x is set where pixel x is ink. */
const numberOf = (bits) => bits.reduce((sum, bit, x) => sum + bit * 2 ** x, 0);
const entries = glyphs.map(({ width, shape }, index) => {
  const character = JSON.stringify(String.fromCharCode(FIRST + index));
  return `  [${character}, ${width}, [${shape.map(numberOf).join(', ')}]],`;
});
writeFileSync(
  new URL('../src/report/export/caption-glyphs.ts', import.meta.url),
  `// biome-ignore-all format: made by scripts/make-caption-font.mjs from guests/demo/font_sheet.c. Do not edit.

/** Character, width in pixels, and its rows: bit x is set where pixel x is ink. */
export const glyphs: readonly (readonly [string, number, readonly number[]])[] = [
${entries.join('\n')}
];
`,
);
