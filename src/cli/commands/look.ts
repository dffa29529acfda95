import { writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { explain, ScenarioError, StepError } from '../../errors.ts';
import type { Guest } from '../../guest/guest.ts';
import { cropFrame, enlargeFrame } from '../../screen/crop.ts';
import { encodePng } from '../../screen/files/png.ts';
import type { Frame, Region } from '../../screen/frame.ts';
import { isPlain } from '../../screen/plain.ts';
import { describeMisfit, formatRegion } from '../../screen/regions.ts';
import { listTexts } from '../../screen/text/list-texts.ts';
import { describeMouse } from '../describe-displays.ts';
import { readDuration, readRegionFlag, readWhole } from '../flags/flag-values.ts';
import { type MachineFlags, withMachine } from '../with-machine.ts';

export interface LookFlags extends MachineFlags {
  readonly at?: string;
  readonly enlarge: string;
  readonly out: string;
  /** How long a machine that is started may take until its screen stands still. */
  readonly wait?: string;
}

const DEFAULT_WAIT_MS = 30_000;
const QUIET_MS = 1000;

/** Shows what a machine shows: a picture, and in words its size, its pointers and its text with places. */
export async function look(flags: LookFlags): Promise<number> {
  const region = flags.at === undefined ? undefined : readRegionFlag('--at', flags.at);
  const times = readWhole('--enlarge', flags.enlarge, { min: 1, max: 16 });
  const waitMs = flags.wait === undefined ? undefined : readDuration('--wait', flags.wait);
  if (!/\.png$/i.test(flags.out)) {
    throw new ScenarioError('bad-flag', `--out: expected the name of a PNG file, got ${flags.out}`);
  }
  return withMachine(flags, async ({ guest, choice, signal }) => {
    const isAttached = 'attach' in choice.description;
    console.log(guest.machine.title);
    const frame =
      isAttached && waitMs === undefined
        ? await guest.screen.capture(signal)
        : await settle(guest, waitMs ?? DEFAULT_WAIT_MS, signal);
    const misfit = region && describeMisfit(region, frame.width, frame.height);
    if (misfit) throw new StepError('bad-region', `--at ${formatRegion(region)} ${misfit}`);
    await describe(guest, frame, region, signal);
    const part = region ? cropFrame(frame, region) : frame;
    await save(enlargeFrame(part, times), flags.out);
    return 0;
  });
}

/** The first picture that stands still and has something in it. */
async function settle(guest: Guest, timeoutMs: number, signal: AbortSignal): Promise<Frame> {
  const startedMs = guest.clock.now();
  const look = () => {
    const leftMs = Math.max(0, timeoutMs - (guest.clock.now() - startedMs));
    return guest.screen.waitUntilStill({ quietMs: QUIET_MS, timeoutMs: leftMs, signal });
  };
  let result = await look();
  while (isPlain(result.frame) && guest.clock.now() - startedMs < timeoutMs) result = await look();
  if (result.kind === 'moving') {
    const where = result.boxes.slice(0, 3).map(formatRegion).join(', ');
    console.log(`still moving after ${timeoutMs / 1000} s${where && `, last at ${where}`}`);
  }
  return result.frame;
}

async function describe(
  guest: Guest,
  frame: Frame,
  region: Region | undefined,
  signal: AbortSignal,
): Promise<void> {
  console.log(`screen   ${frame.width}x${frame.height}`);
  const mice = await guest.machine.client.execute('query-mice', {}, { signal });
  for (const mouse of mice) console.log(`pointer  ${describeMouse(mouse)}`);
  const reading = await guest.text.read({ frame, signal, ...(region && { region }) });
  if (reading.kind === 'unreadable') {
    console.log(`text     none: ${reading.why}`);
    return;
  }
  const { reader, grid, confidence } = reading.text;
  const cells = grid
    ? `, ${grid.columns}x${grid.rows} cells of ${grid.cellWidth}x${grid.cellHeight}`
    : '';
  console.log(`text     by ${reader}${cells}, ${Math.floor(confidence * 100)} % sure`);
  for (const place of listTexts(reading.text)) {
    console.log(`  ${formatRegion(place).padEnd(22)} ${place.text}`);
  }
}

async function save(frame: Frame, out: string): Promise<void> {
  const file = resolve(out);
  const shown = relative('.', file);
  await writeFile(file, encodePng(frame)).catch((cause) => {
    throw new ScenarioError('bad-flag', `--out: ${shown} cannot be written: ${explain(cause)}`);
  });
  console.log(`picture  ${shown}, ${frame.width}x${frame.height}`);
}
