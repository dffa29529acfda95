import type { Definition, Members } from '../../src/qmp/definitions.ts';
import { memberOf } from '../../src/qmp/definitions.ts';
import { isFrom, type MajorMinor } from '../../src/qmp/release.ts';
import type { ServerMember, ServerSchema, ServerType } from '../../src/qmp/server-schema.ts';

const jsonTypes = { str: 'string', int: 'int', number: 'number', bool: 'boolean', any: 'value' };

/** Where our definition and the server's type differ, each in one line; none if they agree. */
export function compareTypes(
  ours: Definition,
  theirs: ServerType,
  around: { readonly schema: ServerSchema; readonly version: MajorMinor; readonly path: string },
): readonly string[] {
  const { schema, version, path } = around;
  switch (ours.kind) {
    case 'builtin':
      if (theirs.kind === 'builtin' && theirs.json === jsonTypes[ours.name]) return [];
      return [`${path}: ${ours.name}, QEMU says ${JSON.stringify(theirs)}`];
    case 'enum': {
      if (theirs.kind !== 'enum') return [`${path}: an enum, QEMU says ${JSON.stringify(theirs)}`];
      const expected = [...ours.values].flatMap(([value, since]) =>
        isFrom(version, since) ? [value] : [],
      );
      const missing = ours.byBuild
        ? []
        : expected.filter((value) => !theirs.values.includes(value));
      const unknown = theirs.values.filter((value) => !expected.includes(value));
      return [
        ...missing.map((value) => `${path}: QEMU has no ${value} (${ours.name})`),
        ...unknown.map((value) => `${path}: ${value} is not in ${ours.name} for this release`),
      ];
    }
    case 'list':
      return theirs.kind === 'list'
        ? compareTypes(ours.element, schema.type(theirs.element), { ...around, path: `${path}[]` })
        : [`${path}: a list, QEMU says ${theirs.kind}`];
    case 'struct':
      return theirs.kind === 'object'
        ? compareMembers(ours.members, theirs.members, { ...around, partial: ours.partial })
        : [`${path}: an object, QEMU says ${theirs.kind}`];
    case 'union': {
      if (theirs.kind !== 'object') return [`${path}: a union, QEMU says ${theirs.kind}`];
      if (theirs.tag !== ours.tag) return [`${path}: tag ${ours.tag}, QEMU says ${theirs.tag}`];
      const expected = Object.keys(ours.variants).filter((variant) => {
        const since = ours.later[variant];
        return since === undefined || isFrom(version, since);
      });
      const tagValues = valuesOfTag(schema, theirs, ours.tag);
      return [
        ...(ours.partial ? [] : expected)
          .filter((variant) => !tagValues.includes(variant))
          .map((variant) => `${path}: QEMU has no variant ${variant} (${ours.name})`),
        ...tagValues.flatMap((variant) => {
          const members = ours.variants[variant];
          if (!members || !expected.includes(variant)) {
            return [`${path}: the variant ${variant} is not in ${ours.name} for this release`];
          }
          return compareMembers(
            { ...ours.members, ...members },
            schema.membersOf(theirs, variant).filter(({ name }) => name !== ours.tag),
            { ...around, path: `${path}<${variant}>`, partial: ours.partial },
          );
        }),
      ];
    }
    default:
      return ours satisfies never;
  }
}

export function compareMembers(
  ours: Members,
  theirs: readonly ServerMember[],
  around: {
    readonly schema: ServerSchema;
    readonly version: MajorMinor;
    readonly path: string;
    readonly partial: boolean;
  },
): readonly string[] {
  const { schema, version, path, partial } = around;
  const unknown = partial ? [] : theirs.filter(({ name }) => !Object.hasOwn(ours, name));
  return [
    ...unknown.map(({ name }) => `${path}.${name}: only QEMU has it`),
    ...Object.entries(ours).flatMap(([name, given]) => {
      const { type, optional, since, removed } = memberOf(given);
      const here = `${path}.${name}`;
      const exists =
        (since === undefined || isFrom(version, since)) && !(removed && isFrom(version, removed));
      const member = theirs.find((one) => one.name === name);
      if (!exists) return member ? [`${here}: older than we say`] : [];
      if (!member) return [`${here}: QEMU has no such member`];
      const wasKept = removed !== undefined && optional;
      return [
        ...(member.optional === optional || wasKept
          ? []
          : [`${here}: QEMU says ${member.optional ? 'optional' : 'always there'}`]),
        ...compareTypes(type, schema.type(member.type), { schema, version, path: here }),
      ];
    }),
  ];
}

function valuesOfTag(
  schema: ServerSchema,
  union: ServerType & { kind: 'object' },
  tag: string,
): readonly string[] {
  const member = union.members.find(({ name }) => name === tag);
  const type = member && schema.type(member.type);
  return type?.kind === 'enum' ? type.values : [];
}
