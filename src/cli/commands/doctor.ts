import { readFileSync } from 'node:fs';
import { systemClock } from '../../clock.ts';
import { explain } from '../../errors.ts';
import { chooseAccel } from '../../machine/qemu/accel.ts';
import { findFirmware } from '../../machine/qemu/firmware.ts';
import { runTool } from '../../machine/run-tool.ts';

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
  /** Whether nothing works without it. */
  readonly needed: boolean;
}

/** Says what this host has of what guests need, and what to install. */
export async function doctor(): Promise<number> {
  const qemu = await findProgram('qemu-system-x86_64', 'starts machines');
  const findings = [
    { name: 'Node', ok: true, text: process.version, needed: true },
    { ...qemu, needed: true },
    { ...(await findProgram('qemu-img', 'disks with throw-away overlays')), needed: false },
    {
      ...(await findProgram('debugfs', 'reads files in ext4, for expect-disk', '-V')),
      needed: false,
    },
    { ...(await findProgram('mdir', 'reads files in FAT, for expect-disk')), needed: false },
    uefiFinding(),
    ...(qemu.ok ? [await accelFinding(), fastCaptureFinding()] : []),
  ];
  for (const { name, ok, text } of findings) {
    console.log(`${ok ? 'ok     ' : 'missing'}  ${name.padEnd(20)} ${text}`);
  }
  return findings.every(({ ok, needed }) => ok || !needed) ? 0 : 3;
}

async function findProgram(
  name: string,
  use: string,
  flag = '--version',
): Promise<Omit<Finding, 'needed'>> {
  const signal = AbortSignal.timeout(10_000);
  try {
    const { stdout, stderr } = await runTool(name, [flag], { package: name, without: use, signal });
    return { name, ok: true, text: (stdout.toString() || stderr).split('\n', 1)[0] ?? '' };
  } catch {
    return { name, ok: false, text: `${use}; on Debian and Ubuntu: npm run setup` };
  }
}

function uefiFinding(): Finding {
  const found = findFirmware('x86_64');
  return found.ok
    ? { name: 'UEFI firmware', ok: true, text: found.firmware.code, needed: false }
    : { name: 'UEFI firmware', ok: false, text: `${found.message}; ${found.hint}`, needed: false };
}

/** Processes of ours may be read unless the host forbids even that. */
function fastCaptureFinding(): Finding {
  const about = { name: 'fast capture', needed: false };
  if (process.platform !== 'linux') {
    return { ...about, ok: false, text: 'only on Linux; screens are looked at by screendump' };
  }
  const scope = readScope();
  return scope <= 1
    ? {
        ...about,
        ok: true,
        text: "QEMU's video memory can be read; each mode is proven by screendump",
      }
    : {
        ...about,
        ok: false,
        text: `kernel.yama.ptrace_scope is ${scope}: screens are looked at by screendump`,
      };
}

function readScope(): number {
  try {
    return Number(readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8'));
  } catch {
    return 0;
  }
}

async function accelFinding(): Promise<Finding> {
  try {
    const accel = await chooseAccel('auto', { arch: 'x86_64', clock: systemClock });
    const text =
      accel === 'kvm'
        ? 'KVM: a guest has run to its end under it'
        : 'TCG: no guest finishes under KVM here';
    return { name: 'acceleration', ok: true, text, needed: false };
  } catch (error) {
    return { name: 'acceleration', ok: false, text: explain(error), needed: false };
  }
}
