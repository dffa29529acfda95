/** How fast a film goes: as the guest did, or with the waits cut out. */
export const filmSpeeds = ['guest', 'cut'] as const;
export type FilmSpeed = (typeof filmSpeeds)[number];

/** What is left of a time in which nothing changes. Milliseconds. */
const LONGEST_WAIT_MS = 800;
/** 25 pictures a second are enough to see; what happens faster is shown together. */
const TICK_MS = 40;

/**
 * The times of the guest at which there is something new to be seen, and the time of the film that each of
 * them has. Both in milliseconds from 0.
 */
export function filmTimes(
  changes: readonly number[],
  speed: FilmSpeed,
): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  let shown = 0;
  let before = 0;
  for (const at of changes.toSorted((a, b) => a - b)) {
    const wait = at - before;
    shown += speed === 'cut' ? Math.min(wait, LONGEST_WAIT_MS) : wait;
    before = at;
    times.set(at, Math.ceil(shown / TICK_MS) * TICK_MS);
  }
  return times;
}
