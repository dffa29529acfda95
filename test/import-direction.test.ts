import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

/** From the top of the house to the ground: a room may use what stands below it. */
const rooms = [
  'cli',
  'vitest',
  'live',
  'report',
  'runner',
  'scenario',
  'guest',
  'input',
  'machine',
  'screen',
  'qmp',
];

/** Neighbours that do not know each other, although one stands above the other. */
const strangers: readonly (readonly [string, string])[] = [
  ['input', 'machine'],
  ['input', 'screen'],
  ['screen', 'qmp'],
];

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

function listImports(): Import[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.m?[jt]sx?$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(src, file), 'utf8');
      const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)];
      return specifiers.map(([, specifier = '']) => {
        const target = relative(src, resolve(src, dirname(file), specifier));
        return { file, from: roomOf(file), to: roomOf(target) };
      });
    });
}

function roomOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : '';
}

const imports = listImports();

test('every folder of src is a room of the house', () => {
  const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).toSorted()).toEqual(rooms.toSorted());
});

test('imports are found at all', () => {
  expect(imports.filter(({ from, to }) => from === 'guest' && to === 'qmp')).not.toEqual([]);
});

test('no room imports from a room above it', () => {
  const upward = imports.filter(({ from, to }) => {
    if (from === '') return false;
    return to !== '' && rooms.indexOf(to) < rooms.indexOf(from);
  });
  expect(upward).toEqual([]);
});

test('neighbours that are strangers stay so', () => {
  const forbidden = imports.filter(({ from, to }) =>
    strangers.some(([a, b]) => (from === a && to === b) || (from === b && to === a)),
  );
  expect(forbidden).toEqual([]);
});

test('the ground floor (files directly in src) knows no room; only the library entry does', () => {
  const climbing = imports.filter(
    ({ file, from, to }) => from === '' && to !== '' && file !== 'index.ts',
  );
  expect(climbing).toEqual([]);
});
