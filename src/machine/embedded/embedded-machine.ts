import { readFile, writeFile } from 'node:fs/promises';
import type { VersionInfo } from '../../qmp/types.ts';
import { explainFileError } from './file-error.ts';
import { Inputs } from './inputs.ts';
import type { Pc } from './pc.ts';
import { Refusal } from './refusal.ts';

export type Emit = (event: string, data?: object) => void;

export interface EmbeddedMachineOptions {
  readonly pc: Pc;
  readonly memoryMiB: number;
  readonly version: VersionInfo;
  readonly emit: Emit;
  readonly onQuit: () => void;
}

/** A PC with people's devices, and the state that QMP asks for. Events go out before the command's reply. */
export class EmbeddedMachine {
  readonly pc: Pc;
  readonly inputs: Inputs;
  readonly version: VersionInfo;
  readonly #emit: Emit;
  readonly #onQuit: () => void;
  /** What a state of this machine begins with. */
  readonly #label: Buffer;
  /** QEMU's name for a machine that does not run: before its first instruction, or after. */
  #standing: 'prelaunch' | 'paused' | undefined = 'prelaunch';

  constructor(options: EmbeddedMachineOptions) {
    this.pc = options.pc;
    this.version = options.version;
    this.#emit = options.emit;
    this.#onQuit = options.onQuit;
    this.#label = Buffer.from(`state of ${options.version.package}, ${options.memoryMiB} MiB\n`);
    this.inputs = new Inputs(options.pc);
  }

  get status(): 'running' | 'prelaunch' | 'paused' {
    return this.#standing ?? 'running';
  }

  get running(): boolean {
    return this.#standing === undefined;
  }

  /** For the first time, which is no event. */
  start(): void {
    this.#standing = undefined;
    this.pc.run();
  }

  pause(): void {
    if (!this.running) return;
    this.#standing = 'paused';
    this.pc.pause();
    this.inputs.pause();
    this.#emit('STOP');
  }

  resume(): void {
    if (this.running) return;
    this.#standing = undefined;
    this.pc.run();
    this.inputs.resume();
    this.#emit('RESUME');
  }

  async reset(): Promise<void> {
    await this.pc.reset();
    this.inputs.reset();
    if (!this.running) this.#standing = 'prelaunch';
    this.#emit('RESET', { guest: false, reason: 'host-qmp-system-reset' });
  }

  /** The guest has reset itself: the emulator stands at its beginning. */
  afterGuestReset(): void {
    this.inputs.reset();
    this.#emit('RESET', { guest: true, reason: 'guest-reset' });
    if (this.running) this.pc.run();
  }

  powerDown(): void {
    this.#emit('POWERDOWN');
  }

  quit(): void {
    this.#emit('SHUTDOWN', { guest: false, reason: 'host-qmp-quit' });
    this.#onQuit();
  }

  async save(filename: string): Promise<void> {
    const state = await this.pc.save();
    await orRefuse(filename, writeFile(filename, [this.#label, state]));
  }

  /** The guest goes on from the state if it runs, and stands there if it is paused. */
  async restore(filename: string): Promise<void> {
    const bytes = await orRefuse(filename, readFile(filename));
    const { length } = this.#label;
    if (!bytes.subarray(0, length).equals(this.#label)) {
      throw new Refusal(`'${filename}' is no ${this.#label.toString().trimEnd()}`);
    }
    await this.pc.restore(bytes.subarray(length));
    this.inputs.reset();
  }
}

function orRefuse<T>(filename: string, work: Promise<T>): Promise<T> {
  return work.catch((error) => {
    throw new Refusal(`Could not open '${filename}': ${explainFileError(error)}`);
  });
}
