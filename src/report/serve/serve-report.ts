import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { explain, MachineError } from '../../errors.ts';
import { loopbackHeaders } from '../../loopback-request.ts';
import type { Approvals } from '../approve/approvals.ts';
import { drawIndexPage, pagePolicy } from '../html/index-page.ts';
import { checkToken, checkTokenHeader, refuseStrangers } from './admit.ts';
import { Api, type FindObsolete } from './api.ts';
import { readPath } from './read-path.ts';
import { describeError, notAllowed, Refusal } from './refusal.ts';
import { sendFile } from './send-file.ts';

/** A report that a browser of this host may open, and accept pictures in. */
export interface ServedReport {
  /** With the token: whoever has it may write baselines. */
  readonly address: string;
  /** Leads to the address once, so that no list of processes shows the token. */
  readonly openOnce: string;
  /** Resolves when what was being written is written, and nobody is listened to any more. */
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Default: any that is free. */
  readonly port?: number;
  /** Asked each time a page wants to know. Default: there are none. */
  readonly findObsolete?: FindObsolete;
}

/**
 * Serves the report of the approvals' run on loopback.
 * @throws MachineError `port-not-free`
 */
export async function serveReport(
  approvals: Approvals,
  { port = 0, findObsolete = async () => [] }: ServeOptions = {},
): Promise<ServedReport> {
  const token = randomBytes(32).toString('base64url');
  const api = new Api(approvals, findObsolete);
  const ticket = new Ticket();
  const server = createServer((request, response) => {
    void answer(request, response, { token, api, ticket, runFolder: approvals.runFolder });
  });
  await listen(server, port);
  const root = `http://127.0.0.1:${addressOf(server).port}`;
  return {
    address: `${root}/${token}/report/`,
    openOnce: `${root}/open/${ticket.code}`,
    async close() {
      const closed = new Promise((done) => server.close(done));
      await api.settle();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Site {
  readonly token: string;
  readonly api: Api;
  readonly ticket: Ticket;
  readonly runFolder: string;
}

/** A code that is good for one request. */
class Ticket {
  readonly code = randomBytes(32).toString('base64url');
  #isUsed = false;

  /** @throws Refusal 403 */
  use(given: string | undefined): void {
    if (this.#isUsed) throw new Refusal(403, 'no-token', 'this address has been used');
    checkToken(given, this.code);
    this.#isUsed = true;
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
): Promise<void> {
  try {
    for (const [name, value] of Object.entries(loopbackHeaders)) response.setHeader(name, value);
    await route(request, response, site);
  } catch (error) {
    refuse(response, error);
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  { token, api, ticket, runFolder }: Site,
): Promise<void> {
  refuseStrangers(request);
  const { method = '' } = request;
  const [first, room, ...rest] = readPath(request.url ?? '');
  if (first === 'open' && method === 'GET') {
    ticket.use(room);
    response.writeHead(302, { location: `/${token}/report/` }).end();
    return;
  }
  checkToken(first, token);
  if (room === 'api') {
    checkTokenHeader(request, token);
    sendJson(response, 200, await api.answer(rest.join('/'), request));
    return;
  }
  if (method !== 'GET' && method !== 'HEAD') throw notAllowed(method, 'GET, HEAD');
  const name = rest.join('/');
  if (room === 'report' && (name === '' || name === 'index.html')) sendPage(response, token);
  else await sendFile(runFolder, [room ?? '', ...rest], response);
}

function sendPage(response: ServerResponse, token: string): void {
  const policy = `${pagePolicy({ token })}; frame-ancestors 'none'`;
  const type = 'text/html; charset=utf-8';
  response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
  response.end(drawIndexPage({ token }));
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** What is under way when it fails is cut off, so that nobody takes half of it for the whole. */
function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof Refusal) {
    for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
  }
  const { status, body } = describeError(error);
  sendJson(response, status, body);
  // What is still to come is let go by: who sends it gets the answer only after that.
  response.req.resume();
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen({ host: '127.0.0.1', port });
    await once(server, 'listening');
  } catch (cause) {
    throw new MachineError('port-not-free', `cannot listen on port ${port}: ${explain(cause)}`, {
      hint: 'leave --port out, and any that is free is taken',
      cause,
    });
  }
}

function addressOf(server: Server): AddressInfo {
  return server.address() as AddressInfo;
}
