import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseAddress } from '../../src/qmp/address.ts';
import { QmpClient } from '../../src/qmp/client.ts';
import { endlessProject } from '../support/endless-project.ts';
import { demoElf, demoMachine, TestProject } from '../support/project.ts';
import { describeWith, makeTestFolder, until } from '../support/with-qemu.ts';

describeWith('qemu-system-x86_64')('bad days', () => {
  test('Ctrl-C ends the guest and is reported', async () => {
    const project = endlessProject();
    const running = project.start('run');
    await project.untilStep(2);
    running.kill('SIGINT');
    const outcome = await running.outcome;
    expect(outcome.exitCode).toBe(130);
    expect(outcome.stdout).toContain('1 interrupted in');
    expect(project.guests).toEqual([]);
    expect(project.events.at(-1)).toMatchObject({ type: 'run-finished', verdict: 'interrupted' });
  });

  test('kill -9 leaves no guest, and a run that can still be reported', async () => {
    const project = endlessProject();
    const running = project.start('run');
    await project.untilStep(2);
    expect(project.guests).toHaveLength(1);
    running.kill('SIGKILL');
    await until('no guest is left', () => project.guests.length === 0, 2000);
    const report = await project.run('report');
    expect(report).toMatchObject({ exitCode: 0, stdout: /^Report: results\/.*index\.html\n$/ });
  });

  test('a QEMU that is killed is an error of the machine, not a failed scenario', async () => {
    const project = endlessProject();
    const running = project.start('run');
    await project.untilStep(2);
    for (const pid of project.guests) process.kill(pid, 'SIGKILL');
    const outcome = await running.outcome;
    expect(outcome.exitCode).toBe(3);
    expect(project.finishedSteps.at(-1)).toMatchObject({ verdict: 'error' });
    expect(outcome.stdout).toMatch(/scenarios\/endless\.yaml:6:5: .*SIGKILL/);
  });

  test('a QEMU that hangs and takes no quit is ended all the same', async () => {
    const project = endlessProject();
    const running = project.start('run');
    await project.untilStep(2);
    for (const pid of project.guests) process.kill(pid, 'SIGSTOP');
    running.kill('SIGINT');
    const outcome = await running.outcome;
    expect(outcome.exitCode).toBe(130);
    expect(project.guests).toEqual([]);
    expect(project.events.at(-1)).toMatchObject({ type: 'run-finished', verdict: 'interrupted' });
  });

  test('kill -9 leaves none of several guests', async () => {
    const project = endlessProject();
    const running = project.start('run', '--workers', '2', '--repeat-each', '2');
    await until('both have a guest', () => project.guests.length === 2, 20_000);
    running.kill('SIGKILL');
    await until('no guest is left', () => project.guests.length === 0, 5000);
  });

  test('a port that is taken is told in the words of QEMU', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const options = `socket,id=taken,host=127.0.0.1,port=${port},server=on,wait=off`;
    const project = new TestProject(demoMachine(`extra-args: [-chardev, "${options}"]`));
    project.write('scenarios/a.yaml', 'machine: demo\nsteps:\n  - screenshot: a\n');
    const outcome = await project.run('run');
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stdout).toMatch(
      /scenarios\/a\.yaml: qemu-system-x86_64 .*Address already in use/s,
    );
  });

  test('a QEMU that exits at once says why', async () => {
    const project = new TestProject(demoMachine('extra-args: [-no-such-option]'));
    project.write('scenarios/a.yaml', 'machine: demo\nsteps:\n  - screenshot: a\n');
    const outcome = await project.run('run');
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stdout).toMatch(
      /scenarios\/a\.yaml: qemu-system-x86_64 .*exited.*-no-such-option/s,
    );
  });

  test('a kernel that does not exist is a mistake in the text', async () => {
    const project = new TestProject(demoMachine().replace(/kernel: .*/, 'kernel: no/such.elf'));
    project.write('scenarios/a.yaml', 'machine: demo\nsteps:\n  - screenshot: a\n');
    const outcome = await project.run('run');
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toContain('guestwright.yaml:3:13: kernel no/such.elf does not exist');
  });

  test('a guest without an absolute pointer is told apart, and what to add', async () => {
    const project = new TestProject(demoMachine().replace('pointer: vmmouse', 'pointer: none'));
    project.write(
      'scenarios/a.yaml',
      'machine: demo\nsteps:\n  - wait-until-still: 100ms\n  - click: [10, 10]\n',
    );
    const outcome = await project.run('run');
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).toMatch(
      /4 click at 10,10 +ok .*\n +the QEMU PS\/2 Mouse is no absolute pointer: .*; pointer: usb-tablet, virtio-tablet or vmmouse is one\n/,
    );
  });

  test('a point outside the screen is found at the latest when it is clicked', async () => {
    const project = new TestProject();
    project.write(
      'scenarios/a.yaml',
      'machine: demo\nsteps:\n  - wait-until-still: 500ms\n  - click: [1024, 10]\n',
    );
    const outcome = await project.run('run');
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toContain(
      'scenarios/a.yaml:4:5: the point 1024,10 is outside the screen, which is 1024x768\n',
    );
  });

  test('a baseline of another size says both sizes', async () => {
    const project = new TestProject();
    project.copy('baselines/debian-installer/keyboard/language.png');
    project.write(
      'scenarios/a.yaml',
      'machine: demo\nbaselines: debian-installer/keyboard\nsteps:\n  - wait-until-still: 500ms\n  - expect-screen: language\n',
    );
    const outcome = await project.run('run');
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toContain(
      'scenarios/a.yaml:5:5: the screen is not "language": the baseline is 1280x800, the screen is 1024x768\n',
    );
  });

  test('a blinking caret is no change but named; with strict it is one, and can be masked', async () => {
    const project = new TestProject(demoMachine('append: screen=hostname'));
    const wait = (more: string) => {
      const step = `wait-until-still: { for: 800ms${more} }`;
      project.write('scenarios/a.yaml', `machine: demo\nsteps:\n  - ${step}\n    timeout: 5s\n`);
      return project.run('run');
    };
    const tolerant = await wait('');
    expect(tolerant.exitCode).toBe(0);
    expect(tolerant.stdout).toMatch(
      /\n +still but for 1\d\d,3\d\d \(1x\d+\) blinks every \S+ m?s\n/,
    );
    const strict = await wait(', strict: true');
    expect(strict.exitCode).toBe(1);
    expect(strict.stdout).toMatch(
      /the screen did not stand still for 800 ms after 5 s; what moved last: 1\d\d,3\d\d \(1x\d+\)\n/,
    );
    const masked = await wait(', strict: true, mask: [152, 316, 440, 40]');
    expect(masked.exitCode).toBe(0);
    expect(masked.stdout).not.toContain('still but for');
  });

  test('an attached QEMU is driven and goes on', async () => {
    const { socket } = await startQemu();
    const project = new TestProject(`attach: unix:${socket}`);
    project.copy('baselines/demo/keyboard');
    project.write(
      'scenarios/a.yaml',
      'machine: demo\nbaselines: demo/keyboard\nsteps:\n  - wait-for-screen: welcome\n  - press: enter\n  - wait-for-screen: licence\n',
    );
    expect(await project.run('run')).toMatchObject({ exitCode: 0 });
    await using client = await QmpClient.connect(parseAddress(`unix:${socket}`));
    expect(await client.execute('query-status')).toMatchObject({ status: 'running' });
  });

  test('Ctrl-C releases what is down', async () => {
    const { socket, serial } = await startQemu();
    const project = endlessProject(`attach: unix:${socket}`);
    const running = project.start('run');
    await project.untilStep(2);
    const said = () => readFileSync(serial, 'latin1');
    await until('shift is down in the guest', () => said().includes('scan 2a\n'));
    expect(said()).not.toContain('scan aa\n');
    running.kill('SIGINT');
    expect((await running.outcome).exitCode).toBe(130);
    await until('shift is up in the guest', () => said().includes('scan aa\n'));
  });
});

/** Somebody else's QEMU, with the demo guest. */
async function startQemu(): Promise<{ socket: string; serial: string }> {
  const folder = makeTestFolder();
  const socket = join(folder, 'qmp');
  const serial = join(folder, 'serial');
  const what = ['-accel', 'tcg', '-m', '64', '-display', 'none', '-kernel', demoElf];
  const ports = ['-serial', `file:${serial}`, '-qmp', `unix:${socket},server=on,wait=off`];
  const qemu = spawn('qemu-system-x86_64', [...what, ...ports], { stdio: 'ignore' });
  onTestFinished(() => {
    qemu.kill('SIGKILL');
  });
  await until('QEMU listens', () => existsSync(socket));
  return { socket, serial };
}
