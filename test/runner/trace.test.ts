import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTrace, type TraceLine } from '../../src/report/trace.ts';
import { encodePng } from '../../src/screen/files/png.ts';
import { TestProject } from '../support/project.ts';
import { type QmpServer, Refusal } from '../support/qmp-server.ts';
import { attachedMachines, ppm, startScreen } from '../support/screen-server.ts';

const RIGHT = 90;
const WRONG = 10;

/** A project on a machine that shows these shades, the next one to each that connects; the last one stays. */
async function projectShowing(...shades: readonly number[]): Promise<TestProject> {
  let clients = 0;
  const server = await startScreen({
    qmp_capabilities: () => {
      clients += 1;
      return {};
    },
    screendump: ({ filename }) => {
      const shade = shades[Math.min(clients, shades.length) - 1] ?? RIGHT;
      writeFileSync(String(filename), ppm(shade));
      return {};
    },
  });
  const project = projectOn(server);
  project.write('scenarios/a.yaml', 'machine: demo1\nsteps:\n  - expect-screen: s\n');
  return project;
}

function projectOn(server: QmpServer): TestProject {
  const project = new TestProject();
  project.write('guestwright.yaml', attachedMachines([server]));
  for (const [name, shade] of Object.entries({ s: RIGHT, never: 33 })) {
    const frame = { width: 4, height: 2, data: new Uint8Array(24).fill(shade) };
    project.write(`baselines/a/${name}.png`, '');
    writeFileSync(join(project.folder, `baselines/a/${name}.png`), encodePng(frame));
  }
  return project;
}

/** The traces of the newest run, as its events name them. */
function tracesOf(project: TestProject): (string | undefined)[] {
  return project.events.flatMap((event) =>
    event.type === 'scenario-finished' ? [event.trace] : [],
  );
}

function read(project: TestProject, ref = tracesOf(project)[0]): Promise<TraceLine[]> {
  return readTrace(project.runFolder, ref);
}

describe('--trace', () => {
  test('is on for what fails, and for the attempt after it, so that a flaky one can be compared', async () => {
    const project = await projectShowing(WRONG, RIGHT, RIGHT);
    expect((await project.run('run', '--retries', '1')).exitCode).toBe(0);
    expect(tracesOf(project)).toEqual(['trace/a.ndjson', 'trace/a@2.ndjson']);
    expect(await project.run('run')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(tracesOf(project)).toEqual([undefined]);
    expect(existsSync(join(project.runFolder, 'trace'))).toBe(false);
  });

  test('on keeps what passes, too; off keeps nothing', async () => {
    const project = await projectShowing(RIGHT, WRONG);
    await project.run('run', '--trace', 'on');
    const lines = await read(project);
    expect(lines.map(({ type }) => type)).toEqual(['step', 'qmp', 'frame']);
    expect(lines.at(-1)).toMatchObject({ width: 4, height: 2 });
    expect((await project.run('run', '--trace', 'off')).exitCode).toBe(1);
    expect(tracesOf(project)).toEqual([undefined]);
  });

  test('knows no other word', async () => {
    const { exitCode, stderr } = await new TestProject().run('run', '--trace', 'maybe');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Allowed choices are off, on-failure, on');
  });

  test('every step tells where its time went, traced or not', async () => {
    const project = await projectShowing(RIGHT);
    await project.run('run', '--trace', 'off');
    const [step] = project.finishedSteps;
    expect(Object.keys(step?.times ?? {})).toEqual(['guestMs', 'waitMs', 'oursMs']);
    expect(step?.times?.guestMs).toBeGreaterThan(0);
  });

  test('a frame of the trace is the picture of the step, which is kept once', async () => {
    const project = await projectShowing(WRONG);
    await project.run('run');
    const shown = (await read(project)).flatMap((line) => (line.type === 'frame' ? [line] : []));
    const [step] = project.finishedSteps;
    expect(shown).toMatchObject([{ picture: step?.picture }]);
    expect(shown[0]).not.toHaveProperty('parts');
    const files = readdirSync(join(project.runFolder, 'frames')).map((name) => `frames/${name}`);
    const { expected, actual, diff } = step?.screen ?? {};
    expect(new Set(files)).toEqual(new Set([expected, actual, diff]));
  });

  test('goes along when shards are merged', async () => {
    const project = await projectShowing(WRONG);
    await project.run('run');
    const [run, before] = [basename(project.runFolder), await read(project)];
    const { exitCode } = await project.run('merge', `results/${run}`);
    expect(exitCode).toBe(1);
    expect(basename(project.runFolder)).not.toBe(run);
    expect(await read(project)).toEqual(before);
  });

  test('an interrupted attempt keeps its own', async () => {
    const project = await projectShowing(RIGHT);
    project.write(
      'scenarios/a.yaml',
      'machine: demo1\nsteps:\n  - expect-screen: s\n  - wait-for-screen: never\n',
    );
    const running = project.start('run');
    await project.untilStep(1);
    running.kill('SIGINT');
    expect((await running.outcome).exitCode).toBe(130);
    const steps = (await read(project)).filter(({ type }) => type === 'step');
    expect(steps).toHaveLength(2);
  });
});

test('a secret stands nowhere in what a run leaves, whatever is done with it', async () => {
  const server = await startScreen({
    'x-tell': ({ words }) => {
      throw new Refusal('GenericError', `cannot do with ${words}`);
    },
  });
  const project = projectOn(server);
  const secret = 'hunter2!';
  project.env.PIN = secret;
  project.write('guestwright.yaml', `${attachedMachines([server])}secrets:\n  pin: { env: PIN }\n`);
  project.write(
    'scenarios/a.yaml',
    `machine: demo1
steps:
  - type: { text: "\${secrets.pin}", secret: true }
  - qmp: { execute: x-tell, arguments: { words: [[{ deep: "${secret}" }]] } }
`,
  );
  expect(
    (await project.run('run', '--trace', 'on', '--reporter', 'html,junit,json=run.json')).exitCode,
  ).toBe(1);
  const lines = await read(project);
  expect(lines).toContainEqual(expect.objectContaining({ type: 'input', secret: true, count: 18 }));
  expect(lines).toContainEqual(
    expect.objectContaining({ execute: 'x-tell', arguments: { words: [[{ deep: '••••••' }]] } }),
  );
  expect(filesWith(secret, join(project.folder, 'results'))).toEqual([]);
  expect(JSON.stringify(lines)).not.toContain('qcode');
});

/** Whether it stands in them as it is, or as a data file of the report writes it. */
function filesWith(secret: string, folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name));
  expect(paths.length).toBeGreaterThan(5);
  return paths.filter((path) => readFileSync(path, 'latin1').includes(secret));
}
