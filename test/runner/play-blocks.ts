import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import { Guest } from '../../src/guest/guest.ts';
import type { InputEvent } from '../../src/qmp/types.ts';
import type { RunEvent, ScenarioVerdict, Untimed } from '../../src/runner/events.ts';
import { Pictures } from '../../src/runner/pictures.ts';
import { runSteps } from '../../src/runner/run-steps.ts';
import { listSteps } from '../../src/scenario/scenario.ts';
import { encodePng } from '../../src/screen/files/png.ts';
import { encodePpm } from '../../src/screen/files/ppm.ts';
import type { Frame } from '../../src/screen/frame.ts';
import { withFakeGuest } from '../guest/fake-guest.ts';
import { type Bench, makeBench } from '../scenario/read-scenario.ts';
import { fillFrame } from '../screen/frames.ts';
import type { QmpServer } from '../support/qmp-server.ts';

/** What the guest can show; enter leads from one to the next, and round. */
const screens: readonly (readonly [string, Frame])[] = [
  ['red', fillFrame(64, 48, [255, 0, 0])],
  ['green', fillFrame(64, 48, [0, 255, 0])],
  ['blue', fillFrame(64, 48, [0, 0, 255])],
];

type Finished = Extract<Untimed<RunEvent>, { readonly type: 'step-finished' }>;

export interface Played {
  readonly verdict: ScenarioVerdict;
  /** `press enter`, `press enter 2 failed`: every step that ended, with its round and verdict. */
  readonly told: readonly string[];
  readonly finished: readonly Finished[];
  /** Keys that went down, in order. */
  readonly keys: readonly string[];
  /** Keys that are down in the end. */
  readonly held: readonly string[];
}

export interface PlayOptions {
  /** Called for each key that goes down. */
  readonly onKey?: (key: string, hands: Hands) => void;
}

/** What a test can do to the run. */
interface Hands {
  readonly interrupt: () => void;
  readonly kill: (reason: Error) => void;
  readonly server: QmpServer;
  readonly guest: Guest;
}

export async function makeBlockBench(): Promise<Bench> {
  const bench = await makeBench();
  for (const [name, frame] of screens) {
    await bench.folder.write(`baselines/x/${name}.png`, encodePng(frame));
  }
  return bench;
}

/** Runs a scenario's steps on a guest of the three screens, which shows red at first. */
export async function play(bench: Bench, text: string, options: PlayOptions = {}): Promise<Played> {
  const { onKey = () => {} } = options;
  const scenario = await bench.accept(text);
  const folder = await mkdtemp(join(tmpdir(), 'guestwright-blocks-'));
  await mkdir(join(folder, 'frames'));
  const interruption = new AbortController();
  const death = new AbortController();
  const finished: Finished[] = [];
  const keys: string[] = [];
  const held = new Set<string>();
  let shown = 0;
  let verdict: ScenarioVerdict | undefined;
  let hands: Hands | undefined;
  const takeInput = ({ events }: Record<string, unknown>) => {
    for (const event of events as InputEvent[]) {
      if (event.type !== 'key') continue;
      const key = String(event.data.key.data);
      if (!event.data.down) held.delete(key);
      else {
        held.add(key);
        keys.push(key);
        if (key === 'ret') shown = (shown + 1) % screens.length;
        if (hands) onKey(key, hands);
      }
    }
    return {};
  };
  const screendump = ({ filename }: Record<string, unknown>) =>
    writeFile(String(filename), encodePpm(screens[shown]?.[1] ?? fillFrame(1, 1)));
  const handlers = { 'input-send-event': takeInput, screendump };
  try {
    await withFakeGuest({ handlers }, async ({ machine, server }) => {
      // Deadlines stand beside short waits: time that a test moves would run into them.
      const guest = new Guest(machine, { clock: systemClock });
      hands = {
        interrupt: () => interruption.abort(new Error('interrupted')),
        kill: (reason) => death.abort(reason),
        server,
        guest,
      };
      const pictures = new Pictures(folder);
      const emit = (event: Untimed<RunEvent>) => {
        if (event.type === 'step-finished') finished.push(event);
      };
      const work = runSteps(scenario, guest, {
        folder: { emit },
        pictures,
        root: bench.folder.root,
        settleMs: 100,
        clock: systemClock,
        signal: AbortSignal.any([interruption.signal, death.signal]),
        guestSignal: death.signal,
      });
      verdict = await work;
      await guest.releaseAll().catch(() => {});
      await pictures.flush();
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (verdict === undefined) throw new Error('the scenario did not end');
  const titles = new Map(listTitles(scenario));
  const told = finished.map(({ step, round, verdict: how }) =>
    [titles.get(step), round, how === 'passed' ? undefined : how]
      .filter((part) => part !== undefined)
      .join(' '),
  );
  return { verdict, told, finished, keys, held: [...held] };
}

function listTitles(scenario: Awaited<ReturnType<Bench['accept']>>): [number, string][] {
  return listSteps(scenario).map(({ index, title }) => [index, title]);
}
