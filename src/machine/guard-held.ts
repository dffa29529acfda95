import type { QmpAddress } from '../qmp/address.ts';
import type { InputEvent } from '../qmp/types.ts';
import { guard } from './guardian.ts';

/** Notes the events that let everything go that one display's devices hold down; an empty list: nothing is. */
export type GuardHeld = (
  route: { readonly device?: string; readonly head?: number },
  events: readonly InputEvent[],
) => void;

/** What is noted is sent to the machine when this process ends, `kill -9` included. */
export function guardHeld(address: QmpAddress): GuardHeld {
  const guarded = new Map<string, { readonly what: string; readonly release: () => void }>();
  return (route, events) => {
    const key = JSON.stringify(route);
    const before = guarded.get(key);
    const what =
      events.length === 0 ? '' : JSON.stringify({ address, arguments: { ...route, events } });
    if (what === (before?.what ?? '')) return;
    guarded.delete(key);
    if (what !== '') guarded.set(key, { what, release: guard('held', what) });
    before?.release();
  };
}
