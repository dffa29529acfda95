import type { QmpClient } from '../qmp/client.ts';
import type { PointerDevice } from './displays.ts';
import type { GuardHeld } from './guard-held.ts';
import type { Disk } from './machine-files.ts';
import type { KeyboardTrace } from './qemu/keyboard-trace.ts';
import type { WatchedScreen } from './qemu/watched-screens.ts';
import type { SerialPort } from './serial-port.ts';

/** The keyboard that gets the keys. Its queue decides how fast they may come. */
export type KeyboardDevice = 'ps2' | 'usb' | 'virtio';

/** Devices that are bound to one display. */
export interface OwnDevices {
  readonly keyboard?: KeyboardDevice;
  readonly pointer?: PointerDevice;
  readonly touch?: boolean;
}

/** Disks as the guest writes to them, and a private folder for copies of their parts. */
export interface MachineDisks {
  readonly files: readonly Disk[];
  readonly folder: string;
}

/** What runs a guest and speaks QMP. Whoever starts one stops it. */
export interface Machine {
  readonly driver: 'qemu' | 'attached' | 'embedded';
  /** For people: `QEMU 7.2.22, tcg`. */
  readonly title: string;
  readonly client: QmpClient;
  /** Its process, where that is a QEMU of ours on this host. */
  readonly pid?: number;
  readonly keyboard: KeyboardDevice;
  /** QOM paths of its virtio keyboards: their rings tell what the guest has read. Default: none. */
  readonly virtioKeyboards?: readonly string[];
  /** What QEMU logs of its USB keyboards, where it logs that for us. */
  readonly keyboardTrace?: KeyboardTrace | undefined;
  /** QOM id of the display device; undefined where the machine has one display without an id. */
  readonly display: string | undefined;
  /** Which output of it. Default: 0. */
  readonly head?: number;
  /** What is bound to that display, and gets only what is sent to it. Default: nothing. */
  readonly own?: OwnDevices;
  /** The keyboard that is bound to no display. Default: `keyboard`. */
  readonly sharedKeyboard?: KeyboardDevice;
  /** Whether the devices that are bound to no display serve others besides this one. Default: false. */
  readonly isShared?: boolean;
  /** Where the guest outlives us: what must be let go if this process dies. */
  readonly guardHeld?: GuardHeld;
  /** What a person should know about it before anything is done to the guest. */
  readonly warnings?: readonly string[];
  /** Its screens' VNC servers, for people who watch; absent where none were asked for, or it can have none. */
  readonly watched?: readonly WatchedScreen[];
  /** A private folder, in memory where the host has one, that the machine can write frames to. */
  readonly framesDir: string;
  /** Absent where they are not ours to look at. */
  readonly disks?: MachineDisks;
  /** From which position on its serial text is of those who use it now. Default: 0, all of it. */
  readonly serialSince?: number;
  /** The guest's first serial port; undefined where it is not ours to use. */
  readonly serial?: SerialPort | undefined;
  /** File with what the guest printed on its first serial port so far; undefined where it is not ours to read. */
  readonly serialLog: string | undefined;
  /** Resolves when the machine is gone without having been stopped, with the reason. Never rejects. */
  readonly died: Promise<Error>;
  /** Ends the guest (an attached one goes on) and removes everything private. Never throws, can be called twice. */
  stop(): Promise<void>;
  /**
   * Ends the guest, an attached one too; what is private stays until `stop`. `died` stays silent. Absent
   * where `stop` does all of it.
   */
  quit?(): Promise<void>;
  /**
   * Where the machine can: saves the whole guest, which runs on, into a folder that is there and empty, for
   * `startMachine` to start others from. What is on its way from keyboard and pointer is not in it.
   */
  saveState?(folder: string, signal?: AbortSignal): Promise<void>;
  /** Where the machine can: moments by name that it comes back to, in place. They go with the machine. */
  takeSnapshot?(name: string, signal?: AbortSignal): Promise<void>;
  restoreSnapshot?(name: string, signal?: AbortSignal): Promise<void>;
}
