import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { Serial } from '../../src/guest/serial.ts';
import { runInShell } from '../../src/guest/shell.ts';
import { SerialPort } from '../../src/machine/serial-port.ts';
import { createPattern } from '../../src/screen/text/text-pattern.ts';
import { makeTestFolder } from '../support/with-qemu.ts';

async function openLine() {
  const path = join(makeTestFolder(), 'tty');
  const port = await SerialPort.listen(path);
  const machine = connect(path);
  onTestFinished(async () => {
    machine.destroy();
    await port.close();
  });
  await once(machine, 'connect');
  return { serial: new Serial(port, systemClock), machine };
}

/** A shell that reads its commands from the line. */
async function openShell(program = 'sh') {
  const line = await openLine();
  const shell = spawn('sh', ['-c', `exec ${program} 2>&1`], { stdio: 'pipe' });
  onTestFinished(() => void shell.kill('SIGKILL'));
  line.machine.on('data', (bytes) => shell.stdin.write(String(bytes).replaceAll('\r', '\n')));
  shell.stdout.on('data', (bytes) => line.machine.write(bytes));
  return line;
}

const run = (serial: Serial, command: string, timeoutMs = 20_000) =>
  runInShell(serial, command, { timeoutMs, clock: systemClock });

test('each expectation reads on behind the one before', async () => {
  const { serial, machine } = await openLine();
  machine.write('login: \nname: guest-01 name: guest-02\n');
  expect(await serial.expect(createPattern('login:'))).toMatchObject({ before: '' });
  const first = await serial.expect(createPattern('/name: (\\S+)/'));
  expect(first).toMatchObject({ groups: ['guest-01'], before: ' \n' });
  const second = await serial.expect(createPattern('/name: (\\S+)/'));
  expect(second.groups).toEqual(['guest-02']);
});

test('what did not come is told with what came instead', async () => {
  const { serial, machine } = await openLine();
  machine.write('Kernel panic\nnot syncing');
  await expect(serial.expect(createPattern('login:'), { timeoutMs: 200 })).rejects.toThrow(
    '"login:" did not come on the serial port after 200 ms; it printed last:\nKernel panic\nnot syncing',
  );
});

test('a character outside of the basic plane does not move the place', async () => {
  const { serial, machine } = await openLine();
  machine.write('😀😀 ok then\n');
  await serial.expect(createPattern('ok'));
  expect(serial.unread).toBe(' then\n');
});

test.each([
  ['true', 0, ''],
  ['false', 1, ''],
  ['echo one; echo two >&2; exit_with() { return 7; }; exit_with', 7, 'one\ntwo\n'],
  ["printf '%s' \"it's \\\\ fine\"", 0, "it's \\ fine"],
  ['printf "a\\tb"; # a comment', 0, 'a\tb'],
  ['cat <<E\n\ttab ü 😀\nE', 0, '\ttab ü 😀\n'],
  ['cat', 0, ''],
])('%s', async (command, exit, output) => {
  const { serial } = await openShell();
  expect(await run(serial, command)).toEqual({ exit, output });
});

test.each(['sh', 'bash'])(
  'a syntax error in %s ends the command, not the shell',
  async (program) => {
    const { serial } = await openShell(program);
    const { exit, output } = await run(serial, 'if then (');
    expect(exit).toBeGreaterThan(0);
    expect(output).toMatch(/syntax|unexpected/i);
    expect(await run(serial, 'echo on')).toEqual({ exit: 0, output: 'on\n' });
  },
);

test('commands share one shell', async () => {
  const { serial } = await openShell();
  await run(serial, 'cd /usr && NAME=guest-01');
  expect(await run(serial, 'echo "$PWD $NAME"')).toMatchObject({ output: '/usr guest-01\n' });
});

test('a command of any length arrives whole', async () => {
  const { serial } = await openShell();
  const text = Array.from({ length: 3000 }, (_, i) => `${i}'ü`).join(' ');
  const { output } = await run(serial, `cat <<'E'\n${text}\nE`);
  expect(output).toBe(`${text}\n`);
});

test('no shell: the message says what was there, and Ctrl-C is sent', async () => {
  const { serial, machine } = await openLine();
  const sent: string[] = [];
  machine.on('data', (bytes) => sent.push(String(bytes)));
  machine.write('login: ');
  await expect(run(serial, 'true', 200)).rejects.toMatchObject({
    code: 'shell-timeout',
    message: 'the command did not end within 200 ms; it printed last:\nlogin:',
  });
  while (!sent.join('').endsWith('\u0003')) await once(machine, 'data');
});
