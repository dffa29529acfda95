import { type Definition, type Members, memberOf, type Release } from './definitions.ts';
import { isFrom, type MajorMinor } from './release.ts';

/** Something of a message that not every QEMU knows. */
export interface Part {
  /** Where it stands: `events[0].data.button`. */
  readonly path: string;
  /** QAPI's name of what it belongs to: `InputButton`. */
  readonly owner: string;
  readonly since: Release;
}

/** What in `value` came to `definition` only after that version. */
export function findYounger(
  definition: Definition,
  value: unknown,
  version: MajorMinor,
  path = '',
): readonly Part[] {
  switch (definition.kind) {
    case 'builtin':
      return [];
    case 'enum': {
      const since = definition.values.get(String(value));
      const owner = definition.name;
      return since === undefined || isFrom(version, since) ? [] : [{ path, owner, since }];
    }
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((one, at) =>
            findYounger(definition.element, one, version, `${path}[${at}]`),
          )
        : [];
    case 'struct':
      return findYoungerMembers(definition.members, value, { ...definition, version, path });
    case 'union': {
      const variant = isObject(value) ? String(value[definition.tag]) : '';
      const since = definition.later[variant];
      if (since !== undefined && !isFrom(version, since)) {
        return [{ path: below(path, definition.tag), owner: definition.name, since }];
      }
      const members = { ...definition.members, ...definition.variants[variant] };
      return findYoungerMembers(members, value, { ...definition, version, path });
    }
    default:
      return definition satisfies never;
  }
}

function findYoungerMembers(
  members: Members,
  value: unknown,
  around: { readonly name: string; readonly version: MajorMinor; readonly path: string },
): readonly Part[] {
  if (!isObject(value)) return [];
  const { name: owner, version, path } = around;
  return Object.entries(members).flatMap(([name, given]) => {
    if (value[name] === undefined) return [];
    const { type, since } = memberOf(given);
    const here = below(path, name);
    if (since !== undefined && !isFrom(version, since)) return [{ path: here, owner, since }];
    return findYounger(type, value[name], version, here);
  });
}

/** Whether anything of a definition is younger than that version. */
export function hasYounger(definition: Definition, version: MajorMinor): boolean {
  const isYoung = (since: Release | undefined) => since !== undefined && !isFrom(version, since);
  switch (definition.kind) {
    case 'builtin':
      return false;
    case 'enum':
      return [...definition.values.values()].some(isYoung);
    case 'list':
      return hasYounger(definition.element, version);
    case 'struct':
      return hasYoungerMembers(definition.members, version);
    case 'union':
      return (
        Object.values(definition.later).some(isYoung) ||
        [definition.members, ...Object.values(definition.variants)].some((members) =>
          hasYoungerMembers(members, version),
        )
      );
    default:
      return definition satisfies never;
  }
}

function hasYoungerMembers(members: Members, version: MajorMinor): boolean {
  return Object.values(members).some((given) => {
    const { type, since } = memberOf(given);
    return (since !== undefined && !isFrom(version, since)) || hasYounger(type, version);
  });
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
