import { useEffect, useRef, useState } from 'preact/hooks';
import type { Point } from './picture.tsx';
import type { Pixels } from './pixels.ts';

const WIDTH = 480;
const HEIGHT = 320;

/** A picture around a place, enlarged; a drag or the keyboard moves the place. */
export function Loupe(props: {
  pixels: Pixels;
  label: string;
  place: Point;
  scale: number;
  move: (x: number, y: number) => void;
  press: (event: KeyboardEvent) => void;
}) {
  const { pixels, label, place, scale, move, press } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [from, setFrom] = useState<{ place: Point; x: number; y: number }>();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) drawLoupe(context, pixels, place, scale);
  }, [pixels, place, scale]);
  return (
    <canvas
      ref={canvas}
      class="loupe"
      width={WIDTH}
      height={HEIGHT}
      tabIndex={0}
      role="img"
      aria-label={`${label} around ${place.x},${place.y}`}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ place, x: event.clientX, y: event.clientY });
      }}
      onPointerMove={(event) => {
        if (!from) return;
        const ratio = WIDTH / event.currentTarget.clientWidth / scale;
        move(
          Math.round(from.place.x - (event.clientX - from.x) * ratio),
          Math.round(from.place.y - (event.clientY - from.y) * ratio),
        );
      }}
      onPointerUp={() => setFrom(undefined)}
    />
  );
}

function drawLoupe(
  context: CanvasRenderingContext2D,
  { canvas }: Pixels,
  { x, y }: Point,
  scale: number,
): void {
  context.imageSmoothingEnabled = false;
  context.fillStyle = '#444b55';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const left = Math.round(WIDTH / 2 - (x + 0.5) * scale);
  const top = Math.round(HEIGHT / 2 - (y + 0.5) * scale);
  context.drawImage(canvas, left, top, canvas.width * scale, canvas.height * scale);
  const [crossX, crossY] = [left + x * scale, top + y * scale];
  context.strokeStyle = '#000';
  context.strokeRect(crossX - 1.5, crossY - 1.5, scale + 3, scale + 3);
  context.strokeStyle = '#ff2e63';
  context.strokeRect(crossX - 0.5, crossY - 0.5, scale + 1, scale + 1);
}
