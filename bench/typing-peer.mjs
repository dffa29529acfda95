// Has os-autoinst type on the probe guest that our own typing is measured on.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { probeMachine } from '../guests/probe/probe.mjs';
import { runPeer } from './peer.mjs';

/**
 * Has it type texts, one after the other, into a probe guest that writes to `reportFile`. Resolves with how
 * long each took, in milliseconds.
 * @param {{ texts: readonly string[], reportFile: string, folder: string, variables: Record<string, string> }} how
 */
export async function typeByPeer({ texts, reportFile, folder, variables }) {
  const pool = join(folder, `pool-${Object.keys(variables).join('-') || 'default'}`);
  mkdirSync(join(pool, 'needles'), { recursive: true });
  const [textsFile, timesFile] = [join(pool, 'texts'), join(pool, 'times')];
  writeFileSync(textsFile, texts.join('\n'));
  writeFileSync(reportFile, '');
  const guest = probeMachine({ keyboard: 'ps2', pointer: 'none', reportFile });
  const settings = {
    ...{ ARCH: 'x86_64', BACKEND: 'qemu', QEMU: 'x86_64', QEMU_NO_KVM: '1', DISTRI: 'peer' },
    ...{
      NAME: 'peer',
      CASEDIR: join(import.meta.dirname, 'typing-peer'),
      NEEDLES_DIR: join(pool, 'needles'),
    },
    // It puts quotes around what has blanks, which the kernel takes for part of the first and the last word.
    ...{ KERNEL: guest.kernel, INITRD: guest.initrd, APPEND: `x ${guest.append} x` },
    ...{ QEMUCPUS: String(guest.cpus), QEMURAM: String(guest.memory), NUMDISKS: '0' },
    ...{ CDMODEL: 'ide-cd', HDDMODEL: 'ide-hd', QEMU_NO_FDC_SET: '1', VIRTIO_CONSOLE: '0' },
    ...{ OFFLINE_SUT: '1', NOVIDEO: '1', VNC: '91', QEMUPORT: '15222' },
    // The dash of the first word is its own.
    QEMU_APPEND: guest['extra-args'].join(' ').replace(/^-/, ''),
    ...{ REPORT: reportFile, TEXTS: textsFile, TIMES: timesFile },
    ...variables,
  };
  writeFileSync(join(pool, 'vars.json'), JSON.stringify(settings, null, 2));
  const { ended, said } = await runPeer(['isotovideo', '-d'], pool);
  if (ended !== 0) throw new Error(`isotovideo ended with ${ended}:\n${said.slice(-2000)}`);
  const times = readFileSync(timesFile, 'utf8').trim().split('\n').map(Number);
  if (times.length !== texts.length) throw new Error(`the peer typed ${times.length} texts`);
  return times.map((seconds) => seconds * 1000);
}
