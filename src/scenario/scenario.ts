import type { Layout } from '../input/layout.ts';
import type { Pace } from '../input/pace.ts';
import type { Baseline } from '../screen/baselines/baselines.ts';
import type { Action } from './action.ts';
import { type Block, type Limb, listLimbs } from './block.ts';
import type { Diagnostic } from './parse/diagnostic.ts';
import type { MachineChoice } from './parse/machine-choice.ts';

/** A scenario without mistakes: everything a run needs, and nothing of its text. */
export interface Scenario {
  /** Its path below the scenarios' folder without the ending: `demo/keyboard`. */
  readonly id: string;
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly tags: readonly string[];
  /** How often it is tried again when it fails; undefined: as often as the run says. */
  readonly retries?: number | undefined;
  /** Whether only scenarios marked like this one are to be run. */
  readonly only?: boolean;
  /** The state that it begins from; undefined: its machine boots. */
  readonly from?: FromState | undefined;
  /** The state that it is run for, and ends with, where nobody has chosen it. */
  readonly builds?: string;
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
  /** Done before the steps. */
  readonly before: readonly Step[];
  readonly steps: readonly Step[];
  /** Done after them on every way out but the machine's death. */
  readonly after: readonly Step[];
}

/** A state that another scenario saves. */
interface FromState {
  readonly state: string;
  /** What is wrong with that, at the place where it is said. */
  readonly mistake: (message: string) => Diagnostic;
}

export interface Step {
  /** Its place in `listSteps`, from 0. */
  readonly index: number;
  readonly action: Action;
  /** The author's words for it, else what the action says. */
  readonly title: string;
  readonly timeoutMs: number | undefined;
  /** Whether the scenario goes on when it fails. */
  readonly optional: boolean;
  /** The screen that must show for the step to be done at all. */
  readonly when: string | undefined;
  /** The display that it means, where it names one; head 0 is the first. */
  readonly device?: string | undefined;
  readonly head?: number | undefined;
  /** The address of the issue that explains its failure. */
  readonly knownIssue?: string | undefined;
  /** What its text says, with everything that it refers to: of a secret, the secret. */
  readonly written: unknown;
  readonly line: number;
  readonly col: number;
  /** How many blocks it stands in. */
  readonly depth: number;
  /** Where it stands, absolute, if not in the scenario's own file. */
  readonly file: string | undefined;
  /** What it does with steps of its own. */
  readonly block: Block | undefined;
}

type Lists = Pick<Scenario, 'before' | 'steps' | 'after'>;

/** Every step of a scenario in the order of the text, a block before its own. */
export function listSteps({ before, steps, after }: Lists): Step[] {
  return [...before, ...steps, ...after].flatMap(withChildren);
}

/** Every list of steps that a scenario has, at any depth, with what it is called. */
export function listAllLimbs({ before, steps, after }: Lists): Limb[] {
  const own = [
    { label: 'before', steps: before },
    { label: before.length + after.length > 0 ? 'steps' : undefined, steps },
    { label: 'after', steps: after },
  ];
  const blocks = listSteps({ before, steps, after }).flatMap(({ block }) => block ?? []);
  return [...own, ...blocks.flatMap(listLimbs)];
}

function withChildren(step: Step): Step[] {
  const limbs = step.block ? listLimbs(step.block) : [];
  return [step, ...limbs.flatMap(({ steps }) => steps.flatMap(withChildren))];
}
