import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { explain, ScenarioError } from '../../errors.ts';
import { type Candidate, listCandidates } from '../../report/candidates.ts';
import { readEvents } from '../../report/read-events.ts';
import { loadProject } from '../../scenario/project.ts';
import { listBaselines, locateBaseline, writeBaseline } from '../../screen/baselines.ts';
import { decodePng } from '../../screen/png.ts';
import { findRun } from '../find-run.ts';

export interface ApproveFlags {
  readonly only?: readonly string[];
  readonly list?: boolean;
  /** The word of the variant that they become: `dark` makes `welcome+dark`. */
  readonly asVariant?: string;
}

/** Makes what a run saw the new baselines, wherever it had a difference or no baseline. */
export async function approve(runName: string | undefined, flags: ApproveFlags): Promise<number> {
  if (flags.asVariant !== undefined && !/^[\w.-]+$/.test(flags.asVariant)) {
    const got = JSON.stringify(flags.asVariant);
    const message = `--as-variant: expected a word of letters, digits, ".", "_" and "-", got ${got}`;
    throw new ScenarioError('bad-flag', message);
  }
  const project = await loadProject('.', process.env);
  const runFolder = await findRun(project, runName);
  const all = listCandidates(await readEvents(runFolder));
  const wanted = flags.only ?? [];
  const unknown = wanted.filter((name) => !all.some(({ baseline }) => baseline === name));
  if (unknown.length > 0) {
    const known = all.map(({ baseline }) => baseline).join(', ') || 'nothing';
    throw new ScenarioError(
      'no-candidate',
      `nothing to approve called ${unknown.join(', ')}. There is: ${known}`,
    );
  }
  const named = wanted.length > 0 ? all.filter(({ baseline }) => wanted.includes(baseline)) : all;
  const word = flags.asVariant;
  const chosen = word === undefined ? named : await asVariants(named, word, project.baselinesDir);
  if (chosen.length === 0) {
    console.log('nothing to approve: no screen differed from its baseline or had none');
    return 0;
  }
  if (flags.list) {
    for (const { baseline, reason } of chosen) console.log(`${baseline}  ${reason}`);
    return 0;
  }
  if (process.env.CI) {
    throw new ScenarioError('ci', 'baselines are never written in CI (the variable CI is set)', {
      hint: 'approve on your own machine, look at the pictures, commit them',
    });
  }
  // All of them are read before one is written: a run with a bad one changes nothing.
  const accepted = await Promise.all(
    chosen.map(async ({ baseline, picture, reason }) => {
      locateBaseline(project.baselinesDir, baseline);
      return { baseline, reason, png: await readPicture(join(runFolder, picture)) };
    }),
  );
  for (const { baseline, png, reason } of accepted) {
    const file = await writeBaseline(project.baselinesDir, baseline, png);
    console.log(`approved ${relative('.', file)} (${reason})`);
  }
  return 0;
}

/** The same pictures as further ones that are accepted beside those that are there. */
async function asVariants(
  candidates: readonly Candidate[],
  word: string,
  baselinesDir: string,
): Promise<Candidate[]> {
  const known = await listBaselines(baselinesDir);
  const variants = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const [screen = ''] = candidate.baseline.split('+');
    if (!known.includes(screen)) {
      const message = `${screen} has no baseline yet, so it can have no variant`;
      throw new ScenarioError('no-baseline', message, {
        hint: 'approve it without --as-variant first, or name the others with --only',
      });
    }
    const baseline = `${screen}+${word}`;
    if (known.includes(baseline)) {
      throw new ScenarioError('variant-exists', `${baseline} is there already`, {
        hint: 'take another word, or remove its picture first',
      });
    }
    variants.set(baseline, { ...candidate, baseline });
  }
  return [...variants.values()];
}

async function readPicture(file: string): Promise<Buffer> {
  const png = await readFile(file).catch((cause) => {
    const shown = relative('.', file);
    throw new ScenarioError('no-picture', `${shown} cannot be read: ${explain(cause)}`, { cause });
  });
  decodePng(png, relative('.', file));
  return png;
}
