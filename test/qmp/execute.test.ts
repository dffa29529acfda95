import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { QmpCommandError, QmpDisconnectedError, QmpTimeoutError } from '../../src/qmp/errors.ts';
import { noReply, Refusal } from '../support/qmp-server.ts';
import { rejectionOf } from './rejection.ts';
import { asked, inSession } from './session.ts';

describe('QmpClient.execute', () => {
  test('sends compact JSON, and arguments only if there are any', () =>
    inSession({ stop: () => ({}), screendump: () => ({}) }, async ({ client, server }) => {
      await client.execute('stop');
      await client.execute('stop', {});
      await client.execute('screendump', { filename: '/tmp/ä"' });
      const withoutIds = server.receivedLines.map((line) => line.replace(/"id":"[^"]+"/, 'ID'));
      expect(withoutIds).toEqual([
        '{"execute":"qmp_capabilities",ID}',
        '{"execute":"stop",ID}',
        '{"execute":"stop",ID}',
        '{"execute":"screendump","arguments":{"filename":"/tmp/ä\\""},ID}',
      ]);
      expect(new Set(server.received.map((command) => command.id)).size).toBe(4);
    }));

  test('returns what the command returns', () =>
    inSession(
      {
        'query-status': () => ({ running: true, status: 'running' }),
        'x-untyped': ({ a }) => [a, null],
      },
      async ({ client }) => {
        const { status } = await client.execute('query-status');
        expect(status).toBe('running');
        expect(await client.execute('x-untyped', { a: 7 })).toEqual([7, null]);
      },
    ));

  test('matches replies by id, in whatever order they come', () =>
    inSession({ 'qom-get': () => noReply }, async ({ client, server }) => {
      const calls = ['a', 'b', 'c'].map((property) =>
        client.execute('qom-get', { path: '/', property }),
      );
      await server.until(asked(3));
      for (const i of [2, 0, 1]) {
        const id = server.commands[i]?.id;
        server.send(`${JSON.stringify({ return: `for ${i}`, id })}\r\n`);
      }
      expect(await Promise.all(calls)).toEqual(['for 0', 'for 1', 'for 2']);
    }));

  test('1000 calls at once', () =>
    inSession({ 'x-double': ({ n }) => Number(n) * 2 }, async ({ client }) => {
      const numbers = Array.from({ length: 1000 }, (_, n) => n);
      const doubled = await Promise.all(numbers.map((n) => client.execute('x-double', { n })));
      expect(doubled).toEqual(numbers.map((n) => n * 2));
    }));

  test('a refusal', () =>
    inSession(
      {
        screendump: () => {
          throw new Refusal('DeviceNotFound', "Device 'x' not found");
        },
      },
      async ({ client }) => {
        const error = await rejectionOf(
          client.execute('screendump', { filename: '/secret', device: 'x' }),
        );
        expect(error).toBeInstanceOf(QmpCommandError);
        expect(error).toMatchObject({
          message: "QEMU refused screendump: Device 'x' not found (DeviceNotFound)",
          code: 'command-failed',
          command: 'screendump',
          errorClass: 'DeviceNotFound',
          desc: "Device 'x' not found",
        });
        expect(`${error.stack}`).not.toContain('/secret');
      },
    ));

  test('the stack shows who called, whatever went wrong', () =>
    inSession({ 'x-silent': () => noReply }, async ({ client, server, clock }) => {
      async function callFromHere(command: string) {
        return await client.execute(command);
      }
      const frame = expect.stringMatching(/at callFromHere .*execute\.test\.ts/);
      const stackOf = (error: Error) => error.stack?.split('\n').slice(0, 2);

      expect(stackOf(await rejectionOf(callFromHere('x-refused')))).toEqual([
        'QmpCommandError: QEMU refused x-refused: The command x-refused has not been found (CommandNotFound)',
        frame,
      ]);
      const late = rejectionOf(callFromHere('x-silent'));
      await server.until(asked(2));
      clock.advance(30_000);
      expect(stackOf(await late)).toEqual([
        'QmpTimeoutError: x-silent was not answered within 30000 ms',
        frame,
      ]);
      const cut = rejectionOf(callFromHere('x-silent'));
      await server.until(asked(3));
      server.disconnect();
      expect(stackOf(await cut)).toEqual([
        `QmpDisconnectedError: QMP connection to unix:${server.address.path} lost before x-silent was answered: the other side closed it`,
        frame,
      ]);
    }));

  test('a timeout rejects that call only, and its late reply is dropped', async () => {
    let answer = (_value: string): void => {};
    const answered = new Promise<string>((resolve) => {
      answer = resolve;
    });
    await inSession(
      { 'x-slow': () => answered, 'query-name': () => ({ name: 'vm' }) },
      async ({ client, server, clock }) => {
        const slow = rejectionOf(client.execute('x-slow', {}, { timeoutMs: 50 }));
        const patient = client.execute('query-name');
        await server.until(asked(2));
        clock.advance(50);
        const error = await slow;
        expect(error).toBeInstanceOf(QmpTimeoutError);
        expect(error).toMatchObject({
          code: 'command-timeout',
          message: 'x-slow was not answered within 50 ms',
        });
        answer('late');
        expect(await patient).toEqual({ name: 'vm' });
      },
    );
  });

  test('Infinity waits without a clock', () =>
    inSession({ 'x-silent': () => noReply }, async ({ client, server, clock }) => {
      const call = rejectionOf(client.execute('x-silent', {}, { timeoutMs: Infinity }));
      await server.until(asked(1));
      clock.advance(Number.MAX_SAFE_INTEGER);
      expect(clock.waiting).toBe(0);
      await client.close();
      expect(await call).toBeInstanceOf(QmpDisconnectedError);
    }));

  test('an abort before sends nothing', () =>
    inSession({ stop: () => ({}), cont: () => ({}) }, async ({ client, server }) => {
      const signal = AbortSignal.abort(new Error('stop it'));
      expect(await rejectionOf(client.execute('stop', {}, { signal }))).toBe(signal.reason);
      await client.execute('cont');
      expect(server.commands.map(({ execute }) => execute)).toEqual(['cont']);
    }));

  test('an abort during rejects that call only; one after means nothing', () =>
    inSession(
      { 'x-silent': () => noReply, 'query-name': () => ({}) },
      async ({ client, server }) => {
        const abort = new AbortController();
        const { signal } = abort;
        const silent = rejectionOf(client.execute('x-silent', {}, { signal }));
        await client.execute('query-name', {}, { signal });
        await server.until(asked(2));
        expect(getEventListeners(signal, 'abort')).toHaveLength(1);
        abort.abort(new Error('stop it'));
        expect(await silent).toBe(signal.reason);
        expect(getEventListeners(signal, 'abort')).toEqual([]);
        expect(await client.execute('query-name')).toEqual({});
      },
    ));

  test('a reply with an unknown id is ignored, a reply without an id too', () =>
    inSession({ 'query-name': () => ({ name: 'vm' }) }, async ({ client, server }) => {
      server.send('{"return":{"name":"other"},"id":"former-7"}\r\n{"return":1}\r\n');
      server.send('{"id":5,"error":{"class":"GenericError","desc":"not yours"}}\r\n');
      expect(await client.execute('query-name')).toEqual({ name: 'vm' });
    }));

  test('a reply of 10 MB on one line', () =>
    inSession({ 'x-large': () => 'x'.repeat(10_000_000) }, async ({ client }) => {
      expect(await client.execute('x-large')).toHaveLength(10_000_000);
    }));

  test('numbers stay numbers, text beyond ASCII stays text', () =>
    inSession({ 'x-echo': (args) => args }, async ({ client }) => {
      const args = { a: 0, b: -1.5, c: '日本\u2028 \n\u0000', d: [null, true] };
      expect(await client.execute('x-echo', args)).toEqual(args);
    }));
});
