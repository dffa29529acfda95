import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { makeBlank } from '../support/disk-images.ts';
import { describeWithProbeGuest } from '../support/probe-guest.ts';
import { TestProject } from '../support/project.ts';
import { shellMachine } from '../support/shell-guest.ts';

const TIMEOUT_MS = 170_000;

/** Reads and writes five bytes of the disk, past every cache of the guest. */
const read = (at: number) => `dd if=/dev/vda bs=512 skip=${at} count=1 2>/dev/null | head -c 5`;
const write = (text: string, at: number) =>
  `printf ${text} | dd of=/dev/vda bs=512 seek=${at} conv=sync,fsync 2>/dev/null`;
const see = (text: string, at: number) => ({ shell: { run: read(at), 'expect-output': text } });

describeWithProbeGuest(import.meta.filename)('states of a QEMU with a disk', () => {
  test('each scenario has what was written before the state, and nothing of the others', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const project = new TestProject('{ attach: unix:/nowhere }');
    makeBlank(project.folder, 'disk.img', 4);
    const machine = shellMachine({ disks: ['disk.img'] }, project.folder);
    project.write('guestwright.yaml', stringify({ machines: { probe: machine } }));
    const add = (name: string, scenario: object) =>
      project.write(`scenarios/${name}.yaml`, stringify({ machine: 'probe', ...scenario }));
    add('boot', {
      steps: [
        { serial: { expect: '/[#$] $/' } },
        { shell: write('first', 0) },
        { shell: 'cd /tmp' },
        { state: { save: 'booted' } },
      ],
    });
    add('chain', {
      from: 'booted',
      steps: [{ shell: write('chain', 1) }, { state: { save: 'chained' } }],
    });
    const own = (name: string) => ({
      from: 'chained',
      steps: [
        see('first', 0),
        see('chain', 1),
        { shell: { run: 'pwd', 'expect-output': '/tmp' } },
        { shell: { run: `${read(2)} | tr -d '\\0'`, 'expect-output': '/^$/' } },
        { shell: write(name, 2) },
        { snapshot: 'written' },
        { shell: write('wrong', 2) },
        { shell: 'cd /' },
        { restore: 'written' },
        { shell: { run: 'echo 3 >/proc/sys/vm/drop_caches; pwd', 'expect-output': '/tmp' } },
        see(name, 2),
      ],
    });
    add('one', own('one!!'));
    add('two', own('two!!'));
    const run = () => project.run('run', 'scenarios/one.yaml', 'scenarios/two.yaml');

    const built = await run();
    expect(built.stdout).toContain('saved the state "booted"');
    expect(built.stdout).toContain('4 passed in');
    const again = await run();
    expect(again.stdout).toContain('from the state "chained"');
    expect(again.stdout).toContain('2 passed in');
    expect(project.guests).toEqual([]);
  });
});
