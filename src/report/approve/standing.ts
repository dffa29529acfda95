import { join, relative } from 'node:path';
import { nameByContent } from '../../runner/pictures.ts';
import { locateBaseline } from '../../screen/baselines/baselines.ts';
import { decodePng } from '../../screen/files/png.ts';
import type { SeenCandidate } from '../candidates.ts';
import { isPictureRef } from '../picture-refs.ts';
import { readIfThere } from './file-changes.ts';

/** How a candidate stands to what is on the disk now. */
export type Standing =
  /** The baseline is what it was when the run looked, or is not there. */
  | { readonly kind: 'open'; readonly now: Buffer | undefined }
  | { readonly kind: 'accepted'; readonly now: Buffer }
  /** Somebody has changed the baseline since. */
  | { readonly kind: 'conflict'; readonly message: string };

/**
 * Compares bytes first, then pixels: a picture of the run has its pixels' digest for a name.
 * @throws ScenarioError `bad-baseline-name`
 */
export async function findStanding(
  { baseline, picture, screen }: SeenCandidate,
  runFolder: string,
  baselinesDir: string,
): Promise<Standing> {
  const file = locateBaseline(baselinesDir, baseline);
  const now = await readIfThere(file);
  if (!now) return { kind: 'open', now };
  const isPicture = async (ref: string | undefined) => {
    if (ref === undefined || !isPictureRef(ref)) return false;
    const bytes = await readIfThere(join(runFolder, ref)).catch(() => undefined);
    return bytes?.equals(now) ?? false;
  };
  if (await isPicture(picture)) return { kind: 'accepted', now };
  if (await isPicture(screen.expected)) return { kind: 'open', now };
  const content = nameContent(now, file);
  if (content === picture) return { kind: 'accepted', now };
  if (content !== undefined && content === screen.expected) return { kind: 'open', now };
  const told = screen.expected === undefined ? 'has been made' : 'has changed';
  return { kind: 'conflict', message: `${relative('.', file)} ${told} since the run looked at it` };
}

function nameContent(png: Buffer, file: string): string | undefined {
  try {
    return nameByContent(decodePng(png, file));
  } catch {
    return undefined;
  }
}
