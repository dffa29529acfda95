import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blankFrame } from '../../../src/report/export/draw.ts';
import { type ExportOptions, exportRun } from '../../../src/report/export/export-run.ts';
import { decodePng, encodePng } from '../../../src/screen/files/png.ts';
import { runCli } from '../../support/run-cli.ts';
import { makeTestFolder } from '../../support/with-qemu.ts';
import { copyGoldenRun, goldenRun } from '../golden-run.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

const pointer = { kind: 'apng', scenario: 'demo/pointer', speed: 'cut' } as const;

async function exportTo(runFolder: string, options: Omit<ExportOptions, 'file'>) {
  const file = join(makeTestFolder(), `film.${options.kind}`);
  return { file, ...(await exportRun(runFolder, { ...options, file })) };
}

/** The frames of an animation or a video, as PNG files. */
function takeApart(file: string): string[] {
  const folder = makeTestFolder();
  const how = ['-loglevel', 'error', '-i', file, '-vsync', '0', '-frames:v', '400'];
  execFileSync('ffmpeg', [...how, join(folder, '%04d.png')]);
  return readdirSync(folder)
    .toSorted()
    .map((name) => join(folder, name));
}

function probe(file: string): { readonly codec_name: string; readonly duration: number } {
  const entries = ['-show_entries', 'stream=codec_name:format=duration', '-of', 'json'];
  const told = JSON.parse(
    execFileSync('ffprobe', ['-loglevel', 'error', ...entries, file], {
      encoding: 'utf8',
    }),
  );
  return { codec_name: told.streams[0].codec_name, duration: Number(told.format.duration) };
}

test('a run without further words is what did not simply pass', async () => {
  const film = await exportTo(goldenRun, { kind: 'apng', speed: 'cut' });
  expect(film.scenarios).toContain('demo/wrong-host-name');
  expect(film.scenarios).toContain('demo/pointer');
  expect(film.scenarios).not.toContain('demo/keyboard');
  expect(film.untraced).toContain('demo/about');
  expect(film.untraced).not.toContain('demo/pointer');
});

test('it is small: a fraction of the pictures that it is made of', async () => {
  const { bytes, durationMs } = await exportTo(goldenRun, {
    ...pointer,
    scenario: 'demo/keyboard',
  });
  expect(durationMs).toBeGreaterThan(5000);
  expect(bytes).toBeLessThan(300_000);
});

test.skipIf(!hasFfmpeg)(
  "the guest's pictures are in it to the pixel, with a ring where the click was (needs ffmpeg)",
  async () => {
    const { file } = await exportTo(goldenRun, pointer);
    const frames = takeApart(file).map((each) => decodePng(readFileSync(each), each));
    const first = frames[0];
    expect(first).toMatchObject({ width: 1024 });
    const welcome = decodePng(
      readFileSync(join(goldenRun, 'frames/2b01400bb5c177fafda5.png')),
      'welcome',
    );
    const shown = first?.data.subarray(0, welcome.data.length);
    expect(Buffer.compare(shown ?? new Uint8Array(), welcome.data)).toBe(0);
    // The click at 812,612: 26000 and 26133 of 32767.
    const at = (612 * 1024 + 812 + 18) * 3;
    const reds = frames.filter(({ data }) => data[at] === 255 && (data[at + 1] ?? 255) < 100);
    expect(reds.length).toBeGreaterThan(0);
    expect(reds.length).toBeLessThan(frames.length);
  },
);

test.skipIf(!hasFfmpeg).each([
  ['webm', 'vp9'],
  ['mp4', 'h264'],
] as const)('a %s is a video that lasts as long (needs ffmpeg)', async (kind, codec) => {
  const { file, durationMs } = await exportTo(goldenRun, {
    ...pointer,
    scenario: 'demo/about',
    kind,
  });
  const { codec_name, duration } = probe(file);
  expect(codec_name).toBe(codec);
  expect(duration).toBeCloseTo(durationMs / 1000, 0);
});

test('without a trace there is a picture a step', async () => {
  const folder = copyGoldenRun();
  rmSync(join(folder, 'trace'), { recursive: true });
  const film = await exportTo(folder, pointer);
  expect(film.untraced).toEqual(['demo/pointer']);
  expect(film.bytes).toBeGreaterThan(20_000);
});

test('a trace that is cut off in the middle of a line is shown as far as it goes', async () => {
  const folder = copyGoldenRun();
  const trace = join(folder, 'trace/demo-pointer-1.ndjson');
  writeFileSync(trace, readFileSync(trace, 'utf8').slice(0, 1500));
  const film = await exportTo(folder, pointer);
  expect(film).toMatchObject({ untraced: [], missing: 0 });
});

