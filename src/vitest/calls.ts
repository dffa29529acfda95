import type { Guest } from '../guest/guest.ts';
import type { Keyboard } from '../guest/keyboard.ts';
import type { Pointer } from '../guest/pointer.ts';
import type { Screen } from '../guest/screen.ts';
import type { Serial } from '../guest/serial.ts';
import type { TextReader } from '../guest/text.ts';
import type { Touch } from '../guest/touch.ts';
import type { Point } from '../input/absolute.ts';
import { titleChord } from '../input/key-names.ts';
import type { StepOutcome } from '../scenario/outcome.ts';
import { titleText } from '../scenario/parts/text-keys.ts';
import type { Frame } from '../screen/frame.ts';

/** How a call of a guest's is a step: what a scenario would call it, and where its signal goes. */
export interface Call<Args extends readonly unknown[] = readonly unknown[]> {
  /** The word of the language that does the same. */
  readonly action: string;
  readonly title: (...args: Args) => string;
  /** The text that must not be shown if it is a secret. */
  readonly typed?: (...args: Args) => string;
  /** Which argument is the signal, or the options that have one. */
  readonly signal: { readonly at: number; readonly in: 'argument' | 'options' } | undefined;
  /** Whether it only waits, and so ends when the test does. */
  readonly waits?: boolean;
  /** What it found, where that is a picture. */
  readonly frame?: (result: unknown) => Frame | undefined;
  readonly output?: (result: unknown) => string;
}

type CallsOf<T> = {
  readonly [K in keyof T as T[K] extends (...args: never[]) => Promise<unknown>
    ? K
    : never]?: T[K] extends (...args: infer A extends unknown[]) => Promise<unknown>
    ? Call<A>
    : never;
};

const options = (at: number) => ({ at, in: 'options' }) as const;
const argument = (at: number) => ({ at, in: 'argument' }) as const;
const at = ({ x, y }: Point) => `${x},${y}`;
const named = (button: string | undefined) =>
  button === undefined || button === 'left' ? '' : `${button} `;

const keyboard: CallsOf<Keyboard> = {
  type: {
    action: 'type',
    title: (text) => `type ${titleText(text)}`,
    typed: (text) => text,
    signal: options(1),
  },
  press: {
    action: 'press',
    title: (keys) => `press ${typeof keys === 'string' ? keys : titleChord(keys)}`,
    signal: options(1),
  },
  hold: { action: 'hold', title: (keys) => `hold ${titleChord(keys)}`, signal: argument(1) },
  release: {
    action: 'release',
    title: (keys) => `release ${titleChord(keys)}`,
    signal: argument(1),
  },
};

const pointer: CallsOf<Pointer> = {
  move: { action: 'move', title: (to) => `move to ${at(to)}`, signal: options(1) },
  click: {
    action: 'click',
    title: (to, { button } = {}) => `click ${named(button)}at ${at(to)}`,
    signal: options(1),
  },
  doubleClick: {
    action: 'double-click',
    title: (to, { button } = {}) => `double-click ${named(button)}at ${at(to)}`,
    signal: options(1),
  },
  drag: {
    action: 'drag',
    title: (from, to) => `drag from ${at(from)} to ${at(to)}`,
    signal: options(2),
  },
  scroll: {
    action: 'scroll',
    title: (direction, notches, place) => `scroll ${direction} by ${notches} at ${at(place)}`,
    signal: options(3),
  },
  hold: { action: 'hold', title: (button) => `hold the ${button} button`, signal: argument(1) },
  release: {
    action: 'release',
    title: (button) => `release the ${button} button`,
    signal: argument(1),
  },
};

const touch: CallsOf<Touch> = {
  tap: { action: 'touch', title: (place) => `touch at ${at(place)}`, signal: options(1) },
  swipe: {
    action: 'touch',
    title: (fingers) =>
      `touch with ${fingers.length} ${fingers.length === 1 ? 'finger' : 'fingers'}`,
    signal: options(1),
  },
};

const frameOf = (result: unknown) => (result as { readonly frame?: Frame }).frame;

const screen: CallsOf<Screen> = {
  capture: {
    action: 'screenshot',
    title: () => 'screenshot',
    signal: argument(0),
    waits: true,
    frame: (result) => result as Frame,
  },
  waitFor: {
    action: 'wait-for-screen',
    title: () => 'wait for a screen',
    signal: options(1),
    waits: true,
    frame: frameOf,
  },
  find: {
    action: 'wait-for-picture',
    title: () => 'find a picture',
    signal: options(1),
    waits: true,
    frame: frameOf,
  },
  waitForChange: {
    action: 'wait-for-change',
    title: () => 'wait for a change',
    signal: options(0),
    waits: true,
    frame: frameOf,
  },
  waitUntilStill: {
    action: 'wait-until-still',
    title: ({ quietMs }) => `wait until still for ${quietMs} ms`,
    signal: options(0),
    waits: true,
    frame: frameOf,
  },
};

const text: CallsOf<TextReader> = {
  read: {
    action: 'read',
    title: () => 'read the screen',
    signal: options(0),
    waits: true,
    frame: frameOf,
  },
};

const serial: CallsOf<Serial> = {
  expect: {
    action: 'serial',
    title: (pattern) => `serial: expect ${pattern.title}`,
    signal: options(1),
    waits: true,
    output: (result) => (result as { readonly text: string }).text,
  },
  send: {
    action: 'serial',
    title: (sent) => `serial: send ${titleText(sent)}`,
    typed: (sent) => sent,
    signal: undefined,
  },
};

/** What of a guest is a step of a test, by part and by method; all else is only asked. */
export const calls = { keyboard, pointer, touch, screen, text, serial } satisfies {
  readonly [P in keyof Guest]?: CallsOf<Guest[P]>;
};

export type Part = keyof typeof calls;

/** The call's arguments with the signal where it belongs; the author's own signal counts too. */
export function withSignal(
  call: Call<never>,
  args: readonly unknown[],
  signal: AbortSignal,
): unknown[] {
  if (!call.signal) return [...args];
  const { at: index } = call.signal;
  const given = args[index];
  const all = Array.from({ length: Math.max(args.length, index + 1) }, (_, each) => args[each]);
  if (call.signal.in === 'argument') return all.with(index, joinSignals(given, signal));
  const own = typeof given === 'object' && given !== null && 'signal' in given && given.signal;
  return all.with(index, { ...Object(given ?? {}), signal: joinSignals(own, signal) });
}

function joinSignals(own: unknown, signal: AbortSignal): AbortSignal {
  return own instanceof AbortSignal ? AbortSignal.any([own, signal]) : signal;
}

/** What a call that came back is to the step that it was. */
export function outcomeOf(call: Call<never>, result: unknown): StepOutcome {
  const frame = call.frame?.(result);
  const output = call.output?.(result);
  return { kind: 'done', ...(frame && { frame }), ...(output !== undefined && { output }) };
}
