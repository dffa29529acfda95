import type { WebSocket } from 'ws';
import { explain } from '../errors.ts';
import { ByteReader } from './byte-reader.ts';
import { closeViewer } from './close-viewer.ts';
import { ACCEPTED, NO_AUTHENTICATION, RFB_VERSION, VERSION_BYTES } from './rfb.ts';
import { ViewerMessages, type ViewerRights } from './viewer-messages.ts';
import type { VncSession } from './vnc-login.ts';

/**
 * Joins a viewer with a guest's VNC server until either goes. The password is ours to give: whoever may
 * open this connection has shown the page's token, and never sees it. Never rejects.
 */
export async function bridge(
  viewer: WebSocket,
  logIn: () => Promise<VncSession>,
  rights: ViewerRights,
): Promise<void> {
  const reader = new ByteReader();
  const gone = new Promise<void>((resolve) => {
    viewer.once('close', () => {
      reader.end(new Error('the viewer is gone'));
      resolve();
    });
  });
  let take = (bytes: Buffer) => reader.push(bytes);
  viewer.on('message', (bytes: Buffer, isBinary: boolean) => {
    if (viewer.readyState !== viewer.OPEN) return;
    if (isBinary) take(bytes);
    else closeViewer(viewer, 'notBinary', 'VNC is no text');
  });
  let session: VncSession | undefined;
  try {
    session = await logIn();
    await welcome(viewer, reader);
    take = join(viewer, session, new ViewerMessages(rights));
    take(reader.takeRest());
    await gone;
  } catch (error) {
    closeViewer(viewer, 'failed', explain(error));
  } finally {
    session?.socket.destroy();
  }
}

/** RFC 6143 7.1 to 7.3.1, from the server's side: no authentication, and everybody shares. */
async function welcome(viewer: WebSocket, reader: ByteReader): Promise<void> {
  viewer.send(RFB_VERSION);
  await reader.read(VERSION_BYTES);
  viewer.send(Buffer.of(1, NO_AUTHENTICATION));
  await reader.read(1);
  viewer.send(Buffer.of(0, 0, 0, ACCEPTED));
  await reader.read(1);
}

/** Gives what takes the viewer's messages from then on. */
function join(
  viewer: WebSocket,
  { socket, begun }: VncSession,
  messages: ViewerMessages,
): (bytes: Buffer) => void {
  const toGuest = (bytes: Buffer) => {
    try {
      const passed = messages.take(bytes);
      if (passed.length === 0 || socket.write(passed)) return;
      viewer.pause();
      socket.once('drain', () => viewer.resume());
    } catch (error) {
      closeViewer(viewer, 'refused', explain(error));
    }
  };
  const toViewer = (bytes: Buffer) => {
    socket.pause();
    viewer.send(bytes, () => socket.resume());
  };
  socket.on('close', () => closeViewer(viewer, 'normal', 'the guest is gone'));
  if (begun.length > 0) toViewer(begun);
  socket.on('data', toViewer);
  socket.resume();
  return toGuest;
}
