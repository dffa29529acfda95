import type { SearchEvidence } from '../../runner/events.ts';
import { formatRegion } from '../../screen/regions.ts';
import type { PictureSizes } from '../picture-refs.ts';
import { html, type Markup } from './markup.ts';
import { drawPicture } from './picture.ts';

/** The picture that was looked for beside the screen, with the places that it is or nearly is at. */
export function drawSearch(
  search: SearchEvidence,
  group: string,
  sizes: PictureSizes | undefined,
): Markup {
  const { name, picture, actual, places, nearest } = search;
  const boxes = nearest ? [nearest] : places;
  const told = boxes.map(
    (box) =>
      html`<code>${formatRegion(box)}</code> <small>${(box.score * 100).toFixed(1)} %</small> `,
  );
  return html`<div class="comparison">
<dl class="facts"><div class="places"><dt>${nearest ? 'The nearest place' : 'Where it is'}, as <code>[x, y, width, height]</code>, and how much of it agrees</dt><dd>${boxes.length > 0 ? told : 'nowhere, nor anything like it'}</dd></div></dl>
<div class="panes is-search"><figure><figcaption>Looked for</figcaption>${drawPicture(picture, { caption: `Looked for: ${name}`, group }, sizes)}</figure><figure><figcaption>Actual</figcaption>${drawPicture(
    actual,
    { caption: `Actual, where ${name} was looked for`, group, boxes },
    sizes,
  )}</figure></div></div>`;
}
