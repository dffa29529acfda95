import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Driver } from '../../machine/start.ts';
import { identifyMachine } from '../../machine/state-identity.ts';
import { prefixOf } from '../../scenario/check/check-states.ts';
import type { StateSaver } from '../../scenario/check/resolve-states.ts';
import { neededScreens } from '../../scenario/parse/load-baselines.ts';
import { listSteps } from '../../scenario/scenario.ts';
import type { Baseline } from '../../screen/baselines/baselines.ts';
import type { FileDigests } from './file-digests.ts';

/** Raised when states of before cannot be gone on from any more. */
export const STATE_FORMAT = 1 as const;

const SALT_BYTES = 32;

interface KeyOptions {
  readonly driver: Driver;
  readonly digests: FileDigests;
  /** Of this folder of states, see `readSalt`. */
  readonly salt: Uint8Array;
  /** The key of the state that its scenario begins from. */
  readonly parent: string | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * What tells a state from every other: the machine and its QEMU, the content of its files, the steps with all
 * that they refer to, the pictures that they go by. Two states with one key are the same. Secrets are in it
 * under the folder's own salt only.
 */
export async function keyOf(saver: StateSaver, options: KeyOptions): Promise<string> {
  const { scenario, step, state } = saver;
  const { driver, digests, salt, parent, clock, signal } = options;
  const { description, baseDir } = scenario.machine;
  if ('attach' in description) throw new Error('an attached machine has no states');
  const { machine, files } = await identifyMachine(description, { baseDir, driver, clock, signal });
  const contents: [string, string][] = [];
  for (const file of files) contents.push([file, await digests.of(file, signal)]);
  const prefix = listSteps({ before: [], steps: prefixOf(scenario, step), after: [] });
  const screens = new Set(prefix.flatMap(neededScreens));
  const pictures = new Set(prefix.flatMap(({ action }) => action.pictures.map(({ name }) => name)));
  const parts = {
    ...{ format: STATE_FORMAT, state, machine, contents, parent },
    layout: scenario.layout.name,
    pace: scenario.pace,
    steps: prefix.map(({ written }) => written),
    screens: [...screens].map((name) => [name, digestOf(scenario.baselines.get(name))]),
    pictures: [...pictures].map((name) => [name, digestOf(scenario.pictures.get(name))]),
  };
  return createHmac('sha256', salt).update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function digestOf(baseline: Baseline | undefined): string | undefined {
  if (!baseline) return undefined;
  const { frame, rules } = baseline;
  const hash = createHash('sha256').update(frame.data);
  return hash.update(JSON.stringify([frame.width, frame.height, rules])).digest('hex');
}

/** The folder's own salt, made where there is none; what cannot be written lasts as long as we do. */
export async function readSalt(folder: string): Promise<Uint8Array> {
  const file = join(folder, 'salt');
  const salt = randomBytes(SALT_BYTES);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, salt, { mode: 0o600, flag: 'wx' });
    return salt;
  } catch {
    const known = await readFile(file).catch(() => undefined);
    if (known?.length === SALT_BYTES) return known;
    await writeFile(file, salt, { mode: 0o600 }).catch(() => {});
    return salt;
  }
}
