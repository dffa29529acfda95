import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { root, TestProject } from '../../support/project.ts';
import { until } from '../../support/with-qemu.ts';

const TIMEOUT_MS = 60_000;
const main = join(root, 'dist/cli/main.js');

const ready = { serial: { expect: 'demo guest ready' } };
const goesBack = [{ press: 'esc' }, { serial: { expect: 'screen welcome' } }];

/** A project whose scenarios begin where the demo guest shows its licence. */
function makeProject(boot: readonly object[] = [ready, { press: 'enter' }]): TestProject {
  const project = new TestProject();
  write(project, 'boot', { steps: [...boot, { state: { save: 'licence' } }] });
  for (const name of ['a', 'b']) write(project, name, { from: 'licence', steps: goesBack });
  return project;
}

function write(project: TestProject, name: string, scenario: object): void {
  project.write(`scenarios/${name}.yaml`, stringify({ machine: 'demo', ...scenario }));
}

function run(project: TestProject, ...args: readonly string[]) {
  return project.run('run', '--driver', 'embedded', ...args);
}

/** The folders of the states of that name. */
function statesOf(project: TestProject, name = 'licence'): string[] {
  const folder = join(project.folder, '.guestwright/states', name);
  return existsSync(folder) ? readdirSync(folder).map((key) => join(folder, key)) : [];
}

function began(project: TestProject): string[] {
  return project.events.flatMap((event) =>
    event.type === 'scenario-started' ? [event.scenario] : [],
  );
}

const one = ['scenarios/a.yaml'];

