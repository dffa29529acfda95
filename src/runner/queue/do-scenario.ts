import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { guard } from '../../machine/guardian.ts';
import type { Project } from '../../scenario/parse/project.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { nameAttempts } from '../attempt-name.ts';
import type { BootStates } from '../boot-states.ts';
import { Pictures } from '../pictures.ts';
import { textsOf } from '../run.ts';
import { RunFolder } from '../run-folder.ts';
import { runScenario } from '../session.ts';
import type { SavedStates } from '../states/saved-states.ts';
import type { ScenarioState } from '../verdicts.ts';
import type { Lease } from './lease.ts';
import type { Plan } from './messages.ts';
import { Outbox } from './outbox.ts';

export interface Doing {
  readonly project: Project;
  readonly settings: Plan['settings'];
  readonly states: BootStates;
  readonly saved: SavedStates;
  /** Aborted, it ends the scenario after a step that acts. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Which of the worker's guests it is, from 1. */
  readonly slot: number;
}

/**
 * Runs a scenario that was taken, as often as it may still be tried, and sends its run all there is to know.
 * Nothing of it stays here.
 * @throws MachineError `results-not-writable`
 */
export async function doScenario(
  scenario: Scenario,
  lease: Lease,
  { project, settings, states, saved, signal, clock, slot }: Doing,
): Promise<ScenarioState> {
  const place = await mkdtemp(join(tmpdir(), 'guestwright-worker-'));
  const release = guard('folder', place);
  let outbox: Outbox | undefined;
  const secrets = textsOf(project.secrets);
  const folder = new RunFolder(place, [(event) => outbox?.push(event)], secrets, clock);
  const pictures = new Pictures(folder.path);
  outbox = new Outbox(lease, folder.path, pictures);
  const mayFail = Math.max(0, (scenario.retries ?? settings.retries) - lease.tried);
  try {
    return await runScenario(
      { ...scenario, retries: mayFail },
      {
        ...{ folder, pictures, states, saved, signal, clock, worker: slot, root: project.root },
        ...settings,
        nameOf: nameAttempts([scenario.id]),
        history: { durationOf: () => undefined, passesOf: (_, issue) => lease.passesOf(issue) },
        broken: lease.lost,
      },
    );
  } finally {
    await outbox.flush();
    folder.close();
    await rm(place, { recursive: true, force: true });
    release();
  }
}
