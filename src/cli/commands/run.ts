import { relative } from 'node:path';
import { chooseMachine, type Driver } from '../../machine/start.ts';
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
import { type RunFlags, readFlags } from '../run-flags.ts';
import { takeShard } from '../take-shard.ts';

/** Runs scenarios, prints what happens, writes the reports. */
export async function run(paths: readonly string[], flags: RunFlags): Promise<number> {
  const settings = readFlags(flags);
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
    console.log(`Nothing to run: all of it passed in ${last.run}`);
    return 0;
  }
  const { shard, durations } = { ...settings, durations: flags.durations };
  const part = await takeShard(chosen, project, { shard, durations });
  console.log(describeDrivers(part.scenarios, flags.driver));
  const { settleMs, retries, timeoutScale, maxFailures } = settings;
  return runAndReport(part.scenarios, {
    ...{ settleMs, retries, timeoutScale },
    ...(maxFailures !== undefined && { maxFailures }),
    ...(part.shard && { shard: part.shard }),
    project,
    driver: flags.driver,
    failOnFlaky: flags.failOnFlaky ?? false,
    workers: settings.workers ?? tellWorkers(part.scenarios),
    history: await readHistory(project.resultsDir),
  });
}

/** The exit code comes from the events, as every report does. */
async function runAndReport(
  scenarios: readonly Scenario[],
  options: Omit<RunOptions, 'signal' | 'listeners'> & { readonly project: Project },
): Promise<number> {
  const terminal = terminalReporter(process.stdout);
  return untilInterrupted(async (signal) => {
    const listeners = [terminal.on];
    const { path } = await runScenarios(scenarios, { ...options, signal, listeners });
    const { html, summary } = await writeReports(path);
    terminal.close(relative('.', html));
    return exitCodes[summary.verdict];
  });
}

function tellWorkers(scenarios: readonly Scenario[]): number {
  const { workers, why } = countWorkers(scenarios, thisHost());
  console.log(`Workers: ${workers} (${why})`);
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
