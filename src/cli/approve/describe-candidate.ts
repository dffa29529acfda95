import { readFile } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import type { Approvals } from '../../report/approve/approvals.ts';
import type { SeenCandidate } from '../../report/candidates.ts';
import { isPictureRef } from '../../report/picture-refs.ts';
import { printable } from '../../report/printable.ts';
import { describeComparison } from '../../scenario/describe-seen.ts';
import { findLookalike } from '../../screen/baselines/accepted.ts';
import { type Baseline, listBaselines, loadBaseline } from '../../screen/baselines/baselines.ts';
import { decodePng } from '../../screen/files/png.ts';

/** Some lines on a picture: where it was seen, how it differs, what it is like, and where to look at it. */
export async function describeCandidate(
  candidate: SeenCandidate,
  approvals: Approvals,
): Promise<string> {
  const { baseline, reason, scenario, scenarioName, step, screen, alsoMatched } = candidate;
  const { comparison, actual, expected, diff } = screen;
  const conflict = approvals.conflictOf(baseline);
  const pictures = { actual, expected, diff };
  const lines = [
    `${baseline}  ${reason}`,
    printable(`${scenarioName} (${scenario}), step ${step}`),
    comparison && describeComparison(comparison),
    await describeNearest(candidate, approvals).catch(() => undefined),
    alsoMatched && 'it also matched in this run, in another attempt or scenario',
    conflict && `cannot be accepted: ${conflict}`,
    ...Object.entries(pictures).flatMap(([name, ref]) =>
      ref !== undefined && isPictureRef(ref)
        ? `${name.padEnd(8)}  ${relative('.', join(approvals.runFolder, ref))}`
        : [],
    ),
  ];
  return lines.filter((line) => line !== undefined).join('\n      ');
}

/** The run says it of a screen that differs; of a new one it is looked for here. */
async function describeNearest(
  { baseline, picture, screen }: SeenCandidate,
  { runFolder, baselinesDir }: Approvals,
): Promise<string | undefined> {
  if (screen.lookalike) {
    const { name, comparison } = screen.lookalike;
    return tellLookalike(name, comparison.kind === 'different', describeComparison(comparison));
  }
  if (screen.expected !== undefined) return undefined;
  const file = join(runFolder, picture);
  const frame = decodePng(await readFile(file), file);
  const others = await loadNeighbours(baselinesDir, baseline);
  const found = findLookalike(
    frame,
    { kind: 'different-size', expected: frame, actual: frame },
    others,
  );
  if (!found) return undefined;
  const { comparison } = found;
  const name = posix.basename(found.baseline.name);
  return tellLookalike(name, comparison.kind === 'different', describeComparison(comparison));
}

function tellLookalike(name: string, differs: boolean, told: string): string {
  return `${differs ? 'looks most like' : 'this is'} "${name}", another baseline: ${told}`;
}

/** Of the same folder; what cannot be read is left out. */
async function loadNeighbours(dir: string, name: string): Promise<Baseline[]> {
  const folder = posix.dirname(name);
  const names = (await listBaselines(dir)).filter(
    (each) => posix.dirname(each) === folder && each !== name,
  );
  const loaded = names.map((each) => loadBaseline(dir, each).catch(() => undefined));
  return (await Promise.all(loaded)).filter((each) => each !== undefined);
}
