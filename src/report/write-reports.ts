import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { RunEvent } from '../runner/events.ts';
import { foldRun, type RunSummary } from './fold.ts';
import { renderAnnotations } from './github/github-annotations.ts';
import { stopCommands } from './github/stop-commands.ts';
import { writeStepSummary } from './github/write-github.ts';
import { writeHtml } from './html/write-html.ts';
import { renderJunit } from './junit.ts';
import { readEvents } from './read-events.ts';
import {
  findReporter,
  isStdoutTaken,
  type Output,
  type ReporterChoice,
  usualReporters,
} from './reporters.ts';
import { renderJson } from './run-document.ts';
import { renderTap } from './tap.ts';
import { terminalReporter } from './terminal.ts';
import { cannotWrite, writeWhole } from './write-whole.ts';

export interface ReportOptions {
  /** Default: `junit` and `html`. */
  readonly reporters?: readonly ReporterChoice[];
  /** Where the results folder will be found on the web. */
  readonly url?: string | undefined;
  /** GitHub's file for the summary of the step. */
  readonly stepSummary?: string | undefined;
  /** Default: this process's own. */
  readonly stdout?: Output;
  readonly stderr?: Output;
}

export interface WrittenReports {
  readonly summary: RunSummary;
  /** The path of the page, if it was asked for. */
  readonly html?: string;
}

interface Work extends Required<Pick<ReportOptions, 'reporters' | 'stdout' | 'stderr'>> {
  readonly runFolder: string;
  /** The same, from where we are. */
  readonly folder: string;
  readonly events: readonly RunEvent[];
  readonly summary: RunSummary;
  readonly url?: string;
  readonly stepSummary: string | undefined;
}

/**
 * Writes each report whole or not at all: `junit.xml`, `run.json` and `report/` into the run's folder
 * where no other place is named. They name pictures from the current folder, where CI looks for them, if
 * they are in it.
 * @throws ScenarioError `bad-events`
 * @throws MachineError `events-not-readable`, `report-not-writable`
 */
export async function writeReports(
  runFolder: string,
  options: ReportOptions = {},
): Promise<WrittenReports> {
  const { reporters = usualReporters, stepSummary, url } = options;
  const { stdout = process.stdout, stderr = process.stderr } = options;
  const events = await readEvents(runFolder);
  const summary = foldRun(events);
  const work: Work = {
    ...{ runFolder, folder: nameFromHere(runFolder), events, summary, reporters, stdout, stderr },
    ...(url !== undefined && { url: `${url}/${encodeURIComponent(summary.run)}` }),
    stepSummary,
  };
  for (const reporter of reporters) await report(reporter, work);
  const html = findReporter(reporters, 'html') && join(runFolder, 'report', 'index.html');
  return { summary, ...(html !== undefined && { html }) };
}

async function report(reporter: ReporterChoice, work: Work): Promise<unknown> {
  const { runFolder, folder, summary } = work;
  const deliver = (to: string, text: string) =>
    to === '-' ? work.stdout.write(text) : writeWhole(to, text);
  const { name, to } = reporter;
  switch (name) {
    case 'terminal':
      return tellAgain(work);
    case 'junit':
      return deliver(to ?? join(runFolder, 'junit.xml'), renderJunit(summary, folder));
    case 'json':
      return deliver(to ?? join(runFolder, 'run.json'), renderJson(summary, folder));
    case 'tap':
      return deliver(to ?? '-', renderTap(summary));
    case 'html':
      return writeHtml(runFolder, summary).catch(cannotWrite);
    case 'github':
      return tellGithub(to, work);
    default:
      return name satisfies never;
  }
}

/** As it was told while it ran. */
function tellAgain({ events, stdout, reporters }: Work): void {
  const resume = findReporter(reporters, 'github') && stopCommands(stdout);
  const terminal = terminalReporter({
    write: (text) => stdout.write(text),
    isTTY: false,
    columns: 0,
  });
  for (const event of events) terminal.on(event);
  resume?.();
}

/** GitHub reads commands from both outputs: they keep out of a report that has one for itself. */
async function tellGithub(to: string | undefined, work: Work): Promise<void> {
  const { summary, reporters, stepSummary } = work;
  (isStdoutTaken(reporters) ? work.stderr : work.stdout).write(renderAnnotations(summary));
  if (to !== undefined) await writeStepSummary({ kind: 'own', path: to }, summary, work);
  else if (stepSummary)
    await writeStepSummary({ kind: 'shared', path: stepSummary }, summary, work);
}

function nameFromHere(folder: string): string {
  const path = relative(process.cwd(), folder);
  const isElsewhere = path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
  return (isElsewhere ? resolve(folder) : path || '.').replaceAll(sep, '/');
}
