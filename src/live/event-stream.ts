import type { ServerResponse } from 'node:http';
import { foldLive, type LiveEvent, type LiveState } from './live-state.ts';

/** Of what a page has not taken yet: it is cut off then, and begins anew with the state. */
const MOST_WAITING_BYTES = 8 << 20;

/** What a page is told first: all that has happened, and by which clock. */
export interface LiveGreeting {
  readonly state?: LiveState;
  readonly control: boolean;
  /** Of this host, since 1970. */
  readonly now: number;
}

/** Tells pages what happens, as server-sent events: the state first, then each event. */
export class EventStream {
  readonly #pages = new Set<ServerResponse>();
  readonly #control: boolean;
  #state: LiveState | undefined;

  constructor({ control }: { readonly control: boolean }) {
    this.#control = control;
  }

  add(page: ServerResponse): void {
    page.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
    const greeting: LiveGreeting = {
      ...(this.#state && { state: this.#state }),
      control: this.#control,
      now: Date.now(),
    };
    page.write(`event: state\ndata: ${JSON.stringify(greeting)}\n\n`);
    this.#pages.add(page);
    page.on('close', () => this.#pages.delete(page));
  }

  tell(event: LiveEvent): void {
    const told = withoutEvidence(event);
    this.#state = foldLive(this.#state, told);
    const message = `data: ${JSON.stringify(told)}\n\n`;
    for (const page of this.#pages) {
      if (page.writableLength > MOST_WAITING_BYTES) page.destroy();
      else page.write(message);
    }
  }

  /** Nothing more is told. */
  end(): void {
    for (const page of this.#pages) page.end();
  }
}

/** Sources and what a step saw can be large, and stand in the report. */
function withoutEvidence(event: LiveEvent): LiveEvent {
  switch (event.type) {
    case 'run-started':
      return { ...event, sources: {} };
    case 'step-finished': {
      const { screen, text, search, output, ...rest } = event;
      return rest;
    }
    default:
      return event;
  }
}
