import type { Layout } from '../input/layout.ts';
import type { Pace } from '../input/pace.ts';
import type { Baseline } from '../screen/baselines.ts';
import type { Action } from './action.ts';
import type { MachineChoice } from './machine-choice.ts';

/** A scenario without mistakes: everything a run needs, and nothing of its text. */
export interface Scenario {
  /** Its path below the scenarios' folder without the ending: `demo/keyboard`. */
  readonly id: string;
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly tags: readonly string[];
  readonly machine: MachineChoice;
  readonly layout: Layout;
  readonly pace: Pace;
  /** The folder of all baselines, absolute, and this scenario's own below it. */
  readonly baselinesDir: string;
  readonly baselinesFolder: string;
  /** By screen; a screen that has none yet is missing. */
  readonly baselines: ReadonlyMap<string, Baseline>;
  /** Small pictures that its steps look for, by name; all of them are there. */
  readonly pictures: ReadonlyMap<string, Baseline>;
  readonly steps: readonly Step[];
}

export interface Step {
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly action: Action;
  /** The author's words for it, else what the action says. */
  readonly title: string;
  readonly timeoutMs: number | undefined;
  /** Whether the scenario goes on when it fails. */
  readonly optional: boolean;
  /** The screen that must show for the step to be done at all. */
  readonly when: string | undefined;
  readonly line: number;
  readonly col: number;
}
