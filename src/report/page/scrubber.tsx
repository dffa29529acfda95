import { memo } from 'preact/compat';
import type { PageAttempt } from '../html/page-data.ts';
import { formatClock, formatDuration } from './format.ts';
import { endOf, frameAt } from './timeline.ts';

/** Moves through the time of an attempt: its steps, every distinct frame, and when keys were pressed. */
export function Scrubber(props: {
  attempt: PageAttempt;
  at: number;
  scrub: (at: number) => void;
  settle: (at: number) => void;
}) {
  const { attempt, at, scrub, settle } = props;
  const { frames } = attempt;
  const frame = frameAt(attempt, at);
  const length = lengthOf(attempt);
  const step = (by: number) => {
    const next = frames[frame + by];
    if (next) settle(next.at);
  };
  return (
    <div class="scrubber">
      <Track attempt={attempt} length={length} />
      <span class="playhead" style={{ left: `${(at / length) * 100}%` }} />
      <input
        type="range"
        aria-label="Frame"
        aria-valuetext={`frame ${frame + 1} of ${frames.length} at ${formatClock(at)}`}
        min={0}
        max={length}
        step={1}
        value={at}
        onKeyDown={(event) => {
          const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          const next = frames[frame + by];
          if (next) scrub(next.at);
        }}
        onInput={(event) => scrub(Number(event.currentTarget.value))}
        onChange={(event) => settle(Number(event.currentTarget.value))}
      />
      <p class="clock">
        <button
          type="button"
          aria-label="Frame before"
          disabled={frame === 0}
          onClick={() => step(-1)}
        >
          ‹
        </button>
        <span class="mono">
          {formatClock(at)} <span class="soft">/ {formatDuration(length)}</span>
        </span>
        <span>
          Frame <b>{frame + 1}</b> of {frames.length}
          {!attempt.traced && <span class="soft"> (one a step: run with --trace on for all)</span>}
        </span>
        <button
          type="button"
          aria-label="Frame after"
          disabled={frame >= frames.length - 1}
          onClick={() => step(1)}
        >
          ›
        </button>
      </p>
    </div>
  );
}

function lengthOf({ durationMs, frames }: PageAttempt): number {
  return Math.max(1, durationMs, frames.at(-1)?.at ?? 0);
}

/** Does not change while the time moves, so that scrubbing costs nothing here. */
const Track = memo(function Track({ attempt, length }: { attempt: PageAttempt; length: number }) {
  const { steps, frames, inputs } = attempt;
  const scale = (ms: number) => (ms / length) * 1000;
  const ticks = (list: readonly { readonly at: number }[], top: number, height: number) =>
    list.map(({ at }) => `M${scale(at).toFixed(1)} ${top}v${height}`).join('');
  const presses = inputs.filter(
    ({ kind }) => kind === 'keys' || kind === 'down' || kind === 'secret',
  );
  return (
    <svg class="track" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">
      {steps.map(
        (step, index) =>
          step.startedAfterMs !== undefined && (
            <rect
              key={index}
              class={`is-${step.verdict}`}
              x={scale(step.startedAfterMs)}
              width={Math.max(1, scale(endOf(step) - step.startedAfterMs) - 0.8)}
              y={(step.depth ?? 0) > 0 ? 10 : 8}
              height={8}
            />
          ),
      )}
      <path class="frame-ticks" d={ticks(frames, 18, 6)} />
      <path class="input-ticks" d={ticks(presses, 0, 6)} />
    </svg>
  );
});
