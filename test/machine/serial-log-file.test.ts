import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareSerialLog, SerialLogFile } from '../../src/machine/serial-log-file.ts';
import { type Undo, undoAll } from '../../src/machine/undo.ts';
import { makeTestFolder } from '../support/with-qemu.ts';

function prepare(options: { serialLog?: string; maskSerialLog?: (bytes: Buffer) => Buffer }) {
  const baseDir = makeTestFolder();
  const runtime = { path: makeTestFolder(), remove: async () => {} };
  const undo: Undo[] = [];
  const path = prepareSerialLog({ serialLog: undefined, ...options, baseDir }, runtime, undo);
  return { baseDir, runtime, undo, path };
}

test('a log that nobody asked for is private, one that somebody did lies where they said', async () => {
  const own = prepare({});
  expect(await own.path).toBe(join(own.runtime.path, 'serial.log'));
  const asked = prepare({ serialLog: 'a/b.log' });
  expect(await asked.path).toBe(join(asked.baseDir, 'a/b.log'));
});

test('a log that is to be masked is private until the machine has ended', async () => {
  const maskSerialLog = (bytes: Buffer) => Buffer.from(String(bytes).replace('secret', '…'));
  const { path, undo, baseDir } = prepare({ serialLog: 'a.log', maskSerialLog });
  const log = new SerialLogFile(await path);
  log.write(Buffer.from('a sec'));
  log.write(Buffer.from('ret'));
  const kept = join(baseDir, 'a.log');
  expect(readFileSync(kept, 'utf8')).toBe('');
  log.close();
  await undoAll(undo);
  expect(readFileSync(kept, 'utf8')).toBe('a …');
});

test('a log that is closed takes no more, and one that cannot be is an error', () => {
  const path = join(makeTestFolder(), 'log');
  const log = new SerialLogFile(path);
  log.write(Buffer.from('all'));
  log.close();
  log.write(Buffer.from('more'));
  log.close();
  expect(readFileSync(path, 'utf8')).toBe('all');
  expect(() => new SerialLogFile(join(path, 'below'))).toThrow('the serial log cannot be written');
  expect(existsSync(join(path, 'below'))).toBe(false);
});
