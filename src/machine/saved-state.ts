import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MachineError, StepError } from '../errors.ts';
import { didYouMean } from '../near-name.ts';
import { QmpCommandError } from '../qmp/errors.ts';
import type { Disk } from './machine-files.ts';

/** The file of a state's folder that has the guest's memory and devices. */
export function memoryFileOf(folder: string): string {
  return join(folder, 'memory');
}

/** The file with what the guest had written to its disk of that number. */
export function diskFileOf(folder: string, index: number): string {
  return join(folder, `disk${index}.qcow2`);
}

/** The disks as they were when the state was saved: what is written from now on goes elsewhere. */
export function disksOfState(disks: readonly Disk[], folder: string): readonly Disk[] {
  return disks.map((disk, index) => {
    const file = diskFileOf(folder, index);
    return existsSync(file) ? { ...disk, file, format: 'qcow2' } : disk;
  });
}

export function stateNotWritten(cause: unknown): MachineError {
  const reason = cause instanceof QmpCommandError ? cause.desc : describeCause(cause);
  return new MachineError('state-not-written', `the state could not be written: ${reason}`, {
    hint: 'make room, or name another folder in guestwright.yaml: states: PATH',
    cause,
  });
}

function describeCause(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

export function stateUnusable(machine: string, cause: unknown): MachineError {
  const message = `${machine} cannot go on from the saved state: ${describeCause(cause)}`;
  const hint = 'have it built again: --rebuild-states';
  return new MachineError('state-unusable', message, { hint, cause });
}

export function notRunning(status: string): StepError {
  return new StepError('not-running', `only a guest that runs can be saved: it is ${status}`);
}

export function noSnapshot(name: string, known: Iterable<string>): StepError {
  const names = [...known];
  const near = didYouMean(name, names) || ` Known: ${names.join(', ') || 'none'}`;
  return new StepError('no-snapshot', `there is no snapshot "${name}" yet.${near}`);
}
