import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareFrames } from '../../src/screen/compare.ts';
import { decodePng } from '../../src/screen/files/png.ts';
import type { Frame } from '../../src/screen/frame.ts';
import { TestProject } from '../support/project.ts';
import { describeWith } from '../support/with-qemu.ts';

/** Where the two may differ by nature: a caret that blinks, before a text and behind it, is not in the same phase twice. */
const carets = [163, 223].map((x) => ({ x, y: 326, width: 1, height: 20 }));
const blinking = ['hostname', 'hostname-typed'];

interface Seen {
  readonly verdicts: readonly string[];
  /** The screens that were waited for, by step. A picture right after an input is of a moment, not of a state. */
  readonly screens: readonly { readonly name: string; readonly frame: Frame }[];
}

async function runOn(driver: 'qemu' | 'embedded', scenario: string): Promise<Seen> {
  const project = new TestProject();
  project.copy('scenarios/demo');
  project.copy('baselines/demo');
  await project.run('run', '--driver', driver, `scenarios/demo/${scenario}.yaml`);
  const steps = project.finishedSteps;
  return {
    verdicts: steps.map(({ verdict }) => verdict),
    screens: steps.flatMap(({ screen }) => {
      if (!screen) return [];
      const file = join(project.runFolder, screen.actual);
      return [{ name: screen.name, frame: decodePng(readFileSync(file), file) }];
    }),
  };
}

describeWith('qemu-system-x86_64')('QEMU and the embedded machine', () => {
  test.each(['keyboard', 'pointer', 'wrong-host-name'])(
    'give the same verdicts and the same frames in demo/%s',
    async (scenario) => {
      const qemu = await runOn('qemu', scenario);
      const embedded = await runOn('embedded', scenario);
      expect(embedded.verdicts).toEqual(qemu.verdicts);
      expect(qemu.screens.length).toBeGreaterThan(4);
      expect(embedded.screens.map(({ name }) => name)).toEqual(
        qemu.screens.map(({ name }) => name),
      );
      embedded.screens.forEach(({ name, frame }, index) => {
        const rules = blinking.includes(name) ? { masks: carets } : {};
        const other = qemu.screens[index]?.frame;
        expect([name, other && compareFrames(other, frame, rules)]).toEqual([
          name,
          { kind: 'equal' },
        ]);
      });
    },
  );
});
