import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { explain, ScenarioError } from '../../errors.ts';
import { listCandidates } from '../../report/candidates.ts';
import { readEvents } from '../../report/read-events.ts';
import { loadProject } from '../../scenario/project.ts';
import { locateBaseline, writeBaseline } from '../../screen/baselines.ts';
import { decodePng } from '../../screen/png.ts';
import { findRun } from '../find-run.ts';

export interface ApproveFlags {
  readonly only?: readonly string[];
  readonly list?: boolean;
}

/** Makes what a run saw the new baselines, wherever it had a difference or no baseline. */
export async function approve(runName: string | undefined, flags: ApproveFlags): Promise<number> {
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
  const chosen = wanted.length > 0 ? all.filter(({ baseline }) => wanted.includes(baseline)) : all;
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

async function readPicture(file: string): Promise<Buffer> {
  const png = await readFile(file).catch((cause) => {
    const shown = relative('.', file);
    throw new ScenarioError('no-picture', `${shown} cannot be read: ${explain(cause)}`, { cause });
  });
  decodePng(png, relative('.', file));
  return png;
}
