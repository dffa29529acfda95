import type { TestContext } from 'vitest';
import { systemClock } from '../clock.ts';
import { StepError } from '../errors.ts';
import type { Guest } from '../guest/guest.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { recordGuest } from './recorded-guest.ts';
import {
  chooseBaselines,
  chooseLayout,
  chooseMachine,
  type GuestSettings,
  nameFile,
} from './settings.ts';
import type { OpenFile, TestFile } from './test-file.ts';
import { type TestEnd, TestSession } from './test-session.ts';

type Task = TestContext['task'];

interface Around {
  readonly file: TestFile;
  readonly settings: GuestSettings;
  readonly task: Task;
  readonly signal: AbortSignal;
  readonly skip: TestContext['skip'];
}

/** Starts a guest for a test, and ends it with the test, whatever became of that. */
export async function withGuest(
  { file, settings, task, signal, skip }: Around,
  use: (guest: Guest) => Promise<void>,
): Promise<void> {
  const startedMs = systemClock.now();
  const opened = await file.open(task.file.filepath);
  const errorsBefore = countErrors(task);
  const session = new TestSession(file, opened, {
    scenario: describeTest(task, file, opened, settings),
    attempt: (task.result?.retryCount ?? 0) + 1,
    settings,
    signal,
    deadlineMs: task.timeout > 0 ? startedMs + task.timeout : undefined,
    skip: (note) => skip(note),
  });
  try {
    const guest = await session.guest();
    await use(recordGuest(guest, { session }));
  } finally {
    session.noteLoose();
    await session.end(readEnd(task, errorsBefore, session));
  }
  refuseLoose(session, task, errorsBefore);
}

/** The scenario that a test is in the report. */
function describeTest(
  task: Task,
  file: TestFile,
  { project }: OpenFile,
  settings: GuestSettings,
): Scenario {
  const { filepath, projectName } = task.file;
  const machine = chooseMachine(settings.machine, project);
  const names = namesOf(task);
  const inProject = projectName ? `${projectName}: ` : '';
  const repeat = task.result?.repeatCount ?? 0;
  const path = `${inProject}${nameFile(filepath, project.root)} > ${names.join(' > ')}`;
  const id = file.claimId(path, task.id);
  return {
    id: repeat > 0 ? `${id}#${repeat + 1}` : id,
    name: names.join(' > '),
    file: filepath,
    tags: task.tags ?? [],
    machine,
    layout: chooseLayout(settings.layout, machine),
    pace: settings.pace ?? machine.pace ?? 'fast',
    baselinesDir: project.baselinesDir,
    baselinesFolder: chooseBaselines(settings.baselines, filepath, project.root),
    baselines: new Map(),
    pictures: new Map(),
    before: [],
    steps: [],
    after: [],
  };
}

function namesOf(task: Task): string[] {
  const names = [task.name];
  for (let suite = task.suite; suite && suite.type === 'suite'; suite = suite.suite) {
    if ('filepath' in suite) break;
    names.unshift(suite.name);
  }
  return names;
}

function countErrors({ result }: Task): number {
  return result?.errors?.length ?? 0;
}

function readEnd(task: Task, errorsBefore: number, session: TestSession): TestEnd {
  const failed = hasFailed(task, errorsBefore) || session.missing.length > 0;
  const [loose] = session.loose;
  if (!failed && loose !== undefined) {
    return { verdict: 'failed', trouble: { code: 'not-awaited', message: describeLoose(session) } };
  }
  if (!failed) return { verdict: 'passed' };
  const message = task.result?.errors?.at(-1)?.message.split('\n')[0];
  if (session.hasFailedStep || message === undefined) return { verdict: 'failed' };
  return { verdict: 'failed', trouble: { code: 'test-failed', message } };
}

/** `test.fails` wants what others do not. */
function hasFailed(task: Task, errorsBefore: number): boolean {
  const threw = countErrors(task) > errorsBefore;
  return task.fails ? !threw : threw;
}

/** What makes a test fail that has passed. */
function refuseLoose(session: TestSession, task: Task, errorsBefore: number): void {
  const { missing } = session;
  const [first, ...others] = missing;
  if (first) throw others.length > 0 ? new AggregateError(missing, first.message) : first;
  if (hasFailed(task, errorsBefore)) return;
  if (session.loose.length === 0) return;
  throw new StepError('not-awaited', describeLoose(session));
}

function describeLoose({ loose }: TestSession): string {
  return `the test ended before ${loose.join(' and ')} did: await every call of the guest`;
}
