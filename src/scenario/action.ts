import type { z } from 'zod';
import type { Guest } from '../guest/guest.ts';
import type { Size } from '../input/absolute.ts';
import type { Batch } from '../input/batch.ts';
import type { KeyboardQueue } from '../input/keyboard-queue.ts';
import type { Layout } from '../input/layout.ts';
import type { Pace } from '../input/pace.ts';
import type { PointerDevice } from '../machine/displays.ts';
import type { Baseline } from '../screen/baselines/baselines.ts';
import type { StepOutcome } from './outcome.ts';
import { readWith } from './parse/explain-issue.ts';
import type { Path } from './parse/yaml-text.ts';

/** What is known about a guest before it starts. */
export interface Expectations {
  readonly layout: Layout;
  readonly pace: Pace;
  readonly queue: KeyboardQueue;
  /** Undefined where only the machine can tell. */
  readonly pointer: PointerDevice | undefined;
  /** Of which server a password can be set. Default: unknown. */
  readonly remoteDisplay?: (protocol: 'vnc' | 'spice') => 'password' | 'open' | 'none' | 'unknown';
  /** The ids of the drives whose medium can be changed. Default: unknown. */
  readonly drives?: readonly string[] | undefined;
  /** How many disks the machine has, and we can look at when it is off. Default: unknown. */
  readonly disks?: number | undefined;
  /** Where paths in steps start. Default: the working directory. */
  readonly root?: string | undefined;
  /** The size of the screen last waited for, where a baseline tells. */
  readonly screen: Size | undefined;
  readonly baseline: (screen: string) => Baseline | undefined;
  readonly picture: (name: string) => Baseline | undefined;
}

/** A small picture that a step looks for, and the key its name stands under. */
export interface PictureUse {
  readonly name: string;
  readonly key: string;
  /** Its place below the step, where it is not right below the action. */
  readonly path?: Path;
}

export interface Problem {
  readonly path: Path;
  readonly message: string;
}

/** What a step has while it runs. */
export interface Stage {
  readonly guest: Guest;
  readonly signal: AbortSignal;
  /** From the step or the scenario; undefined: the action's own default. Milliseconds. */
  readonly timeoutMs: number | undefined;
  /** What an action's own default timeout is multiplied with, see `timeoutOf`. Default: 1. */
  readonly timeoutScale?: number;
  /** How long a screen without a baseline must stand still to become a candidate. Milliseconds. */
  readonly settleMs: number;
  /** Where paths in steps start. Default: the working directory. */
  readonly root?: string;
  /** What steps before have read, by name; a step may set its own. Undefined: none. */
  readonly variables?: Map<string, string>;
  /** Saves the guest for other scenarios, and says how that went. Undefined: nobody wants it. */
  readonly saveState?: (name: string, signal: AbortSignal) => Promise<string>;
  readonly baseline: (screen: string) => Baseline | undefined;
  readonly baselineFile: (screen: string) => string;
  readonly picture: (name: string) => Baseline | undefined;
}

/** How long a step may take whose action waits for `defaultMs` where nobody says otherwise. Milliseconds. */
export function timeoutOf(
  { timeoutMs, timeoutScale = 1 }: Pick<Stage, 'timeoutMs' | 'timeoutScale'>,
  defaultMs: number,
): number {
  return timeoutMs ?? defaultMs * timeoutScale;
}

