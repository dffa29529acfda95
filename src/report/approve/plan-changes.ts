import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { explain, ScenarioError } from '../../errors.ts';
import { addAreas, type NewAreas } from '../../screen/add-areas.ts';
import { locateBaseline } from '../../screen/baselines/baselines.ts';
import { parseRules } from '../../screen/baselines/rules-file.ts';
import {
  type CompareRules,
  type Comparison,
  createComparer,
  type Size,
} from '../../screen/compare.ts';
import { decodePng } from '../../screen/files/png.ts';
import type { Frame, Region } from '../../screen/frame.ts';
import type { SeenCandidate } from '../candidates.ts';
import { type FileChange, readIfThere } from './file-changes.ts';
import { findStanding } from './standing.ts';

interface Folders {
  readonly runFolder: string;
  readonly baselinesDir: string;
}

/**
 * What accepting these pictures writes; nothing where a baseline is that picture already. All conflicts
 * are told at once.
 * @throws ScenarioError `conflict`, `no-picture`, `bad-png`, `bad-baseline-name`
 */
export async function planPictures(
  candidates: readonly SeenCandidate[],
  { runFolder, baselinesDir }: Folders,
): Promise<FileChange[]> {
  const changes: FileChange[] = [];
  const conflicts: string[] = [];
  for (const candidate of candidates) {
    const file = locateBaseline(baselinesDir, candidate.baseline);
    const after = await readPicture(join(runFolder, candidate.picture));
    const standing = await findStanding(candidate, runFolder, baselinesDir);
    if (standing.kind === 'conflict') conflicts.push(standing.message);
    if (standing.kind === 'open') changes.push({ file, before: standing.now, after });
  }
  if (conflicts.length === 0) return changes;
  throw new ScenarioError('conflict', conflicts.join('; '), {
    hint: 'run again, or remove the baseline if this picture is right all the same',
  });
}

async function readPicture(file: string): Promise<Buffer> {
  const shown = relative('.', file);
  const png = await readFile(file).catch((cause) => {
    throw new ScenarioError('no-picture', `${shown} cannot be read: ${explain(cause)}`, { cause });
  });
  decodePng(png, shown);
  return png;
}

/**
 * What adding masks or regions to a baseline's YAML file writes; they have to fit its picture and to
 * leave something to compare.
 * @throws ScenarioError `bad-baseline-rules`, `nothing-compared`, `rules-not-editable`
 */
export async function planRules(
  candidate: SeenCandidate,
  areas: NewAreas,
  folders: Folders,
): Promise<FileChange> {
  const file = locateBaseline(folders.baselinesDir, candidate.baseline);
  const frame = await readExpected(candidate, folders);
  const rulesFile = rulesFileOf(file);
  const before = await readIfThere(rulesFile);
  const text = before?.toString() ?? '';
  parseRules(text, relative('.', rulesFile), frame);
  const written = addAreas(text, areas);
  const { rules } = parseRules(written, relative('.', rulesFile), frame);
  createComparer(frame, rules);
  return { file: rulesFile, before, after: Buffer.from(written) };
}

/** How the candidate compares with the baseline and its rules as both are on the disk now. */
export async function compareNow(candidate: SeenCandidate, folders: Folders): Promise<Comparison> {
  const frame = await readExpected(candidate, folders);
  const rules = await readRules(candidate, frame, folders);
  const actual = join(folders.runFolder, candidate.picture);
  return createComparer(frame, rules).compare(decodePng(await readPicture(actual), actual));
}

/** The areas in the YAML file beside its baseline; undefined where none are, or none can be read. */
export async function readAreas(
  candidate: SeenCandidate,
  folders: Folders,
): Promise<{ readonly mask: readonly Region[]; readonly region: readonly Region[] } | undefined> {
  const file = rulesFileOf(locateBaseline(folders.baselinesDir, candidate.baseline));
  if (!(await readIfThere(file))) return undefined;
  try {
    const frame = await readExpected(candidate, folders);
    const { masks = [], regions = [] } = await readRules(candidate, frame, folders);
    return { mask: masks, region: regions };
  } catch {
    return undefined;
  }
}

async function readRules(
  { baseline }: SeenCandidate,
  size: Size,
  { baselinesDir }: Folders,
): Promise<CompareRules> {
  const file = rulesFileOf(locateBaseline(baselinesDir, baseline));
  const text = (await readIfThere(file))?.toString() ?? '';
  return parseRules(text, relative('.', file), size).rules;
}

/** The baseline as it is; the picture itself where there is none yet. */
async function readExpected(candidate: SeenCandidate, folders: Folders): Promise<Frame> {
  const file = locateBaseline(folders.baselinesDir, candidate.baseline);
  const picture = join(folders.runFolder, candidate.picture);
  const png = (await readIfThere(file)) ?? (await readPicture(picture));
  return decodePng(png, relative('.', file));
}

function rulesFileOf(picture: string): string {
  return picture.replace(/\.png$/, '.yaml');
}
