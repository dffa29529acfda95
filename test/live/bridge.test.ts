import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { bridge } from '../../src/live/bridge.ts';
import type { VncSession } from '../../src/live/vnc-login.ts';

/** Two ends of one connection. */
async function connectPair(): Promise<readonly [Socket, Socket]> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = await once(server, 'connection');
  server.close();
  onTestFinished(() => {
    near.destroy();
    far.destroy();
  });
  return [near, far];
}

/** A viewer, and our end of its connection. */
async function connectViewer(): Promise<readonly [WebSocket, WebSocket]> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const near = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [[far]] = await Promise.all([once(server, 'connection'), once(near, 'open')]);
  server.close();
  onTestFinished(() => {
    near.terminate();
    far.terminate();
  });
  return [near, far];
}

/** A viewer that has said hello, the guest's end of its connection, and when the bridge is gone. */
async function start(logIn?: () => Promise<VncSession>) {
  const [viewer, ours] = await connectViewer();
  const [guest, socket] = await connectPair();
  socket.pause();
  const session = { socket, begun: Buffer.from('server init') };
  const closed = once(viewer, 'close').then(([code, reason]) => `${code} ${reason}`);
  let said = '';
  viewer.on('message', (bytes: Buffer) => {
    said += bytes.toString('latin1');
  });
  const bridged = bridge(ours, logIn ?? (async () => session), { control: false });
  const heard = async (text: string) => {
    while (!said.includes(text)) await once(viewer, 'message');
  };
  return { viewer, guest, bridged, heard, closed };
}

async function greet({ heard, viewer }: Awaited<ReturnType<typeof start>>): Promise<void> {
  await heard('RFB 003.008\n');
  viewer.send(Buffer.from('RFB 003.008\n'));
  await heard('\x01\x01');
  viewer.send(Buffer.of(1));
  await heard('\0\0\0\0');
  viewer.send(Buffer.of(1));
  await heard('server init');
}

test('a viewer sees what the guest shows, and asks for it', async () => {
  const all = await start();
  await greet(all);
  const request = Buffer.of(3, 1, 0, 0, 0, 0, 4, 0, 3, 0);
  all.viewer.send(Buffer.concat([Buffer.of(4, 1, 0, 0, 0, 0, 0, 97), request]));
  expect(await once(all.guest, 'data')).toEqual([request]);
  all.guest.write('a picture');
  await all.heard('a picture');
});

test('a viewer is told that the guest is gone', async () => {
  const all = await start();
  await greet(all);
  all.guest.end();
  expect(await all.closed).toBe('1000 the guest is gone');
  await all.bridged;
});

test('a viewer that nobody lets in is told why', async () => {
  const why = `the password is ${'é'.repeat(100)}`;
  const { closed, bridged } = await start(() => Promise.reject(new Error(why)));
  // 123 bytes, and no half of a character.
  expect(await closed).toBe(`1011 the password is ${'é'.repeat(53)}`);
  await bridged;
});

test('a viewer that says what no viewer says is cut off, and the guest hears no more of it', async () => {
  const all = await start();
  await greet(all);
  const gone = once(all.guest, 'close');
  all.viewer.send(Buffer.of(251, 0, 0, 0));
  expect(await all.closed).toContain('1008 a message 251 from the viewer');
  await all.bridged;
  all.guest.resume();
  await gone;
});

test('a viewer that speaks text is told that it may not', async () => {
  const all = await start();
  all.viewer.send('RFB 003.008');
  expect(await all.closed).toBe('1003 VNC is no text');
  await all.bridged;
});

test.each(['before it is let in', 'afterwards'])('a viewer may leave %s', async (when) => {
  const all = await start();
  if (when === 'afterwards') await greet(all);
  const gone = once(all.guest, 'close');
  all.viewer.terminate();
  await all.bridged;
  all.guest.resume();
  await gone;
});
