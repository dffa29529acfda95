import { resolve } from 'node:path';
import { z } from 'zod';
import type { Layout } from '../../input/layout.ts';
import type { Pace } from '../../input/pace.ts';
import { checkDisplays } from '../../machine/check-displays.ts';
import {
  attachedDescription,
  embeddedDescription,
  type MachineDescription,
  qemuDescription,
} from '../../machine/description.ts';
import { checkDrives } from '../../machine/drives.ts';
import { checkMachineFiles } from '../../machine/machine-files.ts';
import { checkFonts } from '../check/check-fonts.ts';
import { layout, pace, screenName } from '../values.ts';
import type { Diagnostic } from './diagnostic.ts';
import { explainIssues, readWith } from './explain-issue.ts';
import { isMapping } from './read-mapping.ts';
import type { Path, YamlText } from './yaml-text.ts';

const manner = {
  layout: layout.optional(),
  pace: pace.optional(),
  fonts: z
    .array(z.string().min(1))
    .optional()
    .describe(
      "What its consoles draw text with, beside the video BIOS's fonts: PSF files, also gzipped",
    ),
};
const bootScreen = screenName
  .optional()
  .describe(
    'The baseline, below the folder of all of them, of the screen that shows once it has booted: a machine that can save its state boots once in a run',
  );
const started = qemuDescription.extend({
  ...manner,
  driver: qemuDescription.shape.driver.describe('Guestwright starts it. Default: qemu'),
  disks: qemuDescription.shape.disks.describe('Disk images, the first one first'),
  'boot-screen': bootScreen,
});
const embedded = embeddedDescription.extend({
  ...manner,
  driver: embeddedDescription.shape.driver.describe('It runs in Node'),
  'boot-screen': bootScreen,
});
const attached = attachedDescription.extend({
  ...manner,
  driver: attachedDescription.shape.driver.describe('Somebody else runs it'),
});

/** What `machine:` and the entries of `machines:` may hold, for the JSON Schema. */
export const machineSchema = z.union([started, attached, embedded]);

type MachineSchema = typeof started | typeof attached | typeof embedded;

function schemaFor(value: unknown): MachineSchema {
  if (!isMapping(value)) return started;
  if ('attach' in value) return attached;
  return value.driver === 'embedded' ? embedded : started;
}

/** A machine as a text describes it, and where it does so. */
export interface MachineChoice {
  /** Its name in guestwright.yaml; undefined where the scenario describes it. */
  readonly name: string | undefined;
  readonly description: MachineDescription;
  /** The folder that its relative paths count from. */
  readonly baseDir: string;
  readonly layout: Layout | undefined;
  readonly pace: Pace | undefined;
  /** The console fonts that it is read by: files. */
  readonly fonts: readonly string[];
  /** The baseline, below the folder of all of them, that shows once it has booted. */
  readonly bootScreen: string | undefined;
  /** What it needs and the host does not have; asked for when a guest is about to start. */
  readonly findMissingFiles: () => readonly Diagnostic[];
}

export type MachineReading =
  | { readonly ok: true; readonly machine: MachineChoice }
  | { readonly ok: false; readonly mistakes: readonly Diagnostic[] };

/** Reads the mapping at `path` of a text as a machine. */
export function readMachine(
  value: unknown,
  options: { text: YamlText; path: Path; baseDir: string; name?: string },
): MachineReading {
  const { text, path, baseDir, name } = options;
  const schema = schemaFor(value);
  const result = readWith<MachineSchema>(schema, value);
  if (!result.success) {
    const mistakes = explainIssues(result.error.issues, Object.keys(schema.shape));
    return { ok: false, mistakes: mistakes.map((mistake) => text.point(mistake, path)) };
  }
  const { layout, pace, fonts = [], ...rest } = result.data;
  const { 'boot-screen': bootScreen, ...description } = { 'boot-screen': undefined, ...rest };
  const misfits = [...checkDisplays(description), ...checkDrives(description)];
  if (misfits.length > 0) {
    const mistakes = misfits.map((misfit) =>
      text.mistake([...path, ...misfit.path], misfit.message),
    );
    return { ok: false, mistakes };
  }
  const findMissingFiles = () =>
    [...checkMachineFiles(description, baseDir), ...checkFonts(fonts, baseDir)].map((problem) => {
      const hint = problem.hint ? ` (${problem.hint})` : '';
      return text.mistake([...path, ...problem.path], problem.message + hint);
    });
  return {
    ok: true,
    machine: {
      name,
      description,
      baseDir,
      layout,
      pace,
      fonts: fonts.map((file) => resolve(baseDir, file)),
      bootScreen,
      findMissingFiles,
    },
  };
}
