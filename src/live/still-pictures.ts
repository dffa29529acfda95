import { type Clock, systemClock } from '../clock.ts';
import { Screen } from '../guest/screen.ts';
import type { Machine } from '../machine/machine.ts';
import { encodePngAsync } from '../screen/files/encode-png-async.ts';

/** A picture that is younger is as good as a new one. */
const FRESH_MS = 500;

/** A screen as pictures, for a machine that has no VNC server. Taken only when somebody asks. */
export class StillPictures {
  readonly #screen: Screen;
  readonly #clock: Clock;
  #takenMs = Number.NEGATIVE_INFINITY;
  #taking: Promise<Buffer> | undefined;

  constructor(machine: Machine, clock: Clock = systemClock) {
    this.#screen = new Screen(machine, clock, { capture: 'screendump' });
    this.#clock = clock;
  }

  /** As a PNG. However many ask, the guest is asked for one at a time. Rejects with what the monitor says. */
  take(): Promise<Buffer> {
    if (this.#taking && this.#clock.now() - this.#takenMs < FRESH_MS) return this.#taking;
    this.#takenMs = Number.POSITIVE_INFINITY;
    const taking = this.#screen.capture().then(encodePngAsync);
    this.#taking = taking;
    const end = () => {
      this.#takenMs = this.#clock.now();
    };
    taking.then(end, () => {
      this.#taking = undefined;
    });
    return taking;
  }
}
