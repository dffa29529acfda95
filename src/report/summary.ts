import type {
  RunVerdict as FinishedVerdict,
  PictureRef,
  ScenarioOutline,
  ScenarioVerdict,
  ScreenEvidence,
  SearchEvidence,
  ShardOutline,
  StepOutline,
  StepTimes,
  StepVerdict,
  TextEvidence,
  Trouble,
} from '../runner/events.ts';
import type { ScenarioState } from '../runner/verdicts.ts';

export type { ScenarioState } from '../runner/verdicts.ts';

/** `unfinished`: the events end before the run did. */
export type RunVerdict = FinishedVerdict | 'unfinished';

/** What every report is made from. Times are milliseconds. */
export interface RunSummary {
  readonly run: string;
  /** The version that made the run. */
  readonly guestwright: string;
  /** Since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly verdict: RunVerdict;
  /** Of scenarios. */
  readonly counts: Readonly<Record<ScenarioState, number>>;
  /** In the order of the project. */
  readonly scenarios: readonly ScenarioSummary[];
  /** The YAML as written, by file. */
  readonly sources: Readonly<Record<string, string>>;
  readonly workers: number;
  /** A flaky scenario fails the run. */
  readonly failOnFlaky?: boolean;
  /** Which part of a larger run it is. */
  readonly shard?: ShardOutline;
  readonly mergedFrom?: readonly string[];
}

export interface ScenarioSummary extends Omit<ScenarioOutline, 'steps' | 'machine'> {
  /** `interrupted` as well when the events end before the scenario did. */
  readonly verdict: ScenarioState;
  /** Its name in guestwright.yaml, or what it boots from. */
  readonly machineName: string;
  /** The attempt that the rest tells of, the last one; 0 when it was not run. */
  readonly attempt: number;
  /** Since 1970. */
  readonly startedAt?: number;
  readonly durationMs: number;
  /** What ran it: `QEMU 7.2.22, tcg`. */
  readonly machine?: string;
  /** What went wrong outside of any step. */
  readonly trouble?: Trouble;
  /** Below the run's folder. */
  readonly serialLog?: string;
  /** Below the run's folder. */
  readonly trace?: string;
  readonly steps: readonly StepSummary[];
  /** All of them, the last one too; none when it was not run. */
  readonly attempts: readonly AttemptSummary[];
}

/** One attempt at a scenario. */
export interface AttemptSummary {
  /** From 1. */
  readonly attempt: number;
  readonly verdict: ScenarioVerdict;
  /** From 1. */
  readonly worker: number;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly machine?: string;
  readonly trouble?: Trouble;
  readonly serialLog?: string;
  readonly trace?: string;
  readonly steps: readonly StepSummary[];
}

export type StepState = StepVerdict | 'not-run';

/** How a step went, once. */
export interface StepRound {
  /** From 1. */
  readonly round: number;
  readonly verdict: StepState;
  /** Since its scenario started; a step that was not run has none. */
  readonly startedAfterMs?: number;
  readonly durationMs: number;
  readonly trouble?: Trouble;
  readonly picture?: PictureRef;
  readonly screen?: ScreenEvidence;
  readonly search?: SearchEvidence;
  readonly text?: TextEvidence;
  /** The issue that the step or its baseline names, whether it failed or not. */
  readonly knownIssue?: string;
  readonly times?: StepTimes;
  readonly output?: string;
  /** What a reader should know of how it was done. */
  readonly note?: string;
  /** How it looked at the screen while it waited. */
  readonly lookedBy?: 'video-memory' | 'screendump';
}

/** A step as it went the last time. */
export interface StepSummary extends StepOutline, Omit<StepRound, 'round'> {
  /** Every time, the last one too, where it was done more than once. */
  readonly rounds?: readonly StepRound[];
}
