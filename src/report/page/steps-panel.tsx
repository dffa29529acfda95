import type { PageStep } from '../html/page-data.ts';
import { usePage } from './context.ts';
import { formatDuration } from './format.ts';
import { StateIcon } from './icons.tsx';
import type { PanelProps } from './panels.tsx';
import { useReveal } from './reveal.ts';
import { formatRoute } from './route.ts';

/** The steps in the order of time, each with where its time went. */
export function StepsPanel({ attempt, current }: PanelProps) {
  const { route } = usePage();
  const { steps } = attempt;
  const longest = Math.max(1, ...steps.map(({ durationMs }) => durationMs));
  const list = useReveal<HTMLOListElement>(current);
  const linkTo = (step: PageStep) =>
    formatRoute({
      scenario: attempt.id,
      attempt: attempt.attempt,
      step: step.index + 1,
      round: step.round,
      filter: route.filter,
    });
  return (
    <>
      <p class="legend" aria-hidden="true">
        <span class="guest">guest</span>
        <span class="wait">waiting</span>
        <span class="ours">ours</span>
      </p>
      <ol class="steps" ref={list}>
        {steps.map((step, place) => (
          <li key={`${step.index} ${step.round}`} class={`is-${step.verdict}`}>
            <a
              class="step"
              href={linkTo(step)}
              aria-current={place === current ? 'step' : undefined}
              style={{ paddingLeft: `${0.6 + (step.depth ?? 0) * 1.1}rem` }}
            >
              <StateIcon state={step.verdict} />
              <span class="step-number">{step.index + 1}</span>
              <span class="step-title">
                <bdi>{step.title}</bdi>
                {step.round > 1 && <span class="round">round {step.round}</span>}
              </span>
              <span class="step-took">
                {step.verdict !== 'not-run' && formatDuration(step.durationMs)}
              </span>
              <TimeSplit step={step} longest={longest} />
            </a>
          </li>
        ))}
      </ol>
    </>
  );
}

function TimeSplit({ step, longest }: { step: PageStep; longest: number }) {
  const { times, durationMs } = step;
  const share = (ms: number) => `${(ms / longest) * 100}%`;
  if (!times) {
    return (
      <span class="split">
        <span class="whole" style={{ width: share(durationMs) }} />
      </span>
    );
  }
  const { guestMs, waitMs, oursMs } = times;
  const told = `guest ${formatDuration(guestMs)}, waiting ${formatDuration(waitMs)}, ours ${formatDuration(oursMs)}`;
  return (
    <span class="split" title={told}>
      <span class="sr">{told}</span>
      <span class="guest" style={{ width: share(guestMs) }} />
      <span class="wait" style={{ width: share(waitMs) }} />
      <span class="ours" style={{ width: share(oursMs) }} />
    </span>
  );
}
