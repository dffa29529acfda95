import { relative } from 'node:path';
import { Approvals } from '../report/approve/approvals.ts';
import { listCandidates } from '../report/candidates.ts';
import { readEvents } from '../report/read-events.ts';
import { serveReport } from '../report/serve/serve-report.ts';
import type { Project } from '../scenario/parse/project.ts';
import { isBaselineName } from '../screen/baselines/baselines.ts';
import { listObsolete } from './approve/obsolete-baselines.ts';
import type { ServeSettings } from './flags/serve-flags.ts';
import { untilAsked } from './interrupt.ts';
import { openBrowser } from './open-browser.ts';

/** Serves a run's report, which is written, until Ctrl-C. */
export async function serveUntilAsked(
  { baselinesDir }: Project,
  runFolder: string,
  { port, open }: ServeSettings,
): Promise<void> {
  const events = await readEvents(runFolder);
  // The page shows the others as well; nobody can accept them.
  const candidates = listCandidates(events, ({ baseline }) => isBaselineName(baseline));
  const approvals = await Approvals.open({ runFolder, baselinesDir, candidates });
  const findObsolete = () => listObsolete(runFolder);
  const served = await serveReport(approvals, { port, findObsolete });
  const asked = untilAsked();
  const folder = relative('.', baselinesDir) || '.';
  console.log(`Report: ${served.address}`);
  console.log(
    approvals.refusal ?? `What you accept there is written into ${folder}/. Ctrl-C ends it.`,
  );
  if (open && !(await openBrowser(served.openOnce))) {
    console.error('xdg-open is not installed: open the address yourself');
  }
  await asked;
  await served.close();
}
