import type { z } from 'zod';
import type { Frame } from '../screen/frame.ts';
import type { Expectations, Problem, Stage } from './action.ts';
import type { Path } from './parse/yaml-text.ts';

/** What a condition shows at one moment. */
interface Sight {
  readonly holds: boolean;
  /** For people, where it does not hold: what is there instead. */
  readonly tell: () => string;
}

/** One condition under way. */
export interface Watcher {
  /** `changed` is false where the frame is the one of the look before. */
  readonly look: (frame: Frame, changed: boolean) => Sight | Promise<Sight>;
  /** The screen it looks for, where that has no baseline yet. */
  readonly missing?: string;
}

/** A baseline that a condition needs, and where its name stands below the condition. */
export interface Need {
  readonly name: string;
  readonly path: Path;
}

/** What `if`, `any-of`, `none-of` and `repeat` ask of the guest. */
export interface Condition {
  readonly title: string;
  readonly screens: readonly Need[];
  readonly pictures: readonly Need[];
  /** The screen that shows for certain when it holds. */
  readonly shows?: string | undefined;
  readonly check: (expected: Expectations) => readonly Problem[];
  /** Begins to watch. Of an event, it counts what came since the step before began. */
  readonly watch: (stage: Stage) => Promise<Watcher>;
}

/** One kind of condition: its mapping, and what that means. */
export interface ConditionKind<S extends z.ZodObject = z.ZodObject> {
  readonly key: string;
  readonly schema: S;
  readonly make: (args: z.output<S>) => Condition;
}

export function defineCondition<const S extends z.ZodObject>(
  kind: ConditionKind<S>,
): ConditionKind {
  return kind as unknown as ConditionKind;
}
