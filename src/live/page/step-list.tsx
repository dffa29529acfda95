import { useEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../../report/page/format.ts';
import { StateIcon } from '../../report/page/icons.tsx';
import type { StepOutline } from '../../runner/events.ts';
import type { LiveGuest, LiveStep } from '../live-state.ts';

interface StepListProps {
  readonly guest: Pick<LiveGuest, 'steps'>;
  readonly outlines: readonly StepOutline[];
  readonly now: number;
}

/** Every step: how those went that were done, which one is done now, and those to come. */
export function StepList({ guest: { steps }, outlines, now }: StepListProps) {
  const current = steps.findLastIndex(({ state }) => state === 'running');
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const { current: box } = list;
    const row = box?.children[current];
    if (!box || !(row instanceof HTMLElement)) return;
    box.scrollTop = row.offsetTop - box.clientHeight / 2;
  }, [current]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has only keys must be able to scroll it
    <ol class="live-steps" ref={list} tabIndex={0} aria-label="Steps">
      {steps.map((step, index) => (
        <Row
          key={index}
          outline={outlines[index]}
          {...{ step, now }}
          isCurrent={index === current}
        />
      ))}
    </ol>
  );
}

interface RowProps {
  readonly outline: StepOutline | undefined;
  readonly step: LiveStep;
  readonly isCurrent: boolean;
  readonly now: number;
}

function Row({ outline, step, isCurrent, now }: RowProps) {
  const { state, round, durationMs, startedAt = now, trouble, note } = step;
  const took = durationMs ?? (state === 'running' ? Math.max(0, now - startedAt) : undefined);
  return (
    <li
      class={`live-step is-${state}`}
      aria-current={isCurrent ? 'step' : undefined}
      style={{ paddingLeft: `${0.6 + (outline?.depth ?? 0) * 1.1}rem` }}
    >
      {state === 'running' || state === 'to-come' ? (
        <Mark state={state} />
      ) : (
        <StateIcon state={state} />
      )}
      <span>
        <bdi>{outline?.title}</bdi>
        {round !== undefined && <span class="soft"> round {round}</span>}
        {trouble && <span class="problem live-more">{trouble.message}</span>}
        {note && <span class="soft live-more">{note}</span>}
      </span>
      <span class="soft">{took !== undefined && formatDuration(took)}</span>
    </li>
  );
}

function Mark({ state }: { state: 'running' | 'to-come' }) {
  const title = state === 'running' ? 'running' : 'to come';
  return (
    <span class={`state is-${state}`} title={title}>
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        <circle
          class="stroke"
          cx="8"
          cy="8"
          r="6.5"
          stroke-dasharray={state === 'running' ? '30 12' : '2 2'}
        />
      </svg>
      <span class="sr">{title}</span>
    </span>
  );
}
