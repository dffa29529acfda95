import { expect, test } from 'vitest';
import { commands } from '../../src/qmp/commands.ts';
import {
  bool,
  type Definition,
  enumeration,
  list,
  optional,
  str,
  struct,
} from '../../src/qmp/definitions.ts';
import { SpiceInfo } from '../../src/qmp/display-types.ts';
import { events } from '../../src/qmp/events.ts';
import { isFrom, type MajorMinor } from '../../src/qmp/release.ts';
import type { ServerSchema } from '../../src/qmp/server-schema.ts';
import { withMonitor } from '../support/with-monitor.ts';
import { describeWith } from '../support/with-qemu.ts';
import { compareMembers, compareTypes } from './compare-schema.ts';

const nothing = struct('', '0.0', {});

async function withSchema(body: (schema: ServerSchema, version: MajorMinor) => void) {
  await withMonitor(
    () => [],
    async ({ client }) => {
      const schema = await client.schema();
      if (!schema) throw new Error('this QEMU has no query-qmp-schema');
      body(schema, client.version);
    },
  );
}

describeWith('qemu-system-x86_64')('the types, held against the QEMU that is installed', () => {
  test('every command: its arguments and what it returns', { timeout: 60_000 }, () =>
    withSchema((schema, version) => {
      const differences = Object.entries(commands).flatMap(([name, command]) => {
        const theirs = schema.command(name);
        const exists = isFrom(version, command.since);
        if (!theirs) return exists && !('build' in command) ? [`${name}: QEMU has none`] : [];
        if (!exists) return [`${name}: older than we say`];
        const returns: Definition = command.returns ?? nothing;
        return [
          ...compareTypes(command.arguments, theirs.takes, { schema, version, path: name }),
          ...compareTypes(returns, theirs.returns, { schema, version, path: `${name} ->` }),
        ];
      });
      expect(differences).toEqual([]);
    }),
  );

  test('every event and its members', { timeout: 60_000 }, () =>
    withSchema((schema, version) => {
      const differences = Object.entries(events).flatMap(([name, { since, data }]) => {
        const theirs = schema.event(name);
        if (!theirs) return isFrom(version, since) ? [`${name}: QEMU has none`] : [];
        if (!isFrom(version, since)) return [`${name}: older than we say`];
        if (theirs.kind !== 'object') return [`${name}: no object`];
        const around = { schema, version, path: name, partial: false };
        return compareMembers(data, theirs.members, around);
      });
      expect(differences).toEqual([]);
    }),
  );

  test('what differs is found, of every kind', { timeout: 60_000 }, () =>
    withSchema((schema, version) => {
      const theirs = schema.command('query-spice');
      if (!theirs) throw new Error('this QEMU is built without SPICE');
      const { port, enabled, host, ...others } = SpiceInfo.members;
      const wrong = struct('SpiceInfo', '0.14', {
        ...others,
        port: optional(str),
        enabled: optional(bool),
        invented: bool,
        'mouse-mode': enumeration('Mode', { '1.1': ['client', 'server', 'shared'] }),
        channels: optional(list(struct('SpiceChannel', '0.14', { tls: bool }, { partial: true }))),
      });
      const around = { schema, version, path: 'SpiceInfo' };
      expect(compareTypes(wrong, theirs.returns, around)).toEqual([
        'SpiceInfo.host: only QEMU has it',
        'SpiceInfo.mouse-mode: QEMU has no shared (Mode)',
        'SpiceInfo.mouse-mode: unknown is not in Mode for this release',
        'SpiceInfo.port: str, QEMU says {"kind":"builtin","json":"int"}',
        'SpiceInfo.enabled: QEMU says always there',
        'SpiceInfo.invented: QEMU has no such member',
      ]);
    }),
  );
});
