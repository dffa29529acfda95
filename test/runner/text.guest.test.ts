import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEvents } from '../../src/report/read-events.ts';
import { repository } from '../support/needs-qemu.ts';
import { demoMachine, TestProject } from '../support/project.ts';
import { describeWith } from '../support/with-qemu.ts';

describeWith('qemu-system-x86_64')('a firmware that finds no disk', () => {
  test('is waited for by what it says; a wrong text fails with what was read', async () => {
    const project = new TestProject('memory: 64M\naccel: tcg\npointer: none');
    project.write(
      'scenarios/firmware.yaml',
      [
        'machine: demo',
        'steps:',
        '  - wait-for-text: No bootable device',
        '  - expect-text: { text: "/^seabios .version [0-9.]+/i", region: [0, 0, 720, 32] }',
        '  - read: { pattern: "/^SeaBIOS .version ([^)]+)/", into: version }',
        '  - expect-text: "(version ${vars.version})"',
        '  - expect-text: No bootabel device',
      ].join('\n'),
    );
    const outcome = await project.run('run', 'scenarios/firmware.yaml');
    expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
    const message =
      '"No bootabel device" is not on the screen; vga-memory read 80x25 characters, the last lines: ';
    expect(outcome.stdout).toContain(message);
    expect(outcome.stdout).toContain('. The nearest line: "No bootable device."');

    const steps = project.finishedSteps;
    expect(steps.map(({ verdict }) => verdict)).toEqual([
      ...['passed', 'passed', 'passed', 'passed'],
      'failed',
    ]);
    expect(steps[0]?.text).toMatchObject({ reader: 'vga-memory', sought: '"No bootable device"' });
    expect(steps[1]?.text?.lines).toHaveLength(2);
    expect(steps[2]?.text?.variable).toMatchObject({ name: 'version', value: expect.any(String) });
    expect(steps[3]?.text?.sought).toBe(`"(version ${steps[2]?.text?.variable?.value})"`);
    expect(steps[4]?.text?.lines).toContain('No bootable device.');
    expect(await readEvents(project.runFolder)).toEqual(project.events);
  });
});

const hasOcr = ['tesseract.js', '@tesseract.js-data/eng'].every((name) =>
  existsSync(join(repository, 'node_modules', name)),
);
if (!hasOcr) console.warn('SKIPPED clicks on words: tesseract.js is not installed');

describeWith('qemu-system-x86_64')('a desktop of small bitmaps', () => {
  test.skipIf(!hasOcr)('its buttons are clicked by what stands on them', async () => {
    const project = new TestProject(demoMachine());
    project.write(
      'scenarios/clicks.yaml',
      [
        'machine: demo',
        'steps:',
        '  - wait-until-still: 300ms',
        // The other one stands in a sentence below.
        '  - click: { text: Continue, nth: 1 }',
        '  - wait-for-text: /licen[cs]e/i',
        '  - click: { text: Back }',
        '  - wait-until-still: 300ms',
      ].join('\n'),
    );
    const outcome = await project.run('run');
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(project.serialLog('clicks').match(/^screen \w+$/gm)).toEqual([
      ...['screen welcome', 'screen licence', 'screen welcome'],
    ]);
  });
});
