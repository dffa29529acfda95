import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { describe, onTestFinished } from 'vitest';
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
  readonly #folder = makeTestFolder();
  #process: ChildProcess | undefined;

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await findFreePort());
    onTestFinished(() => server.kill());
    await server.start();
    return server;
  }

  private constructor(port: number) {
    this.#port = port;
  }

  get url(): string {
    return `redis://:${encodeURIComponent(this.password)}@127.0.0.1:${this.#port}/1`;
  }

  /** What people are shown of it. */
  get shown(): string {
    return `redis://127.0.0.1:${this.#port}/1`;
  }

  /** Starts it, without anything that it had in memory before. */
  async start(): Promise<void> {
    const own = ['--port', `${this.#port}`, '--bind', '127.0.0.1', '--dir', this.#folder];
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
    const redis = new Redis(this.url);
    try {
      return (await redis.keys('*')).toSorted();
    } finally {
      redis.disconnect();
    }
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
