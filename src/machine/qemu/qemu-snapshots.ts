import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Clock } from '../../clock.ts';
import { MachineError, StepError } from '../../errors.ts';
import type { QmpClient } from '../../qmp/client.ts';
import { QmpCommandError } from '../../qmp/errors.ts';
import { noSnapshot } from '../saved-state.ts';

const NODE = 'snapshots0';
const JOB = 'guestwright-snapshot';
const POLL_MS = 5;

/** A small disk that no guest sees: its image takes what the guests' memories hold. */
const SIZE = '16M';

interface Options {
  readonly client: QmpClient;
  /** A path in a private folder. */
  readonly file: string;
  /** The nodes of the disks that the guest writes to, each qcow2. */
  readonly disks: readonly string[];
  readonly clock: Clock;
}

/** Moments of one guest that it can be brought back to, with its disks. They go with the machine. */
export class QemuSnapshots {
  readonly #options: Options;
  readonly #tags = new Set<string>();
  #isOpen = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** One of the same name is replaced. A `StepError` `state-refused` says what QEMU cannot save. */
  async take(tag: string, signal?: AbortSignal): Promise<void> {
    if (!this.#isOpen) await this.#open();
    if (this.#tags.delete(tag)) await this.#run('snapshot-delete', { tag }, signal);
    await this.#run('snapshot-save', { tag, vmstate: NODE }, signal);
    this.#tags.add(tag);
  }

  /** In place; a guest that ran runs on. A `StepError` `no-snapshot` where there is none of that name. */
  async restore(tag: string, signal?: AbortSignal): Promise<void> {
    if (!this.#tags.has(tag)) throw noSnapshot(tag, this.#tags);
    await this.#run('snapshot-load', { tag, vmstate: NODE }, signal);
  }

  async #open(): Promise<void> {
    const { client, file } = this.#options;
    try {
      await promisify(execFile)('qemu-img', ['create', '-q', '-f', 'qcow2', file, SIZE]);
    } catch (cause) {
      throw new MachineError('qemu-img-missing', `no image for snapshots: ${String(cause)}`, {
        hint: 'run npm run setup, or on Debian and Ubuntu: apt-get install qemu-utils',
        cause,
      });
    }
    await client.execute('blockdev-add', {
      driver: 'qcow2',
      'node-name': NODE,
      file: { driver: 'file', filename: file },
      cache: { 'no-flush': true },
    });
    this.#isOpen = true;
  }

  async #run(
    command: 'snapshot-save' | 'snapshot-load' | 'snapshot-delete',
    args: { readonly tag: string; readonly vmstate?: string },
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { client, disks } = this.#options;
    const devices = [NODE, ...disks];
    try {
      await client.execute<string>(command, { 'job-id': JOB, ...args, devices }, { signal });
    } catch (error) {
      throw error instanceof QmpCommandError ? refused(error.desc) : error;
    }
    const trouble = await this.#untilConcluded(signal);
    await client.execute('job-dismiss', { id: JOB });
    if (trouble !== undefined) throw refused(trouble);
  }

  async #untilConcluded(signal: AbortSignal | undefined): Promise<string | undefined> {
    const { client, clock } = this.#options;
    for (;;) {
      const jobs = await client.execute('query-jobs', {}, { signal });
      const job = jobs.find(({ id }) => id === JOB);
      if (job?.status === 'concluded') return job.error;
      await clock.wait(POLL_MS, signal);
    }
  }
}

function refused(reason: string): StepError {
  return new StepError('state-refused', `QEMU cannot take this machine's snapshot: ${reason}`, {
    hint: 'a device that cannot be migrated stands in the way, such as an nvme disk',
  });
}
