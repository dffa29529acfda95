import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { describe, onTestFinished } from 'vitest';
import { freePorts } from './free-ports.ts';
import { makeTestFolder, runs } from './with-qemu.ts';

/** A `describe` that is skipped, and says so, where Redis is not installed. */
export function describeWithRedis() {
  if (runs('redis-server')) return describe;
  console.warn('SKIPPED: redis-server is not installed');
  return describe.skip;
}

/** A Redis of its own, on a free port of this host, with a password, which ends with the test. */
export class RedisServer {
  readonly password = `${randomBytes(6).toString('hex')}%:@`;
  readonly #port: number;
  readonly #tls: boolean;
  readonly #folder = makeTestFolder();
  #process: ChildProcess | undefined;

  static async start({ tls = false } = {}): Promise<RedisServer> {
    const [port = 0] = await freePorts(1);
    const server = new RedisServer(port, tls);
    onTestFinished(() => server.kill());
    await server.start();
    return server;
  }

  private constructor(port: number, tls: boolean) {
    this.#port = port;
    this.#tls = tls;
    if (tls) makeCertificate(this.certificate, this.#keyFile);
  }

  get url(): string {
    return this.shown.replace('//', `//:${encodeURIComponent(this.password)}@`);
  }

  /** What people are shown of it. */
  get shown(): string {
    return `${this.#tls ? 'rediss' : 'redis'}://127.0.0.1:${this.#port}/1`;
  }

  /** The file by which it is trusted, where it speaks TLS. */
  get certificate(): string {
    return join(this.#folder, 'redis.crt');
  }

  get #keyFile(): string {
    return join(this.#folder, 'redis.key');
  }

  /** Starts it, without anything that it had in memory before. */
  async start(): Promise<void> {
    const { certificate } = this;
    const files = ['--tls-cert-file', certificate, '--tls-key-file', this.#keyFile];
    const port = this.#tls
      ? [...['--port', '0', '--tls-port', `${this.#port}`], ...files, '--tls-auth-clients', 'no']
      : ['--port', `${this.#port}`];
    const own = [...port, '--bind', '127.0.0.1', '--dir', this.#folder];
    const flags = ['--save', '', '--appendonly', 'no', '--requirepass', this.password];
    const process = spawn('redis-server', [...own, ...flags], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = process;
    for await (const line of createInterface(process.stdout)) {
      if (line.includes('Ready to accept connections')) break;
    }
    process.stdout.resume();
  }

  async kill(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    if (!process || process.exitCode !== null) return;
    process.kill('SIGKILL');
    await once(process, 'exit');
  }

  /** Everything that is in it. */
  async listKeys(): Promise<string[]> {
    const redis = new Redis(
      this.url,
      this.#tls ? { tls: { ca: readFileSync(this.certificate) } } : {},
    );
    try {
      return (await redis.keys('*')).toSorted();
    } finally {
      redis.disconnect();
    }
  }
}

/** One that is its own authority. */
function makeCertificate(certificate: string, key: string): void {
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const args = ['req', '-x509', ...kind, ...names, '-out', certificate, '-keyout', key];
  execFileSync('openssl', args, { stdio: 'pipe' });
}
