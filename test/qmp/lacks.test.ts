import { describe, expect, test } from 'vitest';
import { QmpUnsupportedError } from '../../src/qmp/errors.ts';
import type { InputEvent, SchemaInfo } from '../../src/qmp/types.ts';
import { type Handler, Refusal } from '../support/qmp-server.ts';
import { rejectionOf } from './rejection.ts';
import { inSession } from './session.ts';

const builtin = (name: string, json: 'string' | 'int' | 'boolean'): SchemaInfo => ({
  name,
  'meta-type': 'builtin',
  'json-type': json,
});
const object = (name: string, members: Record<string, string>): SchemaInfo => ({
  name,
  'meta-type': 'object',
  members: Object.entries(members).map(([member, type]) => ({ name: member, type })),
});
const command = (name: string, takes = 'nothing'): SchemaInfo => ({
  name,
  'meta-type': 'command',
  'arg-type': takes,
  'ret-type': 'nothing',
});
const values = (name: string, ...given: string[]): SchemaInfo => ({
  name,
  'meta-type': 'enum',
  values: given,
  members: given.map((value) => ({ name: value })),
});

/** A QEMU 7.2 with these buttons; screendump is that of 7.0. */
function schemaWith(...buttons: string[]): readonly SchemaInfo[] {
  return [
    builtin('str', 'string'),
    builtin('bool', 'boolean'),
    object('nothing', {}),
    command('stop'),
    command('screendump', 'dump'),
    object('dump', { filename: 'str' }),
    command('input-send-event', 'send'),
    object('send', { device: 'str', events: '[event]' }),
    { name: '[event]', 'meta-type': 'array', 'element-type': 'event' },
    {
      name: 'event',
      'meta-type': 'object',
      members: [{ name: 'type', type: 'kind' }],
      tag: 'type',
      variants: [{ case: 'btn', type: 'btn' }],
    },
    values('kind', 'btn'),
    object('btn', { data: 'button event' }),
    object('button event', { button: 'button', down: 'bool' }),
    values('button', ...buttons),
  ];
}

const button = (name: 'left' | 'touch'): InputEvent => ({
  type: 'btn',
  data: { button: name, down: true },
});

function withSchema(
  schema: readonly SchemaInfo[] | undefined,
  body: Parameters<typeof inSession>[1],
): Promise<void> {
  const handlers: Record<string, Handler> = {
    'input-send-event': () => ({}),
    screendump: () => ({}),
    stop: () => ({}),
    'query-spice': () => ({}),
  };
  if (schema) handlers['query-qmp-schema'] = () => schema;
  return inSession(handlers, body);
}

const namesOf = (commands: readonly { execute: string }[]) => commands.map((one) => one.execute);

describe('what a QEMU lacks', () => {
  test('a value that came later: nothing is sent, and the error says since when', () =>
    withSchema(schemaWith('left'), async ({ client, server }) => {
      const events = [button('left'), button('touch')];
      const error = await rejectionOf(client.execute('input-send-event', { events }));
      expect(error).toBeInstanceOf(QmpUnsupportedError);
      expect(error).toMatchObject({
        code: 'not-supported',
        exitCode: 3,
        message:
          'QEMU 7.2.22 has no "touch" for events[1].data.button in input-send-event (QAPI InputButton): it came with QEMU 8.1',
        hint: 'use QEMU 8.1 or later',
      });
      expect(namesOf(server.commands)).toEqual(['query-qmp-schema']);
    }));

  test('a variant that came later', () =>
    withSchema(schemaWith('left'), async ({ client }) => {
      const data = { type: 'begin', slot: 0, 'tracking-id': 0, axis: 'x', value: 1 } as const;
      const events = [{ type: 'mtt', data } as const];
      expect((await rejectionOf(client.execute('input-send-event', { events }))).message).toBe(
        'QEMU 7.2.22 has no "mtt" for events[0].type in input-send-event (QAPI InputEvent): it came with QEMU 8.1',
      );
    }));

  test('the schema is asked once, and only where the release raises the question', () =>
    withSchema(schemaWith('left'), async ({ client, server }) => {
      await client.execute('stop');
      await client.execute('input-send-event', { events: [button('left')] });
      expect(namesOf(server.commands)).not.toContain('query-qmp-schema');
      const touch = () =>
        rejectionOf(client.execute('input-send-event', { events: [button('touch')] }));
      await Promise.all([touch(), touch()]);
      await touch();
      expect(namesOf(server.commands).filter((name) => name === 'query-qmp-schema')).toHaveLength(
        1,
      );
    }));

  test('what a distributor has brought back is no lack', () =>
    withSchema(schemaWith('left', 'touch'), async ({ client, server }) => {
      await client.execute('input-send-event', { events: [button('touch')] });
      expect(namesOf(server.commands)).toEqual(['query-qmp-schema', 'input-send-event']);
    }));

  test('a build without SPICE', () =>
    withSchema(schemaWith('left'), async ({ client }) => {
      expect(await rejectionOf(client.execute('query-spice'))).toMatchObject({
        message: 'this QEMU 7.2.22 has no command query-spice: it is built without SPICE',
        hint: expect.stringContaining('qemu-system-modules-spice'),
      });
    }));

  test('a machine without a schema answers for itself', () =>
    withSchema(undefined, async ({ client, server }) => {
      await client.execute('input-send-event', { events: [button('touch')] });
      await client.execute('query-spice');
      expect(await client.schema()).toBeUndefined();
      expect(namesOf(server.commands)).toEqual([
        'query-qmp-schema',
        'input-send-event',
        'query-spice',
      ]);
    }));

  test('a schema that was refused is asked for again', () => {
    let refusals = 1;
    const schema = () => {
      if (refusals-- > 0) throw new Refusal('GenericError', 'not now');
      return schemaWith('left');
    };
    return inSession({ 'query-qmp-schema': schema }, async ({ client }) => {
      expect((await rejectionOf(client.schema())).message).toContain('not now');
      expect((await client.schema())?.commands).toContain('stop');
    });
  });
});

describe('ServerSchema.findUnknown', () => {
  test.each([
    ['screendumb', {}, { path: '', given: 'screendumb', kind: 'command' }],
    ['screendump', { file: 'x' }, { path: 'file', given: 'file', kind: 'argument' }],
    [
      'input-send-event',
      { events: [{ type: 'btn', data: { buton: 'left' } }] },
      { path: 'events[0].data.buton', given: 'buton', kind: 'argument', known: ['button', 'down'] },
    ],
    ['screendump', { filename: 'x' }, undefined],
    ['screendump', { filename: 5 }, undefined],
  ])('%s %j', (name, args, expected) =>
    withSchema(schemaWith('left'), async ({ client }) => {
      const found = (await client.schema())?.findUnknown(name, args);
      if (expected) expect(found).toMatchObject(expected);
      else expect(found).toBeUndefined();
    }),
  );
});
