import type { z } from 'zod';
import type { Condition } from './condition.ts';
import type { Path } from './parse/yaml-text.ts';
import type { Step } from './scenario.ts';

/** What a step with steps of its own does with them. */
export type Block =
  /** `group` and `run`. */
  | { readonly kind: 'group'; readonly steps: readonly Step[] }
  | {
      readonly kind: 'if';
      readonly condition: Condition;
      readonly steps: readonly Step[];
      readonly otherwise: readonly Step[];
    }
  | { readonly kind: 'repeat-times'; readonly times: number; readonly steps: readonly Step[] }
  | {
      readonly kind: 'repeat-until';
      readonly condition: Condition;
      readonly max: number;
      /** How long it looks after each round. */
      readonly withinMs: number;
      readonly steps: readonly Step[];
    }
  | { readonly kind: 'retry'; readonly times: number; readonly steps: readonly Step[] }
  | { readonly kind: 'try'; readonly steps: readonly Step[]; readonly last: readonly Step[] }
  | { readonly kind: 'any-of'; readonly branches: readonly Branch[] }
  | { readonly kind: 'none-of'; readonly conditions: readonly Condition[]; readonly forMs: number };

export interface Branch {
  readonly condition: Condition;
  readonly steps: readonly Step[];
}

/** A list of a block's steps, and what it is called. */
export interface Limb {
  readonly label: string | undefined;
  readonly steps: readonly Step[];
}

/** All steps of a block, in the order of the text. */
export function listLimbs(block: Block): readonly Limb[] {
  switch (block.kind) {
    case 'group':
    case 'repeat-times':
    case 'repeat-until':
    case 'retry':
      return [{ label: undefined, steps: block.steps }];
    case 'if':
      return [
        { label: 'then', steps: block.steps },
        { label: 'else', steps: block.otherwise },
      ];
    case 'try':
      return [
        { label: 'try', steps: block.steps },
        { label: 'finally', steps: block.last },
      ];
    case 'any-of':
      return block.branches.map(({ condition, steps }) => ({ label: condition.title, steps }));
    case 'none-of':
      return [];
    default:
      return block satisfies never;
  }
}

export function conditionsOf(block: Block): readonly Condition[] {
  switch (block.kind) {
    case 'if':
    case 'repeat-until':
      return [block.condition];
    case 'any-of':
      return block.branches.map(({ condition }) => condition);
    case 'none-of':
      return block.conditions;
    case 'group':
    case 'repeat-times':
    case 'retry':
    case 'try':
      return [];
    default:
      return block satisfies never;
  }
}

/** What a block reads itself from; paths are below its step. Each adds the mistakes that it finds. */
export interface BlockSource {
  readonly value: Readonly<Record<string, unknown>>;
  readonly arguments: <S extends z.ZodType>(path: Path, schema: S) => z.output<S> | undefined;
  /** A list of steps; without one where the key is absent. */
  readonly steps: (path: Path) => readonly Step[];
  /** A condition; the keys of `beside` may stand in its mapping and are not its own. */
  readonly condition: (path: Path, beside?: readonly string[]) => Condition | undefined;
  readonly mistake: (path: Path, message: string) => void;
  /** The steps of another file. */
  readonly include: (file: string) => readonly Step[];
}

export interface BlockReading {
  readonly title: string;
  readonly block: Block;
}

/** A word with steps of its own. */
export interface BlockWord {
  readonly key: string;
  readonly summary: string;
  /** What stands under its key, for editors. */
  readonly value: Form;
  /** What else stands beside it. */
  readonly beside: readonly Part[];
  /** Whether it waits for the guest and so keeps the step's timeout itself. */
  readonly waits: boolean;
  readonly read: (source: BlockSource) => BlockReading | undefined;
}

interface Part {
  readonly key: string;
  readonly needed: boolean;
  readonly form: Form;
}

/** What stands under a key of a block: a schema of its own, or what is described once for all. */
export type Form =
  | { readonly kind: 'value'; readonly schema: z.ZodType }
  | {
      readonly kind: 'steps' | 'condition' | 'conditions' | 'branches';
      readonly description: string;
    };
