import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cropFrame } from '../../src/screen/crop.ts';
import { decodePng, encodePng } from '../../src/screen/files/png.ts';
import type { Region } from '../../src/screen/frame.ts';
import { root, TestProject } from '../support/project.ts';
import { describeWith } from '../support/with-qemu.ts';

/** A project with small pictures, cut out of what the repository has accepted. */
function projectWith(scenario: string, pictures: Readonly<Record<string, Region>>): TestProject {
  const project = new TestProject();
  project.copy('baselines/demo/pointer');
  const folder = join(project.folder, 'baselines/demo/pointer');
  const file = join(root, 'baselines/demo/pointer/welcome.png');
  const welcome = decodePng(readFileSync(file), file);
  mkdirSync(folder, { recursive: true });
  for (const [name, region] of Object.entries(pictures)) {
    writeFileSync(join(folder, `${name}.png`), encodePng(cropFrame(welcome, region)));
  }
  project.write('scenarios/a.yaml', `machine: demo\nbaselines: demo/pointer\nsteps:\n${scenario}`);
  return project;
}

const continueButton = { x: 752, y: 592, width: 120, height: 40 };

describeWith('qemu-system-x86_64')('pictures on the demo guest', () => {
  test('a click on the continue button goes through the welcome page', async () => {
    const project = projectWith(
      '  - click: { on: continue }\n    timeout: 20s\n  - wait-for-screen: licence\n    timeout: 10s\n',
      { continue: continueButton },
    );
    const outcome = await project.run('run');
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(project.finishedSteps).toMatchObject([
      { verdict: 'passed' },
      { verdict: 'passed', screen: { name: 'licence' } },
    ]);
  });

  test('a picture that is not there is told with the nearest place, and shown', async () => {
    const project = projectWith(
      '  - wait-for-screen: welcome\n    timeout: 20s\n  - click: { on: continue }\n    timeout: 1s\n',
      { continue: continueButton },
    );
    const file = join(project.folder, 'baselines/demo/pointer/continue.png');
    const picture = decodePng(readFileSync(file), file);
    const data = picture.data.map((value, i) => (i < 3 * 2 * picture.width ? value ^ 255 : value));
    writeFileSync(file, encodePng({ ...picture, data }));
    const outcome = await project.run('run');
    expect(outcome.exitCode).toBe(1);
    const last = project.finishedSteps.at(-1);
    expect(last?.trouble?.message).toMatch(
      /^the picture "continue" is not on the screen after 1(\.\d)? s; the nearest place is 752,592 with 95 % of its pixels$/,
    );
    expect(last?.search).toMatchObject({
      name: 'continue',
      places: [],
      nearest: { ...continueButton, score: 0.95 },
    });
    const shown = readFileSync(join(project.runFolder, 'report/data/0.js'), 'utf8');
    expect(shown).toContain('the nearest place is 752,592 with 95 % of its pixels');
  });

  test('a screen that is another known one is called by its name', async () => {
    const project = projectWith('  - wait-for-screen: licence\n    timeout: 5s\n', {});
    const outcome = await project.run('run');
    expect(outcome.exitCode).toBe(1);
    const last = project.finishedSteps.at(-1);
    expect(last?.trouble?.message).toMatch(
      /^the screen is not "licence" after 5(\.\d)? s: \d+ pixels differ, at .*\. This is the screen "welcome"$/,
    );
    expect(last?.screen?.lookalike).toMatchObject({
      name: 'welcome',
      comparison: { kind: 'equal' },
    });
  });

  test('a variant beside the baseline is as good as the baseline', async () => {
    const project = projectWith('  - wait-for-screen: licence\n    timeout: 20s\n', {});
    const folder = join(project.folder, 'baselines/demo/pointer');
    writeFileSync(
      join(folder, 'licence+first.png'),
      readFileSync(join(root, 'baselines/demo/pointer/welcome.png')),
    );
    expect((await project.run('run')).exitCode).toBe(0);
  });
});
