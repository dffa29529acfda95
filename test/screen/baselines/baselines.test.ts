import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  listBaselines,
  loadBaseline,
  writeBaseline,
} from '../../../src/screen/baselines/baselines.ts';
import { encodePng } from '../../../src/screen/files/png.ts';
import { describeFailure, fillFrame } from '../frames.ts';

const frame = fillFrame(64, 48, [1, 2, 3]);
const png = encodePng(frame);
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'guestwright-baselines-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('loadBaseline', () => {
  test('is undefined without a picture', async () => {
    await writeFile(path.join(dir, 'only-rules.yaml'), 'threshold: 1');
    expect(await loadBaseline(dir, 'welcome')).toBeUndefined();
    expect(await loadBaseline(dir, 'only-rules')).toBeUndefined();
    expect(await loadBaseline(path.join(dir, 'nowhere'), 'welcome')).toBeUndefined();
  });

  test('is exact without rules', async () => {
    const file = await writeBaseline(dir, 'install/welcome', png);
    expect(file).toBe(path.join(dir, 'install', 'welcome.png'));
    expect(await loadBaseline(dir, 'install/welcome')).toEqual({
      name: 'install/welcome',
      file,
      frame,
      rules: {},
    });
  });

  test('takes the rules from the file beside it', async () => {
    await writeBaseline(dir, 'welcome', png);
    const rulesFile = path.join(dir, 'welcome.yaml');
    await writeFile(rulesFile, 'mask: [0, 0, 8, 8]\nmax-diff-pixels: 20\n');
    expect(await loadBaseline(dir, 'welcome')).toMatchObject({
      rules: { masks: [{ x: 0, y: 0, width: 8, height: 8 }], maxDiffPixels: 20 },
      rulesFile,
    });
  });

  test('takes the variants beside it, each with its own rules', async () => {
    for (const name of ['a/welcome', 'a/welcome+dark', 'a/welcome+b', 'a/welcome-not', 'a/x+y']) {
      await writeBaseline(dir, name, png);
    }
    await writeFile(path.join(dir, 'a/welcome+dark.yaml'), 'max-diff-pixels: 20\n');
    expect(await loadBaseline(dir, 'a/welcome')).toMatchObject({
      rules: {},
      variants: [
        { name: 'a/welcome+b', rules: {} },
        { name: 'a/welcome+dark', rules: { maxDiffPixels: 20 } },
      ],
    });
    expect(await loadBaseline(dir, 'a/x')).toBeUndefined();
    expect(await listBaselines(path.join(dir, 'a'))).toContain('welcome+dark');
  });

  const failure = (name: string) => loadBaseline(dir, name).then(() => 'loaded', describeFailure);

  test('names the file of a broken picture', async () => {
    const file = await writeBaseline(dir, 'welcome', png.subarray(0, -1));
    expect(await failure('welcome')).toBe(
      `ScenarioError bad-png: ${file} cannot be read: it is cut off (expected a PNG with 8 bits a sample and no transparency)`,
    );
  });

  test('names the place of a mistake in the rules', async () => {
    await writeBaseline(dir, 'welcome', png);
    const rulesFile = path.join(dir, 'welcome.yaml');
    await writeFile(rulesFile, 'comment: clock\nmask: [60, 0, 8, 8]\n');
    expect(await failure('welcome')).toBe(
      `ScenarioError bad-baseline-rules: ${rulesFile}:2:7: mask [60, 0, 8, 8] is not inside the 64x48 screen (known keys: mask, region, threshold, max-diff-pixels, max-diff-ratio, max-diff-window, known-issue, comment)`,
    );
  });

  test('refuses a folder and a huge file', async () => {
    const folder = path.join(dir, 'folder.png');
    const huge = path.join(dir, 'huge.png');
    await mkdir(folder);
    await writeFile(huge, png);
    await truncate(huge, 67_108_865);
    const hint = '(a baseline is a PNG picture with an optional YAML file beside it)';
    expect(await failure('folder')).toBe(
      `ScenarioError bad-baseline-file: ${folder} is not a file ${hint}`,
    );
    expect(await failure('huge')).toBe(
      `ScenarioError bad-baseline-file: ${huge} has 67108865 bytes, at most 67108864 are read ${hint}`,
    );
    const rules = path.join(dir, 'ruled.yaml');
    await writeFile(path.join(dir, 'ruled.png'), png);
    await writeFile(rules, '#'.repeat(16_385));
    expect(await failure('ruled')).toBe(
      `ScenarioError bad-baseline-file: ${rules} has 16385 bytes, at most 16384 are read ${hint}`,
    );
  });
});

describe('names', () => {
  test.each(['a', 'a/b/c', 'Step_1.2-x', '..a', 'a..', '...'])('%j is one', async (name) => {
    const file = await writeBaseline(dir, name, png);
    expect(path.relative(dir, file)).toBe(path.join(...`${name}.png`.split('/')));
  });

  test.each([
    '',
    '.',
    '..',
    '../a',
    'a/../../b',
    'a/./b',
    '/etc/a',
    'a/',
    'a//b',
    'a\\b',
    'C:a',
    'ä',
    'a b',
    'a\n',
    'a\0',
  ])('%j is none', async (name) => {
    const message = `ScenarioError bad-baseline-name: The screen name ${JSON.stringify(name)} cannot be a file's name (use letters, digits, ".", "_" and "-", with "/" between folders)`;
    expect(await loadBaseline(dir, name).catch(describeFailure)).toBe(message);
    expect(await writeBaseline(dir, name, png).catch(describeFailure)).toBe(message);
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('writeBaseline', () => {
  test('replaces the picture and leaves nothing else', async () => {
    await writeBaseline(dir, 'welcome', Buffer.from('old'));
    const file = await writeBaseline(dir, 'welcome', png);
    expect(await readFile(file)).toEqual(png);
    expect(await readdir(dir)).toEqual(['welcome.png']);
  });

  test('leaves nothing behind when it fails', async () => {
    await mkdir(path.join(dir, 'welcome.png'));
    await expect(writeBaseline(dir, 'welcome', png)).rejects.toThrow('EISDIR');
    expect(await readdir(dir)).toEqual(['welcome.png']);
  });

  test('keeps a picture whole while others are written over it', async () => {
    const pictures = Array.from({ length: 8 }, (_, i) => encodePng(fillFrame(64, 48, [i, 0, 0])));
    await writeBaseline(dir, 'welcome', png);
    const writing = Promise.all(pictures.map((one) => writeBaseline(dir, 'welcome', one)));
    for (let i = 0; i < 20; i += 1) {
      expect((await loadBaseline(dir, 'welcome'))?.frame.data).toHaveLength(64 * 48 * 3);
    }
    await writing;
    expect(await readdir(dir)).toEqual(['welcome.png']);
  });
});

describe('listBaselines', () => {
  test('names the pictures in order', async () => {
    for (const name of ['b', 'a/z', 'a/b/c', 'B']) await writeBaseline(dir, name, png);
    await writeFile(path.join(dir, 'b.yaml'), '');
    await writeFile(path.join(dir, 'not a name.png'), png);
    await mkdir(path.join(dir, 'folder.png'));
    expect(await listBaselines(dir)).toEqual(['B', 'a/b/c', 'a/z', 'b']);
  });

  test('is empty without a folder', async () => {
    expect(await listBaselines(path.join(dir, 'nowhere'))).toEqual([]);
  });
});