/** A step's action with its arguments, ready to be checked, planned and run. */
export interface Action {
  readonly key: string;
  readonly title: string;
  /** The screens whose baselines it needs. */
  readonly screens: readonly string[];
  /** Their places below the step, where those are not right below the action. */
  readonly screenPaths?: ReadonlyMap<string, Path>;
  /** The small pictures it looks for; a run cannot make them. */
  readonly pictures: readonly PictureUse[];
  /** Whether its plan must not be shown. */
  readonly secret: boolean;
  /** The texts that must not be shown, where they are known. */
  readonly secretTexts?: readonly string[];
  /** Whether it waits for the guest and so keeps the step's timeout itself. */
  readonly waits: boolean;
  /** The variables that it sets when it runs. */
  readonly sets: readonly string[];
  /** The name of the state or the snapshot that it is about. */
  readonly subject?: string | undefined;
  /** The whole action, where its arguments hold variables. @throws StepError where they do not fit */
  readonly fill?: (variables: ReadonlyMap<string, string>) => Action;
  /** Mistakes that can be seen before a guest starts; paths are inside the mapping form. */
  readonly check: (expected: Expectations) => readonly Problem[];
  /** The batches it will send; undefined while the screen's size or a picture's place is not known. */
  readonly plan: (expected: Expectations) => readonly Batch[] | undefined;
  readonly run: (stage: Stage) => Promise<StepOutcome>;
}

/** One word of the language: what it looks like in YAML, and what it does to a guest. */
interface Definition<S extends z.ZodObject> {
  readonly key: string;
  readonly summary: string;
  /** The mapping form. */
  readonly schema: S;
  /** The key that a short form stands for: `click: [1, 2]` is `click: { at: [1, 2] }`. */
  readonly short?: string;
  readonly waits?: boolean | ((args: z.output<S>) => boolean);
  readonly title: (args: z.output<S>) => string;
  readonly screens?: (args: z.output<S>) => readonly string[];
  readonly pictures?: (args: z.output<S>) => readonly PictureUse[];
  readonly secret?: (args: z.output<S>) => boolean;
  /** The keys whose text may be a secret; the mapping form then has `secret: true`. */
  readonly secretKeys?: readonly string[];
  /** The variables that it sets, so that steps after it may use `${vars.NAME}`. */
  readonly sets?: (args: z.output<S>) => readonly string[];
  /** The name of the state or the snapshot that it is about. */
  readonly subject?: (args: z.output<S>) => string;
  readonly check?: (args: z.output<S>, expected: Expectations) => readonly Problem[];
  readonly plan?: (args: z.output<S>, expected: Expectations) => readonly Batch[] | undefined;
  readonly run: (args: z.output<S>, stage: Stage) => Promise<StepOutcome>;
}

export interface Word {
  readonly key: string;
  readonly summary: string;
  readonly schema: z.ZodObject;
  readonly short: string | undefined;
  readonly secretKeys: readonly string[];
  /** The action that a mapping form describes, or what is wrong with it. */
  readonly read: (value: unknown) => z.ZodSafeParseResult<Action>;
}

export function defineWord<const S extends z.ZodObject>(definition: Definition<S>): Word {
  const { key, summary, schema, short, secretKeys = [] } = definition;
  return {
    key,
    summary,
    schema,
    short,
    secretKeys,
    read: (value) => {
      const result = readWith(schema, value);
      if (!result.success) return { success: false, error: result.error as z.ZodError<never> };
      const args = result.data;
      const { waits = false } = definition;
      return {
        success: true,
        data: {
          key,
          title: definition.title(args),
          screens: definition.screens?.(args) ?? [],
          pictures: definition.pictures?.(args) ?? [],
          secret: definition.secret?.(args) ?? false,
          secretTexts: findSecretTexts(definition, args),
          waits: typeof waits === 'function' ? waits(args) : waits,
          sets: definition.sets?.(args) ?? [],
          subject: definition.subject?.(args),
          check: (expected) => definition.check?.(args, expected) ?? [],
          plan: (expected) => (definition.plan ? definition.plan(args, expected) : []),
          run: (stage) => definition.run(args, stage),
        },
      };
    },
  };
}

function findSecretTexts<S extends z.ZodObject>(
  { secret, secretKeys = [] }: Definition<S>,
  args: z.output<S>,
): readonly string[] {
  if (!secret?.(args)) return [];
  const values: Readonly<Record<string, unknown>> = args;
  return secretKeys.flatMap((key) => (typeof values[key] === 'string' ? [values[key]] : []));
}
