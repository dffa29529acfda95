import type { Clock } from '../../clock.ts';
import type { Trouble } from '../events.ts';
import { Refusals } from './refusals.ts';

/** After so long without a worker it is said that the run waits for one. */
const PATIENCE_MS = 3000;

export interface IdleOptions {
  /** Of Redis, for people. */
  readonly shown: string;
  /** How long nobody may be at work: in milliseconds, and as people write it. */
  readonly idle: { readonly ms: number; readonly shown: string };
  readonly tell: (line: string) => void;
  readonly clock: Clock;
}

/** Watches whether anybody works for a run. */
export class IdleWatch {
  readonly #options: IdleOptions;
  readonly #refusals: Refusals;
  /** When a worker was last seen at work, or to come. */
  #heardMs: number;
  #hasTold = false;

  constructor(options: IdleOptions) {
    this.#options = options;
    this.#refusals = new Refusals(options.tell);
    this.#heardMs = options.clock.now();
  }

  /** Somebody is at work. */
  heard(): void {
    this.#heardMs = this.#options.clock.now();
    this.#hasTold = false;
  }

  refused(by: { readonly worker: string; readonly reasons: readonly string[] }): void {
    this.#refusals.take(by);
  }

  /** Says that the run waits, in time; why it need not any longer, when it has waited long enough. */
  look(): Trouble | undefined {
    const { shown, idle, tell, clock } = this.#options;
    const quietMs = clock.now() - this.#heardMs;
    const command = `guestwright worker --queue ${shown}`;
    if (quietMs >= PATIENCE_MS && !this.#hasTold) {
      this.#hasTold = true;
      tell(`Waiting for a worker, at most ${idle.shown}: ${command}`);
    }
    if (quietMs < idle.ms) return undefined;
    const refusal = this.#refusals.first;
    return {
      code: 'no-worker',
      message: `no worker took it within ${idle.shown}${refusal ? `; ${refusal}` : ''}`,
      hint: refusal ? 'give it the same files' : `start one: ${command}`,
    };
  }
}
