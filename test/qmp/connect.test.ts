import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type ConnectOptions, QmpClient } from '../../src/qmp/client.ts';
import {
  QmpCommandError,
  QmpConnectError,
  QmpDisconnectedError,
  QmpGreetingTimeout,
  QmpProtocolError,
  QmpTimeoutError,
} from '../../src/qmp/errors.ts';
import { ManualClock } from '../support/manual-clock.ts';
import {
  greeting72,
  noReply,
  QmpServer,
  type QmpServerOptions,
  RawBytes,
  Refusal,
} from '../support/qmp-server.ts';
import { rejectionOf } from './rejection.ts';

/** What connecting to such a server ends in; the server saw every socket close again. */
async function failToConnect(
  serverOptions: QmpServerOptions,
  act: (server: QmpServer, clock: ManualClock, abort: AbortController) => void | Promise<void>,
) {
  await using server = await QmpServer.start(serverOptions);
  const clock = new ManualClock();
  const abort = new AbortController();
  const rejection = rejectionOf(QmpClient.connect(server.address, { clock, signal: abort.signal }));
  await act(server, clock, abort);
  const error = await rejection;
  await server.until(({ clientCount }) => clientCount === 0);
  expect(clock.waiting).toBe(0);
  const text = error instanceof Error ? error.message : '';
  return { error, text: text.replace(server.address.path, 'PATH') };
}

const connected = ({ clientCount }: QmpServer) => clientCount === 1;
const negotiating = ({ received }: QmpServer) => received.length === 1;

