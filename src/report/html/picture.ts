import type { PictureRef } from '../../runner/events.ts';
import type { Size } from '../../screen/compare.ts';
import type { Region } from '../../screen/frame.ts';
import { isPictureRef, type PictureSizes } from '../picture-refs.ts';
import { html, type Markup } from './markup.ts';

/** The screen size assumed for a picture whose own is not known. */
const usualSize: Size = { width: 1024, height: 768 };

export interface PictureView {
  /** What the picture shows, for the viewer and for who cannot see it. */
  readonly caption: string;
  /** Pictures of one group follow each other in the viewer. */
  readonly group: string;
  /** Drawn as outlines over the picture. */
  readonly boxes?: readonly Region[];
  /** Its group has it already: it opens there. */
  readonly repeated?: boolean;
}

/**
 * A picture that loads when it is looked at and opens large. `sizes` undefined means that nobody
 * looked on the disk; a picture that is not in it is told to be missing.
 */
export function drawPicture(
  ref: PictureRef,
  view: PictureView,
  sizes: PictureSizes | undefined,
): Markup {
  const size = sizes ? sizes.get(ref) : usualSize;
  if (!isPictureRef(ref) || !size) {
    return html`<span class="shot is-missing">picture missing</span>`;
  }
  const { caption, group, boxes, repeated } = view;
  const { width, height } = size;
  const outlines = boxes && boxes.length > 0 && drawBoxes(boxes, size);
  return html`<a class="shot" href="../${ref}" data-group="${group}" data-caption="${caption}"${repeated && html` data-repeated`}><img src="../${ref}" width="${width}" height="${height}" alt="${caption}" loading="lazy">${outlines}</a>`;
}

/** Outlines stand a little off, so that a single pixel stays visible inside. */
function drawBoxes(boxes: readonly Region[], { width, height }: Size): Markup {
  const gap = Math.max(2, Math.round(width / 170));
  const drawn = boxes.map(
    (box) =>
      html`<rect x="${box.x - gap}" y="${box.y - gap}" width="${box.width + 2 * gap}" height="${box.height + 2 * gap}" rx="${gap}"/>`,
  );
  return html`<svg class="boxes" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>`;
}
