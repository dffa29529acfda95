import type { TraceLine } from '../trace.ts';

/** What a person would have been seen to do. `x` and `y` are parts of the screen, 0..1. */
export type InputMark = { readonly at: number } & (
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  /** So many events whose keys are secret. */
  | { readonly kind: 'secret'; readonly count: number }
  | {
      readonly kind: 'down' | 'up';
      readonly button: string;
      readonly x: number;
      readonly y: number;
    }
  /** Of the pointer, or of the finger that `button` names. */
  | {
      readonly kind: 'move';
      readonly button?: string;
      readonly x: number;
      readonly y: number;
    }
);

type Input = Extract<TraceLine, { readonly type: 'input' }>;
type InputEvent = NonNullable<Input['events']>[number];

const FINGER = 'finger ';

/** Whether what a mark is of goes its own way, beside the pointer. */
export function isFinger(button: string | undefined): boolean {
  return button?.startsWith(FINGER) ?? false;
}

/**
 * Puts together what the events of a guest's input say one by one: chords, and where buttons and fingers
 * went down.
 */
export function listInputMarks(lines: readonly TraceLine[]): InputMark[] {
  const marks: InputMark[] = [];
  const state = { held: new Set<string>(), x: 0.5, y: 0.5, fingers: new Map() };
  for (const line of lines) {
    if (line.type !== 'input') continue;
    if (line.secret) marks.push({ at: line.at, kind: 'secret', count: line.count ?? 0 });
    else readBatch(line.at, line.events ?? [], state, marks);
  }
  return marks;
}

interface State {
  readonly held: Set<string>;
  x: number;
  y: number;
  /** By slot. */
  readonly fingers: Map<number, Place>;
}

interface Place {
  x: number;
  y: number;
}

function readBatch(
  at: number,
  events: readonly InputEvent[],
  state: State,
  marks: InputMark[],
): void {
  const [beforeX, beforeY] = [state.x, state.y];
  const pressed: string[] = [];
  const buttons: { readonly button: string; readonly down: boolean }[] = [];
  for (const event of events) {
    if (event.type === 'abs') state[event.data.axis] = partOf(event.data.value);
    // `touch` comes with the fingers, each of which is told for itself.
    else if (event.type === 'btn' && event.data.button !== 'touch') buttons.push(event.data);
    else if (event.type === 'key') {
      const name = String(event.data.key.data);
      if (event.data.down) pressed.push(name);
      if (event.data.down && modifiers.has(name)) state.held.add(name);
      else state.held.delete(name);
    }
  }
  const { x, y } = state;
  if (pressed.length > 0) addChord(at, [...new Set([...state.held, ...pressed])], marks);
  for (const { button, down } of buttons) {
    marks.push({ at, kind: down ? 'down' : 'up', button, x, y });
  }
  marks.push(...readFingers(at, events, state.fingers));
  const moved = x !== beforeX || y !== beforeY;
  if (moved && buttons.length === 0) marks.push({ at, kind: 'move', x, y });
}

function readFingers(
  at: number,
  events: readonly InputEvent[],
  fingers: Map<number, Place>,
): InputMark[] {
  const doings = new Map<number, { readonly kind: FingerKind; readonly place: Place }>();
  for (const event of events) {
    if (event.type !== 'mtt') continue;
    const { type, slot, axis, value } = event.data;
    const place = fingers.get(slot) ?? { x: 0.5, y: 0.5 };
    fingers.set(slot, place);
    if (type === 'data') place[axis] = partOf(value);
    else doings.set(slot, { kind: fingerKinds[type], place });
  }
  return [...doings].map(([slot, { kind, place }]) => ({
    ...{ at, kind, button: `${FINGER}${slot + 1}` },
    ...place,
  }));
}

const fingerKinds = { begin: 'down', update: 'move', end: 'up', cancel: 'up' } as const;
type FingerKind = (typeof fingerKinds)[keyof typeof fingerKinds];

/** Of the screen, of an absolute value 0..0x7fff. */
function partOf(value: number): number {
  return Math.min(1, value / 0x7fff);
}

const modifiers: ReadonlySet<string> = new Set(
  ['shift', 'ctrl', 'alt', 'meta'].flatMap((name) => [name, `${name}_r`]),
);

/** A chord takes the place of the modifiers that were only the beginning of it. */
function addChord(at: number, keys: readonly string[], marks: InputMark[]): void {
  const last = marks.at(-1);
  const isBegun =
    last?.kind === 'keys' && last.keys.every((key) => modifiers.has(key) && keys.includes(key));
  if (isBegun) marks.pop();
  marks.push({ at, kind: 'keys', keys });
}
