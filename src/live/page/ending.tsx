import { formatDuration } from '../../report/page/format.ts';
import { labels, StateIcon } from '../../report/page/icons.tsx';
import { type LiveEnding, type LiveState, liveStateOf } from '../live-state.ts';

/** How the run went. */
export function Ending({ ending, state }: { ending: LiveEnding; state: LiveState | undefined }) {
  const { verdict, report, trouble } = ending;
  return (
    <section class={`ending is-${verdict}`} role="status">
      <h2>
        <StateIcon state={verdict} quiet /> The run is over: {labels[verdict]}
      </h2>
      {state && (
        <p>
          {countStates(state)}
          {state.durationMs !== undefined && ` in ${formatDuration(state.durationMs)}`}
        </p>
      )}
      {trouble && <p class="problem">{trouble}</p>}
      {report && (
        <p>
          Report: <code>{report}</code>, from where the run was started
        </p>
      )}
      <p class="soft">
        Its guests are gone and so is this page's server: what is here stays until you leave.
      </p>
    </section>
  );
}

/** `1 failed, 2 passed`. */
function countStates({ scenarios }: LiveState): string {
  const counts = new Map<string, number>();
  for (const scenario of scenarios) {
    const state = liveStateOf(scenario);
    const word = state === 'running' ? labels.unfinished : labels[state];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}
