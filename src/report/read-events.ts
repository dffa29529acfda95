import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MachineError, ScenarioError } from '../errors.ts';
import { EVENTS_VERSION, type RunEvent } from '../runner/events.ts';
import { EVENTS_FILE } from '../runner/run-folder.ts';
import { eventSchema } from './event-schema.ts';

/** Whether a run came as far as to say what it is about: a run that was killed at once left nothing to read. */
export async function hasStarted(runFolder: string): Promise<boolean> {
  const text = await readFile(join(runFolder, EVENTS_FILE), 'utf8').catch(() => '');
  return text.includes('\n');
}

/**
 * Reads what a run wrote. A last line that was cut off while it was written is left out.
 * @throws MachineError `events-not-readable`
 * @throws ScenarioError `bad-events`, naming file and line
 */
export async function readEvents(runFolder: string): Promise<RunEvent[]> {
  const file = join(runFolder, EVENTS_FILE);
  const lines = (await readText(file)).split('\n');
  const unended = lines.pop() ?? '';
  if (isJson(unended)) lines.push(unended);
  checkStart(lines[0], file);
  return lines.map((line, index) => parseEvent(line, `${file}:${index + 1}`));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MachineError('events-not-readable', `cannot read the run's events: ${reason}`, {
      cause,
      hint: 'expected the folder of one run, such as results/<run>',
    });
  }
}

function isJson(text: string): boolean {
  return parseJson(text) !== undefined;
}

/** Undefined, which JSON cannot say, when it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Before anything else, so that another version is told as such and not as its first oddity. */
function checkStart(line: string | undefined, file: string): void {
  const expected = `expected a run-started event of version ${EVENTS_VERSION}`;
  const first = (line === undefined ? undefined : parseJson(line)) as
    | { readonly type?: unknown; readonly version?: unknown }
    | null
    | undefined;
  if (first?.type !== 'run-started') {
    const got = line ? abbreviate(line) : 'nothing';
    throw badEvents(`${file}:1: ${expected}, got ${got}`);
  }
  if (first.version !== EVENTS_VERSION) {
    throw badEvents(
      `${file}:1: ${expected}, got version ${abbreviate(JSON.stringify(first.version) ?? 'none')}`,
      'use the Guestwright that made this run, or run again',
    );
  }
}

function parseEvent(line: string, where: string): RunEvent {
  const json = parseJson(line);
  if (json === undefined) {
    throw badEvents(`${where}: expected one event as JSON, got ${abbreviate(line) || 'nothing'}`);
  }
  const { data, error } = eventSchema.safeParse(json);
  if (data) return data;
  const issue = error.issues[0];
  const key = issue?.path.join('.') || 'the event';
  throw badEvents(`${where}: ${key}: ${issue?.message ?? 'not an event'}`);
}

function abbreviate(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}...`;
}

function badEvents(message: string, hint?: string): ScenarioError {
  return new ScenarioError('bad-events', message, hint === undefined ? {} : { hint });
}
