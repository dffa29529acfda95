import { systemClock } from '../clock.ts';
import { explain } from '../errors.ts';
import type { StepResult } from '../runner/run-step.ts';
import type { Action, Word } from '../scenario/action.ts';
import { expectScreen } from '../scenario/actions/expect-screen.ts';
import { expectText } from '../scenario/actions/expect-text.ts';
import type { Condition } from '../scenario/condition.ts';
import { screen as screenCondition } from '../scenario/conditions/screen.ts';
import { text as textCondition } from '../scenario/conditions/text.ts';
import { explainIssues } from '../scenario/parse/explain-issue.ts';
import { titleText } from '../scenario/parts/text-keys.ts';
import { type CallPlace, findCaller, pointAt } from './call-place.ts';
import {
  badOptions,
  readOptions,
  type ScreenOptions,
  type TextOptions,
} from './matcher-options.ts';
import { type Seat, seatOf } from './recorded-guest.ts';
import { errorOf } from './step-error.ts';
import { waitUntilNot } from './wait-until-not.ts';

interface Judgement {
  readonly pass: boolean;
  readonly message: () => string;
}

interface MatcherState {
  readonly isNot: boolean;
}

/** Whether the screen matches its baseline, or comes to do so in time. */
export async function toMatchScreen(
  this: MatcherState,
  guest: unknown,
  name: string,
  options: ScreenOptions = {},
): Promise<Judgement> {
  const caller = findCaller(toMatchScreen);
  const seat = expectSeat('toMatchScreen', guest);
  const { keys, timeoutMs } = readOptions('screen', options);
  if (this.isNot) refuseDuration(keys);
  const action = readWord(expectScreen, { name, ...keys }, 'toMatchScreen');
  const { for: _for, stuck: _stuck, ...rules } = keys;
  const inverted = () =>
    screenCondition.make(screenCondition.schema.parse({ screen: name, ...rules }));
  return judge(this, seat, { action, inverted, title: `screen "${name}"`, timeoutMs, caller });
}

/** Whether the screen says a text, or comes to do so in time. */
export async function toShowText(
  this: MatcherState,
  guest: unknown,
  sought: string | RegExp,
  options: TextOptions = {},
): Promise<Judgement> {
  const caller = findCaller(toShowText);
  const seat = expectSeat('toShowText', guest);
  const { keys, timeoutMs } = readOptions('text', options);
  if (this.isNot) refuseDuration(keys);
  const written: Readonly<Record<string, unknown>> = { ...writePattern(sought), ...keys };
  const action = readWord(expectText, written, 'toShowText');
  const { stuck: _stuck, ...asked } = written;
  const inverted = () => textCondition.make(textCondition.schema.parse(asked));
  return judge(this, seat, {
    action,
    inverted,
    title: `text ${typeof sought === 'string' ? titleText(sought) : sought}`,
    timeoutMs,
    caller,
  });
}

/** As a scenario has it: a text stays a text, whatever stands between slashes in it. */
function writePattern(sought: string | RegExp): { text: string; regex: boolean } {
  if (!(sought instanceof RegExp)) return { text: sought, regex: false };
  const flags = sought.flags.replaceAll(/[^imsu]/g, '');
  return { text: `/${sought.source}/${flags}`, regex: true };
}

interface Question {
  readonly action: Action;
  /** The same as a condition, for `not`. */
  readonly inverted: () => Condition;
  readonly title: string;
  readonly timeoutMs: number | undefined;
  readonly caller: CallPlace | undefined;
}

async function judge(
  { isNot }: MatcherState,
  seat: Seat,
  { action, inverted, title, timeoutMs, caller }: Question,
): Promise<Judgement> {
  const { session, device, head } = seat;
  const timeout = timeoutMs ?? defaultTimeout(session.deadlineMs);
  const asked = isNot ? waitUntilNot(action, inverted(), title) : action;
  const request = { action: asked, timeoutMs: timeout, device, head };
  const result = await session.perform(request, caller);
  const { verdict, trouble } = result;
  if (verdict === 'error' || verdict === 'interrupted') throw pointAt(errorOf(result), caller);
  if (verdict === 'known-issue') session.skip(`known issue: ${result.knownIssue}`);
  if (trouble?.code === 'missing-baseline' && !isNot) {
    session.missing.push(pointAt(errorOf(result), caller));
  }
  const isGood = verdict === 'passed' || trouble?.code === 'missing-baseline';
  return { pass: isNot ? !isGood : isGood, message: () => describe(result) };
}

function describe(result: StepResult): string {
  return result.verdict === 'passed' ? 'it did' : explain(errorOf(result));
}

const DEFAULT_MS = 30_000;
/** What a step needs to say what it saw, before the test's time is up. Milliseconds. */
const MARGIN_MS = 1000;

function defaultTimeout(deadlineMs: number | undefined): number {
  if (deadlineMs === undefined) return DEFAULT_MS;
  return Math.max(0, Math.min(DEFAULT_MS, deadlineMs - systemClock.now() - MARGIN_MS));
}

/** What passes as soon as something does not show needs no word on how long it must. */
function refuseDuration(keys: Readonly<Record<string, unknown>>): void {
  const key = ['for', 'stuck'].find((each) => each in keys);
  if (key !== undefined) throw badOptions(`"${key}" makes no sense with not`);
}

function expectSeat(matcher: string, guest: unknown): Seat {
  const seat = seatOf(guest);
  if (seat) return seat;
  throw badOptions(`${matcher}: expected the guest of a test from guestwright/vitest`);
}

/** The step's own schema, and its own words for what is wrong. */
function readWord(word: Word, value: object, matcher: string): Action {
  const { success, data, error } = word.read(value);
  if (success) return data;
  const [mistake] = explainIssues(error.issues, Object.keys(word.schema.shape));
  const key = mistake?.path.join('.') ?? '';
  throw badOptions(`${matcher}: ${key === '' ? '' : `${key}: `}${mistake?.message}`);
}
