import type { QmpClient } from '../qmp/client.ts';
import { QmpCommandError, QmpUnsupportedError } from '../qmp/errors.ts';
import type { InputEvent, QKeyCode } from '../qmp/types.ts';

/**
 * What to know about a machine that others may have typed on. QEMU tells who is connected; of no keyboard
 * does it tell what is down.
 */
export async function warnOfOnlookers(client: QmpClient): Promise<readonly string[]> {
  const vnc = await client.execute('query-vnc-servers').catch(unlessRefused([]));
  const spice = await client.execute('query-spice').catch(unlessRefused(undefined));
  const main = (spice?.channels ?? []).filter((channel) => channel['channel-type'] === 1);
  return [
    ...vnc.flatMap(({ clients }) => clients.map(({ host, service }) => tell('VNC', host, service))),
    ...main.map(({ host, port }) => tell('SPICE', host, port)),
  ];
}

const modifiers: readonly QKeyCode[] = [
  ...(['shift', 'shift_r', 'ctrl', 'ctrl_r'] as const),
  ...(['alt', 'alt_r', 'meta_l', 'meta_r'] as const),
];

/**
 * Lets every modifier go that somebody may have left down, 12 of the 16 bytes that a PS/2 keyboard takes.
 * Returns a warning where the machine does not take input now.
 */
export async function releaseModifiers(client: QmpClient): Promise<readonly string[]> {
  const events = modifiers.map((data): InputEvent => {
    return { type: 'key', data: { down: false, key: { type: 'qcode', data } } };
  });
  try {
    await client.execute('input-send-event', { events });
    return [];
  } catch (error) {
    if (!(error instanceof QmpCommandError)) throw error;
    return [`modifiers that somebody left down were not released: ${error.message}`];
  }
}

function tell(protocol: string, host: string, port: string): string {
  const from = host === '' ? '' : ` from ${host}:${port}`;
  return `somebody is connected by ${protocol}${from}: what they hold down counts for the guest, and QEMU does not tell what it is`;
}

function unlessRefused<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof QmpCommandError || error instanceof QmpUnsupportedError) return instead;
    throw error;
  };
}
