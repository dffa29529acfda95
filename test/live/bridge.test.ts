import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { bridge } from '../../src/live/bridge.ts';
import type { VncSession } from '../../src/live/vnc-login.ts';
import { WebSocketServerEnd } from '../../src/live/websocket.ts';
import { clientFrame } from '../support/websocket.ts';

/** Two ends of one connection. */
async function connectPair(): Promise<readonly [Socket, Socket]> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const near = connect(port, '127.0.0.1');
  const [far] = await once(server, 'connection');
  server.close();
  onTestFinished(() => {
    near.destroy();
    far.destroy();
  });
  return [near, far];
}

/** A viewer that has said hello, the guest's end of its connection, and when the bridge is gone. */
async function start(logIn?: () => Promise<VncSession>) {
  const [viewer, ours] = await connectPair();
  const [guest, socket] = await connectPair();
  socket.pause();
  const session = { socket, begun: Buffer.from('server init') };
  const end = new WebSocketServerEnd(ours);
  const bridged = bridge(end, logIn ?? (async () => session), { control: false });
  let said = '';
  viewer.on('data', (bytes) => {
    said += bytes.toString('latin1');
  });
  const heard = async (text: string) => {
    while (!said.includes(text)) await once(viewer, 'data');
  };
  const say = (bytes: Buffer) => viewer.write(clientFrame(2, bytes));
  return { viewer, guest, bridged, heard, say };
}

async function greet({ heard, say }: Awaited<ReturnType<typeof start>>): Promise<void> {
  await heard('RFB 003.008\n');
  say(Buffer.from('RFB 003.008\n'));
  await heard('\x82\x02\x01\x01');
  say(Buffer.of(1));
  await heard('\x82\x04\0\0\0\0');
  say(Buffer.of(1));
  await heard('server init');
}

test('a viewer sees what the guest shows, and asks for it', async () => {
  const all = await start();
  await greet(all);
  const request = Buffer.of(3, 1, 0, 0, 0, 0, 4, 0, 3, 0);
  all.say(Buffer.concat([Buffer.of(4, 1, 0, 0, 0, 0, 0, 97), request]));
  expect(await once(all.guest, 'data')).toEqual([request]);
  all.guest.write('a picture');
  await all.heard('a picture');
});

test('a viewer is told that the guest is gone', async () => {
  const all = await start();
  await greet(all);
  all.guest.end();
  await all.heard('\x03\xe8the guest is gone');
  await all.bridged;
});

test('a viewer that nobody lets in is told why', async () => {
  const { heard, bridged } = await start(() => Promise.reject(new Error('the password is wrong')));
  await heard('\x03\xf3the password is wrong');
  await bridged;
});

test('a viewer that says what no viewer says is cut off, and the guest hears no more of it', async () => {
  const all = await start();
  await greet(all);
  const gone = once(all.guest, 'close');
  all.say(Buffer.of(251, 0, 0, 0));
  await all.heard('\x03\xf0a message 251 from the viewer');
  await all.bridged;
  all.guest.resume();
  await gone;
});

test.each(['before it is let in', 'afterwards'])('a viewer may leave %s', async (when) => {
  const all = await start();
  if (when === 'afterwards') await greet(all);
  const gone = once(all.guest, 'close');
  all.viewer.destroy();
  await all.bridged;
  all.guest.resume();
  await gone;
});
