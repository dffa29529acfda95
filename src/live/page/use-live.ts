import { useEffect, useState } from 'preact/hooks';
import type { LiveGreeting } from '../event-stream.ts';
import { foldLive, type LiveEnding, type LiveEvent, type LiveState } from '../live-state.ts';

/** What the page knows. */
export interface Live {
  readonly state?: LiveState | undefined;
  /** Also of a run that ended before it began. */
  readonly ending?: LiveEnding | undefined;
  readonly control: boolean;
  /** What the run's host has on its clock, less what is on ours. */
  readonly aheadMs: number;
  /** `lost`: the run does not answer, and is asked again and again. */
  readonly connection: 'connecting' | 'open' | 'lost' | 'over';
}

const nothingYet: Live = { control: false, aheadMs: 0, connection: 'connecting' };

/** Listens as long as the run tells something. */
export function useLive(): Live {
  const [live, setLive] = useState(nothingYet);
  useEffect(() => {
    const source = new EventSource('events');
    source.addEventListener('state', ({ data }) => {
      const { state, control, now }: LiveGreeting = JSON.parse(data);
      setLive({ state, control, aheadMs: now - Date.now(), connection: 'open' });
    });
    source.onmessage = ({ data }) => {
      const event: LiveEvent = JSON.parse(data);
      setLive((before) => takeIn(before, event));
      if (event.type === 'live-ended') source.close();
    };
    source.onerror = () => setLive((before) => ({ ...before, connection: 'lost' }));
    return () => source.close();
  }, []);
  return live;
}

function takeIn(before: Live, event: LiveEvent): Live {
  const state = foldLive(before.state, event);
  if (event.type !== 'live-ended') return { ...before, state };
  return { ...before, state, ending: event, connection: 'over' };
}
