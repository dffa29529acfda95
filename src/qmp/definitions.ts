/** A release of QEMU: `7.1`. */
export type Release = `${number}.${number}`;

/** What a QAPI type is made of. One definition is the TypeScript type (`Of`) and the data to check by. */
export type Definition =
  | Builtin<unknown>
  | Enumeration<string>
  | List<Definition>
  | Struct<Members>
  | Union<string, Members, Readonly<Record<string, Members>>>;

type BuiltinName = 'str' | 'int' | 'number' | 'bool' | 'any';

export interface Builtin<T> {
  readonly kind: 'builtin';
  readonly name: BuiltinName;
  /** Only for the compiler. */
  readonly type?: T;
}

export interface Enumeration<V extends string> {
  readonly kind: 'enum';
  readonly name: string;
  readonly since: Release;
  /** Every value, with the release it came in. */
  readonly values: ReadonlyMap<V, Release>;
  /** Whether values may be missing from a QEMU that was built without what they stand for. */
  readonly byBuild: boolean;
}

export interface List<E> {
  readonly kind: 'list';
  readonly element: E;
}

export interface Struct<M> {
  readonly kind: 'struct';
  readonly name: string;
  readonly since: Release;
  readonly members: M;
  /** Whether QEMU has members that are left out here. */
  readonly partial: boolean;
}

export interface Union<T extends string, B, V> {
  readonly kind: 'union';
  readonly name: string;
  readonly since: Release;
  /** The member whose value says which variant it is. */
  readonly tag: T;
  readonly members: B;
  readonly variants: V;
  /** Variants that came later than the union, with their releases. */
  readonly later: Readonly<Record<string, Release>>;
  readonly partial: boolean;
}

export interface Member<D, O extends boolean> {
  readonly kind: 'member';
  readonly type: D;
  readonly optional: O;
  /** Absent: as old as what it belongs to. */
  readonly since?: Release;
  readonly removed?: Release;
}

export type Members = Readonly<Record<string, Definition | Member<Definition, boolean>>>;

interface Lifetime {
  readonly since?: Release;
  readonly removed?: Release;
}

export const str: Builtin<string> = { kind: 'builtin', name: 'str' };
export const int: Builtin<number> = { kind: 'builtin', name: 'int' };
export const number: Builtin<number> = { kind: 'builtin', name: 'number' };
export const bool: Builtin<boolean> = { kind: 'builtin', name: 'bool' };
export const any: Builtin<unknown> = { kind: 'builtin', name: 'any' };

/** The values of an enum under the releases they came in, the oldest first. */
export function enumeration<const V extends Readonly<Record<Release, readonly string[]>>>(
  name: string,
  values: V,
  { byBuild = false } = {},
): Enumeration<V[keyof V & Release][number]> {
  const releases = Object.entries(values) as [Release, V[keyof V & Release]][];
  const since = releases[0]?.[0] ?? '0.0';
  const dated = releases.flatMap(([release, names]) =>
    names.map((value): [V[keyof V & Release][number], Release] => [value, release]),
  );
  return { kind: 'enum', name, since, values: new Map(dated), byBuild };
}

export function list<E extends Definition>(element: E): List<E> {
  return { kind: 'list', element };
}

export function struct<M extends Members>(
  name: string,
  since: Release,
  members: M,
  { partial = false } = {},
): Struct<M> {
  return { kind: 'struct', name, since, members, partial };
}

export function union<
  const T extends string,
  B extends Members,
  V extends Readonly<Record<string, Members>>,
>(
  name: string,
  since: Release,
  shape: {
    readonly tag: T;
    readonly members?: B;
    readonly variants: V;
    readonly later?: Readonly<{ [K in keyof V]?: Release }>;
    readonly partial?: boolean;
  },
): Union<T, B, V> {
  const { tag, members = {} as B, variants, later = {}, partial = false } = shape;
  const dated = later as Readonly<Record<string, Release>>;
  return { kind: 'union', name, since, tag, members, variants, later: dated, partial };
}

export function optional<D extends Definition>(type: D, lifetime: Lifetime = {}): Member<D, true> {
  return { kind: 'member', type, optional: true, ...lifetime };
}

/** A member that is always there, from a later release on than what it belongs to. */
export function required<D extends Definition>(type: D, lifetime: Lifetime): Member<D, false> {
  return { kind: 'member', type, optional: false, ...lifetime };
}

/** A member with its lifetime, however short it was written. */
export function memberOf(
  given: Definition | Member<Definition, boolean>,
): Member<Definition, boolean> {
  return given.kind === 'member' ? given : { kind: 'member', type: given, optional: false };
}

/** The TypeScript type of a definition. */
export type Of<D> =
  D extends Builtin<infer T>
    ? T
    : D extends Enumeration<infer V>
      ? V
      : D extends List<infer E>
        ? readonly Of<E>[]
        : D extends Struct<infer M>
          ? MembersOf<M>
          : D extends Union<infer T, infer B, infer V>
            ? {
                [K in keyof V & string]: Flat<
                  { readonly [N in T]: K } & MembersOf<B> & MembersOf<V[K]>
                >;
              }[keyof V & string]
            : never;

export type MembersOf<M> = Flat<
  { readonly [K in keyof M as M[K] extends Member<unknown, true> ? never : K]: TypeOf<M[K]> } & {
    readonly [K in keyof M as M[K] extends Member<unknown, true> ? K : never]?: TypeOf<M[K]>;
  }
>;

type TypeOf<D> = D extends Member<infer T, boolean> ? Of<T> : Of<D>;

type Flat<T> = { [K in keyof T]: T[K] };
