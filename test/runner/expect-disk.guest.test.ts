import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { makeBlank, makeExt, makeGptDisk } from '../support/disk-images.ts';
import { describeWithProbeGuest } from '../support/probe-guest.ts';
import { TestProject } from '../support/project.ts';
import { shellMachine } from '../support/shell-guest.ts';

const LINUX = '0fc63daf-8483-4772-8e79-3d69d8477de4';

/** A project whose guest has a shell at its serial line and a disk with one ext4 partition. */
function makeProject(): TestProject {
  const project = new TestProject('{ attach: unix:/nowhere }');
  const { folder } = project;
  const content = makeExt(folder, 'ext4', { mib: 16 });
  makeGptDisk(makeBlank(folder, 'disk.img', 32), 32, [
    { start: 1, size: 16, type: LINUX, name: 'root', content },
  ]);
  const machine = shellMachine({ disks: ['disk.img'] }, folder);
  project.write('guestwright.yaml', stringify({ machines: { probe: machine } }));
  return project;
}

const login = [{ serial: { expect: '/[#$] $/' } }, { shell: 'mount -t ext4 /dev/vda1 /tmp' }];

describeWithProbeGuest(import.meta.filename)('expect-disk', () => {
  test('what the guest wrote before it powered off is on its disk, and not on the image', async () => {
    const project = makeProject();
    const steps = [
      ...login,
      { shell: "printf 'guest-01\\nline two\\n' >/tmp/hostname; umount /tmp" },
      { shell: { run: 'cat /proc/partitions', 'expect-output': '/ 16384 vda1$/' } },
      { serial: { send: 'sleep 0.2; poweroff -f' } },
      {
        'expect-disk': {
          table: 'gpt',
          partitions: [
            {
              type: 'linux',
              'file-system': 'ext4',
              name: 'root',
              'at-least': '16M',
              'at-most': '16M',
            },
          ],
        },
      },
      { 'expect-disk': { file: '/hostname', contains: '/^line/' } },
      { 'expect-disk': { file: '/hostname', equals: 'guest-01\nline two' } },
      { 'expect-disk': { file: '/hostname', partition: 1, into: 'name' } },
      { 'expect-disk': { file: '/none', exists: false } },
      { 'expect-disk': { file: '/hostname', equals: 'guest-02' }, optional: true },
      { 'expect-disk': { partitions: [{}, {}] }, optional: true },
      { 'expect-disk': { file: '/none' }, optional: true },
      { 'expect-disk': { file: '/lost+found', equals: '' }, optional: true },
      { 'expect-disk': { file: '/x', partition: 2 }, optional: true },
    ];
    project.write('scenarios/disk.yaml', stringify({ machine: 'probe', steps }));
    const { exitCode, stdout } = await project.run('run');
    expect(exitCode, stdout).toBe(0);
    const troubles = project.finishedSteps.flatMap(({ trouble }) => trouble?.message ?? []);
    const table = '32M, gpt\n1: linux, 16M, ext4, "root"';
    expect(troubles).toEqual([
      '/hostname of partition 1 is "guest-01\\nline two\\n", expected "guest-02"',
      `disk 0: it has 1 partition, expected 2. It has:\n${table}`,
      '/none of partition 1 does not exist',
      '/lost+found of partition 1 is a directory',
      `there is no partition 2. The disk has:\n${table}`,
    ]);
    const image = join(project.folder, 'disk.img');
    const copy = join(project.folder, 'copy');
    execFileSync('dd', [`if=${image}`, `of=${copy}`, 'bs=1M', 'skip=1', 'count=16'], {
      stdio: 'pipe',
    });
    const ls = execFileSync('debugfs', ['-R', 'ls -p /', copy], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(ls).not.toContain('hostname');
  });

  test('a guest whose plug is pulled: what its journal has counts; one that runs on is told', async () => {
    const project = makeProject();
    const steps = [
      ...login,
      { shell: 'mkdir /tmp/dir; echo synced | dd of=/tmp/file conv=fsync' },
      { 'expect-disk': { file: '/file' }, timeout: '200ms', optional: true },
      { power: 'quit' },
      { 'expect-disk': { file: '/file', equals: 'synced' } },
      { 'expect-disk': { file: '/dir' } },
    ];
    project.write('scenarios/quit.yaml', stringify({ machine: 'probe', steps }));
    const { exitCode, stdout } = await project.run('run');
    expect(exitCode, stdout).toBe(0);
    expect(project.finishedSteps.find(({ verdict }) => verdict === 'tolerated')).toMatchObject({
      trouble: {
        code: 'still-on',
        message: 'the guest is not off after 200 ms, it is running: a disk is looked at when it is',
      },
    });
  });
});
