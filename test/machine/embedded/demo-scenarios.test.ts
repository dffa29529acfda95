import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EmbeddedDescription } from '../../../src/machine/description.ts';
import type { RunEvent } from '../../../src/runner/events.ts';
import { runScenarios } from '../../../src/runner/run.ts';
import { parseScenario } from '../../../src/scenario/parse/parse.ts';
import { loadProject } from '../../../src/scenario/parse/project.ts';
import { demoElf, repository } from '../../support/needs-qemu.ts';
import { makeTestFolder } from '../../support/with-qemu.ts';

const embedded: EmbeddedDescription = { driver: 'embedded', kernel: demoElf, memory: '64M' };

/** Runs a scenario of the repository, with its baselines, on the embedded machine. */
async function run(name: string): Promise<readonly RunEvent[]> {
  const project = await loadProject(repository, {});
  const file = join(repository, 'scenarios/demo', `${name}.yaml`);
  const reading = await parseScenario(file, await readFile(file, 'utf8'), project, {});
  if (!reading.ok) throw new Error(reading.mistakes.map(({ message }) => message).join('\n'));
  const [scenario] = reading.scenarios;
  if (!scenario) throw new Error('a text is at least one scenario');
  const events: RunEvent[] = [];
  await runScenarios([{ ...scenario, machine: { ...scenario.machine, description: embedded } }], {
    project,
    settleMs: 500,
    signal: new AbortController().signal,
    listeners: [(event) => events.push(event)],
    resultsDir: makeTestFolder(),
  });
  return events;
}

test.each(['keyboard', 'pointer'])(
  'the demo by %s passes on the embedded machine, with the baselines from QEMU',
  async (name) => {
    const events = await run(name);
    const started = events.find((event) => event.type === 'machine-started');
    expect(started).toMatchObject({ machine: 'v86 0.5.462, embedded' });
    const steps = events.filter((event) => event.type === 'step-finished');
    expect(steps.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
    expect(steps.length).toBeGreaterThan(15);
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', verdict: 'passed' });
  },
  60_000,
);
