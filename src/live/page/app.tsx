import { formatDuration } from '../../report/page/format.ts';
import { Brand } from '../../report/page/icons.tsx';
import type { LiveState } from '../live-state.ts';
import { Ending } from './ending.tsx';
import { GuestCard } from './guest-card.tsx';
import { ScenarioList } from './scenario-list.tsx';
import { type Live, useLive } from './use-live.ts';
import { useNow } from './use-now.ts';

export function App() {
  const live = useLive();
  const { state, ending, control } = live;
  const now = useNow(live.connection !== 'over') + live.aheadMs;
  return (
    <>
      <header class="top">
        <span class="brand">
          <Brand /> Guestwright live
        </span>
        <span class="top-run">
          <bdi>{state?.run}</bdi>
        </span>
        {state && !ending && <span class="soft">{formatDuration(now - state.startedAt)}</span>}
        {live.connection === 'open' && (
          <span class="tag">{control ? 'You may type and point' : 'View only'}</span>
        )}
      </header>
      <main class="live">
        <h1 class="sr">{state ? `Run ${state.run}` : 'A run'}</h1>
        <Status live={live} />
        {state && <Guests state={state} control={control} now={now} />}
        {state && <ScenarioList scenarios={state.scenarios} isOver={ending !== undefined} />}
      </main>
    </>
  );
}

function Status({ live: { state, ending, connection } }: { live: Live }) {
  if (ending) return <Ending ending={ending} state={state} />;
  if (connection === 'lost') {
    return (
      <p class="problem" role="status">
        The run does not answer any more. What is here is the last that was seen of it.
      </p>
    );
  }
  return state ? null : <p class="note">The run has not begun yet.</p>;
}

function Guests({ state, control, now }: { state: LiveState; control: boolean; now: number }) {
  if (state.guests.length === 0) return <p class="note">No guest has started yet.</p>;
  return (
    <div class="guests">
      {state.guests.map((guest) => (
        <GuestCard
          key={`${guest.worker} ${guest.scenario} ${guest.attempt}`}
          {...{ guest, control, now }}
          scenario={state.scenarios.find(({ id }) => id === guest.scenario)}
        />
      ))}
    </div>
  );
}
