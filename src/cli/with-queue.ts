import { eventSchema } from '../report/event-schema.ts';
import { printable } from '../report/printable.ts';
import type { RunElsewhere } from '../runner/run.ts';
import type { QueueSettings } from './flags/queue-flags.ts';

/** How long Redis may be gone in the middle of a run. Milliseconds. */
const PATIENCE_MS = 10_000;

export interface QueueTelling {
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/**
 * Does work with whoever runs scenarios on the workers of a queue; without one, nobody does.
 * @throws MachineError `queue-not-installed`, `queue-unreachable`
 */
export async function withQueue<T>(
  queue: QueueSettings | undefined,
  { signal, tell }: QueueTelling,
  work: (elsewhere: RunElsewhere | undefined) => Promise<T>,
): Promise<T> {
  if (!queue) return work(undefined);
  const { connectQueue } = await import('../runner/queue/connect.ts');
  const { runOnQueue } = await import('../runner/queue/run-on-queue.ts');
  const say = (line: string) => tell(clearLine() + printable(line));
  const readEvent = (value: unknown) => eventSchema.safeParse(value).data;
  const server = await connectQueue(queue.address, { tell: say, signal, patienceMs: PATIENCE_MS });
  try {
    return await work((scenarios, folder, options) =>
      runOnQueue(scenarios, folder, options, { server, readEvent, tell: say, idle: queue.wait }),
    );
  } finally {
    await server.close();
  }
}

/** What is under way stands in a terminal's last line. */
function clearLine(): string {
  return process.stdout.isTTY ? '\r\u001b[2K' : '';
}
