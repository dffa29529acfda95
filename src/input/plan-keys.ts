import type { QKeyCode } from '../qmp/qkeycode.ts';
import { type Batch, keyEvent } from './batch.ts';
import type { Chord } from './chord.ts';
import type { KeyboardQueue } from './keyboard-queue.ts';
import type { Layout, Stroke } from './layout.ts';
import { type Pace, paceLimits } from './pace.ts';

interface Edge {
  readonly key: QKeyCode;
  readonly down: boolean;
}

/** A chord: everything down in order, `holdMs` later everything up in reverse. */
export function planChord(chord: Chord, holdMs: number, queue: KeyboardQueue): Batch[] {
  return [
    ...packEdges(
      chord.map((key) => ({ key, down: true })),
      holdMs,
      queue,
    ),
    ...packEdges(
      chord.toReversed().map((key) => ({ key, down: false })),
      0,
      queue,
    ),
  ];
}

/** Keys that go down and stay down, or come up; in the order given. */
export function planEdges(keys: readonly QKeyCode[], down: boolean, queue: KeyboardQueue): Batch[] {
  return packEdges(
    keys.map((key) => ({ key, down })),
    0,
    queue,
  );
}

export interface TypingOptions {
  readonly layout: Layout;
  readonly queue: KeyboardQueue;
  /** How long each key stays down; 0 lets down and up share a batch. Milliseconds. */
  readonly holdMs: number;
  readonly pace: Pace;
}

/**
 * A text as batches that never exceed the queue. A run of characters under the same modifiers
 * holds them once. Every character must be typable: see `findUntypable`.
 */
export function planText(text: string, options: TypingOptions): Batch[] {
  const { layout, queue, holdMs, pace } = options;
  const strokes = [...text].map((character) => layout.strokes.get(character) ?? []);
  const perCharacter = holdModifiersOnce(strokes);
  if (holdMs > 0) return perCharacter.flatMap((edges) => holdEach(edges, options));

  const { characters, gapMs } = paceLimits(pace);
  const batches: Batch[] = [];
  for (let start = 0; start < perCharacter.length; start += characters) {
    const end = Math.min(perCharacter.length, start + characters);
    batches.push(...packEdges(perCharacter.slice(start, end).flat(), gapMs, queue));
    if (!Number.isFinite(characters)) break;
  }
  return batches;
}

/** Down to the key itself, a hold, the rest: so that the modifiers bracket the key. */
function holdEach(edges: readonly Edge[], { queue, holdMs, pace }: TypingOptions): Batch[] {
  const { gapMs } = paceLimits(pace);
  // The hold is part of the time that a rate gives a character.
  const heldMs = typeof pace === 'object' ? holdMs * edges.filter(isKeyDown).length : 0;
  const batches: Batch[] = [];
  let rest: Edge[] = [];
  for (const edge of edges) {
    rest.push(edge);
    if (isKeyDown(edge)) {
      batches.push(...packEdges(rest, holdMs, queue));
      rest = [];
    }
  }
  return [...batches, ...packEdges(rest, Math.max(0, gapMs - heldMs), queue)];
}

const modifierKeys: ReadonlySet<QKeyCode> = new Set<QKeyCode>([
  'shift',
  'shift_r',
  'ctrl',
  'ctrl_r',
  'alt',
  'alt_r',
  'meta_l',
  'meta_r',
]);

function isKeyDown({ key, down }: Edge): boolean {
  return down && !modifierKeys.has(key);
}

/** The edges of each character; modifiers stay down while the next stroke needs them too. */
function holdModifiersOnce(characters: readonly (readonly Stroke[])[]): Edge[][] {
  const result: Edge[][] = characters.map(() => []);
  const steps = characters.flatMap((strokes, index) =>
    strokes.map((stroke) => ({ stroke, index })),
  );
  let held: readonly QKeyCode[] = [];
  steps.forEach(({ stroke, index }, position) => {
    const edges = result[index] ?? [];
    const wanted = stroke.modifiers;
    edges.push(...wanted.filter((key) => !held.includes(key)).map((key) => ({ key, down: true })));
    edges.push({ key: stroke.key, down: true }, { key: stroke.key, down: false });
    const following = stroke.endsSequence ? undefined : steps[position + 1]?.stroke;
    const next = following?.modifiers ?? [];
    const released = wanted.filter((key) => !next.includes(key)).toReversed();
    edges.push(...released.map((key) => ({ key, down: false })));
    held = wanted.filter((key) => next.includes(key));
  });
  return result;
}

/** Cuts edges into batches that fit the queue; `waitMs` stands after the last of them. */
function packEdges(edges: readonly Edge[], waitMs: number, queue: KeyboardQueue): Batch[] {
  const batches: Batch[] = [];
  let events: Batch['events'] = [];
  let queued = 0;
  for (const { key, down } of edges) {
    const cost = queue.cost(key, down);
    if (queued + cost > queue.capacity) {
      batches.push({ events, queued, waitMs: 0 });
      events = [];
      queued = 0;
    }
    events = [...events, keyEvent(key, down)];
    queued += cost;
  }
  if (events.length > 0) batches.push({ events, queued, waitMs });
  return batches;
}
