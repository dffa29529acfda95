import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SerialPort } from '../../src/machine/serial-port.ts';
import { makeTestFolder } from '../support/with-qemu.ts';

interface Line {
  readonly port: SerialPort;
  /** The machine's end. */
  readonly machine: Socket;
}

async function connectLine(): Promise<Line> {
  const path = join(makeTestFolder(), 'tty');
  const port = await SerialPort.listen(path);
  const machine = connect(path);
  onTestFinished(async () => {
    machine.destroy();
    await port.close();
  });
  await once(machine, 'connect');
  return { port, machine };
}

async function received(
  { port, machine }: Line,
  bytes: Buffer | string,
  end: string,
): Promise<string> {
  machine.write(bytes);
  while (!port.textFrom(0).endsWith(end)) await port.change(AbortSignal.timeout(5000));
  return port.textFrom(0);
}

test('what the guest prints is text: UTF-8, line feeds, no colours', async () => {
  const line = await connectLine();
  const said = '\u001b[1;32mgrün\u001b[0m\r\n\u001b]0;title\u0007login: ';
  expect(await received(line, said, 'login: ')).toBe('grün\nlogin: ');
});

test.each([
  ['inside a character', Buffer.from('gr\u00fcn.'), 3],
  ['inside an escape sequence', Buffer.from('a\u001b[1;32mb.'), 4],
  ['between carriage return and line feed', Buffer.from('a\r\nb.'), 2],
])('a text cut %s is whole', async (_, bytes, at) => {
  const line = await connectLine();
  line.machine.setNoDelay();
  const grown = line.port.change(AbortSignal.timeout(5000));
  line.machine.write(bytes.subarray(0, at));
  await grown;
  const whole = bytes.toString().replace('\u001b[1;32m', '').replace('\r', '');
  expect(await received(line, bytes.subarray(at), '.')).toBe(whole);
});

test('positions stay true when old text is forgotten', async () => {
  const line = await connectLine();
  const block = 'x'.repeat(1024 * 1024);
  for (let i = 0; i < 9; i += 1) await received(line, `${block}${i}`, String(i));
  expect(line.port.length).toBe(9 * (1024 * 1024 + 1));
  expect(line.port.textFrom(line.port.length - 2)).toBe('x8');
  expect(line.port.textFrom(0).length).toBeLessThanOrEqual(8 * 1024 * 1024);
});

test('the log has every byte as it came, also what a machine said last', async () => {
  const folder = makeTestFolder();
  const [path, log] = [join(folder, 'tty'), join(folder, 'serial.log')];
  const port = await SerialPort.listen(path, { log });
  const machine = connect(path);
  await once(machine, 'connect');
  const bytes = Buffer.from([0, 0xff, 0x1b, 0x5b, 0x31, 0x6d, 0x0d, 0x0a, 0xc3]);
  for (let i = 0; i < 5000; i += 1) machine.write(bytes);
  machine.end();
  await port.close();
  expect(readFileSync(log)).toEqual(Buffer.concat(Array.from({ length: 5000 }, () => bytes)));
});

test('a log that cannot be written is an error of the machine, before anybody listens', async () => {
  const folder = makeTestFolder();
  const listening = SerialPort.listen(join(folder, 'tty'), { log: join(folder, 'no', 'log') });
  await expect(listening).rejects.toMatchObject({ code: 'folder-failed', name: 'MachineError' });
});

test('what is sent arrives, and nobody else can connect', async () => {
  const line = await connectLine();
  const arrived = once(line.machine, 'data');
  await line.port.write('root\r');
  expect(String((await arrived)[0])).toBe('root\r');
});

test('a port that is gone says so', async () => {
  const line = await connectLine();
  line.machine.destroy();
  await line.port.close();
  await expect(line.port.write('x')).rejects.toMatchObject({ code: 'serial-lost' });
});

test("somebody else's machine: its port is connected to, and a missing one is named", async () => {
  const path = join(makeTestFolder(), 'tty');
  await expect(SerialPort.connect(path)).rejects.toThrow(`no serial port at ${path}`);
  const server = createServer((socket) => socket.write('hello')).listen(path);
  onTestFinished(() => void server.close());
  const port = await SerialPort.connect(path);
  while (port.length < 5) await port.change(AbortSignal.timeout(5000));
  expect(port.textFrom(0)).toBe('hello');
  await port.close();
});
