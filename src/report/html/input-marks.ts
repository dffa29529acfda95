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
  | { readonly kind: 'move'; readonly x: number; readonly y: number }
);

type Input = Extract<TraceLine, { readonly type: 'input' }>;
type InputEvent = NonNullable<Input['events']>[number];

/** Puts together what the events of a guest's input say one by one: chords, and where buttons went down. */
export function listInputMarks(lines: readonly TraceLine[]): InputMark[] {
  const marks: InputMark[] = [];
  const state = { held: new Set<string>(), x: 0.5, y: 0.5 };
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
    if (event.type === 'abs') state[event.data.axis] = Math.min(1, event.data.value / 0x7fff);
    else if (event.type === 'btn') buttons.push(event.data);
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
  const moved = x !== beforeX || y !== beforeY;
  if (moved && buttons.length === 0) marks.push({ at, kind: 'move', x, y });
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
