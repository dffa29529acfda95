import { relative } from 'node:path';
import { explain } from '../errors.ts';
import { LiveView } from '../live/live-view.ts';
import type { WrittenReports } from '../report/write-reports.ts';
import type { LiveSettings } from './flags/run-flags.ts';

/** Does the work before those who want to watch, if it was asked for, and tells them how it went. */
export async function withAudience(
  live: LiveSettings | undefined,
  say: (line: string) => void,
  work: (view: LiveView | undefined) => Promise<WrittenReports>,
): Promise<WrittenReports> {
  if (!live) return work(undefined);
  const view = await LiveView.open(live);
  say(`Live: ${view.url} (${live.control ? 'whoever opens it may type and point' : 'view only'})`);
  try {
    const written = await work(view);
    const { summary, html } = written;
    const report = html === undefined ? {} : { report: relative('.', html) };
    await view.end({ verdict: summary.verdict, ...report });
    return written;
  } catch (error) {
    await view.end({ verdict: 'error', trouble: explain(error) });
    throw error;
  }
}
