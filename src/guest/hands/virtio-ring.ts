import type { QmpClient } from '../../qmp/client.ts';
import { QmpCommandError } from '../../qmp/errors.ts';

/**
 * The event queue of a virtio keyboard at one moment.
 * - up: `free` buffers wait for events; `used` counts those that the device has filled, modulo 2^16
 * - down: no driver runs, so the keys go elsewhere
 * - hidden: this QEMU does not tell (before 7.2, or a packed ring)
 */
export type RingState =
  | { readonly kind: 'up'; readonly free: number; readonly used: number }
  | { readonly kind: 'down' }
  | { readonly kind: 'hidden' };

/**
 * Asks QEMU (`x-query-virtio-queue-element`, 7.2) for the ring of the virtio device at a QOM path. The
 * guest's driver gives a buffer back when it has read it, and the device fills one at once.
 */
export async function queryRing(
  client: QmpClient,
  path: string,
  signal: AbortSignal | undefined,
): Promise<RingState> {
  try {
    const element = (await client.execute(
      'x-query-virtio-queue-element' as string,
      { path, queue: 0 },
      signal && { signal },
    )) as QueueElement;
    const { idx: available } = element.avail;
    const { idx: used } = element.used;
    // A driver that has just reset the device has put nothing into the ring yet.
    if (available === 0 && used === 0) return { kind: 'down' };
    return { kind: 'up', free: (available - used) & 0xffff, used };
  } catch (error) {
    if (!(error instanceof QmpCommandError)) throw error;
    const isUnknown = error.errorClass === 'CommandNotFound' || /packed/i.test(error.desc);
    return { kind: isUnknown ? 'hidden' : 'down' };
  }
}

/** What counts here of QAPI `VirtioQueueElement`. */
interface QueueElement {
  readonly avail: { readonly idx: number };
  readonly used: { readonly idx: number };
}
