import { Approvals } from '../../report/approve/approvals.ts';
import { noCandidate } from '../../report/approve/refusals.ts';
import { listCandidates, type SeenCandidate } from '../../report/candidates.ts';
import { printable } from '../../report/printable.ts';
import { readEvents } from '../../report/read-events.ts';
import { loadProject } from '../../scenario/parse/project.ts';
import { approveInteractively } from '../approve/approve-interactively.ts';
import { removeObsolete } from '../approve/remove-obsolete.ts';
import { findRun } from '../find-run.ts';
import { type ApproveFlags, checkFlags, readWanted } from '../flags/approve-flags.ts';

/** Makes what a run saw the new baselines, wherever it had a difference or no baseline. */
export async function approve(runName: string | undefined, flags: ApproveFlags): Promise<number> {
  checkFlags(flags);
  const isWanted = readWanted(flags);
  if (flags.removeObsolete) return removeObsolete(runName, { list: flags.list ?? false });
  const project = await loadProject('.', process.env);
  const { baselinesDir } = project;
  const runFolder = await findRun(project, runName);
  const candidates = chooseNamed(
    listCandidates(await readEvents(runFolder), isWanted),
    flags.only ?? [],
  );
  if (candidates.length === 0) {
    console.log('nothing to approve: no screen differed from its baseline or had none');
    return 0;
  }
  if (flags.list) {
    for (const each of candidates) {
      console.log(printable(`${each.baseline}  ${describeReason(each)}`));
    }
    return 0;
  }
  const approvals = await Approvals.open({ runFolder, baselinesDir, candidates });
  if (flags.interactive) return approveInteractively(approvals);
  return approveAll(approvals, flags.asVariant);
}

async function approveAll(approvals: Approvals, asVariant: string | undefined): Promise<number> {
  const { candidates } = approvals;
  const names = candidates.map(({ baseline }) => baseline);
  for (const { candidate, file, isWritten } of await approvals.approve(names, asVariant)) {
    const told = describeReason(candidate);
    console.log(isWritten ? `approved ${file} (${told})` : `${file} is that picture already`);
  }
  return 0;
}

function describeReason({ reason, alsoMatched }: SeenCandidate): string {
  return alsoMatched ? `${reason}; it also matched in this run` : reason;
}

function chooseNamed(all: SeenCandidate[], wanted: readonly string[]): SeenCandidate[] {
  const unknown = wanted.filter((name) => !all.some(({ baseline }) => baseline === name));
  if (unknown.length > 0) throw noCandidate(unknown, all);
  return wanted.length > 0 ? all.filter(({ baseline }) => wanted.includes(baseline)) : all;
}
