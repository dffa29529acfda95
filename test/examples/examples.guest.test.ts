import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { repository } from '../support/needs-qemu.ts';
import { runCli } from '../support/run-cli.ts';
import { makeTestFolder } from '../support/with-qemu.ts';

const run = promisify(execFile);

/** The examples, with what they need beside them, where their results do no harm. */
function copyExamples(): string {
  const folder = makeTestFolder();
  cpSync(join(repository, 'examples'), join(folder, 'examples'), { recursive: true });
  for (const name of ['guests', 'baselines'])
    symlinkSync(join(repository, name), join(folder, name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  symlinkSync(repository, join(modules, 'guestwright'));
  for (const name of ['vitest', 'vite', '@types']) {
    symlinkSync(join(repository, 'node_modules', name), join(modules, name));
  }
  return join(folder, 'examples');
}

/** As somebody who is not run by vitest himself. */
function plainEnv(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV)/.test(name));
  return { ...Object.fromEntries(own), NO_COLOR: '1' };
}

test('the installer: its scenarios have no mistake, and pass', async () => {
  const cwd = join(copyExamples(), 'installer');
  expect(await runCli(['check'], { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
  const { exitCode, stdout } = await runCli(['run', '--driver', 'embedded'], { cwd });
  expect(stdout).toContain('2 passed');
  expect(exitCode).toBe(0);
});

test('vitest: its tests pass, and are a run with a report', async () => {
  const cwd = join(copyExamples(), 'vitest');
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
  const { stdout } = await run(process.execPath, [vitest, 'run'], { cwd, env: plainEnv() });
  expect(stdout).toMatch(/Tests +2 passed/);
  const [, report = ''] = /Report: (results\/.*\/index\.html)/.exec(stdout) ?? [];
  expect(existsSync(join(cwd, report))).toBe(true);
});

test('vitest: its types are sound', async () => {
  const cwd = join(copyExamples(), 'vitest');
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', '.'], { cwd }).catch((error) => error);
  expect(stdout).toBe('');
});
