import { useState } from 'preact/hooks';
import type { ScreenEvidence } from '../../runner/events.ts';
import { Loupe } from './loupe.tsx';
import { type Point, useSize } from './picture.tsx';
import { PixelValues } from './pixel-values.tsx';
import { usePixels } from './pixels.ts';

const scales = [1, 2, 4, 8, 16, 32] as const;

/** Expected and actual at the same place, down to single pixels and their values. */
export function Zoom(props: { screen: ScreenEvidence; start: Point | undefined }) {
  const { screen, start } = props;
  const sizes = [useSize(screen.expected), useSize(screen.actual)];
  const isThere = sizes.every((size) => size !== undefined);
  const expected = usePixels(isThere ? screen.expected : undefined);
  const actual = usePixels(isThere ? screen.actual : undefined);
  const boxes = screen.comparison && 'boxes' in screen.comparison ? screen.comparison.boxes : [];
  const [box, setBox] = useState(0);
  const first = boxes[0];
  const [place, setPlace] = useState<Point>(start ?? (first ? middleOf(first) : { x: 0, y: 0 }));
  const [scale, setScale] = useState<number>(16);
  if (!isThere) return <p class="note">The pixels cannot be read: a picture is missing.</p>;
  if (!expected || !actual) return <p class="note loading">Loading pixels ...</p>;
  if (expected instanceof Error || actual instanceof Error) {
    return <p class="note">The pixels cannot be read: write the report again.</p>;
  }
  const { width, height } = actual.canvas;
  const move = (x: number, y: number) =>
    setPlace({
      x: Math.max(0, Math.min(width - 1, x)),
      y: Math.max(0, Math.min(height - 1, y)),
    });
  const nearer = (by: number) => {
    const next = scales[scales.indexOf(scale as (typeof scales)[number]) + by];
    if (next) setScale(next);
  };
  const nextBox = () => {
    const next = boxes[(box + 1) % boxes.length];
    if (!next) return;
    setBox((box + 1) % boxes.length);
    const { x, y } = middleOf(next);
    move(x, y);
  };
  const press = (event: KeyboardEvent) => {
    const far = event.shiftKey ? 16 : 1;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => move(place.x - far, place.y),
      ArrowRight: () => move(place.x + far, place.y),
      ArrowUp: () => move(place.x, place.y - far),
      ArrowDown: () => move(place.x, place.y + far),
      '+': () => nearer(1),
      '-': () => nearer(-1),
      d: nextBox,
    };
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  const drag = { place, scale, move, press };
  return (
    <div class="zoom">
      <div class="side-by-side">
        <figure>
          <figcaption>Expected</figcaption>
          <Loupe pixels={expected} label="Expected" {...drag} />
        </figure>
        <figure>
          <figcaption>Actual</figcaption>
          <Loupe pixels={actual} label="Actual" {...drag} />
        </figure>
      </div>
      <PixelValues place={place} expected={expected} actual={actual} />
      <div class="controls">
        <button
          type="button"
          aria-label="Farther"
          disabled={scale === 1}
          onClick={() => nearer(-1)}
        >
          −
        </button>
        <span class="mono">{scale}×</span>
        <button type="button" aria-label="Nearer" disabled={scale === 32} onClick={() => nearer(1)}>
          +
        </button>
        {boxes.length > 0 && (
          <button type="button" onClick={nextBox}>
            Next difference
          </button>
        )}
        <span class="soft">Drag, or arrow keys on a picture</span>
      </div>
    </div>
  );
}

function middleOf({
  x,
  y,
  width,
  height,
}: {
  x: number;
  y: number;
  width: number;
  height: number;
}) {
  return { x: x + (width >> 1), y: y + (height >> 1) };
}
