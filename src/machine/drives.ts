import { archOf, isPc, type MachineDescription, type QemuDescription } from './description.ts';
import type { FileProblem } from './machine-files.ts';

/** A drive whose medium can be changed. Its id is that of the device. */
export interface Drive {
  readonly id: string;
  readonly kind: 'cdrom' | 'floppy';
}

const MOST = { cdrom: 4, floppy: 2 } as const;

/** The drives of a machine, that of `cdrom:` first: `cdrom0`, `cdrom1`, `floppy0`. */
export function drivesOf({ cdrom, drives = [] }: QemuDescription): readonly Drive[] {
  const kinds = [...(cdrom === undefined ? [] : (['cdrom'] as const)), ...drives];
  return kinds.map((kind, index) => {
    const number = kinds.slice(0, index).filter((other) => other === kind).length;
    return { id: `${kind}${number}`, kind };
  });
}

/** Drives that no QEMU can have. `path` leads to the mistake in the YAML mapping. */
export function checkDrives(
  description: MachineDescription,
): readonly Pick<FileProblem, 'path' | 'message'>[] {
  if ('attach' in description || description.driver === 'embedded') return [];
  const all = drivesOf(description);
  const tell = (message: string) => [{ path: ['drives'], message }];
  for (const kind of ['cdrom', 'floppy'] as const) {
    const count = all.filter((drive) => drive.kind === kind).length;
    if (count > MOST[kind]) return tell(`at most ${MOST[kind]} ${kind} drives, got ${count}`);
  }
  const arch = archOf(description);
  const hasFloppy = all.some(({ kind }) => kind === 'floppy');
  return hasFloppy && !isPc(arch) ? tell(`a ${arch} machine has no floppy drive`) : [];
}

/** QEMU's arguments for the drives. `node`: the block node in that of `cdrom:`. */
export function driveArguments(
  description: QemuDescription,
  { node, firstBoot }: { readonly node: string | undefined; readonly firstBoot: number },
): string[] {
  const all = drivesOf(description);
  const needsScsi = !isPc(archOf(description)) && all.length > 0;
  const devices = all.flatMap(({ id, kind }, index) => {
    if (kind === 'floppy') return ['-device', `floppy,id=${id}`];
    const medium = id === node ? `,drive=${node}` : '';
    const device = `${needsScsi ? 'scsi-cd' : 'ide-cd'},id=${id}${medium}`;
    return ['-device', `${device},bootindex=${firstBoot + index}`];
  });
  return needsScsi ? ['-device', 'virtio-scsi-pci', ...devices] : devices;
}
