import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { explain, ScenarioError } from '../../errors.ts';
import type { Guest } from '../../guest/guest.ts';
import { learnConsoleFont } from '../../guest/text/learn-console-font.ts';
import { type Chord, parseChord } from '../../input/chord.ts';
import { encodePsf } from '../../screen/text/write-psf.ts';
import { readDuration } from '../flags/flag-values.ts';
import { type MachineFlags, withMachine } from '../with-machine.ts';

export interface LearnFontFlags extends MachineFlags {
  readonly out: string;
  /** Keys on the way to the prompt. */
  readonly press?: readonly string[];
  readonly characters?: string;
  readonly wait: string;
}

const QUIET_MS = 1000;

/** Learns the font of a machine's console by typing known characters at its shell's prompt. */
export async function learnFont(flags: LearnFontFlags): Promise<number> {
  const timeoutMs = readDuration('--wait', flags.wait);
  const chords = (flags.press ?? []).map(readChord);
  const file = resolve(flags.out);
  return withMachine(flags, async ({ guest, choice, signal }) => {
    console.log(guest.machine.title);
    const settle = () => guest.screen.waitUntilStill({ quietMs: QUIET_MS, timeoutMs, signal });
    if (!('attach' in choice.description)) await settle();
    await pressAll(guest, chords, settle, signal);
    const font = await learnConsoleFont(guest, {
      name: basename(file),
      signal,
      ...(flags.characters !== undefined && { characters: flags.characters }),
    });
    await save(file, encodePsf(font));
    const shown = relative('.', file);
    console.log(
      `learned ${font.glyphs.length} characters of ${font.width}x${font.height}: ${shown}`,
    );
    console.log(`to read by it, the machine needs: fonts: [${shown}]`);
    return 0;
  });
}

async function pressAll(
  guest: Guest,
  chords: readonly Chord[],
  settle: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  for (const chord of chords) {
    await guest.keyboard.press(chord, { signal });
    await settle();
  }
}

function readChord(text: string): Chord {
  const result = parseChord(text);
  if (result.ok) return result.chord;
  throw new ScenarioError('bad-flag', `--press: ${result.message}`);
}

/** A font that is there already stays as it is. */
async function save(file: string, bytes: Buffer): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes, { flag: 'wx' });
  } catch (cause) {
    const shown = relative('.', file);
    throw new ScenarioError('bad-flag', `--out: ${shown} cannot be written: ${explain(cause)}`);
  }
}
