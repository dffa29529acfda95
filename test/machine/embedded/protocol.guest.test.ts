import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { spawnEmulator } from '../../../src/machine/embedded/emulator-process.ts';
import { qemuArguments } from '../../../src/machine/qemu/qemu-arguments.ts';
import { SerialPort } from '../../../src/machine/serial-port.ts';
import { DemoSerial } from '../../support/demo-guest.ts';
import { demoElf, repository, testWithDemoGuest } from '../../support/needs-qemu.ts';
import { makeTestFolder, until } from '../../support/with-qemu.ts';
import {
  batches,
  type Case,
  envelopes,
  garbage,
  negotiation,
  others,
  paused,
  reset,
  withoutVmmouse,
} from './protocol-cases.ts';
import { RawQmp } from './raw-qmp.ts';

const test = testWithDemoGuest(import.meta.filename);

type Pointer = 'vmmouse' | 'none';

interface Subject {
  readonly qmp: RawQmp;
  readonly folder: string;
  readonly serial: DemoSerial;
}

async function listenForSerial(folder: string, log?: string): Promise<string> {
  const path = join(folder, 'tty');
  const port = await SerialPort.listen(path, log === undefined ? {} : { log });
  onTestFinished(() => port.close());
  return path;
}

async function startEmbedded(pointer: Pointer): Promise<Subject> {
  const folder = makeTestFolder();
  const socket = join(folder, 'qmp');
  const serialLog = join(folder, 'serial');
  const serialSocket = await listenForSerial(folder);
  const emulator = await spawnEmulator(
    {
      kernel: join(repository, demoElf),
      initrd: undefined,
      commandLine: demoElf,
      memoryMiB: 64,
      vmmouse: pointer === 'vmmouse',
      socket,
      serialLog,
      serialSocket,
      state: undefined,
    },
    { signal: undefined, clock: systemClock },
  );
  onTestFinished(() => emulator.end());
  return { qmp: new RawQmp(socket), folder, serial: new DemoSerial(serialLog) };
}

async function startQemu(pointer: Pointer): Promise<Subject> {
  const folder = makeTestFolder();
  const socket = join(folder, 'qmp');
  const serialLog = join(folder, 'serial');
  const serialSocket = await listenForSerial(folder, serialLog);
  const files = {
    ...{ kernel: join(repository, demoElf), initrd: undefined, cdrom: undefined },
    ...{ disks: [], firmware: undefined },
  };
  const runtime = { files, accel: 'tcg', socket, serialSocket } as const;
  const args = qemuArguments({ memory: 64, pointer }, runtime);
  const qemu = spawn('qemu-system-x86_64', args, { stdio: 'ignore' });
  onTestFinished(() => {
    qemu.kill('SIGKILL');
  });
  await until('QEMU listens', () => existsSync(socket));
  return { qmp: new RawQmp(socket), folder, serial: new DemoSerial(serialLog) };
}

/** Events without their time; errors by class and words. */
async function answers(subject: Subject, [, wire]: Case, commands = 1): Promise<unknown[]> {
  const lines = await subject.qmp.say(wire.replaceAll('$DIR', subject.folder), commands);
  return lines.map((line) => {
    const { timestamp, ...message } = JSON.parse(line.replaceAll(subject.folder, '$DIR'));
    return message;
  });
}

interface Pair {
  readonly qemu: Subject;
  readonly embedded: Subject;
}

async function startBoth(pointer: Pointer): Promise<Pair> {
  return { qemu: await startQemu(pointer), embedded: await startEmbedded(pointer) };
}

async function untilReady({ qemu, embedded }: Pair): Promise<void> {
  for (const { serial } of [qemu, embedded]) {
    await serial.until('the guest is ready', () =>
      serial.lines().includes('demo guest ready 1024x768'),
    );
  }
}

/** Says the same to both, one after the other, and expects the same back. */
async function expectSameAnswers({ qemu, embedded }: Pair, cases: readonly Case[]) {
  const differences: unknown[] = [];
  for (const each of cases) {
    const commands = each[1].includes('}{') ? 2 : 1;
    const expected = await answers(qemu, each, commands);
    const got = await answers(embedded, each, commands);
    if (!isDeepStrictEqual(got, expected)) differences.push({ case: each[0], expected, got });
  }
  expect(differences).toEqual([]);
}

test('the greeting names the imitated QEMU, and says who really speaks', async () => {
  const pair = await startBoth('vmmouse');
  const { QMP: qemu } = JSON.parse(await pair.qemu.qmp.greeting);
  const { QMP: embedded } = JSON.parse(await pair.embedded.qmp.greeting);
  expect(Object.keys(embedded)).toEqual(Object.keys(qemu));
  expect(embedded).toEqual({
    version: {
      qemu: { major: 7, minor: 2, micro: 0 },
      package: 'guestwright embedded, v86 0.5.462',
    },
    capabilities: [],
  });
});

test('answers, refusals and events are those of QEMU 7.2', async () => {
  const pair = await startBoth('vmmouse');
  await pair.qemu.qmp.greeting;
  await pair.embedded.qmp.greeting;
  await expectSameAnswers(pair, negotiation);
  await untilReady(pair);
  await expectSameAnswers(pair, [...envelopes, ...batches, ...others]);
  for (const each of garbage) {
    const refusal = [
      { error: { class: 'GenericError', desc: expect.stringMatching(/^JSON parse error, /) } },
    ];
    expect(await answers(pair.qemu, each), each[0]).toEqual(refusal);
    expect(await answers(pair.embedded, each), each[0]).toEqual(refusal);
  }
  await expectSameAnswers(pair, [...paused, ...reset]);
});

test('so are those of a machine without an absolute pointer', async () => {
  const pair = await startBoth('none');
  await pair.qemu.qmp.greeting;
  await pair.embedded.qmp.greeting;
  await expectSameAnswers(pair, [['the negotiation', '{"execute":"qmp_capabilities"}']]);
  await untilReady(pair);
  await expectSameAnswers(pair, withoutVmmouse);
});
