import { ScenarioError } from '../../errors.ts';
import type { Driver } from '../../machine/start.ts';
import type { TraceMode } from '../../runner/trace/trace-line.ts';
import { readDuration, readPattern, readWhole } from './flag-values.ts';
import { type QueueFlags, type QueueSettings, readQueueFlags } from './queue-flags.ts';
import type { ReportFlags } from './report-flags.ts';

/** The flags of `run` as the command line gives them. */
export interface RunFlags extends ReportFlags, QueueFlags {
  readonly driver: Driver;
  readonly settle: string;
  readonly workers?: string;
  readonly retries?: string;
  readonly repeatEach?: string;
  readonly maxFailures?: string;
  readonly timeoutScale?: string;
  readonly trace: TraceMode;
  readonly shard?: string;
  readonly durations?: string;
  readonly grep?: string;
  readonly tag?: readonly string[];
  readonly lastFailed?: boolean;
  readonly failOnFlaky?: boolean;
  readonly forbidOnly?: boolean;
  readonly rebuildStates?: boolean;
  readonly live?: string;
  readonly livePort?: string;
}

export interface RunSettings {
  readonly settleMs: number;
  readonly workers: number | undefined;
  readonly retries: number;
  readonly repeatEach: number;
  readonly maxFailures: number | undefined;
  readonly timeoutScale: number;
  readonly shard: { readonly index: number; readonly total: number } | undefined;
  readonly grep: RegExp | undefined;
  readonly queue: QueueSettings | undefined;
  readonly live: LiveSettings | undefined;
}

/** How people may watch. */
export interface LiveSettings {
  /** Whether they may type and point, too. */
  readonly control: boolean;
  readonly port: number | undefined;
}

/** @throws ScenarioError `bad-flag`, naming the flag */
export function readFlags(flags: RunFlags): RunSettings {
  const { workers, maxFailures, grep } = flags;
  return {
    settleMs: readDuration('--settle', flags.settle),
    workers:
      workers === undefined ? undefined : readWhole('--workers', workers, { min: 1, max: 256 }),
    retries: readWhole('--retries', flags.retries ?? '0', { min: 0, max: 100 }),
    repeatEach: readWhole('--repeat-each', flags.repeatEach ?? '1', { min: 1, max: 10_000 }),
    maxFailures:
      maxFailures === undefined
        ? undefined
        : readWhole('--max-failures', maxFailures, { min: 1, max: 1_000_000 }),
    timeoutScale: readScale(flags.timeoutScale ?? '1'),
    shard: flags.shard === undefined ? undefined : readShard(flags.shard),
    grep: grep === undefined ? undefined : readPattern('--grep', grep),
    queue: readQueueFlags(flags),
    live: readLive(flags),
  };
}

function readLive({ live, livePort }: RunFlags): LiveSettings | undefined {
  const port =
    livePort === undefined
      ? undefined
      : readWhole('--live-port', livePort, { min: 1, max: 65_535 });
  if (live === undefined) {
    if (port === undefined) return undefined;
    throw badFlag('--live-port says where the page of --live is: there is no --live');
  }
  if (live === 'view' || live === 'control') return { control: live === 'control', port };
  throw badFlag(`--live: expected --live or --live=control, got ${JSON.stringify(live)}`);
}

function readScale(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0.1 && value <= 100) return value;
  throw badFlag(
    `--timeout-scale: expected a number from 0.1 to 100, such as 2 or 1.5, got ${JSON.stringify(text)}`,
  );
}

function readShard(text: string): { index: number; total: number } {
  const [, i = '', n = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const [index, total] = [Number(i), Number(n)];
  if (index >= 1 && index <= total) return { index, total };
  throw badFlag(
    `--shard: expected i/n with i from 1 to n, such as 1/3, got ${JSON.stringify(text)}`,
  );
}

function badFlag(message: string): ScenarioError {
  return new ScenarioError('bad-flag', message);
}
