import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TestProject } from '../support/project.ts';
import { describeWith } from '../support/with-qemu.ts';

const kernel = '/usr/lib/debian-installer/images/12/amd64/gtk/debian-installer/amd64/linux';
const hasInstaller = existsSync(kernel);
if (!hasInstaller) {
  console.warn('SKIPPED: the package debian-installer-12-netboot-amd64 is not installed');
}

describeWith('qemu-system-x86_64')('the Debian 12 graphical installer', () => {
  test.skipIf(!hasInstaller).each(['keyboard', 'pointer'])(
    'is driven to its host name dialog by %s',
    { timeout: 600_000 },
    async (way) => {
      const project = new TestProject();
      project.copy('guestwright.yaml');
      project.copy('scenarios/debian-installer');
      project.copy('baselines/debian-installer');
      const outcome = await project.run('run', `scenarios/debian-installer/${way}.yaml`);
      expect(outcome.stdout).toContain('1 passed in');
      expect(outcome.exitCode).toBe(0);
      expect(project.guests).toEqual([]);
    },
  );
});
