import { describe, expect, expectTypeOf, test } from 'vitest';
import type { ExecuteParameters, QmpClient, WaitOptions } from '../../src/qmp/client.ts';
import { isQKeyCode, qKeyCodeSince, qKeyCodes } from '../../src/qmp/qkeycode.ts';
import type {
  CommandName,
  Commands,
  InputEvent,
  MouseInfo,
  QKeyCode,
  QmpEvent,
  ShutdownCause,
} from '../../src/qmp/types.ts';

describe('qKeyCodes', () => {
  test('has the 162 names of QEMU 8.0, each once', () => {
    expect(qKeyCodes.length).toBe(162);
    expect(new Set(qKeyCodes).size).toBe(162);
    expect(qKeyCodes.indexOf('ac_bookmarks')).toBe(147);
  });

  test('says since when for what came after 2.12, and only for that', () => {
    expect(Object.keys(qKeyCodeSince)).toEqual(qKeyCodes.slice(148));
    expect(qKeyCodeSince.lang2).toEqual({ major: 6, minor: 1 });
    expect(qKeyCodeSince.f13).toEqual({ major: 8, minor: 0 });
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
    await client.execute('query-mice', {}, { timeoutMs: 5 });
    await client.execute('screendump', { filename: '/tmp/x' });
    // @ts-expect-error a required argument is missing
    await client.execute('screendump');
    // @ts-expect-error a required argument is missing
    await client.execute('screendump', { head: 0 });
    // @ts-expect-error there is no such argument
    await client.execute('query-mice', { head: 0 });
    // @ts-expect-error there is no such key
    await execute('send-key', { keys: [{ type: 'qcode', data: 'enter' }] });

    const { value: first } = await client.events('SHUTDOWN', 'STOP').next();
    if (first?.event === 'SHUTDOWN') {
      expectTypeOf(first.data.reason).toEqualTypeOf<ShutdownCause>();
    }
    expectTypeOf(client.events()).toEqualTypeOf<AsyncIterableIterator<QmpEvent, undefined>>();
    expectTypeOf(client.events('JOB_STATUS_CHANGE')).toEqualTypeOf(client.events());
  };
  expect(call).toBeTypeOf('function');

  expectTypeOf<ExecuteParameters<'stop'>>().toEqualTypeOf<
    [args?: Commands['stop']['arguments'], options?: WaitOptions]
  >();
  expectTypeOf<QmpEvent['data']>().toEqualTypeOf<Readonly<Record<string, unknown>>>();
  expectTypeOf<'qom-get'>().toExtend<CommandName>();
  expectTypeOf<'f24'>().toExtend<QKeyCode>();
  expectTypeOf<{
    type: 'mtt';
    data: { type: 'begin'; slot: 0; axis: 'x'; value: 0 };
  }>().not.toExtend<InputEvent>();
});
