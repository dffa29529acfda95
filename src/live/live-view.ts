import type { ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import { type Clock, systemClock } from '../clock.ts';
import type { Guest } from '../guest/guest.ts';
import type { Audience } from '../runner/audience.ts';
import type { RunEvent } from '../runner/events.ts';
import { bridge } from './bridge.ts';
import { EventStream } from './event-stream.ts';
import { LiveServer } from './live-server.ts';
import type { LiveEnding } from './live-state.ts';
import { listScreens, type ShownScreen } from './shown-guest.ts';

export interface LiveOptions {
  /** Whether who looks may type and point, too. */
  readonly control: boolean;
  /** Of 127.0.0.1. Default: one that is free. */
  readonly port?: number | undefined;
  readonly clock?: Clock;
}

/** A run that people watch in a browser while it runs. */
export class LiveView implements Audience {
  readonly #control: boolean;
  readonly #clock: Clock;
  readonly #stream: EventStream;
  readonly #screens = new Map<string, ShownScreen>();
  readonly #server: LiveServer;
  #guests = 0;

  /** @throws ScenarioError `live-port`; MachineError `live-page-not-built` */
  static async open(options: LiveOptions): Promise<LiveView> {
    const view = new LiveView(options);
    await view.#server.listen(options.port);
    return view;
  }

  private constructor({ control, clock = systemClock }: LiveOptions) {
    this.#control = control;
    this.#clock = clock;
    this.#stream = new EventStream({ control });
    const rooms = {
      listen: (page: ServerResponse) => this.#stream.add(page),
      takePicture: (screen: string) => this.#takePicture(screen),
      join: (screen: string, viewer: WebSocket) => this.#join(screen, viewer),
    };
    this.#server = new LiveServer(rooms, clock);
  }

  /** The page's address, which is the key to it. */
  get url(): string {
    return this.#server.url;
  }

  readonly on = (event: RunEvent): void => this.#stream.tell(event);

  show(guest: Guest, about: { readonly scenario: string; readonly attempt: number }) {
    const { scenario, attempt } = about;
    this.#guests += 1;
    const shown = listScreens(guest, `guest${this.#guests}`, this.#clock);
    for (const each of shown) this.#screens.set(each.screen.id, each);
    const screens = shown.map(({ screen }) => screen);
    const canIntervene = this.#control && screens.some(({ kind }) => kind === 'vnc');
    if (canIntervene) guest.warnings.add('people may type and point in the guest (--live=control)');
    this.#stream.tell({ type: 'guest-shown', scenario, attempt, screens });
    return async () => {
      this.#stream.tell({ type: 'guest-hidden', scenario, attempt });
      for (const { id } of screens) this.#screens.delete(id);
      await Promise.all(
        shown.map(({ view }) => (view.kind === 'vnc' ? view.door.close() : undefined)),
      );
    };
  }

  /** Says how the run went, as the last that is said. Never rejects. */
  async end(ending: LiveEnding): Promise<void> {
    this.#stream.tell({ type: 'live-ended', ...ending });
    this.#stream.end();
    await this.#server.close();
  }

  #takePicture(id: string): Promise<Buffer> | undefined {
    const view = this.#screens.get(id)?.view;
    return view?.kind === 'pictures' ? view.pictures.take() : undefined;
  }

  #join(id: string, viewer: WebSocket): boolean {
    const shown = this.#screens.get(id);
    if (shown?.view.kind !== 'vnc') return false;
    const { door } = shown.view;
    const onInput = (kind: 'keyboard' | 'pointer') =>
      shown.guest.warnings.add(`somebody used the ${kind} of the guest by the live page`);
    void bridge(viewer, () => door.enter(), { control: this.#control, onInput });
    return true;
  }
}
