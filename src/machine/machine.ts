import type { QmpClient } from '../qmp/client.ts';

/** The keyboard that gets the keys. Its queue decides how fast they may come. */
export type KeyboardDevice = 'ps2' | 'usb' | 'virtio';

/** What runs a guest and speaks QMP. Whoever starts one stops it. */
export interface Machine {
  readonly driver: 'qemu' | 'attached' | 'embedded';
  /** For people: `QEMU 7.2.22, tcg`. */
  readonly title: string;
  readonly client: QmpClient;
  readonly keyboard: KeyboardDevice;
  /** QOM id of the display device; undefined where the machine has one display without an id. */
  readonly display: string | undefined;
  /** A private folder, in memory where the host has one, that the machine can write frames to. */
  readonly framesDir: string;
  /** File with what the guest printed on its first serial port so far; undefined where it is not ours to read. */
  readonly serialLog: string | undefined;
  /** Resolves when the machine is gone without having been stopped, with the reason. Never rejects. */
  readonly died: Promise<Error>;
  /** Ends the guest (an attached one goes on) and removes everything private. Never throws, can be called twice. */
  stop(): Promise<void>;
  /**
   * Where the machine can: writes the state of the whole guest to a file, resp. takes it from there, in
   * place and without a restart. What is on its way from keyboard and pointer is not in it.
   */
  saveState?(file: string): Promise<void>;
  restoreState?(file: string): Promise<void>;
}
