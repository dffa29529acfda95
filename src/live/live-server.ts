import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock.ts';
import { explain, ScenarioError } from '../errors.ts';
import { loopbackHeaders } from '../loopback-request.ts';
import { settledWithin } from '../machine/settled-within.ts';
import { describeError, notFound, Refusal } from '../report/serve/refusal.ts';
import { admitViewer } from './admit-viewer.ts';
import { closeViewer } from './close-viewer.ts';
import { type PageFile, pagePolicy, readPageFiles } from './live-page.ts';

/** How long pages that are slow have to take the last that is told. */
const FAREWELL_MS = 1000;

/** What a viewer types, points at or pastes is far shorter. */
const LONGEST_MESSAGE = 1 << 20;

/** What a server has beside the page itself. */
export interface LiveRooms {
  /** Somebody wants to hear what happens. */
  listen(page: ServerResponse): void;
  /** A picture of that screen as a PNG; undefined where there is none. May reject. */
  takePicture(screen: string): Promise<Buffer> | undefined;
  /** Joins a viewer with that screen; false where it cannot. */
  join(screen: string, viewer: WebSocket): boolean;
}

/** Serves the live page on this host alone, to whoever knows its address. */
export class LiveServer {
  readonly #server: Server;
  readonly #token = randomBytes(24).toString('base64url');
  readonly #rooms: LiveRooms;
  readonly #clock: Clock;
  readonly #files: ReadonlyMap<string, PageFile> = readPageFiles();
  readonly #viewers = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE });

  /** @throws MachineError `live-page-not-built` */
  constructor(rooms: LiveRooms, clock: Clock) {
    this.#rooms = rooms;
    this.#clock = clock;
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /**
   * Listens at that port of 127.0.0.1, by default at one that is free.
   * @throws ScenarioError `live-port`
   */
  async listen(port = 0): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    try {
      await once(this.#server, 'listening');
    } catch (cause) {
      throw new ScenarioError('live-port', `--live-port: ${explain(cause)}`, {
        hint: 'leave it out: a port that is free will be taken',
        cause,
      });
    }
  }

  /** Who has it can look. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${this.#token}/`;
  }

  /** Takes no more, and is gone soon. Never rejects. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const viewer of this.#viewers.clients) closeViewer(viewer, 'normal', 'the run is over');
    this.#server.closeIdleConnections();
    await settledWithin(closed, FAREWELL_MS, this.#clock);
    for (const viewer of this.#viewers.clients) viewer.terminate();
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(loopbackHeaders)) response.setHeader(name, value);
    try {
      this.#show(admitViewer(request, { token: this.#token }), request, response);
    } catch (error) {
      refuse(response, error);
    }
  }

  /** @throws Refusal */
  #show(path: readonly string[], { headers }: IncomingMessage, response: ServerResponse): void {
    const [room = '', name = ''] = path;
    const file = path.length <= 1 ? this.#files.get(room) : undefined;
    if (file) {
      response.setHeader('content-security-policy', pagePolicy(headers.host ?? ''));
      response.writeHead(200, { 'content-type': file.type }).end(file.body);
    } else if (room === 'events' && path.length === 1) {
      this.#rooms.listen(response);
    } else if (room === 'screens' && path.length === 2) {
      this.#showPicture(name, response);
    } else {
      throw notFound();
    }
  }

  #showPicture(name: string, response: ServerResponse): void {
    const [, screen] = /^(.+)\.png$/.exec(name) ?? [];
    const picture = screen === undefined ? undefined : this.#rooms.takePicture(screen);
    if (!picture) throw notFound();
    picture.then(
      (png) => response.writeHead(200, { 'content-type': 'image/png' }).end(png),
      (error) => refuse(response, error),
    );
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    try {
      const path = admitViewer(request, { token: this.#token, isUpgrade: true });
      const [room, screen = ''] = path;
      if (room !== 'screens' || path.length !== 2) throw notFound();
      this.#viewers.handleUpgrade(request, socket, head, (viewer) => this.#join(screen, viewer));
    } catch (error) {
      const { status } = describeError(error);
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
  }

  #join(screen: string, viewer: WebSocket): void {
    // It closes then, which is what counts.
    viewer.on('error', () => {});
    if (!this.#rooms.join(screen, viewer)) closeViewer(viewer, 'refused', 'nothing to see');
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  const { status, body } = describeError(error);
  const headers = error instanceof Refusal ? error.headers : {};
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${body.error.message}\n`);
}
