import { relative } from 'node:path';
import { ScenarioError } from '../../errors.ts';
import { chooseMachine, type Driver } from '../../machine/start.ts';
import { terminalReporter } from '../../report/terminal.ts';
import { writeReports } from '../../report/write-reports.ts';
import { runScenarios } from '../../runner/run.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { duration } from '../../scenario/values.ts';
import { exitCodes, MISTAKES } from '../exit-code.ts';
import { findMissingFiles, loadScenarios, printMistakes } from '../load.ts';

export interface RunFlags {
  readonly driver: Driver;
  readonly settle: string;
}

/** Runs scenarios, prints what happens, writes the reports. */
export async function run(paths: readonly string[], flags: RunFlags): Promise<number> {
  const settle = duration.safeParse(flags.settle);
  if (!settle.success) {
    throw new ScenarioError('bad-flag', `--settle: ${settle.error.issues[0]?.message}`);
  }
  const { project, scenarios, mistakes } = findMissingFiles(await loadScenarios(paths));
  if (mistakes.length > 0) {
    printMistakes(mistakes);
    return MISTAKES;
  }
  console.log(describeDrivers(scenarios, flags.driver));
  const interrupt = new AbortController();
  const stop = () => interrupt.abort(new Error('interrupted'));
  process.once('SIGINT', stop).once('SIGTERM', stop).once('SIGHUP', stop);
  const terminal = terminalReporter(process.stdout);
  try {
    const { verdict, path } = await runScenarios(scenarios, {
      project,
      settleMs: settle.data,
      driver: flags.driver,
      signal: interrupt.signal,
      listeners: [terminal.on],
    });
    const written = await writeReports(path);
    terminal.close(relative('.', written.html));
    return exitCodes[verdict];
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', stop);
  }
}

/** What the guests will run on, before any of them starts. */
function describeDrivers(scenarios: readonly Scenario[], driver: Driver): string {
  const drivers = scenarios.map(({ machine: { description, baseDir } }) =>
    'attach' in description
      ? 'an attached QEMU'
      : nameOf(chooseMachine(description, { driver, baseDir }).driver),
  );
  return `Machines: ${[...new Set(drivers)].join(', ')}`;
}

function nameOf(driver: 'qemu' | 'embedded' | undefined): string {
  return driver === 'embedded' ? 'embedded (v86, in Node)' : 'QEMU';
}
