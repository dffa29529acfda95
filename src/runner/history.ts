import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EVENTS_VERSION, type RunEvent } from './events.ts';
import { EVENTS_FILE, listRuns } from './run-folder.ts';

/** What earlier runs tell about the scenarios of the next one. */
export interface History {
  /** How long it took the last time that it came to its end. Milliseconds. */
  readonly durationOf: (id: string) => number | undefined;
  /** In how many of the last runs that came to its marked step it has passed, without a failure since. */
  readonly passesOf: (id: string, issue: string) => number;
}

export const noHistory: History = { durationOf: () => undefined, passesOf: () => 0 };

/** So many runs are looked at: the newest ones. */
const MOST_RUNS = 20;

/** Reads the newest runs of a results folder; what cannot be read counts for nothing. */
export async function readHistory(resultsDir: string): Promise<History> {
  const runs = (await listRuns(resultsDir)).slice(0, MOST_RUNS);
  const durations = new Map<string, number>();
  const marks = new Map<string, Mark>();
  for (const run of runs) {
    const events = await readRelevant(join(resultsDir, run, EVENTS_FILE));
    noteDurations(events, durations);
    noteMarks(events, marks);
  }
  return {
    durationOf: (id) => durations.get(baseOf(id)),
    passesOf: (id, issue) => marks.get(keyOf(id, issue))?.passes ?? 0,
  };
}

/** The scenario that `demo/keyboard#2` is a repetition of. */
export function baseOf(id: string): string {
  return id.replace(/#\d+$/, '');
}

interface Mark {
  readonly passes: number;
  /** Whether an earlier run, looked at later, cannot change it any more. */
  readonly isClosed: boolean;
}

/** A run's file may be large; of most of its lines, nothing is of use here. */
async function readRelevant(file: string): Promise<RunEvent[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const [start = '', ...lines] = text.split('\n');
  if (!hasOurVersion(start)) return [];
  return lines
    .filter((line) => line.includes('"type":"scenario-finished"') || line.includes('"knownIssue":'))
    .flatMap(parseLine);
}

/** Without reading the rest of it, which may be long. */
function hasOurVersion(start: string): boolean {
  return /^.{0,80}"version":(\d+)/.exec(start)?.[1] === String(EVENTS_VERSION);
}

function parseLine(line: string): RunEvent[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

function noteDurations(events: readonly RunEvent[], durations: Map<string, number>): void {
  const found = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'scenario-finished' || event.verdict === 'interrupted') continue;
    found.set(baseOf(event.scenario), event.durationMs);
  }
  for (const [id, ms] of found) if (!durations.has(id)) durations.set(id, ms);
}

function noteMarks(events: readonly RunEvent[], marks: Map<string, Mark>): void {
  const passed = new Map<string, boolean>();
  for (const event of events) {
    if (event.type !== 'step-finished' || event.knownIssue === undefined) continue;
    if (event.verdict !== 'passed' && event.verdict !== 'known-issue' && !isGone(event)) continue;
    const key = keyOf(event.scenario, event.knownIssue);
    passed.set(key, (passed.get(key) ?? true) && event.verdict !== 'known-issue');
  }
  for (const [key, hasPassed] of passed) {
    const { passes, isClosed } = marks.get(key) ?? { passes: 0, isClosed: false };
    if (isClosed) continue;
    marks.set(key, { passes: passes + (hasPassed ? 1 : 0), isClosed: !hasPassed });
  }
}

/** The step passed, and has failed for that. */
function isGone({ trouble }: RunEvent & { readonly type: 'step-finished' }): boolean {
  return trouble?.code === KNOWN_ISSUE_GONE;
}

export const KNOWN_ISSUE_GONE = 'known-issue-gone';

function keyOf(id: string, issue: string): string {
  return `${baseOf(id)} ${issue}`;
}
