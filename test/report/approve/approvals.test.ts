import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodePng, encodePng } from '../../../src/screen/files/png.ts';
import { describeFailure } from '../../screen/frames.ts';
import { GoldenProject, offered } from '../golden-project.ts';

const [done = '', hostname = '', summary = '', about = ''] = offered;
const refusalOf = (work: Promise<unknown>) => work.then(() => 'it worked', describeFailure);

describe('approvals', () => {
  test('write what was seen, byte by byte, and take it back in reverse', async () => {
    const project = new GoldenProject();
    const approvals = await project.approvals();
    const file = 'baselines/demo/keyboard/summary.png';
    await approvals.approve([summary]);
    await approvals.approve([done, about, done]);
    expect(project.read(file)).toEqual(project.seen(summary));
    expect(project.read('baselines/demo/about/about.png')).toEqual(project.seen(about));
    expect(approvals.undoes).toBe('accepting 2 pictures');

    expect(await approvals.undo()).toBe('accepting 2 pictures');
    expect(existsSync(join(project.baselinesDir, 'demo/about'))).toBe(false);
    expect(approvals.decisionOn(about)).toBe('pending');
    expect(approvals.decisionOn(summary)).toBe('accepted');
    await approvals.undo();
    expect(project.read(file)).toEqual(project.expected(summary));
    expect(approvals.undoes).toBeUndefined();
    expect(await refusalOf(approvals.undo())).toBe(
      'ScenarioError nothing-to-undo: there is nothing to undo',
    );
  });

  test('know what is a baseline already', async () => {
    const project = new GoldenProject();
    project.write('baselines/demo/about/about.png', project.seen(about));
    const approvals = await project.approvals();
    expect(approvals.decisionOn(about)).toBe('accepted');
    expect(await approvals.approve([about])).toMatchObject([{ isWritten: false }]);
    expect(await refusalOf(approvals.reject([about]))).toMatch(/^ScenarioError already-baseline/);
  });

  test('overwrite nothing that has changed since the run, and write none of the others', async () => {
    const project = new GoldenProject();
    const approvals = await project.approvals();
    project.write('baselines/demo/keyboard/summary.png', project.seen(about));
    project.write('baselines/demo/keyboard/done.png', project.seen(about));
    const told = await refusalOf(approvals.approve([summary, hostname, done]));
    expect(told).toMatch(/^ScenarioError conflict: .*summary\.png has changed since the run/);
    expect(told).toMatch(/done\.png has been made since the run/);
    expect(approvals.conflictOf(summary)).toMatch(/has changed since/);
    expect(approvals.conflictOf(hostname)).toBeUndefined();
    expect(project.read('baselines/demo/pointer/hostname.png')).toEqual(project.expected(hostname));
    expect((await project.approvals()).conflictOf(summary)).toMatch(/has changed since/);
  });

  test('see the same pixels in another file', async () => {
    const project = new GoldenProject();
    const again = (png: Buffer) => encodePng(decodePng(png, 'a.png'));
    project.write('baselines/demo/keyboard/summary.png', again(project.expected(summary)));
    project.write('baselines/demo/about/about.png', again(project.seen(about)));
    const approvals = await project.approvals();
    expect(approvals.conflictOf(summary)).toBeUndefined();
    expect(approvals.decisionOn(about)).toBe('accepted');
    await approvals.approve([summary]);
    expect(project.read('baselines/demo/keyboard/summary.png')).toEqual(project.seen(summary));
  });

  test('take back nothing that somebody has changed since', async () => {
    const project = new GoldenProject();
    const approvals = await project.approvals();
    await approvals.approve([summary]);
    project.write('baselines/demo/keyboard/summary.png', 'mine');
    expect(await refusalOf(approvals.undo())).toMatch(/^ScenarioError conflict: .*changed since/);
    expect(await refusalOf(approvals.reject([summary]))).toMatch(/^ScenarioError conflict/);
    expect(String(project.read('baselines/demo/keyboard/summary.png'))).toBe('mine');
  });

  test('give back the old baseline when what was accepted is rejected, and undo that, too', async () => {
    const project = new GoldenProject();
    const approvals = await project.approvals();
    const file = 'baselines/demo/keyboard/summary.png';
    await approvals.approve([summary, done]);
    await approvals.approve([summary], 'dark');
    await approvals.reject([summary]);
    expect(project.read(file)).toEqual(project.expected(summary));
    expect(project.read('baselines/demo/keyboard/summary+dark.png')).toBeUndefined();
    expect(project.read('baselines/demo/keyboard/done.png')).toEqual(project.seen(done));
    await approvals.undo();
    expect(project.read(file)).toEqual(project.seen(summary));
    expect(approvals.decisionOn(summary)).toBe('accepted');
  });

  test('put a variant beside its baseline, and only there', async () => {
    const project = new GoldenProject();
    const approvals = await project.approvals();
    await approvals.approve([summary], 'dark');
    expect(project.read('baselines/demo/keyboard/summary+dark.png')).toEqual(project.seen(summary));
    expect(project.read('baselines/demo/keyboard/summary.png')).toEqual(project.expected(summary));
    expect(await refusalOf(approvals.approve([summary], 'dark'))).toMatch(/variant-exists/);
    expect(await refusalOf(approvals.approve([about], 'dark'))).toMatch(/no-baseline/);
    await approvals.undo();
    expect(project.read('baselines/demo/keyboard/summary+dark.png')).toBeUndefined();
  });

  test('write masks beside the baseline, and say what they come to', async () => {
    const project = new GoldenProject();
    const approvals = await project.approvals();
    const rules = 'baselines/demo/keyboard/summary.yaml';
    const before = project.read(rules);
    const part = { x: 370, y: 319, width: 24, height: 10 };
    await approvals.addRules(summary, { mask: [part] });
    expect(approvals.comparisonOf(summary)).toMatchObject({ kind: 'different' });
    await approvals.addRules(summary, { mask: [{ ...part, x: 394 }] });
    expect(approvals.comparisonOf(summary)).toEqual({ kind: 'equal' });
    expect(String(project.read(rules))).toBe(
      '# the version\nmask: [[880, 24, 120, 40], [370, 319, 24, 10], [394, 319, 24, 10]]\n',
    );
    expect(await approvals.undo()).toBe(`the mask of ${summary}`);
    expect(approvals.comparisonOf(summary)).toMatchObject({ kind: 'different' });
    await approvals.undo();
    expect(project.read(rules)).toEqual(before);

    await approvals.addRules(done, { region: [part] });
    expect(String(project.read('baselines/demo/keyboard/done.yaml'))).toBe(
      'region: [[370, 319, 24, 10]]\n',
    );
    await approvals.undo();
    expect(project.read('baselines/demo/keyboard/done.yaml')).toBeUndefined();
  });

  test.each([
    [{ mask: [{ x: 1000, y: 0, width: 100, height: 1 }] }, 'is not inside the 1024x768 screen'],
    [{ mask: [{ x: 0, y: 0, width: 1024, height: 768 }] }, 'leave nothing of the screen'],
  ])('refuse %j', async (areas, message) => {
    const project = new GoldenProject();
    const approvals = await project.approvals();
    const before = project.read('baselines/demo/keyboard/summary.yaml');
    expect(await refusalOf(approvals.addRules(summary, areas))).toContain(message);
    expect(project.read('baselines/demo/keyboard/summary.yaml')).toEqual(before);
    expect(approvals.undoes).toBeUndefined();
  });

  test('write nothing in CI, nor what the run does not offer', async () => {
    const project = new GoldenProject();
    const inCi = await project.approvals({ CI: 'true' });
    const area = { x: 0, y: 0, width: 1, height: 1 };
    for (const work of [
      inCi.approve([summary]),
      inCi.reject([summary]),
      inCi.addRules(summary, { mask: [area] }),
    ]) {
      expect(await refusalOf(work)).toMatch(/^ScenarioError ci: baselines are never written in CI/);
    }
    const approvals = await project.approvals();
    expect(await refusalOf(approvals.approve(['demo/keyboard/welcome']))).toMatch(
      /^ScenarioError no-candidate: nothing to approve called demo\/keyboard\/welcome\. There is: /,
    );
  });

  test('leave all as it was when one of several cannot be written', async () => {
    const project = new GoldenProject();
    project.write('baselines/demo/about', 'a file where a folder should be');
    const approvals = await project.approvals();
    const told = await refusalOf(approvals.approve([summary, done, about]));
    expect(told).toMatch(/^MachineError baseline-not-writable: a baseline cannot be written/);
    expect(project.read('baselines/demo/keyboard/summary.png')).toEqual(project.expected(summary));
    expect(project.read('baselines/demo/keyboard/done.png')).toBeUndefined();
    expect(approvals.decisionOn(summary)).toBe('pending');
  });
});