test.skipIf(!hasFfmpeg)(
  'what a trace lays over a picture is shown there (needs ffmpeg)',
  async () => {
    const folder = copyGoldenRun();
    const red = blankFrame(40, 30, [250, 1, 2]);
    writeFileSync(join(folder, 'frames/abcdef.png'), encodePng(red));
    const part = { x: 100, y: 200, width: 40, height: 30, picture: 'frames/abcdef.png' };
    const own = { at: 9000, type: 'frame', picture: 'frames/2b01400bb5c177fafda5.png' };
    const line = { ...own, parts: [part], width: 1024, height: 768 };
    const cut = { at: 9001, type: 'cut', lines: 3, serialCharacters: 0 };
    const trace = join(folder, 'trace/demo-pointer-1.ndjson');
    appendFileSync(trace, `${JSON.stringify(line)}\n${JSON.stringify(cut)}\n`);
    const film = await exportTo(folder, pointer);
    expect(film).toMatchObject({ missing: 0, cut: ['demo/pointer'] });
    const last = takeApart(film.file).at(-1) ?? '';
    const { data } = decodePng(readFileSync(last), last);
    const pixelAt = (x: number, y: number) => [...data.subarray((y * 1024 + x) * 3).subarray(0, 3)];
    expect(pixelAt(100, 200)).toEqual([250, 1, 2]);
    expect(pixelAt(139, 229)).toEqual([250, 1, 2]);
    expect(pixelAt(140, 229)).not.toEqual([250, 1, 2]);
  },
);

test('pictures that are missing or broken are told, and end nothing', async () => {
  const folder = copyGoldenRun();
  rmSync(join(folder, 'frames/2b01400bb5c177fafda5.png'));
  writeFileSync(join(folder, 'frames/ddca25e872b2f2749eeb.png'), 'no picture');
  expect(await exportTo(folder, pointer)).toMatchObject({ missing: 2 });
});

test('a trace that names files elsewhere shows none of them', async () => {
  const folder = copyGoldenRun();
  const line = { at: 1, type: 'frame', picture: '../../../etc/passwd', width: 9, height: 9 };
  appendFileSync(join(folder, 'trace/demo-pointer-1.ndjson'), `${JSON.stringify(line)}\n`);
  expect(await exportTo(folder, pointer)).toMatchObject({ missing: 0 });
});

test('hostile names of scenarios and steps are drawn, and no more', async () => {
  const folder = copyGoldenRun();
  const events = join(folder, 'events.ndjson');
  const name = `\u202E<script>'"%d;$(id) ${'x'.repeat(300)}\u0007`;
  const text = readFileSync(events, 'utf8').replaceAll('"demo/pointer"', JSON.stringify(name));
  writeFileSync(events, text);
  const film = await exportTo(folder, { ...pointer, scenario: name });
  expect(film.scenarios).toEqual([name]);
});

test('the same run gives the same bytes', async () => {
  const [one, two] = [await exportTo(goldenRun, pointer), await exportTo(goldenRun, pointer)];
  expect(readFileSync(one.file).equals(readFileSync(two.file))).toBe(true);
});

/** A project whose newest run is the golden one. */
function makeProject(): string {
  const folder = makeTestFolder();
  const run = join(folder, 'results/2026-01-01T00-00-00-000-abcd');
  execFileSync('mkdir', ['-p', join(folder, 'results')]);
  execFileSync('cp', ['-r', goldenRun, run]);
  return folder;
}

test('the command says what is in it, and what is not', async () => {
  const cwd = makeProject();
  const args = ['report', '--export', 'x.apng', '--speed', 'cut', '--scenario', 'demo/about'];
  const { exitCode, stdout } = await runCli(args, { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^x\.apng: demo\/about; .* s, \d+ KiB\n/);
  expect(stdout).toContain('Not traced, so there is a picture a step: demo/about');
  expect(existsSync(join(cwd, 'x.apng'))).toBe(true);
  expect(existsSync(join(cwd, 'results/2026-01-01T00-00-00-000-abcd/report'))).toBe(false);
});

test.each([
  [
    ['--export', 'x.gif'],
    '--export: expected a file that ends in .apng, .webm or .mp4, got "x.gif"',
  ],
  [['--speed', 'cut'], '--speed is for --export'],
  [['--export', 'x.apng', '--reporter', 'tap'], 'writes no report, so --reporter is of no use'],
  [['--export', 'x.apng', '--speed', 'fast'], '--speed: expected guest or cut, got "fast"'],
  [
    ['--export', 'x.apng', '--scenario', 'demo/keybord'],
    'the run has no scenario "demo/keybord". Did you mean "demo/keyboard"?',
  ],
  [['--export', 'x.apng', '--scenario', 'demo/upgrade'], '"demo/upgrade" was not run'],
])('report %j is a mistake', async (flags, message) => {
  const { exitCode, stderr } = await runCli(['report', ...flags], { cwd: makeProject() });
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});

test('without ffmpeg a video is refused with what to do, and nothing is left behind', async () => {
  const cwd = makeProject();
  const env = { PATH: '/nonexistent' };
  const args = ['report', '--export', 'x.webm', '--scenario', 'demo/about'];
  const { exitCode, stderr } = await runCli(args, { cwd, env });
  expect(stderr).toContain('a webm or mp4 needs ffmpeg, which is not on the PATH');
  expect(stderr).toContain('.apng');
  expect(exitCode).toBe(3);
  expect(readdirSync(cwd)).toEqual(['results']);
});
