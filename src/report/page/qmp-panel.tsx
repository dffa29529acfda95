import { formatClock, formatCount, formatDuration } from './format.ts';
import type { PanelProps } from './panels.tsx';
import { endOf } from './timeline.ts';

/** So many are enough to read; a step that asks more often has looked at the screen that often. */
const MOST_CALLS = 500;

/** The QMP commands of the step. */
export function QmpPanel({ attempt, current }: PanelProps) {
  const step = attempt.steps[current];
  if (!step || step.startedAfterMs === undefined) return <p class="note">The step was not run.</p>;
  const [from, to] = [step.startedAfterMs, endOf(step)];
  const calls = attempt.qmp.filter(({ at }) => at >= from && at <= to);
  if (calls.length === 0) {
    return (
      <p class="note">
        {attempt.qmp.length > 0
          ? 'The step sent nothing.'
          : 'Nothing was recorded: run with --trace on, or on-failure.'}
      </p>
    );
  }
  return (
    <>
      <p class="panel-head">
        {calls.length} commands of step {step.index + 1}
        {calls.length > MOST_CALLS && `, the last ${MOST_CALLS}`}
      </p>
      <ol class="qmp">
        {calls.slice(-MOST_CALLS).map((call, index) => (
          <li key={index}>
            <span class="mono soft">{formatClock(call.at)}</span> <code>{call.execute}</code>{' '}
            <span class="soft">{formatDuration(call.ms)}</span>
            {call.error !== undefined && <p class="problem">{call.error}</p>}
            {call.again !== undefined && <p class="soft">and {call.again} times more</p>}
            {call.arguments !== undefined && <pre>{call.arguments}</pre>}
          </li>
        ))}
      </ol>
      {attempt.cut && attempt.cut.lines > 0 && (
        <p class="note">{formatCount(attempt.cut.lines)} later lines were too many to record.</p>
      )}
    </>
  );
}
