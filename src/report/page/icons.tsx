import type { ComponentChildren } from 'preact';
import type { RunVerdict, ScenarioState, StepState } from '../fold.ts';

export type State = RunVerdict | ScenarioState | StepState;

const disc = <circle class="fill" cx="8" cy="8" r="7.25" />;
const ring = <circle class="stroke" cx="8" cy="8" r="6.5" />;

const shapes: Readonly<Record<State, ComponentChildren>> = {
  passed: [disc, <path key="p" class="cut" d="m4.8 8.3 2.2 2.2 4.2-4.7" />],
  failed: [disc, <path key="p" class="cut" d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" />],
  error: [
    <path
      key="t"
      class="fill"
      d="M7.1 1.3a1 1 0 0 1 1.8 0l6.4 12a1 1 0 0 1-.9 1.5H1.6a1 1 0 0 1-.9-1.5z"
    />,
    <path key="p" class="cut" d="M8 5.8v4m0 2.3v.1" />,
  ],
  interrupted: [disc, <path key="p" class="cut" d="M6.2 5.4v5.2m3.6-5.2v5.2" />],
  flaky: [
    disc,
    <path
      key="p"
      class="cut"
      d="M4.9 6.6a3.4 3.4 0 0 1 6-.6m.2-2v2.2H8.9m2.2 3.2a3.4 3.4 0 0 1-6 .6m-.2 2V9.8h2.2"
    />,
  ],
  'known-issue': [ring, <path key="p" class="stroke" d="M6 11.8V4.2l4.6 2.3L6 8.8" />],
  unfinished: [
    <circle key="c" class="stroke" cx="8" cy="8" r="6.5" stroke-dasharray="3.4 3.4" />,
    <path key="p" class="stroke" d="M8 4.6V8l2.2 1.6" />,
  ],
  tolerated: [
    ring,
    <path key="p" class="stroke" d="M4.6 8.7c1.5-2.2 2.5-1.4 3.4-.7s1.9 1.5 3.4-.7" />,
  ],
  skipped: [ring, <path key="p" class="stroke" d="m5.5 5.4 2.6 2.6-2.6 2.6m5-5.2v5.2" />],
  'not-run': <circle class="stroke" cx="8" cy="8" r="6.5" stroke-dasharray="2 2" />,
};

/** As people say it. */
export const labels: Readonly<Record<State, string>> = {
  passed: 'passed',
  failed: 'failed',
  error: 'machine error',
  interrupted: 'interrupted',
  flaky: 'flaky',
  'known-issue': 'known issue',
  unfinished: 'unfinished',
  tolerated: 'failed, tolerated',
  skipped: 'skipped',
  'not-run': 'not run',
};

/** A state's icon; `quiet` where words beside it say the same. */
export function StateIcon({ state, quiet = false }: { state: State; quiet?: boolean }) {
  return (
    <span class={`state is-${state}`} title={quiet ? undefined : labels[state]}>
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        {shapes[state]}
      </svg>
      {!quiet && <span class="sr">{labels[state]}: </span>}
    </span>
  );
}

export function Brand() {
  return (
    <svg class="brand-mark" viewBox="0 0 20 20" aria-hidden="true">
      <rect x="1.5" y="2.5" width="17" height="12" rx="2" />
      <path d="M6.5 17.5h7M5.5 6.5l2.5 2-2.5 2m4.5.5h4" />
    </svg>
  );
}
