import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodePng, encodePng } from '../../src/screen/files/png.ts';
import { demoMachine, root, TestProject } from '../support/project.ts';
import { describeWith, makeTestFolder, runs } from '../support/with-qemu.ts';

const canBuild = ['make', 'gcc'].every((program) => runs(program));
if (!canBuild) console.warn('SKIPPED: the demo guest is not built again, make or gcc is missing');

function demoProject(machine?: string): TestProject {
  const project = new TestProject(machine);
  project.copy('scenarios/demo');
  project.copy('baselines/demo');
  return project;
}

describeWith('qemu-system-x86_64')('the demo installer', () => {
  test.each(['keyboard', 'pointer'])(
    'passes by %s alone, with a picture of every step',
    async (way) => {
      const project = demoProject();
      const outcome = await project.run('run', `scenarios/demo/${way}.yaml`);
      expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
      expect(outcome.stdout).toMatch(
        /\n1 passed in .*\nReport: results\/.*\/report\/index\.html\n$/,
      );

      const pictures = project.finishedSteps.map(({ verdict, picture }) => [verdict, picture]);
      expect(pictures.length).toBeGreaterThan(15);
      for (const [verdict, picture] of pictures) {
        expect(verdict).toBe('passed');
        expect(existsSync(join(project.runFolder, picture ?? 'no picture'))).toBe(true);
      }
      const shown = readFileSync(join(project.runFolder, 'report/data/0.js'), 'utf8');
      for (const [, picture] of pictures) expect(shown).toContain(picture);
      expect(readFileSync(join(project.runFolder, 'junit.xml'), 'utf8')).toContain('tests="1"');
      expect(project.serialLog(`demo-${way}`)).toMatch(/\nfinish\n/);
      expect(project.guests).toEqual([]);
    },
  );

  test('fails where the summary shows another host name than the baseline', async () => {
    const project = demoProject();
    const outcome = await project.run('run', 'scenarios/demo/wrong-host-name.yaml');
    expect(outcome.exitCode).toBe(1);
    const last = project.finishedSteps.at(-1);
    expect(last).toMatchObject({
      verdict: 'failed',
      trouble: { code: 'screen-mismatch' },
      screen: { name: 'summary', comparison: { kind: 'different' } },
    });
    expect(outcome.stdout).toContain(
      `scenarios/demo/wrong-host-name.yaml:18:5: ${last?.trouble?.message}`,
    );
    const { expected, actual, diff } = last?.screen ?? {};
    const pictures = [expected, actual, diff].map((ref) => join(project.runFolder, ref ?? ''));
    expect(new Set(pictures).size).toBe(3);
    for (const picture of pictures) {
      expect(decodePng(readFileSync(picture), picture)).toMatchObject({ width: 1024, height: 768 });
    }
  });

  test('notices one pixel, says where, and passes once it is approved', async () => {
    const project = demoProject();
    project.write(
      'scenarios/pixel.yaml',
      'machine: demo\nbaselines: demo/keyboard\nsteps:\n  - wait-for-screen: welcome\n    timeout: 3s\n',
    );
    const baseline = join(project.folder, 'baselines/demo/keyboard/welcome.png');
    const original = decodePng(readFileSync(baseline), baseline);
    const data = Uint8Array.from(original.data);
    const offset = (321 * original.width + 654) * 3;
    data[offset] = (data[offset] ?? 0) ^ 1;
    writeFileSync(baseline, encodePng({ ...original, data }));

    const failed = await project.run('run', 'scenarios/pixel.yaml');
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toMatch(
      /scenarios\/pixel\.yaml:4:5: the screen is not "welcome" after 3(\.\d)? s: 1 pixel differs, at 654,321 \(1x1\)\n/,
    );
    expect(project.finishedSteps.at(-1)?.screen).toMatchObject({
      expected: expect.stringMatching(/^frames\//),
      actual: expect.stringMatching(/^frames\//),
      diff: expect.stringMatching(/^frames\//),
    });

    const approved = await project.run('approve');
    expect(approved.stdout).toBe('approved baselines/demo/keyboard/welcome.png (changed)\n');
    const accepted = decodePng(readFileSync(baseline), baseline);
    expect(Buffer.compare(accepted.data, original.data)).toBe(0);
    expect((await project.run('run', 'scenarios/pixel.yaml')).exitCode).toBe(0);
  });

  test('collects every missing baseline in one run', async () => {
    const project = new TestProject();
    project.write(
      'scenarios/new.yaml',
      'machine: demo\nsteps:\n  - wait-for-screen: one\n  - press: enter\n  - wait-for-screen: two\n',
    );
    const first = await project.run('run');
    expect(first.exitCode).toBe(1);
    expect(first.stdout).toContain(
      '"one" has no baseline yet: baselines/new/one.png does not exist',
    );
    expect(existsSync(join(project.folder, 'baselines'))).toBe(false);
    const approved = await project.run('approve');
    expect(approved.stdout).toBe(
      'approved baselines/new/one.png (new)\napproved baselines/new/two.png (new)\n',
    );
    expect((await project.run('run')).exitCode).toBe(0);
  });

  test.skipIf(!canBuild)('passes on a demo guest built from its source', async () => {
    const folder = makeTestFolder();
    const elf = join(folder, 'demo.elf');
    execFileSync('make', ['-C', join(root, 'guests/demo'), `BUILD=${folder}/build`, `OUT=${elf}`]);
    const project = demoProject(demoMachine().replace(/kernel: .*/, `kernel: ${elf}`));
    const outcome = await project.run(
      'run',
      'scenarios/demo/keyboard.yaml',
      'scenarios/demo/pointer.yaml',
    );
    expect(outcome.stdout).toContain('2 passed in');
    expect(outcome.exitCode).toBe(0);
  });
});
