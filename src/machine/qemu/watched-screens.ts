import { join } from 'node:path';
import type { QemuDescription } from '../description.ts';
import { displaysOf } from '../displays.ts';
import { optionValue as value } from './option-value.ts';

/** A screen of a machine with a VNC server of its own, for people who watch. */
export interface WatchedScreen {
  /** The VNC server's name. */
  readonly id: string;
  /** The unix socket it listens at, in a folder of ours alone. Nobody gets in before it has a password. */
  readonly socket: string;
  /** The display device and its output that it shows. */
  readonly device: string;
  readonly head: number;
}

/** Every screen of the machine, with sockets in that folder. */
export function watchScreens(
  description: QemuDescription,
  folder: string,
): readonly WatchedScreen[] {
  const screens = displaysOf(description).flatMap(({ id, heads = 1 }) =>
    Array.from({ length: heads }, (_, head) => ({ device: id, head })),
  );
  // Not longer than the monitor's, whose path is known to fit into an address.
  return screens.map((screen, index) => ({
    ...screen,
    id: `watch${index}`,
    socket: join(folder, `v${index.toString(36)}`),
  }));
}

/** QEMU's arguments for them. */
export function watchArguments(screens: readonly WatchedScreen[]): readonly string[] {
  return screens.flatMap(({ id, socket, device, head }) => [
    '-vnc',
    `unix:${value(socket)},id=${id},password=on,display=${device},head=${head}`,
  ]);
}
