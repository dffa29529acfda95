import {
  any,
  bool,
  enumeration,
  list,
  type Of,
  optional,
  required,
  str,
  struct,
  union,
} from './definitions.ts';

/** QAPI `JSONType` (2.5). */
const JSONType = enumeration('JSONType', {
  '2.5': ['string', 'number', 'int', 'boolean', 'null', 'object', 'array', 'value'],
});

const features = optional(list(str), { since: '5.0' });

/** QAPI `SchemaInfoObjectMember` (2.5). It is optional if it has a `default`. */
const SchemaInfoObjectMember = struct('SchemaInfoObjectMember', '2.5', {
  name: str,
  type: str,
  default: optional(any),
  features,
});

/** QAPI `SchemaInfoObjectVariant` (2.5). */
const SchemaInfoObjectVariant = struct('SchemaInfoObjectVariant', '2.5', { case: str, type: str });

/** QAPI `SchemaInfoAlternateMember` (2.5). */
const SchemaInfoAlternateMember = struct('SchemaInfoAlternateMember', '2.5', { type: str });

/** QAPI `SchemaInfoEnumMember` (6.2). */
const SchemaInfoEnumMember = struct('SchemaInfoEnumMember', '6.2', { name: str, features });

/** QAPI `SchemaInfo` (2.5): a command, an event or a type. Names of types mean nothing. */
export const SchemaInfo = union('SchemaInfo', '2.5', {
  tag: 'meta-type',
  members: { name: str, features },
  variants: {
    builtin: { 'json-type': JSONType },
    enum: { values: list(str), members: required(list(SchemaInfoEnumMember), { since: '6.2' }) },
    array: { 'element-type': str },
    object: {
      members: list(SchemaInfoObjectMember),
      tag: optional(str),
      variants: optional(list(SchemaInfoObjectVariant)),
    },
    alternate: { members: list(SchemaInfoAlternateMember) },
    command: {
      'arg-type': str,
      'ret-type': str,
      'allow-oob': optional(bool, { since: '2.12' }),
    },
    event: { 'arg-type': str },
  },
  partial: true,
});
export type SchemaInfo = Of<typeof SchemaInfo>;
