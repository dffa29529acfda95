import type { InputEvent } from '../../qmp/types.ts';
import type { Region } from '../../screen/frame.ts';
import type { PictureRef, ScenarioVerdict } from '../events.ts';

/** When a trace is kept: never, of attempts that did not pass, always. */
export const traceModes = ['off', 'on-failure', 'on'] as const;
export type TraceMode = (typeof traceModes)[number];

/** Whether an attempt's trace is kept; a second attempt that passes stands beside the first, to be compared. */
export function keepsTrace(
  mode: TraceMode,
  { verdict, attempt }: { readonly verdict: ScenarioVerdict; readonly attempt: number },
): boolean {
  return mode === 'on' || (mode === 'on-failure' && (verdict !== 'passed' || attempt > 1));
}

/** Where the screen differs from the picture of a frame before, and what it shows there. */
export interface FramePart extends Region {
  readonly picture: PictureRef;
}

/**
 * One line of `trace/<attempt>.ndjson`, which docs/events.md describes. `at` is milliseconds since the
 * scenario started.
 */
export type TraceLine = { readonly at: number } & (
  | { readonly type: 'step'; readonly step: number; readonly round: number }
  | {
      readonly type: 'frame';
      /** Of the whole screen: itself, or what its parts are laid over. */
      readonly picture: PictureRef;
      readonly parts?: readonly FramePart[];
      readonly width: number;
      readonly height: number;
    }
  | { readonly type: 'input'; readonly events: readonly InputEvent[] }
  /** All input of a step that types a secret: so many events, and not when each came. */
  | { readonly type: 'input'; readonly secret: true; readonly count: number }
  | {
      readonly type: 'qmp';
      readonly execute: string;
      readonly arguments?: object;
      readonly ms: number;
      readonly error?: string;
      /** How often the step sent the same again, where that was very often. */
      readonly again?: number;
    }
  | { readonly type: 'serial'; readonly text: string }
  /** So much more was not recorded, for there was very much of it. */
  | { readonly type: 'cut'; readonly lines: number; readonly serialCharacters: number }
);
