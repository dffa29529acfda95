import { Refusal } from './refusal.ts';

/**
 * Reads one value of a command's arguments or throws QEMU's `Refusal` (qapi/qobject-input-visitor.c).
 * `path` is where it stands: `events[0].data.value`.
 */
export type Reader<T> = (value: unknown, path: string) => T;

export type Arguments = Readonly<Record<string, unknown>>;

export const readString: Reader<string> = (value, path) => {
  if (typeof value !== 'string') throw wrongType(path, 'string');
  return value;
};

export const readBoolean: Reader<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw wrongType(path, 'boolean');
  return value;
};

export const readInteger: Reader<number> = (value, path) => {
  if (!Number.isInteger(value)) throw wrongType(path, 'integer');
  return Number(value);
};

export function readEnum<const T extends string>(names: readonly T[]): Reader<T> {
  return (value, path) => {
    const text = readString(value, path);
    const name = names.find((known) => known === text);
    if (name === undefined) {
      const member = path.endsWith(']') ? 'null' : path.replace(/^.*\./, '');
      throw new Refusal(`Parameter '${member}' does not accept value '${text}'`);
    }
    return name;
  };
}

export function readArray<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw wrongType(path, 'array');
    return value.map((member, index) => item(member, `${path}[${index}]`));
  };
}

/** A member that may be left out. */
export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return Object.assign((value: unknown, path: string) => reader(value, path), { optional: true });
}

type Members<R> = { [K in keyof R]: R[K] extends Reader<infer T> ? T : never };

/** An object with these members, read in this order, and no others. */
export function readObject<R extends Readonly<Record<string, Reader<unknown>>>>(
  readers: R,
): Reader<Members<R>> {
  return (value, path) => {
    const members = asObject(value, path);
    const entries = Object.entries(readers).map(([name, reader]) => {
      const at = join(path, name);
      if (Object.hasOwn(members, name)) return [name, reader(members[name], at)];
      if ('optional' in reader) return [name, undefined];
      throw new Refusal(`Parameter '${at}' is missing`);
    });
    const extra = Object.keys(members).find((name) => !Object.hasOwn(readers, name));
    if (extra !== undefined) throw new Refusal(`Parameter '${join(path, extra)}' is unexpected`);
    return Object.fromEntries(entries);
  };
}

/** QAPI's flat union: `type` says what `data` is. */
export function readUnion<R extends Readonly<Record<string, Reader<unknown>>>>(
  readers: R,
): Reader<{ [K in keyof R & string]: { type: K; data: Members<R>[K] } }[keyof R & string]> {
  const readType = readEnum(Object.keys(readers) as (keyof R & string)[]);
  return (value, path) => {
    const members = asObject(value, path);
    if (!Object.hasOwn(members, 'type'))
      throw new Refusal(`Parameter '${join(path, 'type')}' is missing`);
    const type = readType(members.type, join(path, 'type'));
    const data = readers[type] as Reader<Members<R>[typeof type]>;
    return readObject({ type: readType, data })(value, path);
  };
}

function asObject(value: unknown, path: string): Arguments {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongType(path, 'object');
  }
  return { ...value };
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function wrongType(path: string, expected: string): Refusal {
  return new Refusal(`Invalid parameter type for '${path}', expected: ${expected}`);
}
