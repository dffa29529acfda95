import { ScenarioError } from '../../errors.ts';

/** A Redis server, and which of its databases. */
export interface RedisAddress {
  readonly options: {
    readonly host?: string;
    readonly port?: number;
    readonly path?: string;
    readonly db: number;
    readonly username?: string;
    readonly password?: string;
    readonly tls?: Record<string, never>;
  };
  /** For people: without name and password. */
  readonly shown: string;
}

/** Holds an address, and its password keeps out of the list of processes. */
const VARIABLE = 'GUESTWRIGHT_QUEUE';
const USUAL_PORT = 6379;
const EXPECTED = 'expected redis://host:port/db, rediss://host:port/db, or unix:PATH';

/**
 * `redis://[user:password@]host[:port][/db]`, `rediss://` for TLS, or `unix:PATH`; without a text, what
 * the variable `GUESTWRIGHT_QUEUE` holds. No message shows a password.
 * @throws ScenarioError `bad-flag`
 */
export function readRedisUrl(text: string | undefined, env: NodeJS.ProcessEnv): RedisAddress {
  if (text !== undefined) return readUrl(text);
  const value = env[VARIABLE];
  if (value) return readUrl(value);
  throw bad(`no address, and the variable ${VARIABLE} is not set; ${EXPECTED}`);
}

function readUrl(text: string): RedisAddress {
  if (text.startsWith('unix:')) {
    const path = text.slice('unix:'.length);
    if (!path.startsWith('/')) throw bad(`${EXPECTED}; the path of a socket begins with /`);
    return { options: { path, db: 0 }, shown: text };
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '') throw bad(EXPECTED);
  if (url.search || url.hash) throw bad(`${EXPECTED}; nothing may stand behind the database`);
  const db = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (db === undefined) throw bad(`${EXPECTED}; a database is a number`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port || USUAL_PORT);
  const { username, password } = readCredentials(url);
  return {
    options: {
      ...{ host, port, db: Number(db) },
      ...(username && { username }),
      ...(password && { password }),
      ...(url.protocol === 'rediss:' && { tls: {} }),
    },
    shown: `${url.protocol}//${url.hostname}:${port}/${Number(db)}`,
  };
}

function readCredentials(url: URL): { username: string; password: string } {
  try {
    return {
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
  } catch {
    throw bad('a % in its user or password must be written as %25');
  }
}

function bad(message: string): ScenarioError {
  return new ScenarioError('bad-flag', `--queue: ${message}`);
}
