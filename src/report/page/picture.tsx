import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PictureRef } from '../../runner/events.ts';
import type { Size } from '../../screen/compare.ts';
import type { Region } from '../../screen/frame.ts';
import type { PageFrame } from '../html/page-data.ts';
import { FrameParts } from './frame-parts.tsx';

/** The size of every picture that is there. */
export const SizesContext = createContext<ReadonlyMap<PictureRef, Size>>(new Map());

export function useSize(picture: PictureRef | undefined): Size | undefined {
  const sizes = useContext(SizesContext);
  return picture === undefined ? undefined : sizes.get(picture);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The pixel of a picture under the mouse. */
function pixelOf(event: MouseEvent, { width, height }: Size): Point | undefined {
  if (!(event.currentTarget instanceof Element)) return undefined;
  const box = event.currentTarget.getBoundingClientRect();
  return {
    x: Math.floor(((event.clientX - box.left) / box.width) * width),
    y: Math.floor(((event.clientY - box.top) / box.height) * height),
  };
}

const usual: Size = { width: 1024, height: 768 };

/** The regions that are drawn over a picture, as outlines only. */
export interface Outlines {
  readonly boxes?: readonly Region[] | undefined;
  readonly masks?: readonly Region[] | undefined;
  readonly regions?: readonly Region[] | undefined;
}

/** A picture in its own shape before it is there; what is missing says so in its place. */
export function Picture(props: {
  picture: PictureRef | undefined;
  alt: string;
  outlines?: Outlines;
  /** What is laid over it. */
  parts?: PageFrame['parts'];
  class?: string;
  /** Told the pixel that was clicked; none when it was pressed by keyboard. */
  onPoint?: (place?: Point) => void;
  children?: preact.ComponentChildren;
}) {
  const { picture, alt, outlines, parts, onPoint, children } = props;
  const size = useSize(picture);
  const { width, height } = size ?? usual;
  return (
    <div class={`picture ${props.class ?? ''}`} style={{ aspectRatio: `${width} / ${height}` }}>
      {size ? (
        <img src={`../${picture}`} alt={alt} width={width} height={height} draggable={false} />
      ) : (
        <span class="missing">{picture === undefined ? 'no picture' : 'picture missing'}</span>
      )}
      {size && parts && <FrameParts parts={parts} size={size} />}
      {size && outlines && <OutlineLayer size={size} outlines={outlines} />}
      {size && onPoint && (
        <button
          type="button"
          class="point"
          aria-label="Zoom to pixels"
          onClick={(event) => onPoint(event.detail === 0 ? undefined : pixelOf(event, size))}
        />
      )}
      {children}
    </div>
  );
}

/** Outlines stand a little off, so that a single pixel stays visible inside. */
function OutlineLayer({ size, outlines }: { size: Size; outlines: Outlines }) {
  const { boxes = [], masks = [], regions = [] } = outlines;
  const gap = Math.max(2, Math.round(size.width / 250));
  const draw = (list: readonly Region[], kind: string, off: number) =>
    list.map(({ x, y, width, height }) => (
      <rect
        key={`${kind} ${x} ${y} ${width} ${height}`}
        class={kind}
        x={x - off}
        y={y - off}
        width={width + 2 * off}
        height={height + 2 * off}
      />
    ));
  return (
    <svg class="outlines" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      {draw(regions, 'region', 0)}
      {draw(masks, 'mask', 0)}
      {draw(boxes, 'box', gap)}
    </svg>
  );
}
