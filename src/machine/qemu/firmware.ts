import { existsSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';

/** UEFI firmware: its code, shared, and the variables that each machine gets its own copy of. */
export interface Firmware {
  readonly code: string;
  readonly variables: string;
}

export type FirmwareSearch =
  | { readonly ok: true; readonly firmware: Firmware }
  | { readonly ok: false; readonly message: string; readonly hint: string };

interface FirmwareHome {
  /** Code and variables, from the best known place to the least. */
  readonly places: readonly (readonly [code: string, variables: string])[];
  readonly install: string;
}

const x86: FirmwareHome = {
  places: [
    ['/usr/share/OVMF/OVMF_CODE_4M.fd', '/usr/share/OVMF/OVMF_VARS_4M.fd'],
    ['/usr/share/OVMF/OVMF_CODE.fd', '/usr/share/OVMF/OVMF_VARS.fd'],
    ['/usr/share/edk2/ovmf/OVMF_CODE.fd', '/usr/share/edk2/ovmf/OVMF_VARS.fd'],
    ['/usr/share/edk2/x64/OVMF_CODE.4m.fd', '/usr/share/edk2/x64/OVMF_VARS.4m.fd'],
    ['/usr/share/edk2-ovmf/x64/OVMF_CODE.fd', '/usr/share/edk2-ovmf/x64/OVMF_VARS.fd'],
    ['/usr/share/qemu/ovmf-x86_64-code.bin', '/usr/share/qemu/ovmf-x86_64-vars.bin'],
    ['/usr/share/qemu/edk2-x86_64-code.fd', '/usr/share/qemu/edk2-i386-vars.fd'],
    ['/opt/homebrew/share/qemu/edk2-x86_64-code.fd', '/opt/homebrew/share/qemu/edk2-i386-vars.fd'],
    ['/usr/local/share/qemu/edk2-x86_64-code.fd', '/usr/local/share/qemu/edk2-i386-vars.fd'],
  ],
  install:
    'install it: apt-get install ovmf, dnf install edk2-ovmf, pacman -S edk2-ovmf, or Homebrew qemu',
};

const arm: FirmwareHome = {
  places: [
    ['/usr/share/AAVMF/AAVMF_CODE.fd', '/usr/share/AAVMF/AAVMF_VARS.fd'],
    [
      '/usr/share/edk2/aarch64/QEMU_EFI-pflash.raw',
      '/usr/share/edk2/aarch64/vars-template-pflash.raw',
    ],
    ['/opt/homebrew/share/qemu/edk2-aarch64-code.fd', '/opt/homebrew/share/qemu/edk2-arm-vars.fd'],
    ['/usr/local/share/qemu/edk2-aarch64-code.fd', '/usr/local/share/qemu/edk2-arm-vars.fd'],
  ],
  install:
    'install it: apt-get install qemu-efi-aarch64, dnf install edk2-aarch64, or Homebrew qemu',
};

const homes: Readonly<Record<string, FirmwareHome>> = { x86_64: x86, aarch64: arm };

/** Looks for UEFI firmware where distributions put it. */
export function findFirmware(
  arch: string,
  exists: (file: string) => boolean = existsSync,
): FirmwareSearch {
  const home = homes[arch];
  if (!home) {
    return {
      ok: false,
      message: `firmware uefi is known for ${Object.keys(homes).join(' and ')}, not for ${arch}`,
      hint: 'leave firmware out, or name the firmware in extra-args',
    };
  }
  const place = home.places.find((files) => files.every(exists));
  if (place) return { ok: true, firmware: { code: place[0], variables: place[1] } };
  return {
    ok: false,
    message: `UEFI firmware for ${arch} is not installed: none of ${home.places.map(([code]) => code).join(', ')}`,
    hint: home.install,
  };
}

/** Gives a machine its own variables: a writable copy in `folder`. */
export async function copyVariables(firmware: Firmware, folder: string): Promise<Firmware> {
  const variables = join(folder, 'variables.fd');
  await copyFile(firmware.variables, variables);
  await chmod(variables, 0o600);
  return { code: firmware.code, variables };
}
