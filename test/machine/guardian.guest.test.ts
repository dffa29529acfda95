import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { describeWith, findProcesses, makeTestFolder, until } from '../support/with-qemu.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

function start(args: readonly string[]): ChildProcess & { pid: number } {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  if (child.pid === undefined) throw new Error('Node did not start');
  return Object.assign(child, { pid: child.pid });
}

async function tellGuardian(lines: readonly string[]): Promise<void> {
  const guardian = start([join(root, 'src/machine/guardian-process.mjs')]);
  guardian.stdin?.end(lines.map((line) => `${line}\n`).join(''));
  await once(guardian, 'exit');
}

const forever = ['-e', 'setInterval(() => {}, 1000)'];

test('at its end, what is guarded goes and what was released stays', async () => {
  const guarded = start(forever);
  const released = start(forever);
  const gone = once(guarded, 'exit');
  await tellGuardian([
    `guard process ${guarded.pid}`,
    `guard process ${released.pid}`,
    `release process ${released.pid}`,
  ]);
  expect(await gone).toEqual([null, 'SIGKILL']);
  expect(released.exitCode ?? released.signalCode).toBeNull();
});

test('only folders of ours are removed', async () => {
  const parent = makeTestFolder();
  const ours = mkdtempSync(join(parent, 'guestwright-'));
  const kept = mkdtempSync(join(parent, 'guestwright-'));
  const foreign = join(parent, 'precious');
  mkdirSync(foreign);
  await tellGuardian([
    `guard folder ${ours}`,
    `guard folder ${kept}`,
    `release folder ${kept}`,
    `guard folder ${foreign}`,
  ]);
  expect([ours, kept, foreign].map((folder) => existsSync(folder))).toEqual([false, true, true]);
});

test('a process that is gone already is no matter', async () => {
  const dead = start(['-e', '']);
  await once(dead, 'exit');
  await tellGuardian([`guard process ${dead.pid}`]);
});

/** A process of Guestwright's own, with a machine; says where its folders are. */
async function startRunner(rest: string) {
  const name = `gw-test-${process.pid}-runner-${Math.random().toString(36).slice(2)}`;
  const program = `
    import { startMachine } from ${JSON.stringify(join(root, 'dist/machine/start.js'))};
    const machine = await startMachine(
      { memory: 32, accel: 'tcg', 'extra-args': ['-S', '-name', '${name}'] },
      { baseDir: '/' },
    );
    console.log(JSON.stringify([machine.framesDir, machine.serialLog]));
    ${rest}`;
  const runner = start(['--input-type=module', '-e', program]);
  const lines = createInterface({ input: runner.stdout ?? process.stdin });
  const [line] = await once(lines, 'line');
  const [framesDir, serialLog] = JSON.parse(line);
  const guardian = findProcesses('guardian-process.mjs').find(
    ({ parent }) => parent === runner.pid,
  );
  const isThere = () => ({
    qemu: findProcesses(name).some(({ pid }) => pid !== runner.pid),
    frames: existsSync(framesDir),
    runtime: existsSync(join(serialLog, '..')),
    guardian: findProcesses('guardian-process.mjs').some(({ pid }) => pid === guardian?.pid),
  });
  return { runner, guardian, isThere };
}

const nothing = { qemu: false, frames: false, runtime: false, guardian: false };

describeWith('qemu-system-x86_64')('a process with a machine', { timeout: 30_000 }, () => {
  test('killed with kill -9 leaves no QEMU, no folder and no guardian', async () => {
    const { runner, isThere } = await startRunner('setInterval(() => {}, 1000);');
    expect(isThere()).toEqual({ qemu: true, frames: true, runtime: true, guardian: true });
    runner.kill('SIGKILL');
    await until('all is gone', () => !Object.values(isThere()).includes(true), 2_000);
    expect(isThere()).toEqual(nothing);
  });

  test('that ends without stopping it leaves nothing either', async () => {
    const { isThere } = await startRunner('process.exit(0);');
    await until('all is gone', () => !Object.values(isThere()).includes(true), 2_000);
    expect(isThere()).toEqual(nothing);
  });

  test('ends by itself once the machine is stopped: the guardian does not hold it', async () => {
    const { runner, isThere } = await startRunner('await machine.stop();');
    if (runner.exitCode === null) await once(runner, 'exit');
    expect(runner.exitCode).toBe(0);
    await until('all is gone', () => !Object.values(isThere()).includes(true), 2_000);
  });

  test('gets a new guardian when the first one is killed', async () => {
    const { runner, guardian, isThere } = await startRunner(`
      process.stdin.once('data', async () => {
        const other = await startMachine({ memory: 32, accel: 'tcg', 'extra-args': ['-S'] }, { baseDir: '/' });
        await other.stop();
        console.log('second');
        setInterval(() => {}, 1000);
      });`);
    process.kill(guardian?.pid ?? Number.NaN, 'SIGKILL');
    await until('the guardian is gone', () => !isThere().guardian);
    const second = once(createInterface({ input: runner.stdout ?? process.stdin }), 'line');
    runner.stdin?.write('\n');
    await second;
    expect(isThere().qemu).toBe(true);
    runner.kill('SIGKILL');
    await until('all is gone', () => !Object.values(isThere()).includes(true), 2_000);
  });
});
