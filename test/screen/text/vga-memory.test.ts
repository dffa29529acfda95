import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cp437 } from '../../../src/screen/text/cp437.ts';
import { decodeAttribute, findVgaText, readVgaText } from '../../../src/screen/text/vga-memory.ts';
import { fillFrame, paint } from '../frames.ts';
import { anyScreen, drawScreen, memoryOf, randomFont, screenOf, textOf } from './text-screen.ts';

const font = randomFont(9, 16, 1);
const hello = screenOf(['GNU GRUB version 2.06', '', 'debian login: jane_']);
const picture = drawScreen(hello, font);
const linesOf = (...args: Parameters<typeof findVgaText>) => {
  const found = findVgaText(...args);
  return found && readVgaText(found).lines;
};

describe('the code page', () => {
  test('has 256 characters, one each', () => {
    expect(cp437).toHaveLength(256);
    expect(cp437.every((character) => character.length === 1)).toBe(true);
    expect(new Set(cp437).size).toBe(254);
  });

  test.each([
    [0x01, '☺'],
    [0x1f, '▼'],
    [0x41, 'A'],
    [0x7f, '⌂'],
    [0x80, 'Ç'],
    [0x9b, '¢'],
    [0xb3, '│'],
    [0xc4, '─'],
    [0xdb, '█'],
    [0xe1, 'ß'],
    [0xfe, '■'],
  ])('%i is %s', (code, character) => expect(cp437[code]).toBe(character));
});

test('an attribute byte: bright blinking white on blue', () => {
  expect(decodeAttribute(0x9f)).toEqual({ foreground: 15, background: 9, blink: true });
  expect(decodeAttribute(0x07)).toEqual({ foreground: 7, background: 0, blink: false });
});

describe('text memory', () => {
  test.each([
    ['80x25', 9, 16, 80, 25],
    ['80x25, 8 pixels', 8, 16, 80, 25],
    ['80x50', 9, 8, 80, 50],
    ['80x28', 9, 14, 80, 28],
    ['40x25', 16, 16, 40, 25],
    ['132x25', 9, 16, 132, 25],
  ])('%s', (_, width, height, columns, rows) => {
    const screen = screenOf(['Hello, world!', 'How are you?'], { columns, rows });
    const frame = drawScreen(screen, randomFont(width, height, 2));
    const found = findVgaText(frame, memoryOf(screen, 0));
    expect(found?.cells.grid).toMatchObject({ columns, rows, cellWidth: width });
    expect(found && readVgaText(found).lines.slice(0, 3)).toEqual([
      'Hello, world!',
      'How are you?',
      '',
    ]);
  });

  test('any screen, anywhere in the memory, is read back exactly', () =>
    fc.assert(
      fc.property(anyScreen(80, 25), fc.nat((0x8000 - 4000) / 2), fc.nat(), (screen, at, seed) => {
        const frame = drawScreen(screen, randomFont(9, 16, seed));
        const found = findVgaText(frame, memoryOf(screen, at * 2));
        expect(found && readVgaText(found).lines).toEqual(textOf(screen, cp437));
        expect(Buffer.from(found?.attributes ?? [])).toEqual(
          Buffer.from(screen.cells.filter((_, i) => i % 2 === 1)),
        );
      }),
      { numRuns: 20, endOnFailure: true },
    ));

  test('is not read if one character of it is another one', () => {
    const screen = screenOf(Array(25).fill('The quick brown fox jumps over the lazy dog. AAA'));
    const frame = drawScreen(screen, font);
    fc.assert(
      fc.property(fc.nat(1999), fc.constantFrom(...'Aquick .'), (cell, character) => {
        const memory = memoryOf(screen, 0);
        fc.pre(memory[cell * 2] !== character.charCodeAt(0));
        memory[cell * 2] = character.charCodeAt(0);
        expect(findVgaText(frame, memory)).toBeUndefined();
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  test.each([
    ['on a blank', 500],
    ['below a character that is elsewhere too', 163],
    ['below one that is nowhere else', 3],
  ])('a cursor %s', (_, cell) => {
    expect(linesOf(drawScreen(hello, font, cell), memoryOf(hello, 0))).toEqual(
      textOf(hello, cp437),
    );
  });

  test('the screen scrolled on in the memory', () => {
    const scrolled = screenOf(['', 'debian login: jane_', 'Password:']);
    const memory = memoryOf(hello, 0);
    memory.set(scrolled.cells, 160);
    expect(findVgaText(drawScreen(scrolled, font), memory)?.offset).toBe(160);
  });

  test('where the screen was found last is looked at first', () => {
    const memory = memoryOf(hello, 0);
    memory.set(hello.cells, 4096);
    const found = findVgaText(picture, memory);
    expect(found?.offset).toBe(0);
    const likely = found && { offset: 4096, grid: found.cells.grid };
    expect(findVgaText(picture, memory, likely)?.offset).toBe(4096);
  });
});

describe('memory that the picture does not bear out', () => {
  const memory = memoryOf(hello, 0);
  test.each([
    ['a black picture of graphics', fillFrame(640, 480)],
    ['a black picture as large as a text screen', fillFrame(720, 400)],
    ['a picture of graphics', paint(fillFrame(1024, 768), box(3, 7, 99), [9, 9, 9])],
    ['another text', drawScreen(screenOf(['GNU GRUB version 2.12', '', 'debian login:']), font)],
    ['a blank where a character is', paint(picture, box(0, 0, 9), [0, 0, 0])],
    ['a third colour in a cell', paint(picture, box(4, 4, 1), [1, 2, 3])],
    ['something on two blanks', paint(picture, box(0, 390, 4), [170, 170, 170])],
    ['an empty picture', fillFrame(1, 1)],
  ])('%s', (_, frame) => expect(linesOf(frame, memory)).toBeUndefined());

  test('two places that say different things', () => {
    const one = screenOf(['A']);
    const both = memoryOf(one, 0);
    both.set(screenOf(['B']).cells, 4096);
    expect(linesOf(drawScreen(one, font), memoryOf(one, 0))?.[0]).toBe('A');
    expect(linesOf(drawScreen(one, font), both)).toBeUndefined();
  });

  test('memory that is too short', () => {
    expect(linesOf(picture, memory.subarray(0, 3999))).toBeUndefined();
    expect(linesOf(picture, new Uint8Array(0))).toBeUndefined();
  });
});

describe('a region', () => {
  const found = findVgaText(picture, memoryOf(hello, 0));
  test.each([
    ['cells whose middle is inside', { x: 63, y: 34, width: 54, height: 8 }, ['login:']],
    ['a corner', { x: 0, y: 0, width: 27, height: 16 }, ['GNU']],
    ['less than a cell', { x: 0, y: 0, width: 4, height: 16 }, ['']],
  ])('%s', (_, region, lines) => expect(found && readVgaText(found, region).lines).toEqual(lines));
});

function box(x: number, y: number, size: number) {
  return { x, y, width: size, height: size };
}
