import { useEffect, useState } from 'preact/hooks';
import { systemClock } from '../../clock.ts';

const TICK_MS = 1000;

/** The time, since 1970, a second at a time while `isRunning`. */
export function useNow(isRunning: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isRunning) return undefined;
    const end = new AbortController();
    const tick = async () => {
      for (;;) {
        await systemClock.wait(TICK_MS, end.signal);
        setNow(Date.now());
      }
    };
    tick().catch(() => {});
    return () => end.abort();
  }, [isRunning]);
  return now;
}
