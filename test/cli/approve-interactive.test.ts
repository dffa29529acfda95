import { describe, expect, test, vi } from 'vitest';
import { GoldenProject, offered } from '../report/golden-project.ts';
import { Conversation, hasTerminal } from '../support/terminal.ts';

// Every call is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

const args = ['approve', '--interactive'];
const [done = '', hostname = '', summary = '', about = ''] = offered;

async function answer(project: GoldenProject, lines: string, more: readonly string[] = []) {
  const conversation = Conversation.byPipe([...args, ...more], { cwd: project.root });
  conversation.type(lines);
  const exitCode = await conversation.end();
  return { exitCode, said: conversation.said };
}

const fileOf = (baseline: string) => `baselines/${baseline}.png`;

describe('approve --interactive', () => {
  test('tells where, how much, what it is like, and where the pictures are', async () => {
    const { said } = await answer(new GoldenProject(), 'q\n', ['--only', summary]);
    expect(said).toContain(`[1/1] ${summary}  changed
      Notice a wrong host name (demo/wrong-host-name), step 13
      167 pixels differ, at 370,319 (48x10)
      looks most like "done", another baseline: 120 pixels differ, at 370,319 (12x10)
      it also matched in this run, in another attempt or scenario
      actual    results/2026-11-23T05-54-52-a1b2/frames/0c28c89407bdcfe319cd.png
      expected  results/2026-11-23T05-54-52-a1b2/frames/a2e589111a71f2a379a3.png
      diff      results/2026-11-23T05-54-52-a1b2/frames/`);
    expect(said).toMatch(/0 accepted, 0 rejected, 1 left\n$/);
  });

  test('takes answers from a pipe, one a line, and writes what was accepted', async () => {
    const project = new GoldenProject();
    const { exitCode, said } = await answer(project, 'y\nn\nv\n\nv\n../x\nv\ntypo\nwhat\nYES\n');
    expect(exitCode).toBe(0);
    expect(said).toContain('  y  yes: it becomes the baseline');
    expect(said).toContain(`  wrote ${fileOf(done)}`);
    expect(said).toMatch(/3 accepted, 1 rejected\n$/);
    expect(project.read(fileOf(done))).toEqual(project.seen(done));
    expect(project.read(fileOf(hostname))).toEqual(project.expected(hostname));
    expect(project.read(fileOf(`${summary}+typo`))).toEqual(project.seen(summary));
    expect(project.read(fileOf(about))).toEqual(project.seen(about));
  });

  test('undoes the last answer, also behind the last picture', async () => {
    const project = new GoldenProject();
    const { said } = await answer(project, 'y\nu\nu\nn\nn\ny\ny\nu\nn\nu\nq\n');
    expect(said).toContain(`took back accepting ${done}`);
    expect(said).toContain('there is nothing to undo');
    expect(said).toContain('That was the last one.');
    expect(said).toMatch(/1 accepted, 2 rejected, 1 left\n$/);
    expect(project.read(fileOf(done))).toBeUndefined();
    expect(project.read(fileOf(summary))).toEqual(project.seen(summary));
    expect(project.read(fileOf(about))).toBeUndefined();
  });

  test('accepts the rest of a scenario, and keeps it when the answers end', async () => {
    const project = new GoldenProject();
    const { exitCode, said } = await answer(project, 's\n');
    expect(exitCode).toBe(0);
    expect(said).toMatch(/1 accepted, 0 rejected, 3 left\n$/);
    expect(project.read(fileOf(done))).toEqual(project.seen(done));
  });

  test('tells a conflict, asks again, and does not overwrite', async () => {
    const project = new GoldenProject();
    project.write(fileOf(summary), project.seen(about));
    const { said } = await answer(project, 'y\nn\n', ['--only', summary]);
    expect(said).toContain('cannot be accepted: baselines/demo/keyboard/summary.png has changed');
    expect(said.match(/Accept it\?/g)).toHaveLength(2);
    expect(project.read(fileOf(summary))).toEqual(project.seen(about));
  });

  test('says what to do where nobody answers, and writes nothing in CI', async () => {
    const project = new GoldenProject();
    const nobody = await answer(project, '');
    expect(nobody.exitCode).toBe(2);
    expect(nobody.said).toMatch(/there is nobody to answer: .* \(run it at a terminal, or pipe/);
    const inCi = Conversation.byPipe(args, { cwd: project.root, env: { CI: '1' } });
    inCi.type('y\n');
    expect(await inCi.end()).toBe(2);
    expect(inCi.said).toMatch(/^baselines are never written in CI/);
    expect(project.read(fileOf(done))).toBeUndefined();
  });

  test.skipIf(!hasTerminal('approve --interactive at a terminal'))(
    'works at a terminal',
    async () => {
      const project = new GoldenProject();
      const terminal = Conversation.atTerminal(args, { cwd: project.root });
      await terminal.hears('[1/4]');
      await terminal.hears('Accept it?');
      terminal.type('y\n');
      await terminal.hears('[2/4]');
      terminal.type('\u0003');
      expect(await terminal.ended).toBe(130);
      expect(project.read(fileOf(done))).toEqual(project.seen(done));
    },
  );
});
