import type { Trouble } from '../../runner/events.ts';
import type { ScenarioSummary, StepSummary } from '../fold.ts';
import { formatDuration } from '../format-duration.ts';
import type { PictureSizes } from '../picture-refs.ts';
import { drawApproveCommand } from './approve-command.ts';
import { drawCandidate, drawComparison } from './comparison-view.ts';
import { stateIcon } from './icons.ts';
import { html, type Markup, words } from './markup.ts';
import { drawPicture } from './picture.ts';
import { drawSearch } from './search-view.ts';

/** What the parts of a page share. */
export interface Page {
  readonly run: string;
  readonly sizes: PictureSizes | undefined;
}

/** The names under which a scenario's pictures and steps are known on the page. */
export interface Place {
  readonly id: string;
  readonly scenario: ScenarioSummary;
}

/** One step: its line, and what there is to see if it went wrong. `number` counts from 1. */
export function drawStep(step: StepSummary, number: number, place: Place, page: Page): Markup {
  const { title, line, col, verdict, durationMs, startedAfterMs, picture } = step;
  const id = `${place.id}-${number}`;
  const ran = verdict !== 'not-run';
  const after =
    startedAfterMs === undefined ? '' : `${formatDuration(startedAfterMs)} after the start`;
  return html`<li class="step is-${verdict}" id="${id}">
<div class="line">
${stateIcon(verdict)}
<a class="number" href="#${id}" title="Link to this step">${number}</a>
<span class="title">${words(title)}</span>
<span class="where">${words(`${place.scenario.file}:${line}:${col}`)}</span>
<span class="took"${after && html` title="${after}"`}>${ran && formatDuration(durationMs)}</span>
<span class="thumb">${
    picture !== undefined &&
    drawPicture(picture, { ...filmView(number, title, place), repeated: true }, page.sizes)
  }</span>
</div>
${drawDetails(step, id, page)}</li>`;
}

/** How a step's picture is called and where it belongs in the viewer. */
export function filmView(
  number: number,
  title: string,
  place: Place,
): { readonly caption: string; readonly group: string } {
  return { caption: `${number}. ${title}`, group: place.id };
}

/** What went wrong and what to try. */
export function drawTrouble({ message, hint }: Trouble): Markup {
  return html`<div class="trouble"><p class="message">${words(message)}</p>${
    hint !== undefined && html`<p class="hint"><strong>Try</strong> ${words(hint)}</p>`
  }</div>`;
}

function drawDetails(step: StepSummary, id: string, page: Page): Markup | false {
  const { trouble, screen, search, verdict } = step;
  const isMissing = trouble?.code === 'missing-baseline';
  const differs = screen?.expected !== undefined;
  if (!trouble && !differs) return false;
  const canApprove = screen !== undefined && (isMissing || differs);
  const details = html`${trouble && drawTrouble(trouble)}
${screen && (isMissing ? drawCandidate(screen, id, page.sizes) : drawComparison(screen, id, page.sizes))}
${search && drawSearch(search, id, page.sizes)}
${canApprove && html`<p class="approve">If the actual picture is right: ${drawApproveCommand(page.run, screen.baseline)}</p>`}`;
  if (verdict !== 'tolerated') return html`<div class="details">${details}</div>`;
  return html`<details class="details"><summary>Why</summary>${details}</details>`;
}
