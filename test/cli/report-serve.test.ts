import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { readServeFlags } from '../../src/cli/flags/serve-flags.ts';
import type { ServeState } from '../../src/report/serve-api.ts';
import { GoldenProject, goldenRunName, offered } from '../report/golden-project.ts';
import { failureOf } from '../screen/frames.ts';
import { runCli } from '../support/run-cli.ts';
import { askApi, hearAddress } from '../support/served-report.ts';
import { Conversation, hasTerminal } from '../support/terminal.ts';
import { until } from '../support/with-qemu.ts';

// Every call is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

describe('report', () => {
  test('only writes where nobody could end it, and where it is told to', async () => {
    const { root: cwd, runFolder } = new GoldenProject();
    const told = `Report: results/${goldenRunName}/report/index.html\n`;
    expect(await runCli(['report'], { cwd })).toEqual({ exitCode: 0, stdout: told, stderr: '' });
    expect((await runCli(['report', '--no-serve'], { cwd })).stdout).toBe(told);
    expect(existsSync(join(runFolder, 'report/index.html'))).toBe(true);
  });

  test('--serve serves the page until Ctrl-C, which is no failure', async () => {
    const { root: cwd } = new GoldenProject();
    const serving = Conversation.byPipe(['report', '--serve', '--reporter', 'json'], { cwd });
    const page = await hearAddress(serving);
    await serving.hears('What you accept there is written into baselines/. Ctrl-C ends it.');
    expect(await (await fetch(page)).text()).toContain('guestwright-server');
    serving.interrupt();
    expect(await serving.ended).toBe(0);
    await expect(fetch(page)).rejects.toThrow();
  });

  test('--serve serves a run with names that can be no files, but offers none of them', async () => {
    const project = new GoldenProject();
    const file = `results/${goldenRunName}/events.ndjson`;
    const events = String(project.read(file));
    project.write(file, events.replaceAll('"demo/about/about"', '"../../about"'));
    const serving = Conversation.byPipe(['report', '--serve'], { cwd: project.root });
    const page = await hearAddress(serving);
    const { candidates } = await askApi<ServeState>(page, 'state');
    expect(candidates.map(({ id }) => id)).toEqual(offered.slice(0, 3));
    serving.interrupt();
    expect(await serving.ended).toBe(0);
  });

  test('in CI, --serve serves and says that nothing can be accepted', async () => {
    const { root: cwd } = new GoldenProject();
    const serving = Conversation.byPipe(['report', '--serve'], { cwd, env: { CI: '1' } });
    await serving.hears('baselines are never written in CI');
    serving.interrupt();
    expect(await serving.ended).toBe(0);
  });

  test('--port names the port, and one that is taken is told', async () => {
    const { root: cwd } = new GoldenProject();
    const first = Conversation.byPipe(['report', '--serve'], { cwd });
    const { port } = new URL(await hearAddress(first));
    expect(await runCli(['report', '--port', port], { cwd })).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: `cannot listen on port ${port}: listen EADDRINUSE: address already in use 127.0.0.1:${port} (leave --port out, and any that is free is taken)\n`,
    });
    first.interrupt();
    expect(await first.ended).toBe(0);
    const second = Conversation.byPipe(['report', '--port', port], { cwd });
    expect(new URL(await hearAddress(second)).port).toBe(port);
  });

  test('--open leads the browser there without the token on its command line', async () => {
    const project = new GoldenProject();
    const { root: cwd } = project;
    project.write('bin/xdg-open', '#!/bin/sh\necho "$1" > opened.tmp; mv opened.tmp opened\n');
    chmodSync(join(cwd, 'bin/xdg-open'), 0o755);
    const env = { PATH: `${join(cwd, 'bin')}:${process.env.PATH}` };
    const serving = Conversation.byPipe(['report', '--open'], { cwd, env });
    const page = await hearAddress(serving);
    await until('it is opened', () => project.read('opened') !== undefined, 20_000);
    const opened = String(project.read('opened')).trim();
    const token = new URL(page).pathname.split('/')[1] ?? '';
    expect(opened).not.toContain(token);
    const led = await fetch(opened);
    expect(led.url).toBe(page);
    expect((await fetch(opened)).status).toBe(403);
  });

  test('--open says so where there is nothing to open it with', async () => {
    const { root: cwd } = new GoldenProject();
    const env = { PATH: '/nonexistent' };
    const serving = Conversation.byPipe(['report', '--open'], { cwd, env });
    await serving.hears('xdg-open is not installed: open the address yourself');
    serving.interrupt();
    expect(await serving.ended).toBe(0);
  });

  test.skipIf(!hasTerminal('report at a terminal'))('serves at a terminal', async () => {
    const { root: cwd } = new GoldenProject();
    const terminal = Conversation.atTerminal(['report'], { cwd });
    const page = await hearAddress(terminal);
    expect((await fetch(page)).status).toBe(200);
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(0);
  });
});

describe('whether a report is served', () => {
  const terminal = { env: {}, isTerminal: true };
  test.each([
    [{}, terminal, { port: 0, open: false }],
    [{}, { env: {}, isTerminal: false }, undefined],
    [{}, { env: { CI: '1' }, isTerminal: true }, undefined],
    [{ reporter: 'json=-' }, terminal, undefined],
    [{ reporter: 'json=-', serve: true }, terminal, { port: 0, open: false }],
    [{ serve: false }, terminal, undefined],
    [{ port: '8080' }, { env: {}, isTerminal: false }, { port: 8080, open: false }],
    [{ open: true }, { env: { CI: '1' }, isTerminal: false }, { port: 0, open: true }],
  ])('%j, %j', (flags, surroundings, expected) => {
    expect(readServeFlags(flags, surroundings)).toEqual(expected);
  });

  test.each([
    [
      { serve: true, export: 'a.apng' },
      'ScenarioError bad-flag: --serve is of no use with --export',
    ],
    [{ serve: false, open: true }, 'ScenarioError bad-flag: --open is of no use with --no-serve'],
    [
      { port: '0' },
      'ScenarioError bad-flag: --port: expected a whole number from 1 to 65535, got "0"',
    ],
  ])('refuses %j', (flags, message) => {
    expect(failureOf(() => readServeFlags(flags, terminal))).toBe(message);
  });
});
