import type { ScenarioSummary, StepState } from '../fold.ts';
import { formatDuration } from '../format-duration.ts';
import { icon, labels, stateIcon } from './icons.ts';
import { html, type Markup, words } from './markup.ts';
import { drawPicture } from './picture.ts';
import { drawStep, drawTrouble, filmView, type Page, type Place } from './step-row.ts';

/** One scenario: a line that opens to its film strip and its steps. `number` counts from 1. */
export function drawScenario(
  scenario: ScenarioSummary,
  number: number,
  open: boolean,
  page: Page,
): Markup {
  const { name, id, file, tags, verdict, durationMs, machine, trouble, steps } = scenario;
  const place: Place = { id: `s${number}`, scenario };
  const searched = [name, id, file, machine ?? '', ...tags].join('\n').toLowerCase();
  return html`<details class="scenario is-${verdict}" id="${place.id}" data-verdict="${verdict}" data-search="${searched}"${open && html` open`}>
<summary>
<span class="chevron">${icon('chevron')}</span>
${stateIcon(verdict)}
<span class="heading"><h2>${words(name)}</h2><span class="file">${words(file)}</span>${tags.map((tag) => html`<span class="tag">${words(tag)}</span>`)}</span>
${drawTally(scenario)}
<span class="took">${verdict !== 'not-run' && formatDuration(durationMs)}</span>
</summary>
<div class="body">
${drawAbout(scenario)}
${trouble && drawTrouble(trouble)}
${drawFilm(place, page)}
<ol class="steps">${steps.map((step, index) => drawStep(step, index + 1, place, page))}</ol>
</div>
</details>`;
}

function drawTally({ verdict, steps }: ScenarioSummary): Markup {
  const done = steps.filter((step) => step.verdict !== 'not-run').length;
  const few = steps.length === 1 ? '1 step' : `${steps.length} steps`;
  const tally = done < steps.length && verdict !== 'not-run' ? `${done} of ${few}` : few;
  return html`<span class="tally">${tally}</span>`;
}

function drawAbout({ machine, serialLog, startedAt, attempt }: ScenarioSummary): Markup | false {
  const facts = [
    machine !== undefined && html`<span class="machine">${words(machine)}</span>`,
    startedAt !== undefined && drawTime(startedAt),
    attempt > 1 && html`<span>attempt ${attempt}</span>`,
    serialLog !== undefined && drawSerialLink(serialLog),
  ];
  return facts.some((fact) => fact) && html`<p class="about">${facts}</p>`;
}

/** Only a file directly in the run's `serial` folder is linked. */
function drawSerialLink(serialLog: string): Markup | false {
  const name = /^serial[/\\]([^/\\\p{Cs}]+)$/u.exec(serialLog)?.[1];
  if (name === undefined || name === '.' || name === '..') return false;
  return html`<a href="../serial/${encodeURIComponent(name)}">Serial log</a>`;
}

function drawFilm(place: Place, page: Page): Markup | false {
  const { steps } = place.scenario;
  const shots = steps.flatMap(({ picture, title, verdict }, index) =>
    picture === undefined ? [] : [{ picture, verdict, ...filmView(index + 1, title, place) }],
  );
  if (shots.length === 0) return false;
  const drawn = shots.map(
    ({ picture, verdict, ...view }) =>
      html`<li class="is-${verdict}">${drawPicture(picture, view, page.sizes)}<span class="under">${drawMark(verdict)}<bdi>${view.caption}</bdi></span></li>`,
  );
  return html`<ul class="film" aria-label="Film strip">${drawn}</ul>`;
}

function drawMark(verdict: StepState): Markup | false {
  return verdict !== 'passed' && html`${icon(verdict)}<span class="sr">${labels[verdict]}: </span>`;
}

/** A moment in UTC; the client writes it in the reader's own zone. */
export function drawTime(at: number): Markup {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}
