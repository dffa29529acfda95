import { hostname } from 'node:os';
import { connectQueue } from '../../runner/queue/connect.ts';
import { readRedisUrl } from '../../runner/queue/redis-url.ts';
import { workOnQueue } from '../../runner/queue/work-on-queue.ts';
import { loadProject } from '../../scenario/parse/project.ts';
import { exitCodes } from '../exit-code.ts';
import { readDuration, readWhole } from '../flags/flag-values.ts';
import { untilInterrupted } from '../interrupt.ts';
import { findMissingFiles, loadScenarios } from '../load.ts';

export interface WorkerFlags {
  /** True, or none: the address is in the environment. */
  readonly queue?: string | true;
  readonly workers?: string;
  readonly name?: string;
  readonly idle?: string;
}

const tell = (line: string) => console.log(line);

/** Takes scenarios from a queue and runs them here, until it is interrupted or has been idle for long. */
export async function worker(flags: WorkerFlags): Promise<number> {
  const { queue, workers, idle, name = `${hostname()}-${process.pid}` } = flags;
  const settings = {
    workers:
      workers === undefined ? undefined : readWhole('--workers', workers, { min: 1, max: 256 }),
    idleMs: idle === undefined ? Number.POSITIVE_INFINITY : readDuration('--idle', idle),
  };
  const address = readRedisUrl(queue === true ? undefined : queue, process.env);
  const { root } = await loadProject('.', process.env);
  return untilInterrupted(async (signal) => {
    const server = await connectQueue(address, { tell, signal });
    try {
      tell(`Worker ${name} at ${server.shown}. Ctrl-C ends it.`);
      const load = async (files: readonly string[]) => findMissingFiles(await loadScenarios(files));
      await workOnQueue({ ...settings, server, name, signal, tell, root, load });
    } finally {
      await server.close();
    }
    return exitCodes.passed;
  });
}
