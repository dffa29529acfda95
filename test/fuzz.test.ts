import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { repository } from './support/needs-qemu.ts';

const main = resolve(repository, 'fuzz/main.mjs');
const run = promisify(execFile);
/** The built decoders, which it reads, are made before any test. */
const load = async () => (await import('../fuzz/fuzz.mjs')).fuzz;

test('20,000 broken pictures, fonts and rules: each is read or refused, none ends badly', async () => {
  const { stdout } = await run(process.execPath, [main, '--inputs', '20000', '--seed', '7']);
  const rows = stdout.split('\n').filter((line) => /^(PPM|PNG|PSF|rules)/.test(line));
  const counts = rows.map((row) => row.trim().split(/ {2,}/).slice(1, 5).map(Number));
  expect(counts).toHaveLength(4);
  expect(counts.reduce((sum, [inputs = 0]) => sum + inputs, 0)).toBe(20_000);
  for (const [inputs = 0, accepted = 0, refused = 0, crashes] of counts) {
    expect(crashes).toBe(0);
    expect(accepted + refused).toBe(inputs);
    expect(accepted).toBeGreaterThan(inputs / 25);
    expect(refused).toBeGreaterThan(inputs / 25);
  }
}, 120_000);

test('a decoder that throws what it should not, or takes too much, is found, and found again', async () => {
  const fuzz = await load();
  const target = {
    name: 'bad',
    weight: 1,
    make: (random: { bytes(length: number): Buffer }) => random.bytes(2),
    decode: ([first]: Buffer) => {
      if (first === 0) throw new TypeError('undefined is not a function');
    },
  };
  const [result] = fuzz([target], { seed: 3, inputs: 3000 });
  const [crash] = result?.crashes ?? [];
  expect(crash?.why).toContain('undefined is not a function');
  const [again] = fuzz([target], { seed: 3, inputs: 1, from: crash?.input ?? 0 });
  expect(again?.crashes[0]?.bytes).toEqual(crash?.bytes);

  const kept: Buffer[] = [];
  const greedy = { ...target, decode: () => void kept.push(Buffer.alloc(80 * 1024 * 1024)) };
  expect(fuzz([greedy], { seed: 3, inputs: 1 })[0]?.crashes[0]?.why).toMatch(/^it took \d+ bytes$/);
});

test('a wrong number on its command line', async () => {
  const failed = await run(process.execPath, [main, '--seed', 'x']).catch((error) => error);
  expect(failed).toMatchObject({ code: 2, stderr: '--seed: expected a whole number, got x\n' });
});
