import { labels, StateIcon } from '../../report/page/icons.tsx';
import { type LiveScenario, liveStateOf } from '../live-state.ts';

interface ScenarioListProps {
  readonly scenarios: readonly LiveScenario[];
  readonly isOver: boolean;
}

/** Every scenario of the run, and how far it is. */
export function ScenarioList({ scenarios, isOver }: ScenarioListProps) {
  return (
    <section aria-labelledby="scenarios">
      <h2 id="scenarios">Scenarios</h2>
      <ul class="live-scenarios">
        {scenarios.map((scenario) => {
          const state = liveStateOf(scenario);
          return (
            <li key={scenario.id} class={`live-scenario is-${state}`}>
              <StateIcon state={state === 'running' ? 'unfinished' : state} quiet />
              <bdi>{scenario.name}</bdi>
              <span class="soft">{wordOf(state, isOver)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function wordOf(state: ReturnType<typeof liveStateOf>, isOver: boolean): string {
  if (state === 'running') return 'running';
  return state === 'not-run' && !isOver ? 'to come' : labels[state];
}
