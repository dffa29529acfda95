import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveReport } from '../../../src/report/serve/serve-report.ts';
import { type ServeState, TOKEN_HEADER } from '../../../src/report/serve-api.ts';
import { describeFailure } from '../../screen/frames.ts';
import { GoldenProject, goldenRunName, offered } from '../golden-project.ts';

const [done = '', hostname = '', summary = '', about = ''] = offered;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The report of the golden project, served, and a client that sends its paths as they are. */
class Served {
  readonly project = new GoldenProject();
  #address = new URL('http://127.0.0.1');
  openOnce = '';
  token = '';

  static async start(env: NodeJS.ProcessEnv = {}): Promise<Served> {
    const served = new Served();
    const { runFolder } = served.project;
    mkdirSync(join(runFolder, 'report/data'), { recursive: true });
    writeFileSync(join(runFolder, 'report/app.js'), '1;');
    writeFileSync(join(runFolder, 'report/data/summary.js'), '2;');
    const server = await serveReport(await served.project.approvals(env));
    onTestFinished(() => server.close());
    served.#address = new URL(server.address);
    served.openOnce = new URL(server.openOnce).pathname;
    served.token = served.#address.pathname.split('/')[1] ?? '';
    return served;
  }

  get port(): string {
    return this.#address.port;
  }

  async ask(path: string, options: RequestOptions = {}, body = ''): Promise<Answer> {
    const { hostname: host, port } = this.#address;
    const answer = await new Promise<Answer>((resolve, reject) => {
      const asking = request({ host, port, path, ...options }, (response) => {
        const { statusCode = 0, headers } = response;
        text(response).then((said) => resolve({ status: statusCode, headers, body: said }), reject);
      });
      asking.on('error', reject);
      asking.end(body);
    });
    return answer;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(`/${this.token}/${path}`, { headers });
  }

  post(name: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    const all = { [TOKEN_HEADER]: this.token, 'content-type': 'application/json', ...headers };
    const path = `/${this.token}/api/${name}`;
    return this.ask(path, { method: 'POST', headers: all }, JSON.stringify(body));
  }
}

const stateOf = ({ status, body }: Answer): ServeState => {
  expect(status).toBe(200);
  return JSON.parse(body);
};
const codeOf = ({ status, body }: Answer) => `${status} ${JSON.parse(body).error.code}`;
const decisions = ({ candidates }: ServeState) => candidates.map(({ decision }) => decision);

