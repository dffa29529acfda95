import type { commands } from './commands.ts';
import type { MembersOf, Of } from './definitions.ts';
import type { events } from './events.ts';

export type { Release } from './definitions.ts';
export type * from './display-types.ts';
export type * from './input-types.ts';
export type * from './machine-types.ts';
export type { QKeyCode } from './qkeycode.ts';
export type { SchemaInfo } from './schema-types.ts';

/** `{}`: no arguments, nothing to return, an event without data. */
export type Nothing = Readonly<Record<string, never>>;

type OrNothing<T> = keyof T extends never ? Nothing : T;

/** The QMP commands that are typed, by their QAPI names: what they take and what they return. */
export type Commands = {
  readonly [C in keyof typeof commands]: {
    readonly arguments: OrNothing<Of<(typeof commands)[C]['arguments']>>;
    readonly returns: (typeof commands)[C]['returns'] extends undefined
      ? Nothing
      : Of<(typeof commands)[C]['returns']>;
  };
};

export type CommandName = keyof Commands;

/** The data of the QMP events that are typed, by their QAPI names. */
export type Events = {
  readonly [E in keyof typeof events]: OrNothing<MembersOf<(typeof events)[E]['data']>>;
};

export type EventName = keyof Events;

type EventData<Name extends string> = Name extends EventName
  ? Events[Name]
  : Readonly<Record<string, unknown>>;

/** An event as it came; a union by `event` when `Name` is one. */
export type QmpEvent<Name extends string = string> = Name extends string
  ? {
      readonly event: Name;
      readonly data: EventData<Name>;
      /** The host's wall clock; both -1 if the host had none. */
      readonly timestamp: { readonly seconds: number; readonly microseconds: number };
    }
  : never;
