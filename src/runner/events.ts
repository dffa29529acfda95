import type { Comparison } from '../screen/compare.ts';
import type { Region } from '../screen/frame.ts';
import type { ReaderName } from '../screen/text/read-text.ts';

/** The version of this format; a reader refuses one it does not know. */
export const EVENTS_VERSION = 1;

/** A picture of the run: a path below the run's folder, `frames/<sha256>.png`. */
export type PictureRef = string;

export type StepVerdict =
  | 'passed'
  | 'failed'
  /** It failed, and its scenario allows that. */
  | 'tolerated'
  /** Its `when` did not hold. */
  | 'skipped'
  /** The machine or the surroundings failed, not the guest. */
  | 'error'
  | 'interrupted';

export type ScenarioVerdict = 'passed' | 'failed' | 'error' | 'interrupted';

export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** What a step saw of a screen that has, or should have, a baseline. */
export interface ScreenEvidence {
  readonly name: string;
  /** Its baseline's path below the baselines, without the ending: `demo/keyboard/welcome`. */
  readonly baseline: string;
  readonly comparison?: Comparison;
  readonly expected?: PictureRef;
  readonly actual: PictureRef;
  readonly diff?: PictureRef;
  /** An earlier look that came nearer than the last one. */
  readonly nearest?: { readonly actual: PictureRef; readonly comparison: Comparison };
  /** Another screen, which it shows instead or comes clearly nearer to. */
  readonly lookalike?: {
    readonly name: string;
    readonly picture: PictureRef;
    readonly comparison: Comparison;
  };
}

/** What a step that looked for a small picture saw instead. */
export interface SearchEvidence {
  readonly name: string;
  /** The picture that was looked for, and the screen it was looked for on. */
  readonly picture: PictureRef;
  readonly actual: PictureRef;
  /** Where it is, if at several places or too few; `score` is the part of its pixels that agrees. */
  readonly places: readonly (Region & { readonly score: number })[];
  /** What comes nearest, where it is nowhere. */
  readonly nearest?: Region & { readonly score: number };
}

/** What a step read on the screen. */
export interface TextEvidence {
  /** As people write it: `"login:"`, `/login/i`. */
  readonly sought: string;
  /** What read it; absent where nothing could. */
  readonly reader?: ReaderName;
  /** Share of what is on the screen that was recognised, 0..1. */
  readonly confidence?: number;
  /** From the top, cut where there are very many. */
  readonly lines: readonly string[];
}

export interface StepOutline {
  readonly title: string;
  readonly action: string;
  readonly line: number;
  readonly col: number;
}

export interface ScenarioOutline {
  readonly id: string;
  readonly name: string;
  /** Relative to the project's root. */
  readonly file: string;
  readonly tags: readonly string[];
  readonly steps: readonly StepOutline[];
}

interface About {
  readonly scenario: string;
  /** From 1. */
  readonly attempt: number;
}

/** One line of `events.ndjson`. `at` is milliseconds since 1970; every duration is in milliseconds. */
export type RunEvent = { readonly at: number } & (
  | {
      readonly type: 'run-started';
      readonly version: typeof EVENTS_VERSION;
      readonly run: string;
      readonly guestwright: string;
      readonly scenarios: readonly ScenarioOutline[];
    }
  | (About & { readonly type: 'scenario-started' })
  | (About & { readonly type: 'machine-started'; readonly machine: string })
  | (About & { readonly type: 'step-started'; readonly step: number })
  | (About & {
      readonly type: 'step-finished';
      readonly step: number;
      readonly verdict: StepVerdict;
      readonly durationMs: number;
      readonly trouble?: Trouble;
      /** The screen when the step ended. */
      readonly picture?: PictureRef;
      readonly screen?: ScreenEvidence;
      readonly text?: TextEvidence;
      readonly search?: SearchEvidence;
    })
  | (About & {
      readonly type: 'scenario-finished';
      readonly verdict: ScenarioVerdict;
      readonly durationMs: number;
      /** What went wrong outside of any step. */
      readonly trouble?: Trouble;
      /** Below the run's folder. */
      readonly serialLog?: string;
    })
  | {
      readonly type: 'run-finished';
      readonly verdict: ScenarioVerdict;
      readonly durationMs: number;
    }
);

/** An event before it has its time. */
export type Untimed<E> = E extends unknown ? Omit<E, 'at'> : never;
