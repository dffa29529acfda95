import type { Clock } from '../../clock.ts';
import { keyboardQueues } from '../../input/keyboard-queue.ts';
import type { KeyboardDevice, Machine } from '../../machine/machine.ts';
import type { QmpClient } from '../../qmp/client.ts';
import type { Keyboards } from './keyboard-drain.ts';
import { type InputRoute, Player } from './player.ts';

type Held = Keyboards & Pick<Machine, 'guardHeld'>;

/** The players of a machine: one for what is bound to no display, and one for each display that has its own. */
export class Players {
  readonly #client: QmpClient;
  readonly #clock: Clock;
  readonly #machine: Held;
  readonly #players = new Map<string, Player>();

  constructor(client: QmpClient, clock: Clock, machine: Held = {}) {
    this.#client = client;
    this.#clock = clock;
    this.#machine = machine;
  }

  /** Always the same one for a route, so that what it holds down is known. */
  for(route: InputRoute, keyboard: KeyboardDevice): Player {
    const key = JSON.stringify(route);
    const queue = keyboardQueues[keyboard];
    const known = this.#players.get(key);
    const player =
      known ??
      new Player({
        client: this.#client,
        queue,
        clock: this.#clock,
        route,
        keyboards: this.#machine,
        onHeld: (events) => this.#machine.guardHeld?.(route, events),
      });
    this.#players.set(key, player);
    return player;
  }

  /** What any of them holds down, for people. */
  listHeld(): readonly string[] {
    return [...this.#players.values()].flatMap(({ ledger }) => ledger.list());
  }

  /** Whatever any of them holds down comes up. Rejects with the first failure when all were tried. */
  async releaseAll(): Promise<void> {
    const players = [...this.#players.values()];
    const results = await Promise.allSettled(players.map((player) => player.releaseAll()));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }
}
