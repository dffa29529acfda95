import { chooseMachine, type Driver } from '../../machine/start.ts';
import { findReporter } from '../../report/reporters.ts';
import { stopCommands } from '../../report/stop-commands.ts';
import { terminalReporter } from '../../report/terminal.ts';
import { writeReports } from '../../report/write-reports.ts';
import { readHistory } from '../../runner/history.ts';
import { type RunOptions, runScenarios } from '../../runner/run.ts';
import { countWorkers, thisHost } from '../../runner/worker-count.ts';
import type { Project } from '../../scenario/project.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { chooseScenarios } from '../choose-scenarios.ts';
import { exitCodes, MISTAKES } from '../exit-code.ts';
import { untilInterrupted } from '../interrupt.ts';
import { findLastFailed } from '../last-failed.ts';
import { findMissingFiles, loadScenarios, printMistakes } from '../load.ts';
import { type ReportSettings, readReportFlags, usualForRun } from '../report-flags.ts';
import { type RunFlags, readFlags } from '../run-flags.ts';
import { sayBeside, tellWhere } from '../say.ts';
import { takeShard } from '../take-shard.ts';

/** Runs scenarios, prints what happens, writes the reports. */
export async function run(paths: readonly string[], flags: RunFlags): Promise<number> {
  const settings = readFlags(flags);
  const reports = readReportFlags(flags, usualForRun());
  const say = sayBeside(reports);
  const { project, scenarios, mistakes } = findMissingFiles(await loadScenarios(paths));
  if (mistakes.length > 0) {
    printMistakes(mistakes);
    return MISTAKES;
  }
  const last = flags.lastFailed ? await findLastFailed(project.resultsDir) : undefined;
  const chosen = chooseScenarios(scenarios, {
    grep: settings.grep,
    repeatEach: settings.repeatEach,
    tags: flags.tag ?? [],
    forbidOnly: flags.forbidOnly ?? false,
    ids: last?.ids,
  });
  if (last && chosen.length === 0) {
    say(`Nothing to run: all of it passed in ${last.run}`);
    return 0;
  }
  const { shard, durations } = { ...settings, durations: flags.durations };
  const part = await takeShard(chosen, project, { shard, durations });
  say(describeDrivers(part.scenarios, flags.driver));
  const { settleMs, retries, timeoutScale, maxFailures } = settings;
  return runAndReport(part.scenarios, reports, {
    ...{ settleMs, retries, timeoutScale },
    ...(maxFailures !== undefined && { maxFailures }),
    ...(part.shard && { shard: part.shard }),
    project,
    driver: flags.driver,
    failOnFlaky: flags.failOnFlaky ?? false,
    workers: settings.workers ?? tellWorkers(part.scenarios, say),
    history: await readHistory(project.resultsDir),
  });
}

/** The exit code comes from the events, as every report does. */
async function runAndReport(
  scenarios: readonly Scenario[],
  reports: ReportSettings,
  options: Omit<RunOptions, 'signal' | 'listeners'> & { readonly project: Project },
): Promise<number> {
  const live = tellLive(reports);
  return untilInterrupted(async (signal) => {
    const { listeners } = live;
    const { path } = await runScenarios(scenarios, { ...options, signal, listeners }).finally(
      live.close,
    );
    const told = {
      ...reports,
      reporters: reports.reporters.filter(({ name }) => name !== 'terminal'),
    };
    const written = await writeReports(path, told);
    tellWhere(reports, written);
    return exitCodes[written.summary.verdict];
  });
}

/** The terminal, if it is wanted; GitHub's runner takes none of what it tells for a command. */
function tellLive({ reporters }: ReportSettings) {
  if (!findReporter(reporters, 'terminal')) return { listeners: [], close: () => {} };
  const resume = findReporter(reporters, 'github') && stopCommands(process.stdout);
  const terminal = terminalReporter(process.stdout);
  const close = () => {
    terminal.close();
    resume?.();
  };
  return { listeners: [terminal.on], close };
}

function tellWorkers(scenarios: readonly Scenario[], say: (line: string) => void): number {
  const { workers, why } = countWorkers(scenarios, thisHost());
  say(`Workers: ${workers} (${why})`);
  return workers;
}

/** What the guests will run on, before any of them starts. */
function describeDrivers(scenarios: readonly Scenario[], driver: Driver): string {
  const drivers = scenarios.map(({ machine: { description, baseDir } }) =>
    'attach' in description
      ? 'an attached QEMU'
      : nameOf(chooseMachine(description, { driver, baseDir }).driver),
  );
  return `Machines: ${[...new Set(drivers)].join(', ') || 'none'}`;
}

function nameOf(driver: 'qemu' | 'embedded' | undefined): string {
  return driver === 'embedded' ? 'embedded (v86, in Node)' : 'QEMU';
}
