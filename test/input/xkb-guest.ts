import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { QKeyCode } from '../../src/qmp/qkeycode.ts';
import type { KeyEdge } from './us-model.ts';

/** Key codes of linux/input-event-codes.h, by the place of the key. */
const rows: readonly (readonly [number, readonly QKeyCode[]])[] = [
  [2, ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'minus', 'equal']],
  [15, ['tab', 'q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o', 'p', 'bracket_left', 'bracket_right']],
  [28, ['ret']],
  [30, ['a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'semicolon', 'apostrophe', 'grave_accent']],
  [42, ['shift', 'backslash', 'z', 'x', 'c', 'v', 'b', 'n', 'm', 'comma', 'dot', 'slash']],
  [57, ['spc']],
  [86, ['less']],
  [89, ['ro']],
  [100, ['alt_r']],
  [124, ['yen']],
];

const codes = new Map<QKeyCode, number>(
  rows.flatMap(([first, keys]) => keys.map((key, i) => [key, first + i] as const)),
);

export interface XkbJob {
  readonly layout: string;
  readonly variant: string;
  readonly texts: readonly (readonly KeyEdge[])[];
}

/** What libxkbcommon makes of key edges; why not, where this machine has none. */
export function typeIntoXkb(jobs: readonly XkbJob[]): readonly (readonly string[])[] | Error {
  const input = jobs.map(({ texts, ...keymap }) => ({
    ...keymap,
    texts: texts.map((edges) => edges.map(({ key, down }) => [codes.get(key), down])),
  }));
  const { error, status, stdout, stderr } = spawnSync(
    'python3',
    [resolve(import.meta.dirname, 'xkb-replay.py')],
    { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (error || status === 3) return error ?? new Error(stderr.trim());
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** `xkb-data 2.35.1-1, libx11-data ...` as installed; empty where there is no dpkg or no package. */
export function installedSources(): string {
  const { status, stdout } = spawnSync('dpkg-query', ['-W', 'xkb-data', 'libx11-data'], {
    encoding: 'utf8',
  });
  if (status !== 0) return '';
  const versions = new Map(
    stdout.split('\n').map((line) => [line.split('\t')[0], line.split('\t')[1]]),
  );
  return `xkb-data ${versions.get('xkb-data')}, libx11-data ${versions.get('libx11-data')}`;
}
