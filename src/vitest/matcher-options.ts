import { ScenarioError } from '../errors.ts';
import { didYouMean } from '../near-name.ts';
import { duration, parseDuration } from '../scenario/values.ts';
import type { CompareRules } from '../screen/compare.ts';
import type { Region } from '../screen/frame.ts';

/** A part of the screen in guest pixels. */
export type Area = readonly [x: number, y: number, width: number, height: number] | Region;

interface WaitOptions {
  /** Milliseconds, or a duration such as `'30s'`; 0 looks once. Default: 30 s, or what the test has left. */
  readonly timeout?: number | string;
  /** Ends the wait when nothing has changed for so long. */
  readonly stuck?: number | string;
}

/** Beside what the baseline's YAML file says, as in a scenario's step. */
export interface ScreenOptions extends WaitOptions {
  /** How long it must match without a break. */
  readonly for?: number | string;
  /** What may look different. */
  readonly mask?: Area | readonly Area[];
  /** The only parts that matter. */
  readonly region?: Area | readonly Area[];
  /** How far apart two colours may be: 0..1. */
  readonly threshold?: number;
  readonly maxDiffPixels?: number;
  readonly maxDiffRatio?: number;
  readonly maxDiffWindow?: CompareRules['maxDiffWindow'];
}

export interface TextOptions extends WaitOptions {
  readonly region?: Area;
  readonly ignoreCase?: boolean;
  /** The console's font: a PSF file, from the project's root. */
  readonly font?: string;
}

const known = {
  screen: {
    for: 'for',
    stuck: 'stuck',
    mask: 'mask',
    region: 'region',
    threshold: 'threshold',
    maxDiffPixels: 'max-diff-pixels',
    maxDiffRatio: 'max-diff-ratio',
    maxDiffWindow: 'max-diff-window',
  },
  text: { stuck: 'stuck', region: 'region', ignoreCase: 'ignore-case', font: 'font' },
} as const;

/** The options as the keys of a step, and the timeout. @throws ScenarioError `bad-options` */
export function readOptions(
  kind: keyof typeof known,
  options: ScreenOptions | TextOptions,
): { readonly keys: Readonly<Record<string, unknown>>; readonly timeoutMs: number | undefined } {
  const names: Readonly<Record<string, string>> = known[kind];
  const keys: Record<string, unknown> = {};
  const { timeout, ...others } = options;
  for (const [name, value] of Object.entries(others)) {
    const key = Object.hasOwn(names, name) ? names[name] : undefined;
    if (key === undefined) {
      const all = ['timeout', ...Object.keys(names)];
      throw badOptions(`unknown option "${name}".${didYouMean(name, all)}`);
    }
    if (value !== undefined) keys[key] = asWritten(key, value);
  }
  const timeoutMs = timeout === undefined ? undefined : readTimeout(timeout);
  return { keys, timeoutMs };
}

/** As it would stand in YAML. */
function asWritten(key: string, value: unknown): unknown {
  if (key === 'for' || key === 'stuck') return typeof value === 'number' ? `${value}ms` : value;
  if (key !== 'mask' && key !== 'region') return value;
  if (!Array.isArray(value)) return asList(value);
  return value.map((each) => (Array.isArray(each) ? each : asList(each)));
}

function asList(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { x, y, width, height } = value as Region;
  return [x, y, width, height];
}

function readTimeout(timeout: number | string): number {
  const ms = typeof timeout === 'number' ? timeout : parseDuration(timeout);
  if (ms !== undefined && Number.isFinite(ms) && ms >= 0) return ms;
  const { error } = duration.safeParse(String(timeout));
  throw badOptions(`timeout: ${error?.issues[0]?.message ?? 'expected a duration'}`);
}

export function badOptions(message: string): ScenarioError {
  return new ScenarioError('bad-options', message);
}