describe('QmpClient.connect', () => {
  test('negotiates and knows the version', async () => {
    await using server = await QmpServer.start();
    await using client = await QmpClient.connect(server.address);
    expect(client.version).toEqual({
      major: 7,
      minor: 2,
      micro: 22,
      package: 'Debian 1:7.2+dfsg-7',
    });
    expect(server.received).toEqual([
      { execute: 'qmp_capabilities', arguments: {}, id: expect.any(String) },
    ]);
  });

  test('waits for a greeting that comes late', async () => {
    await using server = await QmpServer.start({ greeting: 'none' });
    const clock = new ManualClock();
    const connecting = QmpClient.connect(server.address, { clock });
    await server.until(connected);
    clock.advance(4999);
    server.greet();
    const client = await connecting;
    expect(client.version.major).toBe(7);
    await client.close();
    expect(clock.waiting).toBe(0);
  });

  test('reads over what was meant for a former client', async () => {
    const stale = `{"return":{},"id":"1"}\r\n{"event":"STOP"}\r\n${JSON.stringify(greeting72)}\r\n`;
    await using server = await QmpServer.start({ greeting: new RawBytes(stale) });
    await using client = await QmpClient.connect(server.address);
    expect(client.version.minor).toBe(2);
  });

  test('over TCP, until a reset, which is an end like any other', async () => {
    const listener = createServer((socket) => {
      socket.write(`${JSON.stringify(greeting72)}\r\n`);
      socket.on('data', (bytes) => {
        const { execute, id } = JSON.parse(bytes.toString());
        if (execute === 'quit') socket.resetAndDestroy();
        else socket.write(`${JSON.stringify({ return: {}, id })}\r\n`);
      });
    });
    const address = await listenTcp(listener);
    const client = await QmpClient.connect(address);
    expect(client.version.micro).toBe(22);
    expect((await rejectionOf(client.execute('quit'))).message).toBe(
      `QMP connection to tcp:127.0.0.1:${address.port} lost before quit was answered: the other side closed it`,
    );
    listener.close();
  });

  test('a greeting that never comes', async () => {
    const { error, text } = await failToConnect({ greeting: 'none' }, async (server, clock) => {
      await server.until(connected);
      clock.advance(5000);
    });
    expect(error).toBeInstanceOf(QmpGreetingTimeout);
    expect(error).toMatchObject({ code: 'greeting-timeout', exitCode: 3 });
    expect(text).toBe(
      'no QMP greeting from unix:PATH within 5000 ms: another client holds the monitor?',
    );
  });

  test('the second client of a monitor gets its turn when the first one leaves', async () => {
    await using server = await QmpServer.start({ oneClientAtATime: true });
    const first = await QmpClient.connect(server.address);
    const clock = new ManualClock();
    const second = rejectionOf(QmpClient.connect(server.address, { clock }));
    await server.until(({ clientCount }) => clientCount === 2);
    clock.advance(5000);
    expect(await second).toBeInstanceOf(QmpGreetingTimeout);

    const third = QmpClient.connect(server.address, { clock });
    await server.until(({ clientCount }) => clientCount === 2);
    await first.close();
    await using client = await third;
    expect(client.version.major).toBe(7);
  });

  test.each<[string, QmpServerOptions, string]>([
    [
      'another protocol',
      { greeting: new RawBytes('SSH-2.0-x\r\n') },
      '(not a JSON object): "SSH-2.0-x"',
    ],
    [
      'another greeting',
      { greeting: new RawBytes('{"QMP":{}}\n') },
      '(a greeting without a version): "{\\"QMP\\":{}}"',
    ],
  ])('%s', async (_, options, what) => {
    const { error, text } = await failToConnect(options, () => {});
    expect(error).toBeInstanceOf(QmpProtocolError);
    expect(text).toBe(`not QMP ${what}`);
  });

  test('closed before the greeting', async () => {
    const { error, text } = await failToConnect({ greeting: 'none' }, async (server) => {
      await server.until(connected);
      server.disconnect();
    });
    expect(error).toBeInstanceOf(QmpConnectError);
    expect(error).toMatchObject({ code: 'closed-before-greeting' });
    expect(text).toBe('no QMP greeting from unix:PATH: the other side closed it');
  });

  test('half a greeting, then closed', async () => {
    const { text } = await failToConnect(
      { greeting: new RawBytes('{"QMP": {') },
      async (server) => {
        await server.until(connected);
        server.disconnect();
      },
    );
    expect(text).toBe(
      'no QMP greeting from unix:PATH: the other side closed it in the middle of a line (after 9 bytes)',
    );
  });

  test('negotiation refused, unanswered, cut off', async () => {
    const refuse = () => {
      throw new Refusal('GenericError', 'not today');
    };
    const refused = await failToConnect({ handlers: { qmp_capabilities: refuse } }, () => {});
    expect(refused.error).toBeInstanceOf(QmpCommandError);
    expect(refused.text).toBe('QEMU refused qmp_capabilities: not today (GenericError)');

    const handlers = { qmp_capabilities: () => noReply };
    const unanswered = await failToConnect({ handlers }, async (server, clock) => {
      await server.until(negotiating);
      clock.advance(5000);
    });
    expect(unanswered.error).toBeInstanceOf(QmpTimeoutError);
    expect(unanswered.text).toBe('qmp_capabilities was not answered within 5000 ms');

    const cut = await failToConnect({ handlers }, async (server) => {
      await server.until(negotiating);
      server.disconnect();
    });
    expect(cut.error).toBeInstanceOf(QmpDisconnectedError);
    expect(cut.text).toBe(
      'QMP connection to unix:PATH lost before qmp_capabilities was answered: the other side closed it',
    );
  });

  test('no such socket', async () => {
    const error = await rejectionOf(QmpClient.connect({ kind: 'unix', path: '/nowhere/s' }));
    expect(error).toBeInstanceOf(QmpConnectError);
    expect(error).toMatchObject({
      code: 'no-such-socket',
      message: 'cannot connect to unix:/nowhere/s: no such socket',
      hint: 'start QEMU with -qmp unix:/nowhere/s,server=on,wait=off',
    });
  });

  test('another failure of the system', async () => {
    const error = await rejectionOf(QmpClient.connect({ kind: 'unix', path: '/dev/null/s' }));
    expect(error).toBeInstanceOf(QmpConnectError);
    expect(error).toMatchObject({
      code: 'connect-failed',
      message: 'cannot connect to unix:/dev/null/s: connect ENOTDIR /dev/null/s',
    });
  });

  test('a path that a socket cannot have', async () => {
    const path = `/${'x'.repeat(107)}`;
    const error = await rejectionOf(QmpClient.connect({ kind: 'unix', path }));
    expect(error).toMatchObject({
      code: 'connect-failed',
      message: `cannot connect to unix:${path}: its path has 108 bytes, expected at most 107`,
    });
  });

  test('nobody listens', async () => {
    const listener = createServer();
    const address = await listenTcp(listener);
    await new Promise((resolve) => listener.close(resolve));
    const error = await rejectionOf(QmpClient.connect(address));
    expect(error).toBeInstanceOf(QmpConnectError);
    expect(error).toMatchObject({
      code: 'connection-refused',
      message: `cannot connect to tcp:127.0.0.1:${address.port}: connection refused`,
    });
  });

  test('a peer that does not answer at all', async () => {
    const listener = createServer();
    const address = await listenTcp(listener);
    const clock = new ManualClock();
    const rejection = rejectionOf(QmpClient.connect(address, { clock, greetingTimeoutMs: 70 }));
    clock.advance(70);
    expect(await rejection).toMatchObject({
      code: 'connect-timeout',
      message: `cannot connect to tcp:127.0.0.1:${address.port} within 70 ms`,
    });
    listener.close();
  });

  test('an abort before it starts opens no socket', async () => {
    const signal = AbortSignal.abort(new Error('stop it'));
    const nowhere = { kind: 'unix', path: '/nowhere/s' } as const;
    const error = await rejectionOf(QmpClient.connect(nowhere, { signal }));
    expect(error).toBe(signal.reason);
  });

  test.each<[string, QmpServerOptions, (server: QmpServer) => boolean]>([
    ['connecting', { greeting: 'none' }, () => true],
    ['waiting for the greeting', { greeting: 'none' }, connected],
    ['negotiating', { handlers: { qmp_capabilities: () => noReply } }, negotiating],
  ])('an abort while %s', async (_, options, stage) => {
    const reason = new Error('stop it');
    const { error } = await failToConnect(options, async (server, _clock, abort) => {
      await server.until(stage);
      abort.abort(reason);
    });
    expect(error).toBe(reason);
  });

  test('an abort after it connected means nothing', async () => {
    await using server = await QmpServer.start({ handlers: { stop: () => ({}) } });
    const abort = new AbortController();
    const options: ConnectOptions = { signal: abort.signal };
    await using client = await QmpClient.connect(server.address, options);
    abort.abort();
    await expect(client.execute('stop')).resolves.toEqual({});
  });

  test('the stack shows who connected', async () => {
    async function connectFromHere() {
      return await QmpClient.connect({ kind: 'unix', path: '/nowhere/s' });
    }
    const error = await rejectionOf(connectFromHere());
    expect(error.stack?.split('\n').slice(0, 2)).toEqual([
      'QmpConnectError: cannot connect to unix:/nowhere/s: no such socket',
      expect.stringMatching(/at connectFromHere .*connect\.test\.ts/),
    ]);
  });
});

async function listenTcp(listener: ReturnType<typeof createServer>) {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const bound = listener.address();
  if (bound === null || typeof bound === 'string') throw new Error('not a TCP listener');
  return { kind: 'tcp', host: '127.0.0.1', port: bound.port } as const;
}
