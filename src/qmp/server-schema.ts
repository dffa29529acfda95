import { QmpProtocolError } from './errors.ts';
import type { SchemaInfo } from './schema-types.ts';

/** A type as `query-qmp-schema` tells it (QAPI `SchemaInfo`, 2.5). Its own name means nothing. */
export type ServerType =
  | { readonly kind: 'builtin'; readonly json: string }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly element: string }
  | {
      readonly kind: 'object';
      readonly members: readonly ServerMember[];
      readonly tag: string | undefined;
      /** The type of each variant's further members, by the tag's value. */
      readonly variants: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'alternate'; readonly types: readonly string[] };

export interface ServerMember {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
}

/** Something of a command that the server does not know. */
export interface Unknown {
  /** Where it stands: `events[0].data.button`; empty for the command itself. */
  readonly path: string;
  /** What stands there: a member's name, or an enum's value. */
  readonly given: string;
  readonly kind: 'command' | 'argument' | 'value';
  /** What could stand there. */
  readonly known: readonly string[];
}

/** What one QEMU understands, in its own words. */
export class ServerSchema {
  readonly #entities: ReadonlyMap<string, SchemaInfo>;

  /** `entities` is the reply to `query-qmp-schema`. */
  constructor(entities: readonly SchemaInfo[]) {
    this.#entities = new Map(entities.map((entity) => [entity.name, entity]));
  }

  get commands(): readonly string[] {
    return this.#namesOf('command');
  }

  get events(): readonly string[] {
    return this.#namesOf('event');
  }

  command(name: string): { readonly takes: ServerType; readonly returns: ServerType } | undefined {
    const entity = this.#entities.get(name);
    if (entity?.['meta-type'] !== 'command') return undefined;
    return { takes: this.type(entity['arg-type']), returns: this.type(entity['ret-type']) };
  }

  event(name: string): ServerType | undefined {
    const entity = this.#entities.get(name);
    return entity?.['meta-type'] === 'event' ? this.type(entity['arg-type']) : undefined;
  }

  type(name: string): ServerType {
    const entity = this.#entities.get(name);
    switch (entity?.['meta-type']) {
      case 'enum':
        return { kind: 'enum', values: entity.values ?? entity.members.map((one) => one.name) };
      case 'array':
        return { kind: 'list', element: entity['element-type'] };
      case 'alternate':
        return { kind: 'alternate', types: entity.members.map(({ type }) => type) };
      case 'object':
        return {
          kind: 'object',
          members: entity.members.map((member) => ({
            name: member.name,
            type: member.type,
            optional: 'default' in member,
          })),
          tag: entity.tag,
          variants: new Map((entity.variants ?? []).map((variant) => [variant.case, variant.type])),
        };
      case 'builtin':
        return { kind: 'builtin', json: entity['json-type'] };
      case 'command':
      case 'event':
      case undefined:
        throw new QmpProtocolError(`query-qmp-schema has no type ${name}`);
      default:
        return entity satisfies never;
    }
  }

  /** The members of an object whose tag, where it has one, has that value. */
  membersOf(type: ServerType & { kind: 'object' }, tagValue: unknown): readonly ServerMember[] {
    const variant = type.variants.get(String(tagValue));
    const more = variant === undefined ? undefined : this.type(variant);
    return more?.kind === 'object' ? [...type.members, ...more.members] : type.members;
  }

  /** The first thing of a command that this server does not know. Missing ones are not looked for. */
  findUnknown(command: string, args: unknown): Unknown | undefined {
    const known = this.command(command);
    if (known) return this.#findIn(known.takes, args, '');
    return { path: '', given: command, kind: 'command', known: this.commands };
  }

  #findIn(type: ServerType, value: unknown, path: string): Unknown | undefined {
    switch (type.kind) {
      case 'builtin':
      case 'alternate':
        return undefined;
      case 'enum':
        if (typeof value !== 'string' || type.values.includes(value)) return undefined;
        return { path, given: value, kind: 'value', known: type.values };
      case 'list': {
        const element = this.type(type.element);
        return first(Array.isArray(value) ? value.entries() : [], ([at, one]) =>
          this.#findIn(element, one, `${path}[${at}]`),
        );
      }
      case 'object': {
        if (!isObject(value)) return undefined;
        const members = this.membersOf(type, value[type.tag ?? '']);
        return first(Object.entries(value), ([name, inner]) => {
          const here = path === '' ? name : `${path}.${name}`;
          const member = members.find((one) => one.name === name);
          if (member) return this.#findIn(this.type(member.type), inner, here);
          const known = members.map((one) => one.name);
          return inner === undefined
            ? undefined
            : { path: here, given: name, kind: 'argument', known };
        });
      }
      default:
        return type satisfies never;
    }
  }

  #namesOf(metaType: 'command' | 'event'): readonly string[] {
    return [...this.#entities.values()]
      .filter((entity) => entity['meta-type'] === metaType)
      .map(({ name }) => name);
  }
}

function first<T, R>(items: Iterable<T>, find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
