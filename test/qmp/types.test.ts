import { describe, expect, expectTypeOf, test } from 'vitest';
import type { ExecuteParameters, QmpClient, WaitOptions } from '../../src/qmp/client.ts';
import { isQKeyCode, keysFrom, qKeyCodes } from '../../src/qmp/qkeycode.ts';
import type {
  CommandName,
  Commands,
  InputButton,
  InputEvent,
  MouseInfo,
  Nothing,
  QKeyCode,
  QmpEvent,
  ShutdownCause,
  SpiceChannel,
  VncInfo2,
  VncPrimaryAuth,
  VncVencryptSubAuth,
} from '../../src/qmp/types.ts';

describe('qKeyCodes', () => {
  test('has the 162 names of QEMU 8.0, each once', () => {
    expect(qKeyCodes.length).toBe(162);
    expect(new Set(qKeyCodes).size).toBe(162);
  });

  test('says which of them a release has', () => {
    const count = (major: number, minor: number) => keysFrom({ major, minor }).length;
    expect([count(2, 12), count(6, 0), count(6, 1), count(7, 2), count(8, 0)]).toEqual([
      148, 148, 150, 150, 162,
    ]);
    expect(keysFrom({ major: 7, minor: 2 }).slice(-2)).toEqual(['lang1', 'lang2']);
  });

  test('isQKeyCode knows names by their exact spelling', () => {
    expect(['ret', 'f24', 'Ret', 'enter', '', 'toString'].filter(isQKeyCode)).toEqual([
      'ret',
      'f24',
    ]);
  });
});

test('the types say what the protocol says', () => {
  type Execute = QmpClient['execute'];
  const call = async (client: QmpClient, execute: Execute) => {
    expectTypeOf(await client.execute('query-mice')).toEqualTypeOf<readonly MouseInfo[]>();
    expectTypeOf(await client.execute('x-anything', { a: 1 })).toBeUnknown();
    const [vnc] = await client.execute('query-vnc-servers');
    expectTypeOf(vnc).toEqualTypeOf<VncInfo2 | undefined>();
    expectTypeOf(vnc?.auth).toEqualTypeOf<VncPrimaryAuth | undefined>();
    const spice = await client.execute('query-spice');
    expectTypeOf(spice['mouse-mode']).toEqualTypeOf<'client' | 'server' | 'unknown'>();
    expectTypeOf(spice.channels).toEqualTypeOf<readonly SpiceChannel[] | undefined>();
    const options = await client.execute('query-display-options');
    if (options.type === 'curses')
      expectTypeOf(options.charset).toEqualTypeOf<string | undefined>();
    expectTypeOf(await client.execute('stop')).toEqualTypeOf<Nothing>();
    expectTypeOf(
      await client.execute('human-monitor-command', { 'command-line': 'x' }),
    ).toBeString();
    await client.execute('set_password', { protocol: 'vnc', password: 'x', display: 'default' });
    // @ts-expect-error only VNC has several displays
    await client.execute('set_password', { protocol: 'spice', password: 'x', display: 'default' });
    // @ts-expect-error there is no such protocol
    await client.execute('expire_password', { protocol: 'rdp', time: 'now' });
    await client.execute('display-reload', { type: 'vnc', 'tls-certs': true });
    await client.execute('client_migrate_info', { protocol: 'spice', hostname: 'x', port: 5900 });
    await client.execute('query-mice', {}, { timeoutMs: 5 });
    const dumped = await client.execute('screendump', { filename: '/tmp/x' });
    expectTypeOf(dumped).toEqualTypeOf<Nothing>();
    // @ts-expect-error a required argument is missing
    await client.execute('screendump');
    // @ts-expect-error a required argument is missing
    await client.execute('screendump', { head: 0 });
    // @ts-expect-error there is no such argument
    await client.execute('query-mice', { head: 0 });
    // @ts-expect-error there is no such key
    await execute('send-key', { keys: [{ type: 'qcode', data: 'enter' }] });

    for await (const { event, data } of client.events('SPICE_INITIALIZED')) {
      expectTypeOf(event).toEqualTypeOf<'SPICE_INITIALIZED'>();
      expectTypeOf(data.client).toEqualTypeOf<SpiceChannel>();
    }
    const { value: first } = await client.events('SHUTDOWN', 'STOP').next();
    if (first?.event === 'SHUTDOWN') {
      expectTypeOf(first.data.reason).toEqualTypeOf<ShutdownCause>();
    }
    expectTypeOf(client.events()).toEqualTypeOf<AsyncIterableIterator<QmpEvent, undefined>>();
    expectTypeOf(client.events('NIC_RX_FILTER_CHANGED')).toEqualTypeOf(client.events());
  };
  expect(call).toBeTypeOf('function');

  expectTypeOf<ExecuteParameters<'stop'>>().toEqualTypeOf<
    [args?: Commands['stop']['arguments'], options?: WaitOptions]
  >();
  expectTypeOf<QmpEvent['data']>().toEqualTypeOf<Readonly<Record<string, unknown>>>();
  expectTypeOf<MouseInfo>().toEqualTypeOf<{
    readonly name: string;
    readonly index: number;
    readonly current: boolean;
    readonly absolute: boolean;
  }>();
  expectTypeOf<VncVencryptSubAuth>().toEqualTypeOf<
    'plain' | `${'tls' | 'x509'}-${'none' | 'vnc' | 'plain' | 'sasl'}`
  >();
  expectTypeOf<InputButton>().toEqualTypeOf<
    | 'left'
    | 'middle'
    | 'right'
    | 'side'
    | 'extra'
    | 'touch'
    | `wheel-${'up' | 'down' | 'left' | 'right'}`
  >();
  expectTypeOf<'qom-get'>().toExtend<CommandName>();
  expectTypeOf<'f24'>().toExtend<QKeyCode>();
  expectTypeOf<{
    type: 'mtt';
    data: { type: 'begin'; slot: 0; axis: 'x'; value: 0 };
  }>().not.toExtend<InputEvent>();
});
