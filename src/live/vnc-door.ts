import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { WatchedScreen } from '../machine/qemu/watched-screens.ts';
import type { QmpClient } from '../qmp/client.ts';
import { logIn, type VncSession } from './vnc-login.ts';

/** Longer than a login may take: it ends also where nobody is left to end it. */
const PASSWORD_LIFE = '+30';

/** How long a machine that does not answer holds the end up. */
const PATIENCE_MS = 2000;

/** What VNC's passwords have at most. */
const PASSWORD_BYTES = 8;

/**
 * The way in to one screen's VNC server. Each viewer gets a password of its own, which is good for one
 * login and told to nobody; between two logins, and after `close`, there is none that is good.
 */
export class VncDoor {
  readonly #client: QmpClient;
  readonly #screen: WatchedScreen;
  readonly #clock: Clock;
  readonly #end = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: QmpClient, screen: WatchedScreen, clock: Clock) {
    this.#client = client;
    this.#screen = screen;
    this.#clock = clock;
  }

  /** One at a time. @throws MachineError `vnc-login-failed`, or what the monitor says */
  enter(): Promise<VncSession> {
    const entering = this.#last.then(() => this.#enter());
    this.#last = entering.catch(() => {});
    return entering;
  }

  /** Nobody gets in any more. Never rejects. */
  async close(): Promise<void> {
    this.#end.abort(new Error('the guest is not shown any more'));
    await this.#last;
    await this.#expire().catch(() => {});
  }

  async #enter(): Promise<VncSession> {
    const { signal } = this.#end;
    const password = randomBytes(PASSWORD_BYTES).toString('base64url').slice(0, PASSWORD_BYTES);
    signal.throwIfAborted();
    await this.#client.execute('set_password', { ...this.#server, password }, { signal });
    try {
      await this.#client.execute(
        'expire_password',
        { ...this.#server, time: PASSWORD_LIFE },
        { signal },
      );
      return await logIn(this.#screen.socket, password, { clock: this.#clock, signal });
    } finally {
      await this.#expire();
    }
  }

  #expire(): Promise<unknown> {
    const args = { ...this.#server, time: 'now' };
    return this.#client.execute('expire_password', args, { timeoutMs: PATIENCE_MS });
  }

  get #server() {
    return { protocol: 'vnc', display: this.#screen.id } as const;
  }
}
