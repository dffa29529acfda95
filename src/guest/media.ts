import { StepError } from '../errors.ts';
import { didYouMean } from '../near-name.ts';
import { QmpCommandError } from '../qmp/errors.ts';
import type { BlockInfo } from '../qmp/types.ts';
import type { Guest } from './guest.ts';

const TIMEOUT_MS = 10_000;

export interface MediaOptions {
  /** The id of the drive. Default: the only one there is. */
  readonly device?: string | undefined;
  /** Also out of a drive that the guest has locked. */
  readonly force?: boolean | undefined;
  /** How long a guest that has locked the drive has to open it. Default: 10000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Medium {
  /** Absolute; QEMU opens it. */
  readonly file: string;
  /** Default: by the name (.qcow2), else raw. */
  readonly format?: 'raw' | 'qcow2' | undefined;
  /** Whether the guest may write to the file. Default: false. */
  readonly keep?: boolean | undefined;
}

/**
 * Puts a medium into a drive, in place of what is there, and sees that it is in.
 * @throws StepError `no-drive`, `unclear-drive`, `tray-locked`, `media-refused`, `media-ineffective`
 */
export async function insertMedium(
  guest: Guest,
  { file, format = file.endsWith('.qcow2') ? 'qcow2' : 'raw', keep = false }: Medium,
  options: MediaOptions = {},
): Promise<void> {
  const { client } = guest.machine;
  const drive = await findDrive(guest, options);
  await openTray(guest, drive, options);
  try {
    const mode = { 'read-only-mode': keep ? 'read-write' : 'read-only' } as const;
    const medium = { id: drive.id, filename: file, format, ...mode };
    await orRefused(client.execute('blockdev-change-medium', medium));
  } catch (error) {
    if (drive.wasClosed) await orRefused(client.execute('blockdev-close-tray', { id: drive.id }));
    throw error;
  }
  const { inserted } = await look(guest, drive);
  if (inserted) return;
  throw ineffective(`QEMU took the medium for ${drive.name}, but the drive is empty`);
}

/**
 * Takes the medium out of a drive, which is then empty and closed. Returns what is worth knowing.
 * @throws StepError as `insertMedium`
 */
export async function ejectMedium(
  guest: Guest,
  options: MediaOptions = {},
): Promise<string | undefined> {
  const drive = await findDrive(guest, options);
  if (!drive.inserted) return `${drive.name} was empty already`;
  await openTray(guest, drive, options);
  const { client } = guest.machine;
  await orRefused(client.execute('blockdev-remove-medium', { id: drive.id }));
  await orRefused(client.execute('blockdev-close-tray', { id: drive.id }));
  const { inserted } = await look(guest, drive);
  if (!inserted) return undefined;
  throw ineffective(`QEMU took the medium out of ${drive.name}, but ${inserted.file} is in it`);
}

interface FoundDrive {
  /** For QMP, and in its events. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly inserted: BlockInfo['inserted'];
  readonly wasClosed: boolean;
  readonly isLocked: boolean;
}

async function findDrive(guest: Guest, { device, signal }: MediaOptions): Promise<FoundDrive> {
  if (guest.machine.driver === 'embedded') throw noDrive('the embedded machine has no drives');
  const blocks = await guest.machine.client.execute('query-block', {}, { signal });
  const drives = blocks.filter(({ removable, qdev }) => removable && qdev !== undefined);
  const names = drives.map(nameOf);
  if (drives.length === 0) throw noDrive('the machine has no drive whose medium can be changed');
  if (device === undefined && drives.length > 1) {
    const message = `the machine has ${drives.length} drives: ${names.join(', ')}`;
    throw new StepError('unclear-drive', message, { hint: `say which: device: ${names[0]}` });
  }
  const found =
    device === undefined
      ? drives[0]
      : drives.find((drive) => [drive.qdev, drive.device, nameOf(drive)].includes(device));
  if (!found) {
    const near = didYouMean(device ?? '', names);
    throw noDrive(`the machine has no drive ${device}.${near} It has: ${names.join(', ')}`);
  }
  const { qdev: id = '', inserted, locked: isLocked, tray_open: isOpen } = found;
  return { id, name: nameOf(found), inserted, isLocked, wasClosed: isOpen === false };
}

function noDrive(message: string): StepError {
  const hint = 'give the machine one: drives: [cdrom]';
  return new StepError('no-drive', message, { hint });
}

/** `cdrom0`; of a drive made by `-cdrom` or `-drive`, which has only a path, `ide1-cd0`. */
function nameOf({ device, qdev = '' }: BlockInfo): string {
  return device !== '' && qdev.startsWith('/') ? device : qdev;
}

/** A locked tray is the guest's to open: QEMU asks it, as the button at a drive does. */
async function openTray(guest: Guest, drive: FoundDrive, options: MediaOptions): Promise<void> {
  if (!drive.wasClosed) return;
  const { force = false, timeoutMs = TIMEOUT_MS, signal } = options;
  const { id, name } = drive;
  const since = guest.events.mark();
  await orRefused(guest.machine.client.execute('blockdev-open-tray', { id, force }));
  if (!drive.isLocked || force) return;
  const opened = { id, 'tray-open': true };
  if (await guest.events.wait('DEVICE_TRAY_MOVED', opened, { since, timeoutMs, signal })) return;
  const message = `the guest has locked ${name}, and did not open it within ${timeoutMs} ms of being asked`;
  const hint = 'unmount the medium in the guest before, or tear it out: force: true';
  throw new StepError('tray-locked', message, { hint });
}

/** What QEMU is asked here is not to be interrupted: a tray that is open would stay open. */
async function orRefused(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof QmpCommandError)) throw error;
    throw new StepError('media-refused', error.message, { cause: error });
  }
}

async function look({ machine }: Guest, { id }: FoundDrive): Promise<Partial<BlockInfo>> {
  const blocks = await machine.client.execute('query-block');
  return blocks.find(({ qdev }) => qdev === id) ?? {};
}

function ineffective(message: string): StepError {
  return new StepError('media-ineffective', message);
}
