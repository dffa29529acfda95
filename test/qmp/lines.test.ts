import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QmpProtocolError } from '../../src/qmp/errors.ts';
import { LineSplitter } from '../../src/qmp/lines.ts';

const text = fc.string({ unit: 'binary' }).filter((line) => !/[\r\n]/.test(line));
const ending = fc.constantFrom('\n', '\r\n');
const cuts = fc.array(fc.nat());

function cutAt(bytes: Buffer, positions: readonly number[]): Buffer[] {
  const edges = positions.map((position) => position % (bytes.length + 1));
  const sorted = [0, ...edges.sort((a, b) => a - b), bytes.length];
  return sorted.slice(1).map((end, i) => bytes.subarray(sorted[i], end));
}

function readAll(splitter: LineSplitter, chunks: readonly Uint8Array[]): string[] {
  return chunks.flatMap((chunk) => [...splitter.push(chunk)]);
}

describe('LineSplitter', () => {
  test('gives the same lines however the bytes are split', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, ending)), text, cuts, (lines, rest, positions) => {
        const bytes = Buffer.from(lines.map((line) => line.join('')).join('') + rest);
        const splitter = new LineSplitter();
        expect(readAll(splitter, cutAt(bytes, positions))).toEqual(lines.map(([line]) => line));
        expect(splitter.heldBytes).toBe(Buffer.byteLength(rest));
      }),
    );
  });

  test('fails at the same line, after the same lines, however the bytes are split', () => {
    const read = (chunks: readonly Uint8Array[]) => {
      const splitter = new LineSplitter(8);
      const seen: string[] = [];
      try {
        for (const chunk of chunks) for (const line of splitter.push(chunk)) seen.push(line);
        return { seen, failed: false };
      } catch (error) {
        expect(error).toBeInstanceOf(QmpProtocolError);
        return { seen, failed: true };
      }
    };
    const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }));
    fc.assert(
      fc.property(lines, cuts, (given, positions) => {
        const bytes = Buffer.from(given.map((line) => `${line}\n`).join(''));
        const firstLong = given.findIndex((line) => line.length > 8);
        expect(read(cutAt(bytes, positions))).toEqual({
          seen: firstLong === -1 ? given : given.slice(0, firstLong),
          failed: firstLong !== -1,
        });
      }),
    );
  });

  test('keeps a carriage return that ends no line', () => {
    expect(readAll(new LineSplitter(), [Buffer.from('a\rb\r\r\n\r\n')])).toEqual(['a\rb\r', '']);
  });

  test('does not keep the memory of the chunk it read from', () => {
    const chunk = Buffer.from('abc');
    const splitter = new LineSplitter();
    expect([...splitter.push(chunk)]).toEqual([]);
    chunk.fill('x');
    expect([...splitter.push(Buffer.from('d\n'))]).toEqual(['abcd']);
  });

  test('reads 10 MB on one line in chunks of 64 bytes', () => {
    const chunk = Buffer.alloc(64, 'x');
    const splitter = new LineSplitter();
    for (let sent = 0; sent < 10_000_000; sent += chunk.length) readAll(splitter, [chunk]);
    expect(splitter.heldBytes).toBe(10_000_000);
    const [line, ...more] = splitter.push(Buffer.from('\nnext\n'));
    expect(line?.length).toBe(10_000_000);
    expect(more).toEqual(['next']);
  });

  test('says how long a line may be', () => {
    const splitter = new LineSplitter(10);
    expect([...splitter.push(Buffer.from('0123456789\n'))]).toEqual(['0123456789']);
    expect(() => [...splitter.push(Buffer.from('01234567890'))]).toThrow(
      new QmpProtocolError('a QMP line is longer than 10 bytes'),
    );
  });
});
