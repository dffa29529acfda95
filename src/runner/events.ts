import type { Comparison } from '../screen/compare.ts';
import type { Region } from '../screen/frame.ts';
import type { ReaderName } from '../screen/text/read-text.ts';

/** The version of this format; a reader refuses one it does not know. */
export const EVENTS_VERSION = 2;

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
  | 'interrupted'
  /** It failed, and the step or the baseline names the issue that says why. */
  | 'known-issue';

/** Of one attempt. What a scenario is after all of its attempts: `ScenarioState`. */
export type ScenarioVerdict = 'passed' | 'failed' | 'error' | 'interrupted' | 'known-issue';

/** Of a run that came to its end. */
export type RunVerdict = 'passed' | 'failed' | 'error' | 'interrupted';

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
  /** What was not compared, and the only parts that were. */
  readonly masks?: readonly Region[];
  readonly regions?: readonly Region[];
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
  /** Where it is on the screen, where that was asked for. */
  readonly places?: readonly Region[];
  /** The variable that took it, cut where it is very long. */
  readonly variable?: { readonly name: string; readonly value: string };
}

export interface StepOutline {
  readonly title: string;
  readonly action: string;
  readonly line: number;
  readonly col: number;
  /** How many blocks it stands in. Default: 0. */
  readonly depth?: number;
  /** Where it stands, if not in the scenario's own file; relative to the project's root. */
  readonly file?: string;
}

export interface ScenarioOutline {
  /** Unique in the run; a repetition (`--repeat-each`) has `#2`, `#3`, ... at its end. */
  readonly id: string;
  readonly name: string;
  /** Relative to the project's root. */
  readonly file: string;
  readonly tags: readonly string[];
  /** Its name in guestwright.yaml, or what it boots from. */
  readonly machine: string;
  /** The state that it is run for, and ends with: nobody has chosen it. */
  readonly builds?: string;
  /** Of the whole tree, in the order of the text, children behind their block. */
  readonly steps: readonly StepOutline[];
}

/** Which part of a larger run this one is. */
export interface ShardOutline {
  /** From 1. */
  readonly index: number;
  readonly total: number;
  /** Every scenario of the larger run. */
  readonly all: readonly Pick<ScenarioOutline, 'id' | 'name' | 'file' | 'machine' | 'tags'>[];
}

/** The YAML as written, by file relative to the project's root; secret texts as dots. */
type Sources = Readonly<Record<string, string>>;

/** Where a step's time went: QMP commands in flight, slept, the rest. */
export interface StepTimes {
  readonly guestMs: number;
  readonly waitMs: number;
  readonly oursMs: number;
}

interface About {
  readonly scenario: string;
  /** From 1. */
  readonly attempt: number;
}

interface AboutStep extends About {
  /** Its place in the outline's list, from 0. */
  readonly step: number;
  /** From 1, which is the default: a step of a block that is done again has more. */
  readonly round?: number;
}

/**
 * One line of `events.ndjson`, which docs/events.md describes. `at` is milliseconds since 1970 and never
 * goes back within a run; every duration is in milliseconds.
 */
export type RunEvent = { readonly at: number } & (
  | {
      readonly type: 'run-started';
      readonly version: typeof EVENTS_VERSION;
      readonly run: string;
      readonly guestwright: string;
      readonly scenarios: readonly ScenarioOutline[];
      readonly sources: Sources;
      /** How many guests run at a time. Default: 1. */
      readonly workers?: number;
      /** Whether a flaky scenario makes the run a failed one. Default: false. */
      readonly failOnFlaky?: boolean;
      readonly shard?: ShardOutline;
      /** The runs that this one was merged from. */
      readonly mergedFrom?: readonly string[];
    }
  | (About & {
      readonly type: 'scenario-started';
      /** From 1. Default: 1. */
      readonly worker?: number;
      /** Of one that the run did not know of when it started, and whose steps tell of themselves. */
      readonly outline?: Omit<ScenarioOutline, 'id' | 'steps'>;
      readonly sources?: Sources;
    })
  | (About & { readonly type: 'machine-started'; readonly machine: string })
  | (AboutStep & {
      readonly type: 'step-started';
      /** Of a step that nobody knew of before: the next in the list. */
      readonly outline?: StepOutline;
      readonly sources?: Sources;
    })
  | (AboutStep & {
      readonly type: 'step-finished';
      readonly verdict: StepVerdict;
      readonly durationMs: number;
      readonly trouble?: Trouble;
      /** The screen when the step ended. */
      readonly picture?: PictureRef;
      readonly screen?: ScreenEvidence;
      readonly text?: TextEvidence;
      readonly search?: SearchEvidence;
      /** What is worth knowing of a step that passed, such as what kept moving. */
      readonly note?: string;
      /** How it looked at the screen while it waited; pictures that are kept are by screendump always. */
      readonly lookedBy?: 'video-memory' | 'screendump';
      /** The issue that the step or its baseline names, whether it failed or not. */
      readonly knownIssue?: string;
      readonly times?: StepTimes;
      /** What a step printed, at most 64 KiB. */
      readonly output?: string;
    })
  | (About & {
      readonly type: 'scenario-finished';
      readonly verdict: ScenarioVerdict;
      readonly durationMs: number;
      /** What went wrong outside of any step. */
      readonly trouble?: Trouble;
      /** Below the run's folder. */
      readonly serialLog?: string;
      /** Below the run's folder. */
      readonly trace?: string;
    })
  | {
      readonly type: 'run-finished';
      readonly verdict: RunVerdict;
      readonly durationMs: number;
    }
);

/** What happens to a scenario, as against to the run. */
export type ScenarioEvent = Exclude<RunEvent, { readonly type: 'run-started' | 'run-finished' }>;

/** An event before it has its time. */
export type Untimed<E> = E extends unknown ? Omit<E, 'at'> : never;
