/** How gently to type: the guest's own buffers may be smaller than its keyboard's queue. */
export type Pace = 'fast' | 'desktop' | 'firmware' | { readonly rate: number };

export interface PaceLimits {
  /** Characters in one batch. */
  readonly characters: number;
  /** Time from one batch to the next, in milliseconds. */
  readonly gapMs: number;
}

/**
 * - fast: what the device takes
 * - desktop: a quarter of Linux's evdev ring of 64 at a time, for a display server that is not always awake
 * - firmware: one character at a time, for a BIOS that buffers 15 keys
 * - rate: so many characters a second
 */
export function paceLimits(pace: Pace): PaceLimits {
  if (typeof pace === 'object') return { characters: 1, gapMs: 1000 / pace.rate };
  switch (pace) {
    case 'fast':
      return { characters: Number.POSITIVE_INFINITY, gapMs: 0 };
    case 'desktop':
      return { characters: 3, gapMs: 20 };
    case 'firmware':
      return { characters: 1, gapMs: 40 };
    default:
      return pace satisfies never;
  }
}
