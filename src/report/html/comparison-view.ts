import type { PictureRef, ScreenEvidence } from '../../runner/events.ts';
import { describeComparison } from '../../scenario/outcome.ts';
import type { Comparison } from '../../screen/compare.ts';
import type { Region } from '../../screen/frame.ts';
import { formatRegion } from '../../screen/regions.ts';
import type { PictureSizes } from '../picture-refs.ts';
import { html, type Markup, words } from './markup.ts';
import { drawPicture } from './picture.ts';

/** What a screen should have been beside what it was; the client adds the slider and blinking. */
export function drawComparison(
  screen: ScreenEvidence,
  group: string,
  sizes: PictureSizes | undefined,
): Markup {
  const { comparison, expected, actual, diff, nearest, lookalike } = screen;
  const boxes = comparison ? boxesOf(comparison) : [];
  const show = (ref: PictureRef, title: string, marked: readonly Region[]) =>
    html`<figure data-kind="${title.toLowerCase()}"><figcaption>${title}</figcaption>${drawPicture(
      ref,
      { caption: `${title}: ${screen.name}`, group, boxes: marked },
      sizes,
    )}</figure>`;
  return html`<div class="comparison" data-comparison>
${comparison && drawFacts(comparison, boxes)}
<div class="tools" data-tools hidden></div>
<div class="panes">${expected !== undefined && show(expected, 'Expected', boxes)}${show(actual, 'Actual', boxes)}${diff !== undefined && show(diff, 'Diff', boxes)}</div>
<div class="stage" data-stage hidden></div>
${
  nearest &&
  html`<div class="nearest">${show(nearest.actual, 'Nearest', boxesOf(nearest.comparison))}<p><strong>An earlier look came nearer.</strong> In it, ${describeComparison(nearest.comparison)}. If this is the screen you meant, the guest went past it: wait for something that stays.</p></div>`
}
${
  lookalike &&
  html`<div class="nearest">${show(lookalike.picture, 'Lookalike', boxesOf(lookalike.comparison))}<p><strong>${lookalike.comparison.kind === 'different' ? 'It looks more like' : 'This is'} another screen: ${words(lookalike.name)}.</strong> Compared with its baseline: ${describeComparison(lookalike.comparison)}.</p></div>`
}
</div>`;
}

/** The picture of a screen that has no baseline yet. */
export function drawCandidate(
  screen: ScreenEvidence,
  group: string,
  sizes: PictureSizes | undefined,
): Markup {
  const caption = `Candidate: ${screen.name}`;
  return html`<div class="comparison"><div class="panes is-single"><figure><figcaption>Actual, the candidate for ${words(screen.baseline)}</figcaption>${drawPicture(
    screen.actual,
    { caption, group },
    sizes,
  )}</figure></div></div>`;
}

function drawFacts(comparison: Comparison, boxes: readonly Region[]): Markup {
  const size = (title: string, { width, height }: { width: number; height: number }) =>
    html`<div><dt>${title}</dt><dd>${width} &times; ${height}</dd></div>`;
  switch (comparison.kind) {
    case 'equal':
      return html`<dl class="facts"><div><dt>Differing pixels</dt><dd>0</dd></div></dl>`;
    case 'within-tolerance':
      return html`<dl class="facts"><div><dt>Differing pixels</dt><dd>${formatCount(comparison.diffPixels)}, allowed</dd></div>${drawPlaces(boxes)}</dl>`;
    case 'different':
      return html`<dl class="facts"><div><dt>Differing pixels</dt><dd>${formatCount(comparison.diffPixels)} <small>${percent(comparison.diffRatio)}</small></dd></div><div><dt>Allowed</dt><dd>${formatCount(comparison.allowedPixels)}</dd></div>${comparison.window && drawWindow(comparison.window)}${drawPlaces(boxes)}</dl>`;
    case 'different-size':
      return html`<dl class="facts">${size('Baseline', comparison.expected)}${size('Screen', comparison.actual)}</dl>`;
    default:
      return comparison satisfies never;
  }
}

function drawWindow(window: NonNullable<Different['window']>): Markup {
  const { region, diffPixels, allowedPixels } = window;
  return html`<div><dt>In the window <code>${formatRegion(region)}</code></dt><dd>${formatCount(diffPixels)} <small>${formatCount(allowedPixels)} allowed</small></dd></div>`;
}

type Different = Extract<Comparison, { kind: 'different' }>;

function drawPlaces(boxes: readonly Region[]): Markup {
  const places = boxes.map((box) => html`<code>${formatRegion(box)}</code> `);
  return html`<div class="places"><dt>Where, as <code>[x, y, width, height]</code></dt><dd>${places}</dd></div>`;
}

function boxesOf(comparison: Comparison): readonly Region[] {
  return 'boxes' in comparison ? comparison.boxes : [];
}

function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** Never rounds a difference to none. */
function percent(ratio: number): string {
  return ratio < 0.0001 ? 'below 0.01 %' : `${(ratio * 100).toFixed(2)} %`;
}
