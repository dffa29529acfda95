import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Clock, systemClock } from '../../src/clock.ts';
import { type LiveRooms, LiveServer } from '../../src/live/live-server.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { until } from '../support/with-qemu.ts';

const picture = Buffer.from('a picture');
const rooms: LiveRooms = {
  listen: (page) => page.writeHead(200, { connection: 'close' }).write('hello'),
  takePicture: (screen) => {
    if (screen === 'broken') return Promise.reject(new Error('the guest is gone'));
    return screen === 'guest1' ? Promise.resolve(picture) : undefined;
  },
  join: (screen, viewer) => {
    viewer.on('message', (bytes) => viewer.send(bytes));
    return screen === 'guest1';
  },
};

async function start(own: Partial<LiveRooms> = {}, clock: Clock = systemClock) {
  const server = new LiveServer({ ...rooms, ...own }, clock);
  await server.listen();
  onTestFinished(() => server.close());
  return server;
}

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** As it is written: nothing makes a path shorter on the way. */
async function ask(server: LiveServer, { path = '', method = 'GET', headers = {} }: Asked = {}) {
  const { port, host, pathname } = new URL(server.url);
  const target = path.startsWith('/') ? path : `${pathname}${path}`;
  const sent = request({ host: '127.0.0.1', port, path: target, method });
  sent.setHeader('host', host);
  for (const [name, value] of Object.entries(headers)) sent.setHeader(name, value);
  sent.end();
  const [response] = await once(sent, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return {
    status: response.statusCode,
    headers: response.headers,
    body: `${Buffer.concat(chunks)}`,
  };
}

describe('whoever knows the address', () => {
  test('gets the page, which may ask nobody else', async () => {
    const server = await start();
    const { status, headers, body } = await ask(server);
    expect(status).toBe(200);
    expect(body).toContain('<script type="module" src="app.js">');
    const { host } = new URL(server.url);
    expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://${host};`);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  test.each(['app.js', 'app.css'])('gets %s', async (path) => {
    expect(await ask(await start(), { path })).toMatchObject({ status: 200 });
  });

  test('gets pictures of a screen, or why there is none', async () => {
    const server = await start();
    const found = await ask(server, { path: 'screens/guest1.png?3' });
    expect(found).toMatchObject({ status: 200, body: `${picture}` });
    const gone = await ask(server, { path: 'screens/broken.png' });
    expect(gone).toMatchObject({ status: 500, body: 'the guest is gone\n' });
  });

  test('may come through a tunnel that ends at another port', async () => {
    const headers = { host: 'localhost:8080', origin: 'http://localhost:8080' };
    expect(await ask(await start(), { headers })).toMatchObject({ status: 200 });
  });
});

describe('refused is', () => {
  const token = '/'.padEnd(33, 'x');
  test.each<[string, Asked, number]>([
    ['who has no token', { path: '/' }, 403],
    ['who guesses one', { path: `${token}/` }, 403],
    ['who wants a favicon', { path: '/favicon.ico' }, 403],
    ['who goes up', { path: '../etc/passwd' }, 400],
    ['who goes up in disguise', { path: '%2e%2e/etc/passwd' }, 400],
    ['who wants what is not there', { path: 'main.js' }, 404],
    ['who wants no screen', { path: 'screens/guest2.png' }, 404],
    ['who wants a screen without saying how', { path: 'screens/guest1' }, 404],
    ['who wants more than the events', { path: 'events/all' }, 404],
    ['who writes', { method: 'POST' }, 405],
    ['another host', { headers: { host: 'example.com' } }, 403],
    ['another origin', { headers: { origin: 'http://example.com' } }, 403],
    ['a page without an origin', { headers: { origin: 'null' } }, 403],
    ['another site', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
  ])('%s', async (_, asked, status) => {
    const answer = await ask(await start(), asked);
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain('<');
  });
});

/** What the server says to a request for a WebSocket, and the connection. */
async function upgrade(
  server: LiveServer,
  { path = 'screens/guest1', headers = {} }: Omit<Asked, 'method'> = {},
) {
  const { port, host, pathname, origin } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const usual = {
    ...{ host, origin, connection: 'Upgrade', upgrade: 'websocket' },
    ...{ 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
  };
  const lines = Object.entries({ ...usual, ...headers })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`);
  const target = path.startsWith('/') ? path : `${pathname}${path}`;
  socket.write(`${[`GET ${target} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
  const [said] = await once(socket, 'data');
  return { socket, said: `${said}` };
}

/** A viewer in the page, that has been let in. */
async function watch(server: LiveServer, screen = 'guest1'): Promise<WebSocket> {
  const { origin } = new URL(server.url);
  const viewer = new WebSocket(new URL(`screens/${screen}`, server.url), { origin });
  onTestFinished(() => viewer.terminate());
  await once(viewer, 'open');
  return viewer;
}

describe('a viewer', () => {
  test('is joined with its screen, and said goodbye to at the end', async () => {
    const server = await start();
    const viewer = await watch(server);
    viewer.send(Buffer.from('look'));
    expect(await once(viewer, 'message')).toEqual([Buffer.from('look'), true]);
    const goodbye = once(viewer, 'close');
    await server.close();
    expect(await goodbye).toEqual([1000, Buffer.from('the run is over')]);
  });

  test('of a screen that is not there is told so', async () => {
    const viewer = await watch(await start(), 'guest2');
    expect(await once(viewer, 'close')).toEqual([1008, Buffer.from('nothing to see')]);
  });

  test.each([
    ['speaks as no browser does', Buffer.of(0x82, 1, 7), 1002],
    ['says too much at once', Buffer.of(0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 1), 1009],
  ])('that %s is cut off, and nobody else', async (_, bytes, code) => {
    const server = await start();
    const other = await watch(server);
    const { socket } = await upgrade(server);
    socket.write(bytes);
    const [said] = await once(socket, 'data');
    expect(said).toEqual(Buffer.of(0x88, 2, code >> 8, code & 0xff));
    other.send(Buffer.from('still there?'));
    expect(await once(other, 'message')).toEqual([Buffer.from('still there?'), true]);
  });

  test('whose other side is silent does not hold the end up', async () => {
    const clock = new ManualClock();
    let isGone = false;
    const join = (_: string, viewer: WebSocket) => {
      viewer.on('close', () => {
        isGone = true;
      });
      return true;
    };
    const server = await start({ join }, clock);
    const { socket } = await upgrade(server);
    socket.pause();
    await clock.run(server.close());
    await until('the viewer is gone', () => isGone);
  });

  test.each<[string, Omit<Asked, 'method'>, number]>([
    ['that does not say where it comes from', { headers: { origin: '' } }, 403],
    ['of another page', { headers: { origin: 'http://example.com' } }, 403],
    ['without the token', { path: '/screens/guest1' }, 403],
    ['of what is no screen', { path: 'events' }, 404],
    ['with another version', { headers: { 'sec-websocket-version': '7' } }, 400],
    ['with a key that is none', { headers: { 'sec-websocket-key': 'short' } }, 400],
  ])('%s is refused', async (_, asked, status) => {
    const { said } = await upgrade(await start(), asked);
    expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});

test('a port that is taken is told', async () => {
  const { port } = new URL((await start()).url);
  const second = new LiveServer(rooms, systemClock);
  await expect(second.listen(Number(port))).rejects.toMatchObject({
    code: 'live-port',
    message: expect.stringContaining('EADDRINUSE'),
  });
});

test('a page that listens gets all that was said before the end', async () => {
  let begun = (_page: ServerResponse) => {};
  const listening = new Promise<ServerResponse>((resolve) => {
    begun = resolve;
  });
  const server = await start({
    listen: (page) => {
      page.writeHead(200, { connection: 'close' }).write('first, ');
      begun(page);
    },
  });
  const heard = ask(server, { path: 'events' });
  (await listening).end('last');
  await server.close();
  expect((await heard).body).toBe('first, last');
});
