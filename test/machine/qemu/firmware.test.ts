import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyVariables, findFirmware } from '../../../src/machine/qemu/firmware.ts';
import { makeTestFolder } from '../../support/with-qemu.ts';

const only =
  (...files: string[]) =>
  (file: string) =>
    files.includes(file);

test.each([
  ['Debian', '/usr/share/OVMF/OVMF_CODE_4M.fd', '/usr/share/OVMF/OVMF_VARS_4M.fd'],
  ['older Debian', '/usr/share/OVMF/OVMF_CODE.fd', '/usr/share/OVMF/OVMF_VARS.fd'],
  ['Fedora', '/usr/share/edk2/ovmf/OVMF_CODE.fd', '/usr/share/edk2/ovmf/OVMF_VARS.fd'],
  ['Arch', '/usr/share/edk2/x64/OVMF_CODE.4m.fd', '/usr/share/edk2/x64/OVMF_VARS.4m.fd'],
  [
    'Homebrew',
    '/opt/homebrew/share/qemu/edk2-x86_64-code.fd',
    '/opt/homebrew/share/qemu/edk2-i386-vars.fd',
  ],
])('finds the firmware of %s', (_, code, variables) => {
  expect(findFirmware('x86_64', only(code, variables))).toEqual({
    ok: true,
    firmware: { code, variables },
  });
});

test('code without variables is not enough', () => {
  const search = findFirmware('x86_64', only('/usr/share/OVMF/OVMF_CODE_4M.fd'));
  expect(search).toMatchObject({
    ok: false,
    message: expect.stringMatching(/^UEFI firmware for x86_64 is not installed: none of \/usr/),
    hint: expect.stringContaining('apt-get install ovmf'),
  });
});

test('a machine gets its own, writable variables', async () => {
  const folder = makeTestFolder();
  const shared = join(folder, 'VARS.fd');
  writeFileSync(shared, 'variables', { mode: 0o444 });
  const own = await copyVariables({ code: '/code.fd', variables: shared }, folder);
  expect(own).toEqual({ code: '/code.fd', variables: join(folder, 'variables.fd') });
  expect(readFileSync(own.variables, 'utf8')).toBe('variables');
  expect(statSync(own.variables).mode & 0o777).toBe(0o600);
});
