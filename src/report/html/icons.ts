import type { RunVerdict, ScenarioState, StepState } from '../fold.ts';
import { html, type Markup, trust } from './markup.ts';

type State = RunVerdict | ScenarioState | StepState;

const shapes: Readonly<Record<State | 'copy' | 'chevron' | 'left' | 'right' | 'close', string>> = {
  passed:
    '<circle class="fill" cx="8" cy="8" r="7.25"/><path class="cut" d="m4.8 8.3 2.2 2.2 4.2-4.7"/>',
  failed:
    '<circle class="fill" cx="8" cy="8" r="7.25"/><path class="cut" d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2"/>',
  error:
    '<path class="fill" d="M7.1 1.3a1 1 0 0 1 1.8 0l6.4 12a1 1 0 0 1-.9 1.5H1.6a1 1 0 0 1-.9-1.5z"/><path class="cut" d="M8 5.8v4m0 2.3v.1"/>',
  interrupted:
    '<circle class="fill" cx="8" cy="8" r="7.25"/><path class="cut" d="M6.2 5.4v5.2m3.6-5.2v5.2"/>',
  unfinished:
    '<circle class="stroke" cx="8" cy="8" r="6.5" stroke-dasharray="3.4 3.4"/><path class="stroke" d="M8 4.6V8l2.2 1.6"/>',
  tolerated:
    '<circle class="stroke" cx="8" cy="8" r="6.5"/><path class="stroke" d="M4.6 8.7c1.5-2.2 2.5-1.4 3.4-.7s1.9 1.5 3.4-.7"/>',
  skipped:
    '<circle class="stroke" cx="8" cy="8" r="6.5"/><path class="stroke" d="m5.5 5.4 2.6 2.6-2.6 2.6m5-5.2v5.2"/>',
  'not-run': '<circle class="stroke" cx="8" cy="8" r="6.5" stroke-dasharray="2 2.0"/>',
  copy: '<rect class="stroke" x="5.5" y="5.5" width="8.5" height="8.5" rx="1.5"/><path class="stroke" d="M10.5 5.5v-2A1.5 1.5 0 0 0 9 2H3.5A1.5 1.5 0 0 0 2 3.5V9a1.5 1.5 0 0 0 1.5 1.5h2"/>',
  chevron: '<path class="stroke" d="m6 3.5 4.5 4.5L6 12.5"/>',
  left: '<path class="stroke" d="M10 3 5 8l5 5"/>',
  right: '<path class="stroke" d="m6 3 5 5-5 5"/>',
  close: '<path class="stroke" d="m3.5 3.5 9 9m0-9-9 9"/>',
};

/** Every icon once, for `icon` to point at. */
export const iconSheet: Markup = trust(
  `<svg class="sheet" aria-hidden="true">${Object.entries(shapes)
    .map(([name, shape]) => `<symbol id="i-${name}" viewBox="0 0 16 16">${shape}</symbol>`)
    .join('')}</svg>`,
);

/** Says nothing to a screen reader: words stand beside it. */
export function icon(name: keyof typeof shapes): Markup {
  return html`<svg class="icon" aria-hidden="true"><use href="#i-${name}"/></svg>`;
}

/** The icon of a state, which a screen reader reads out. */
export function stateIcon(state: State): Markup {
  return html`<span class="state is-${state}" title="${labels[state]}">${icon(state)}<span class="sr">${labels[state]}</span></span>`;
}

/** As people say it. */
export const labels: Readonly<Record<State, string>> = {
  passed: 'passed',
  failed: 'failed',
  error: 'machine error',
  interrupted: 'interrupted',
  unfinished: 'unfinished',
  tolerated: 'failed, tolerated',
  skipped: 'skipped',
  'not-run': 'not run',
};