describe('states', { timeout: TIMEOUT_MS }, () => {
  test('one is built once, by whom nobody has chosen, and every later run begins from it', async () => {
    const project = makeProject();
    const first = await run(project, 'scenarios/a.yaml', 'scenarios/b.yaml', '--workers', '2');
    expect(first.stdout).toContain('3 passed in');
    expect(began(project)[0]).toBe('boot@licence');
    expect(began(project).toSorted()).toEqual(['a', 'b', 'boot@licence']);
    const [start] = project.events;
    expect(start).toMatchObject({
      scenarios: [{ id: 'boot@licence', builds: 'licence' }, { id: 'a' }, { id: 'b' }],
    });
    expect(statesOf(project)).toHaveLength(1);

    expect((await run(project)).stdout).toContain('3 passed in');
    const [skipped] = project.finishedSteps.filter(({ scenario }) => scenario === 'boot');
    expect(skipped).toMatchObject({
      verdict: 'skipped',
      note: expect.stringMatching(/^done when the state "licence" was saved, \d{4}-/),
    });
    expect((await run(project, '--rebuild-states')).stdout).toContain(
      'built again: as --rebuild-states says',
    );
    expect(began(project).toSorted()).toEqual(['a', 'b', 'boot']);
    expect(project.guests).toEqual([]);
  });

  test('whoever saves it goes on afterwards, and later begins there with all that it has read', async () => {
    const project = makeProject();
    write(project, 'boot', {
      steps: [
        ready,
        { qmp: { execute: 'query-version', into: 'answer' } },
        { press: 'enter' },
        { state: { save: 'licence' } },
        ...goesBack,
        { serial: { send: '${vars.answer}' } },
      ],
    });
    expect((await run(project, 'scenarios/boot.yaml')).stdout).toContain('1 passed in');
    const later = await run(project, 'scenarios/boot.yaml');
    expect(later.stdout).toContain('from the state "licence"');
    expect(later.stdout).toContain('1 passed in');
  });

  test('a state that cannot be built fails those who need it, each once', async () => {
    const project = makeProject([{ serial: { expect: 'never' }, timeout: '200ms' }]);
    const { exitCode, stdout } = await run(project, 'scenarios/a.yaml', '--retries', '1');
    expect(stdout).toContain(
      'the state "licence" is not there: boot@licence, which saves it, failed',
    );
    expect(exitCode).toBe(1);
    expect(began(project)).toEqual(['boot@licence', 'boot@licence', 'a']);
  });

  test('none is saved behind a step that failed, or with a key held down', async () => {
    const missing = makeProject([{ 'wait-for-screen': 'none' }]);
    expect((await run(missing, ...one)).stdout).toContain(
      '"licence" is not saved: the step before, "wait-for-screen none" in line 3, has failed',
    );
    const held = makeProject([ready, { group: 'g', steps: [{ hold: 'shift' }] }]);
    expect((await run(held, ...one)).stdout).toContain('shift: held down, and would stay so');
    expect(statesOf(held)).toEqual([]);
  });

  test.each([
    ['is torn', (folder: string) => writeFileSync(join(folder, 'memory'), 'short')],
    [
      'has lost its manifest',
      (folder: string) => writeFileSync(join(folder, 'manifest.json'), '{'),
    ],
    [
      'has other bytes',
      (folder: string) => {
        const bytes = readFileSync(join(folder, 'memory'));
        writeFileSync(join(folder, 'memory'), bytes.fill(7, 5_000_000, 5_000_100));
      },
    ],
  ])('one that %s is built again, and that is told', async (_, damage) => {
    const project = makeProject();
    await run(project, ...one);
    const [folder = ''] = statesOf(project);
    damage(folder);
    const { stdout } = await run(project, ...one);
    expect(stdout).toMatch(/saved the state "licence".*; built again: the saved one was damaged: /);
    expect(stdout).toContain('2 passed in');
    expect((await run(project, ...one)).stdout).toContain('\n1 passed in');
  });

  test('one that no machine can go on from is built again in the middle of the run', async () => {
    const project = makeProject();
    await run(project, ...one);
    const [folder = ''] = statesOf(project);
    writeFileSync(join(folder, 'memory'), 'no state');
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const sha256 = createHash('sha256').update('no state').digest('hex');
    manifest.files.memory = { bytes: 8, sha256 };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const { stdout } = await run(project, ...one);
    expect(stdout).toContain(
      'from the state "licence", built again: the embedded machine cannot go on',
    );
    expect(stdout).toContain('1 passed in');
    expect((await run(project, ...one)).stdout).toContain('from the state "licence"\n');
  });

  test('two runs at once both pass, and leave one state and no drafts', async () => {
    const project = makeProject();
    const outcomes = await Promise.all([run(project, ...one), run(project, ...one)]);
    for (const { exitCode } of outcomes) expect(exitCode).toBe(0);
    expect(statesOf(project)).toHaveLength(1);
    const left = readdirSync(join(project.folder, '.guestwright/states'));
    expect(left.filter((name) => name.startsWith('.draft'))).toEqual([]);
  });

  test('a run that is killed while it saves leaves nothing that counts, and the next one tidies up', async () => {
    const project = makeProject();
    const states = join(project.folder, '.guestwright/states');
    const drafts = () =>
      existsSync(states) ? readdirSync(states).filter((name) => name.startsWith('.draft')) : [];
    const running = project.start('run', '--driver', 'embedded', ...one);
    await until('it saves', () => drafts().length > 0, 30_000);
    running.kill('SIGKILL');
    await running.outcome;
    expect(statesOf(project)).toEqual([]);
    expect((await run(project, ...one)).stdout).toContain('2 passed in');
    expect(drafts()).toEqual([]);
  });

  test('without room for it, the machine is to blame and not the guest', async () => {
    const project = makeProject();
    const lines = `ulimit -f 8000; exec "$0" "$@"`;
    const args = [process.execPath, main, 'run', '--driver', 'embedded', ...one];
    const { exitCode, stdout } = await project.startProgram('sh', ['-c', lines, ...args]).outcome;
    expect(stdout).toMatch(/the state could not be written: .*[Ff]ile too large/);
    expect(stdout).toContain('boot@licence, which saves it, met with an error');
    expect(exitCode).toBe(3);
    expect(readdirSync(join(project.folder, '.guestwright/states'))).not.toContain('licence');
  });

  test('a folder that cannot be written to is told, with what to do', async () => {
    const project = makeProject();
    // Below a file not even root can write.
    project.write('.guestwright', '');
    const { exitCode, stdout } = await run(project, ...one);
    expect(stdout).toMatch(/no state can be kept in .*\.guestwright\/states: /);
    expect(stdout).toContain('name another folder in guestwright.yaml: states: PATH');
    expect(exitCode).toBe(3);
  });
});
