import { chooseMachine, type Driver } from '../../machine/start.ts';
import { stopCommands } from '../../report/github/stop-commands.ts';
import { findReporter } from '../../report/reporters.ts';
import { terminalReporter } from '../../report/terminal.ts';
import { writeReports } from '../../report/write-reports.ts';
import { readHistory } from '../../runner/history.ts';
import { type RunOptions, runScenarios } from '../../runner/run.ts';
import { countWorkers, thisHost } from '../../runner/worker-count.ts';
import type { Project } from '../../scenario/parse/project.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { chooseScenarios } from '../choose-scenarios.ts';
import { exitCodes, MISTAKES } from '../exit-code.ts';
import type { QueueSettings } from '../flags/queue-flags.ts';
import { type ReportSettings, readReportFlags, usualForRun } from '../flags/report-flags.ts';
import { type LiveSettings, type RunFlags, readFlags } from '../flags/run-flags.ts';
import { untilInterrupted } from '../interrupt.ts';
import { findLastFailed } from '../last-failed.ts';
import { findMissingFiles, loadScenarios, printMistakes } from '../load.ts';
import { sayBeside, tellWhere } from '../say.ts';
import { takeShard } from '../take-shard.ts';
import { withAudience } from '../with-audience.ts';
import { withQueue } from '../with-queue.ts';

/** Runs scenarios, prints what happens, writes the reports. */
export async function run(paths: readonly string[], flags: RunFlags): Promise<number> {
  const settings = readFlags(flags);
  const reports = readReportFlags(flags, usualForRun());
  const say = sayBeside(reports);
  const loaded = await loadScenarios(paths);
  const { project, scenarios, mistakes } = settings.queue ? loaded : findMissingFiles(loaded);
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
  const { queue } = settings;
  say(queue ? `Queue: ${queue.address.shown}` : describeDrivers(part.scenarios, flags.driver));
  const { settleMs, retries, timeoutScale, maxFailures } = settings;
  return runAndReport(part.scenarios, reports, {
    ...{ settleMs, retries, timeoutScale },
    ...(maxFailures !== undefined && { maxFailures }),
    ...(part.shard && { shard: part.shard }),
    project,
    savers: loaded.savers,
    rebuildStates: flags.rebuildStates ?? false,
    driver: flags.driver,
    trace: flags.trace,
    failOnFlaky: flags.failOnFlaky ?? false,
    workers: queue ? part.scenarios.length : (settings.workers ?? tellWorkers(part.scenarios, say)),
    history: await readHistory(project.resultsDir),
    live: settings.live,
    queue,
  });
}

/** The exit code comes from the events, as every report does. */
async function runAndReport(
  scenarios: readonly Scenario[],
  reports: ReportSettings,
  {
    live,
    queue,
    ...options
  }: Omit<RunOptions, 'signal' | 'listeners' | 'audience' | 'runElsewhere'> & {
    readonly project: Project;
    readonly live: LiveSettings | undefined;
    readonly queue: QueueSettings | undefined;
  },
): Promise<number> {
  const terminal = tellLive(reports);
  return untilInterrupted(async (signal) => {
    const tell = sayBeside(reports);
    const written = await withAudience(live, tell, async (audience) => {
      const listeners = [...terminal.listeners, ...(audience ? [audience.on] : [])];
      const told = { ...options, signal, listeners, audience };
      const { path } = await withQueue(queue, { signal, tell }, (runElsewhere) =>
        runScenarios(scenarios, { ...told, ...(runElsewhere && { runElsewhere }) }),
      ).finally(terminal.close);
      const reporters = reports.reporters.filter(({ name }) => name !== 'terminal');
      return writeReports(path, { ...reports, reporters });
    });
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
