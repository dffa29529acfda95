import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cropFrame, enlargeFrame } from '../../src/screen/crop.ts';
import { decodePng } from '../../src/screen/files/png.ts';
import { demoElf, repository } from '../support/needs-qemu.ts';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

// Every call is a process of its own, and most of them start a guest.
vi.setConfig({ testTimeout: 60_000 });

const kernel = join(repository, demoElf);

let project: ProjectFolder;
beforeEach(async () => {
  const machine = `{ driver: embedded, kernel: ${kernel}, fonts: [console.psf] }`;
  project = await makeProjectFolder({
    'guestwright.yaml': `machines:\n  demo: { driver: embedded, kernel: ${kernel} }\n  reads: ${machine}\n`,
  });
});
afterEach(() => project.remove());

const run = (...args: string[]) => runCli(args, { cwd: project.root });

async function picture(file: string) {
  return decodePng(await readFile(join(project.root, file)), file);
}

test('shows a machine that it starts, and only a part of it', async () => {
  const file = join(repository, 'baselines/demo/keyboard/welcome.png');
  const welcome = decodePng(await readFile(file), file);
  const whole = await run('look', '--machine', 'demo');
  expect(whole).toMatchObject({ exitCode: 0, stderr: '' });
  expect(whole.stdout).toMatch(/^v86 .*\nscreen {3}1024x768\n/);
  expect(whole.stdout).toMatch(/^pointer {2}.*absolute, in use$/m);
  expect(whole.stdout).toMatch(/^picture {2}look\.png, 1024x768\n$/m);
  expect(await picture('look.png')).toEqual(welcome);

  const args = ['--machine', 'demo', '--at', '40,26,80,20', '--enlarge', '3', '--out', 'logo.png'];
  expect((await run('look', ...args)).stdout).toContain('picture  logo.png, 240x60');
  const part = cropFrame(welcome, { x: 40, y: 26, width: 80, height: 20 });
  expect(await picture('logo.png')).toEqual(enlargeFrame(part, 3));
});

describe('refuses', () => {
  test.each([
    [['look'], 'which machine? --machine NAME says it (Known: demo, reads)'],
    [
      ['look', '--machine', 'dem'],
      'there is no machine "dem". Did you mean "demo"? (Known: demo, reads)',
    ],
    [['look', '--at', '1,2'], '--at: expected x,y,width,height such as 0,0,640,16, got "1,2"'],
    [
      ['look', '--at', '1,2,0,4'],
      '--at: expected x,y,width,height such as 0,0,640,16, got "1,2,0,4"',
    ],
    [['look', '--out', 'x.jpg'], '--out: expected the name of a PNG file, got x.jpg'],
    [['look', '--enlarge', '17'], '--enlarge: expected a whole number from 1 to 16, got "17"'],
    [['look', '--wait', '5'], '--wait: expected a duration such as 80ms, 2s or 1m30s, got "5"'],
    [['learn-font'], "error: required option '--out <file>' not specified"],
    [['learn-font', '--out', 'x.psf', '--press', 'entr'], '--press: '],
  ])('%j', async (args, message) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('a part that is not on the screen, once it is seen', async () => {
    const { exitCode, stderr } = await run('look', '--machine', 'demo', '--at', '1000,0,25,9');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: '--at [1000, 0, 25, 9] is not inside the 1024x768 screen\n',
    });
  });

  test('a machine whose font is not there or is none, where guestwright.yaml names it', async () => {
    const missing = await run('look', '--machine', 'reads');
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toMatch(
      /^guestwright\.yaml:3:\d+: the font console\.psf cannot be read: it does not exist$/m,
    );
    await writeFile(join(project.root, 'console.psf'), 'no font');
    expect((await run('look', '--machine', 'reads')).stderr).toMatch(
      /^guestwright\.yaml:3:\d+: the font console\.psf cannot be used: it does not begin like a PSF/m,
    );
  });
});