describe('the server of a report', () => {
  test('serves the page, its data, pictures and logs, each as what it is', async () => {
    const served = await Served.start();
    const picture = 'frames/0c28c89407bdcfe319cd.png';
    writeFileSync(join(served.project.runFolder, 'serial/a b.log'), '<script>');
    const types = await Promise.all(
      ['report/', 'report/index.html', 'report/app.js', 'report/data/summary.js', picture].map(
        async (path) => {
          const { status, headers } = await served.get(path);
          expect(headers['x-content-type-options']).toBe('nosniff');
          expect(headers['content-security-policy']).toMatch(
            /^default-src 'none'.*frame-ancestors 'none'/,
          );
          return `${status} ${headers['content-type']}`;
        },
      ),
    );
    expect(types).toEqual([
      '200 text/html; charset=utf-8',
      '200 text/html; charset=utf-8',
      '200 text/javascript; charset=utf-8',
      '200 text/javascript; charset=utf-8',
      '200 image/png',
    ]);
    const log = await served.get('serial/a%20b.log');
    expect(log).toMatchObject({ status: 200, body: '<script>' });
    expect(log.headers['content-type']).toMatch(/^text\/plain/);
    const head = await served.ask(`/${served.token}/${picture}`, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '' });
  });

  test('listens on loopback only, with a token of 32 bytes', async () => {
    const { token, port } = await Served.start();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const elsewhere = connect({ host: '127.0.0.2', port: Number(port) });
    await expect(new Promise((_, fail) => elsewhere.on('error', fail))).rejects.toThrow(
      'ECONNREFUSED',
    );
  });

  test('refuses every path without the token', async () => {
    const served = await Served.start();
    const { token } = served;
    for (const path of [
      '/',
      '/report/',
      '/api/state',
      '/x/report/',
      `/${token.slice(1)}/report/`,
    ]) {
      expect(codeOf(await served.ask(path)), path).toBe('403 no-token');
    }
    expect(codeOf(await served.get('api/state'))).toBe('403 no-token');
    expect(codeOf(await served.get('api/state', { [TOKEN_HEADER]: 'x' }))).toBe('403 no-token');
    const post = await served.post('approve', { candidates: [summary] }, { [TOKEN_HEADER]: '' });
    expect(codeOf(post)).toBe('403 no-token');
    expect(served.project.read('baselines/demo/keyboard/summary.png')).toEqual(
      served.project.expected(summary),
    );
  });

  test.each([
    { host: 'evil.example' },
    { host: '127.0.0.1.evil.example' },
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: 'https://127.0.0.1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  ])('refuses a request from elsewhere: %j', async (headers) => {
    const served = await Served.start();
    expect(codeOf(await served.get('report/', headers))).toBe('403 other-origin');
    const post = await served.post('approve', { candidates: [summary] }, headers);
    expect(codeOf(post)).toBe('403 other-origin');
  });

  test('lets a person follow a link, by any name of this host', async () => {
    const served = await Served.start();
    const link = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await served.get('report/', link)).status).toBe(200);
    const host = `localhost:${served.port}`;
    const own = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    expect(stateOf(await served.post('reject', { candidates: [about] }, own)).undo).toBeDefined();
  });

  test('leads to the page once from an address without the token', async () => {
    const served = await Served.start();
    const first = await served.ask(served.openOnce);
    expect(first).toMatchObject({ status: 302, headers: { location: `/${served.token}/report/` } });
    expect(codeOf(await served.ask(served.openOnce))).toBe('403 no-token');
    expect(codeOf(await served.ask('/open/x'))).toBe('403 no-token');
  });

  test.each([
    '../guestwright.yaml',
    'frames/../events.ndjson',
    'frames/..%2fevents.ndjson',
    'frames/%2e%2e/events.ndjson',
    'frames%2f0c28c89407bdcfe319cd.png',
    'serial/..%5c..%5cguestwright.yaml',
    'serial/%00',
    'serial/%',
    'serial//x',
    './report/',
  ])('refuses the path %s', async (path) => {
    const served = await Served.start();
    expect(codeOf(await served.get(path))).toBe('400 bad-path');
  });

  test.each([
    'events.ndjson',
    'junit.xml',
    'frames/',
    'frames/x.png',
    'report/app.js.map',
    'trace/a.ndjson',
    'serial/',
    '',
  ])('has nothing at %j', async (path) => {
    const served = await Served.start();
    expect(codeOf(await served.get(path))).toBe('404 not-found');
  });

  test('follows no link, neither of a file nor of a folder, and sends no folder', async () => {
    const served = await Served.start();
    const { runFolder, root } = served.project;
    symlinkSync(join(root, 'guestwright.yaml'), join(runFolder, 'serial/link.log'));
    symlinkSync(join(runFolder, 'events.ndjson'), join(runFolder, 'frames/aa.png'));
    mkdirSync(join(runFolder, 'serial/folder'));
    for (const path of ['serial/link.log', 'frames/aa.png', 'serial/folder']) {
      expect(codeOf(await served.get(path)), path).toBe('404 not-found');
    }
    rmSync(join(runFolder, 'serial'), { recursive: true });
    symlinkSync(root, join(runFolder, 'serial'));
    expect(codeOf(await served.get('serial/guestwright.yaml'))).toBe('404 not-found');
  });

  test('refuses methods that a path does not have', async () => {
    const served = await Served.start();
    const headers = { [TOKEN_HEADER]: served.token };
    const ask = (path: string, method: string) =>
      served.ask(`/${served.token}/${path}`, { method, headers });
    expect(codeOf(await ask('report/', 'POST'))).toBe('405 wrong-method');
    expect(codeOf(await ask('api/state', 'POST'))).toBe('405 wrong-method');
    const wrong = await ask('api/approve', 'GET');
    expect(wrong.headers.allow).toBe('POST');
    expect(codeOf(await ask('api/approve', 'DELETE'))).toBe('405 wrong-method');
    for (const name of ['api/nothing', 'api/', 'api/approve/x', 'api/constructor']) {
      expect(codeOf(await ask(name, 'POST')), name).toBe('404 not-found');
    }
  });

  test('refuses bodies that are large, or not what was expected', async () => {
    const served = await Served.start();
    const large = { candidates: ['x'.repeat(2_000_000)] };
    expect(codeOf(await served.post('approve', large))).toBe('413 too-large');
    const chunked = { 'transfer-encoding': 'chunked' };
    expect(codeOf(await served.post('approve', large, chunked))).toBe('413 too-large');
    const plain = { 'content-type': 'text/plain' };
    expect(codeOf(await served.post('undo', {}, plain))).toBe('415 no-json');
    for (const [name, body] of [
      ['approve', {}],
      ['approve', { candidates: [] }],
      ['approve', { candidates: [7] }],
      ['approve', { candidates: [summary], asVariant: '../x' }],
      ['approve', { candidates: [summary], more: 1 }],
      ['rules', { baseline: summary }],
      ['rules', { baseline: summary, mask: [{ x: -1, y: 0, width: 1, height: 1 }] }],
      ['undo', []],
    ] as const) {
      const answer = await served.post(name, body);
      expect(codeOf(answer), JSON.stringify(body)).toBe('400 bad-body');
    }
    const headers = { [TOKEN_HEADER]: served.token, 'content-type': 'application/json' };
    const broken = await served.ask(`/${served.token}/api/undo`, { method: 'POST', headers }, '{');
    expect(codeOf(broken)).toBe('400 bad-body');
  });

  test('accepts, rejects, draws and undoes, and says how things are then', async () => {
    const served = await Served.start();
    const { project } = served;
    const start = stateOf(await served.get('api/state', { [TOKEN_HEADER]: served.token }));
    expect(start).toEqual({
      run: goldenRunName,
      candidates: offered.map((id) => ({ id, decision: 'pending' })),
      rules: [{ baseline: summary, mask: [{ x: 880, y: 24, width: 120, height: 40 }], region: [] }],
    });
    const accepted = stateOf(await served.post('approve', { candidates: [summary, done] }));
    expect(decisions(accepted)).toEqual(['accepted', 'pending', 'accepted', 'pending']);
    expect(project.read('baselines/demo/keyboard/done.png')).toEqual(project.seen(done));
    const rejected = stateOf(await served.post('reject', { candidates: [about] }));
    expect(decisions(rejected)).toEqual(['accepted', 'pending', 'accepted', 'rejected']);
    const variant = await served.post('approve', { candidates: [hostname], asVariant: 'typo' });
    expect(stateOf(variant).undo).toBe('accepting demo/pointer/hostname+typo');
    const mask = [{ x: 1, y: 2, width: 3, height: 4 }];
    const drawn = stateOf(await served.post('rules', { baseline: hostname, mask }));
    expect(drawn.rules[0]).toEqual({ baseline: hostname, mask, region: [] });
    expect(drawn.candidates[1]?.now).toMatchObject({ kind: 'different', diffPixels: 167 });

    for (const left of [3, 2, 1, 0]) {
      const state = stateOf(await served.post('undo', {}));
      expect(state.undo === undefined).toBe(left === 0);
    }
    expect(codeOf(await served.post('undo', {}))).toBe('409 nothing-to-undo');
    expect(project.read('baselines/demo/keyboard/done.png')).toBeUndefined();
    expect(project.read('baselines/demo/pointer/hostname.yaml')).toBeUndefined();
  });

  test('tells a conflict, and does not overwrite', async () => {
    const served = await Served.start();
    served.project.write('baselines/demo/keyboard/summary.png', served.project.seen(about));
    expect(codeOf(await served.post('approve', { candidates: [summary] }))).toBe('409 conflict');
    const { candidates } = stateOf(await served.get('api/state', { [TOKEN_HEADER]: served.token }));
    expect(candidates[2]).toMatchObject({
      id: summary,
      conflict: expect.stringMatching(/changed/),
    });
    expect(codeOf(await served.post('approve', { candidates: ['demo/x'] }))).toBe(
      '404 no-candidate',
    );
    const outside = { baseline: summary, mask: [{ x: 1024, y: 0, width: 1, height: 1 }] };
    expect(codeOf(await served.post('rules', outside))).toBe('422 bad-baseline-rules');
  });

  test('takes requests one after the other, however they come', async () => {
    const served = await Served.start();
    const requests = offered.map((id) => served.post('approve', { candidates: [id] }));
    expect((await Promise.all(requests)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const _ of offered) await served.post('undo', {});
    expect(served.project.read('baselines/demo/keyboard/summary.png')).toEqual(
      served.project.expected(summary),
    );
  });

  test('writes nothing in CI, and says so', async () => {
    const served = await Served.start({ CI: '1' });
    const state = stateOf(await served.get('api/state', { [TOKEN_HEADER]: served.token }));
    expect(state.refusal).toMatch(/^baselines are never written in CI/);
    expect(codeOf(await served.post('approve', { candidates: [summary] }))).toBe('403 ci');
  });

  test('says that a port is taken', async () => {
    const { project, port } = await Served.start();
    const second = serveReport(await project.approvals(), { port: Number(port) });
    expect(await second.catch(describeFailure)).toMatch(
      /^MachineError port-not-free: cannot listen on port \d+: .*EADDRINUSE.*\(leave --port out/,
    );
  });
});
