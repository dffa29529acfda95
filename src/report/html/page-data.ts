import type { PictureRef, StepOutline, Trouble } from '../../runner/events.ts';
import type { FramePart } from '../../runner/trace/trace-line.ts';
import type { Candidate } from '../candidates.ts';
import type { RunVerdict, ScenarioState, StepRound } from '../fold.ts';
import type { InputMark } from './input-marks.ts';

/** What `data/summary.js` holds: small, whatever the run. Times are milliseconds. */
export interface PageRun {
  readonly run: string;
  readonly guestwright: string;
  /** Since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly verdict: RunVerdict;
  readonly scenarios: readonly PageScenario[];
  readonly candidates: readonly PageCandidate[];
}

/** A scenario as the list shows it. */
export interface PageScenario {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly tags: readonly string[];
  readonly machine?: string;
  readonly verdict: ScenarioState;
  /** Of all attempts. */
  readonly durationMs: number;
  /** In order; none when it was not run. */
  readonly attempts: readonly PageAttemptRef[];
  /** What went wrong first, cut short. */
  readonly trouble?: { readonly step?: number; readonly message: string };
  readonly picture?: PictureRef;
}

interface PageAttemptRef {
  readonly attempt: number;
  readonly verdict: ScenarioState;
  readonly durationMs: number;
  /** Its details are in `data/<data>.js`. */
  readonly data: number;
}

/** A picture that could become a baseline, and where it was seen. */
export interface PageCandidate extends Candidate {
  readonly scenario: string;
  readonly attempt: number;
  /** From 1, as everywhere on the page. */
  readonly step: number;
}

/** One attempt of a scenario, everything: `data/<n>.js`. `at` is since the scenario started. */
export interface PageAttempt {
  readonly id: string;
  readonly attempt: number;
  readonly verdict: ScenarioState;
  readonly machine?: string;
  readonly startedAt?: number;
  readonly durationMs: number;
  readonly trouble?: Trouble;
  readonly serialLog?: string;
  readonly steps: readonly PageStep[];
  /** Each distinct frame seen, or the steps' pictures where nothing was recorded. */
  readonly frames: readonly PageFrame[];
  readonly traced: boolean;
  /** How much more there was than was recorded. */
  readonly cut?: { readonly lines: number; readonly serialCharacters: number };
  readonly inputs: readonly InputMark[];
  readonly qmp: readonly PageQmpCall[];
  readonly serial: readonly { readonly at: number; readonly text: string }[];
  /** The end of the serial log, where nothing says when it was written. */
  readonly serialTail?: string;
  readonly sources: readonly { readonly file: string; readonly text: string }[];
  /** Of the pictures that are there and can be read. */
  readonly sizes: readonly (readonly [picture: PictureRef, width: number, height: number])[];
}

/** A step as it went once: a block that is done again has its steps again. In order of time. */
export interface PageStep extends StepRound, StepOutline {
  /** Its place in the scenario, from 0. */
  readonly index: number;
}

export interface PageFrame {
  readonly at: number;
  /** Of the whole screen, and what is laid over it. */
  readonly picture: PictureRef;
  readonly parts?: readonly FramePart[];
}

export interface PageQmpCall {
  readonly at: number;
  readonly execute: string;
  /** As JSON. */
  readonly arguments?: string;
  readonly ms: number;
  readonly error?: string;
  /** How often the step sent the same again without being told each time. */
  readonly again?: number;
}
