import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Size } from '../../screen/compare.ts';
import type { PageFrame } from '../html/page-data.ts';

type Part = NonNullable<PageFrame['parts']>[number];

/** As many as a quick hand passes within a moment; the eldest goes. */
const MOST_IMAGES = 300;
const images = new Map<string, HTMLImageElement>();

function imageOf(picture: string): HTMLImageElement {
  const known = images.get(picture);
  if (known) return known;
  const image = new Image();
  image.src = `../${picture}`;
  images.set(picture, image);
  if (images.size > MOST_IMAGES) images.delete(images.keys().next().value ?? picture);
  return image;
}

/** What a frame shows otherwise than the picture below: drawn to the pixel, or as small as `most` wide. */
export function FrameParts(props: { parts: readonly Part[]; size: Size; most?: number }) {
  const { parts, size, most = size.width } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = Math.min(1, most / size.width);
  useLayoutEffect(() => {
    let isWanted = true;
    const wanted = parts.map((part) => [part, imageOf(part.picture)] as const);
    const draw = () => {
      const context = canvas.current?.getContext('2d');
      if (!context || !isWanted) return;
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      for (const [{ x, y, width, height }, image] of wanted) {
        const place = [x * scale, y * scale, width * scale, height * scale] as const;
        if (image.naturalWidth > 0) context.drawImage(image, ...place);
        else crossOut(context, place);
      }
    };
    // What shows the frame before stays until all of this one is there.
    const isThere = wanted.every(([, image]) => image.complete);
    if (isThere) draw();
    else void Promise.allSettled(wanted.map(([, image]) => image.decode())).then(draw);
    return () => {
      isWanted = false;
    };
  }, [parts, scale]);
  return (
    <canvas
      ref={canvas}
      class="frame-parts"
      width={Math.round(size.width * scale)}
      height={Math.round(size.height * scale)}
    />
  );
}

/** What is missing is seen to be. */
function crossOut(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [number, number, number, number],
): void {
  context.fillStyle = '#777';
  context.fillRect(x, y, width, height);
  context.strokeStyle = '#fff';
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + width, y + height);
  context.moveTo(x, y + height);
  context.lineTo(x + width, y);
  context.stroke();
}
