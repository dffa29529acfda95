import { describe, expect, test } from 'vitest';
import { QmpClient } from '../../src/qmp/client.ts';
import { QmpDisconnectedError, QmpProtocolError } from '../../src/qmp/errors.ts';
import { noReply, QmpServer, RawBytes } from '../support/qmp-server.ts';
import { rejectionOf } from './rejection.ts';
import { asked, inSession } from './session.ts';

describe('the end of a session', () => {
  test.each([
    [
      'the other side closes',
      (server: QmpServer) => server.disconnect(),
      'the other side closed it',
    ],
    [
      'half a line, then closed',
      (server: QmpServer) => {
        server.send('{"return"');
        server.disconnect();
      },
      'the other side closed it in the middle of a line (after 9 bytes)',
    ],
  ])('%s: every pending call names its command', (_, act, why) =>
    inSession({ stop: () => noReply, cont: () => noReply }, async ({ client, server }) => {
      const calls = [rejectionOf(client.execute('stop')), rejectionOf(client.execute('cont'))];
      await server.until(asked(2));
      act(server);
      const where = `QMP connection to unix:${server.address.path} lost`;
      const [first, second] = await Promise.all(calls);
      expect(first).toBeInstanceOf(QmpDisconnectedError);
      expect(first).toMatchObject({
        code: 'disconnected',
        command: 'stop',
        message: `${where} before stop was answered: ${why}`,
      });
      expect(second?.message).toBe(`${where} before cont was answered: ${why}`);
      expect(await client.closed).toMatchObject({ message: `${where}: ${why}` });
      expect((await rejectionOf(client.execute('quit'))).message).toBe(
        `${where} before quit was answered: ${why}`,
      );
    }),
  );

  test.each([
    ['garbage', 'Segmentation fault\n', 'not QMP (not a JSON object): "Segmentation fault"'],
    [
      'an error without an id',
      '{"error":{"class":"GenericError","desc":"JSON parse error, stray \'x\'"}}\r\n',
      "QEMU could not read a command: JSON parse error, stray 'x' (GenericError)",
    ],
  ])('%s ends it, with the protocol error as the cause', (_, bytes, why) =>
    inSession({ stop: () => new RawBytes(bytes) }, async ({ client, server }) => {
      const error = await rejectionOf(client.execute('stop'));
      expect(error).toBeInstanceOf(QmpDisconnectedError);
      expect(error.message).toBe(
        `QMP connection to unix:${server.address.path} lost before stop was answered: ${why}`,
      );
      expect(error.cause).toEqual(new QmpProtocolError(why));
      expect((await client.closed)?.cause).toBe(error.cause);
    }),
  );

  test.each(['oops', '{"error":{"class":"GenericError","desc":"no"}}'])(
    'nothing behind %s is believed',
    (bad) =>
      inSession(
        {
          stop: (_args, { id }) => new RawBytes(`${bad}\n${JSON.stringify({ return: {}, id })}\n`),
        },
        async ({ client }) => {
          expect(await rejectionOf(client.execute('stop'))).toBeInstanceOf(QmpDisconnectedError);
        },
      ),
  );

  test('a deliberate close rejects what waits, and closed says undefined', () =>
    inSession({ stop: () => noReply }, async ({ client, server }) => {
      const call = rejectionOf(client.execute('stop'));
      await server.until(asked(1));
      await Promise.all([client.close(), client.close()]);
      expect((await call).message).toBe(
        `QMP connection to unix:${server.address.path} lost before stop was answered: this side closed it`,
      );
      expect(await client.closed).toBeUndefined();
      expect(await rejectionOf(client.execute('stop'))).toBeInstanceOf(QmpDisconnectedError);
    }));

  test('close after a loss does not hide the loss', () =>
    inSession({}, async ({ client, server }) => {
      server.disconnect();
      await client.closed;
      await client.close();
      expect(await client.closed).toBeInstanceOf(QmpDisconnectedError);
    }));

  test('await using closes', async () => {
    await using server = await QmpServer.start();
    {
      await using client = await QmpClient.connect(server.address);
      expect(client.version.major).toBe(7);
    }
    await server.until(({ clientCount }) => clientCount === 0);
  });
});
