import type { RunSummary, ScenarioState } from '../fold.ts';
import { formatDuration } from '../format-duration.ts';
import { drawApproveCommand } from './approve-command.ts';
import { icon, labels, stateIcon } from './icons.ts';
import { html, type Markup, words } from './markup.ts';
import { drawTime } from './scenario-card.ts';

/** The worst first: the order in which a reader wants them. */
export const order: readonly ScenarioState[] = [
  'failed',
  'error',
  'interrupted',
  'passed',
  'not-run',
];

/** The verdict, what it is made of, and what can be accepted. */
export function drawHeader(summary: RunSummary): Markup {
  const { verdict, run, durationMs, startedAt, scenarios } = summary;
  return html`<header class="is-${verdict}">
<p class="brand">${brandMark} Guestwright <span>${words(summary.guestwright)}</span></p>
<div class="verdict">${stateIcon(verdict)}<h1>${capitalize(labels[verdict])}<small>${tell(summary)}</small></h1></div>
<p class="about"><span class="run">${words(run)}</span>${drawTime(startedAt)}<span>${formatDuration(durationMs)}</span></p>
${scenarios.length > 0 && drawProportions(summary)}
${drawWaiting(summary)}
</header>`;
}

/** Buttons that show only some scenarios; they work once the client has started. */
export function drawFilters({ counts }: RunSummary): Markup {
  const chips = order
    .filter((state) => counts[state] > 0)
    .map(
      (state) =>
        html`<button type="button" class="chip is-${state}" data-filter="${state}" aria-pressed="false">${icon(state)}<b>${counts[state]}</b> ${labels[state]}</button>`,
    );
  return html`<form class="filters" role="search" data-filters><div class="chips" role="group" aria-label="Show only">${chips}</div><label class="search"><span class="sr">Filter scenarios</span><input type="search" placeholder="Filter by name, file, tag, machine" autocomplete="off" spellcheck="false" data-text disabled><kbd>/</kbd></label><output class="sr" data-shown></output></form>`;
}

const brandMark = html`<svg viewBox="0 0 20 20" aria-hidden="true"><rect x="1.5" y="2.5" width="17" height="12" rx="2"/><path d="M6.5 17.5h7M5.5 6.5l2.5 2-2.5 2m4.5.5h4"/></svg>`;

function tell({ counts, scenarios, verdict }: RunSummary): string {
  const total = scenarios.length === 1 ? '1 scenario' : `${scenarios.length} scenarios`;
  const ended = verdict === 'unfinished' ? ', the events end before the run did' : '';
  return `${counts.passed} of ${total} passed${ended}`;
}

/** A bar of the verdicts, each as wide as its share. */
function drawProportions({ counts, scenarios }: RunSummary): Markup {
  let x = 0;
  const parts = order.map((state) => {
    const width = (counts[state] / scenarios.length) * 1000;
    const part =
      width > 0 && html`<rect class="is-${state}" x="${x}" width="${width}" height="1"/>`;
    x += width;
    return part;
  });
  return html`<svg class="proportions" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

function drawWaiting({ run, scenarios }: RunSummary): Markup | false {
  const steps = scenarios.flatMap((scenario) => scenario.steps);
  const waiting = new Set(
    steps.flatMap(({ screen, trouble }) =>
      screen && (screen.expected !== undefined || trouble?.code === 'missing-baseline')
        ? [screen.baseline]
        : [],
    ),
  );
  if (waiting.size === 0) return false;
  const what = waiting.size === 1 ? '1 picture could' : `${waiting.size} pictures could`;
  return html`<p class="waiting"><span>${what} become a baseline. Accept what you have looked at:</span>${drawApproveCommand(run)}</p>`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
