import type { Trouble } from '../events.ts';
import type { ScenarioState } from '../verdicts.ts';
import type { KeptFiles } from './keep-files.ts';
import type { Message } from './messages.ts';
import { type Expected, type ToldOptions, ToldScenario } from './told-scenario.ts';

export interface CollectorOptions extends ToldOptions {
  readonly files: Pick<KeptFiles, 'append' | 'keepPicture'>;
}

/** A scenario that was put in the queue, until it has ended. */
interface Open {
  readonly told: ToldScenario;
  readonly resolve: (state: ScenarioState) => void;
}

/**
 * Makes one run of what workers tell: each scenario ends once, whatever many takings it had. Of a taking
 * that another one has followed, nothing is kept any more.
 */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #open = new Map<string, Open>();
  /** The numbers of the workers, in the order in which they came. */
  readonly #numbers = new Map<string, number>();

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  /** Resolves with what became of it. Its events are taken from now on. */
  expect(expected: Expected): Promise<ScenarioState> {
    const told = new ToldScenario(expected, this.#options);
    return new Promise((resolve) => this.#open.set(told.id, { told, resolve }));
  }

  /** Scenarios that have not ended, and whether a worker has taken them. */
  get open(): readonly Pick<ToldScenario, 'id' | 'isTaken'>[] {
    return [...this.#open.values()].map(({ told }) => told);
  }

  /** @throws MachineError `results-not-writable` */
  async take(message: Message, bytes: Buffer): Promise<void> {
    if (message.kind === 'hello' || message.kind === 'refused') return;
    if (message.kind === 'picture') return this.#options.files.keepPicture(message.name, bytes);
    const told = this.#open.get(message.scenario)?.told;
    if (!told) return;
    if (message.kind === 'taken') {
      const { lease, worker, slot } = message;
      return told.passTo({ lease, worker, number: this.#numberOf(`${worker} ${slot}`) });
    }
    if (!told.isHeldBy(message.lease)) return;
    switch (message.kind) {
      case 'event':
        told.takeEvent(message.event);
        if (told.isDecided) this.#close(told.id);
        return;
      case 'part':
        return told.takePart(message.of, bytes);
      case 'given-back':
        return told.passTo(undefined);
      case 'given-up':
        return this.end(told.id, 'error', {
          code: 'workers-lost',
          message: `${message.losses} workers were lost while they had the scenario`,
          hint: 'does it take more memory than they have?',
        });
      case 'done':
        told.passTo(undefined);
        // Who says so without having tried it is not believed.
        if (told.state !== 'not-run') this.#close(told.id);
        return;
      default:
        message satisfies never;
    }
  }

  /** Ends a scenario that no worker will end. `not-run` leaves no event. */
  end(id: string, verdict: 'not-run' | 'error' | 'interrupted', trouble?: Trouble): void {
    if (verdict !== 'not-run') this.#open.get(id)?.told.end(verdict, trouble);
    this.#close(id);
  }

  #close(id: string): void {
    const open = this.#open.get(id);
    this.#open.delete(id);
    open?.resolve(open.told.state);
  }

  #numberOf(slot: string): number {
    const number = this.#numbers.get(slot) ?? this.#numbers.size + 1;
    this.#numbers.set(slot, number);
    return number;
  }
}
