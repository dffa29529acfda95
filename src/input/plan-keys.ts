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

/**
 * A chord: everything down in order, `holdMs` later everything up in reverse (0: at once). Behind it, what the pace
 * leaves between one and the next: with a rate the hold is part of that.
 */
export function planChord(
  chord: Chord,
  holdMs: number,
  queue: KeyboardQueue,
  pace: Pace = 'fast',
): Batch[] {
  const downs = chord.map((key) => ({ key, down: true }));
  const ups = chord.toReversed().map((key) => ({ key, down: false }));
  const gapMs = gapAfter(holdMs, pace);
  return holdMs > 0
    ? [...packEdges(downs, holdMs, queue), ...packEdges(ups, gapMs, queue)]
    : packEdges([...downs, ...ups], gapMs, queue);
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
  const gapMs = gapAfter(holdMs * edges.filter(isKeyDown).length, pace);
  const batches: Batch[] = [];
  let rest: Edge[] = [];
  for (const edge of edges) {
    rest.push(edge);
    if (isKeyDown(edge)) {
      batches.push(...packEdges(rest, holdMs, queue));
      rest = [];
    }
  }
  return [...batches, ...packEdges(rest, gapMs, queue)];
}

/** The hold is part of the time that a rate gives a character. */
function gapAfter(heldMs: number, pace: Pace): number {
  const { gapMs } = paceLimits(pace);
  return typeof pace === 'object' ? Math.max(0, gapMs - heldMs) : gapMs;
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

/**
 * Cuts edges into batches that the queue takes; `waitMs` stands after the last of them. A key that goes
 * down and up at once does both in one batch, so that no guest repeats it while a slow one reads.
 */
function packEdges(edges: readonly Edge[], waitMs: number, queue: KeyboardQueue): Batch[] {
  const batches: Batch[] = [];
  let events: Batch['events'] = [];
  let queued = 0;
  for (const stroke of keepTogether(edges, queue)) {
    const cost = costOf(stroke, queue);
    if (queued > 0 && queued + cost > queue.batch) {
      batches.push({ events, queued, waitMs: 0, continues: true });
      events = [];
      queued = 0;
    }
    events = [...events, ...stroke.map(({ key, down }) => keyEvent(key, down))];
    queued += cost;
  }
  if (events.length > 0) batches.push({ events, queued, waitMs });
  return batches;
}

/** Each edge by itself, or the down and the up of a key where both fit into a batch. */
function keepTogether(edges: readonly Edge[], queue: KeyboardQueue): Edge[][] {
  const strokes: Edge[][] = [];
  let last: Edge | undefined;
  for (const edge of edges) {
    const isUpOfLast = last?.down && last.key === edge.key && !edge.down;
    if (isUpOfLast && last && costOf([last, edge], queue) <= queue.batch) {
      strokes.at(-1)?.push(edge);
    } else {
      strokes.push([edge]);
    }
    last = edge;
  }
  return strokes;
}

function costOf(edges: readonly Edge[], queue: KeyboardQueue): number {
  return edges.reduce((sum, { key, down }) => sum + queue.cost(key, down), 0);
}
