import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  makeFramesFolder,
  makeRuntimeFolder,
  type PrivateFolder,
  socketPath,
} from '../../src/machine/runtime-folder.ts';
import { makeTestFolder } from '../support/with-qemu.ts';

const mode = (folder: PrivateFolder) => statSync(folder.path).mode & 0o7777;

test.each([
  ['runtime', makeRuntimeFolder],
  ['frames', makeFramesFolder],
])('the %s folder is ours alone, and goes away with all in it', async (_, make) => {
  const folder = make();
  onTestFinished(() => folder.remove());
  expect(mode(folder)).toBe(0o700);
  writeFileSync(join(folder.path, 'file'), '');
  await folder.remove();
  expect(existsSync(folder.path)).toBe(false);
  await folder.remove();
});

test('a machine of another user can write frames that nobody else finds', () => {
  const folder = makeFramesFolder({ foreign: true });
  onTestFinished(() => folder.remove());
  expect(mode(folder)).toBe(0o1733);
});

test('a socket whose path is too long for the system is said before QEMU says it', () => {
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const deep = join(makeTestFolder(), 'x'.repeat(80));
  mkdirSync(deep);
  vi.stubEnv('TMPDIR', deep);
  expect(makeRuntimeFolder).toThrow(
    expect.objectContaining({
      code: 'folder-failed',
      message: expect.stringMatching(
        /^the path of the monitor's socket is longer than 103 bytes: /,
      ),
      hint: 'set TMPDIR to a folder with a shorter name',
    }),
  );
  expect(readdirSync(deep)).toEqual([]);
});

test('a folder for temporary files that is not there is named', () => {
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  vi.stubEnv('TMPDIR', '/nowhere');
  expect(makeRuntimeFolder).toThrow(
    expect.objectContaining({
      code: 'folder-failed',
      message: expect.stringMatching(/^cannot make a folder in \/nowhere: Error: ENOENT/),
    }),
  );
});

test('a usual path leaves room for the socket', () => {
  const folder = makeRuntimeFolder();
  onTestFinished(() => folder.remove());
  expect(Buffer.byteLength(socketPath(folder))).toBeLessThan(104);
});
