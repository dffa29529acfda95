import type {
  DisplayOptions,
  ExpirePasswordOptions,
  SetPasswordOptions,
  SpiceBasicInfo,
  SpiceChannel,
  SpiceInfo,
  SpiceServerInfo,
  VncBasicInfo,
  VncClientInfo,
  VncInfo,
  VncInfo2,
  VncServerInfo,
} from './display-types.ts';
import type { InputEvent, KeyValue, MouseInfo } from './input-types.ts';
import type {
  BlockInfo,
  BlockIoError,
  GuestPanicAction,
  GuestPanicInformation,
  KvmInfo,
  ObjectPropertyInfo,
  ShutdownCause,
  StatusInfo,
  VersionInfo,
  WatchdogAction,
} from './machine-types.ts';

export type * from './display-types.ts';
export type * from './input-types.ts';
export type * from './machine-types.ts';
export type { QKeyCode } from './qkeycode.ts';

/** `{}`: no arguments, nothing to return, an event without data. */
export type Nothing = Readonly<Record<string, never>>;

/** The QMP commands that are typed here, by their QAPI names; the release is that of the command. */
export interface Commands {
  /** 0.13. The client sends it; nobody else should. */
  qmp_capabilities: { arguments: { readonly enable?: readonly 'oob'[] }; returns: Nothing };
  /** 0.14 */
  'query-status': { arguments: Nothing; returns: StatusInfo };
  /** 0.14 */
  'query-version': { arguments: Nothing; returns: VersionInfo };
  /** 0.14 */
  'query-commands': { arguments: Nothing; returns: readonly { readonly name: string }[] };
  /** 0.14 */
  'query-name': { arguments: Nothing; returns: { readonly name?: string } };
  /** 0.14. It says what was asked for, not that KVM runs the guest. */
  'query-kvm': { arguments: Nothing; returns: KvmInfo };
  /** 2.5. The reply is some 200 kB of QAPI `SchemaInfo`. */
  'query-qmp-schema': { arguments: Nothing; returns: readonly unknown[] };

  /** 0.14 */
  'query-mice': { arguments: Nothing; returns: readonly MouseInfo[] };
  /** 1.3. `hold-time` in ms, 10 by default, whatever the manual says. */
  'send-key': {
    arguments: { readonly keys: readonly KeyValue[]; readonly 'hold-time'?: number };
    returns: Nothing;
  };
  /** 2.6. `head` counts only beside `device`. `{}` does not mean that the guest got anything. */
  'input-send-event': {
    arguments: {
      readonly device?: string;
      readonly head?: number;
      readonly events: readonly InputEvent[];
    };
    returns: Nothing;
  };

  /** 0.14; `device`, `head` 2.12; `format` 7.1. The file is written by QEMU. */
  screendump: {
    arguments: {
      readonly filename: string;
      readonly device?: string;
      readonly head?: number;
      readonly format?: 'ppm' | 'png';
    };
    returns: Nothing;
  };
  /** 3.1 */
  'query-display-options': { arguments: Nothing; returns: DisplayOptions };
  /** 0.14. Absent in a QEMU without VNC. */
  'query-vnc': { arguments: Nothing; returns: VncInfo };
  /** 2.3. Absent in a QEMU without VNC. */
  'query-vnc-servers': { arguments: Nothing; returns: readonly VncInfo2[] };
  /** 1.1. Only the first eight bytes count. */
  'change-vnc-password': { arguments: { readonly password: string }; returns: Nothing };
  /** 0.14. Absent in a QEMU without SPICE. */
  'query-spice': { arguments: Nothing; returns: SpiceInfo };
  /** 0.14 */
  set_password: { arguments: SetPasswordOptions; returns: Nothing };
  /** 0.14 */
  expire_password: { arguments: ExpirePasswordOptions; returns: Nothing };

  /** 0.14 */
  stop: { arguments: Nothing; returns: Nothing };
  /** 0.14 */
  cont: { arguments: Nothing; returns: Nothing };
  /** 0.14 */
  system_reset: { arguments: Nothing; returns: Nothing };
  /** 0.14 */
  system_powerdown: { arguments: Nothing; returns: Nothing };
  /** 0.14. The reply comes first, then `SHUTDOWN`, then the end of the connection. */
  quit: { arguments: Nothing; returns: Nothing };

  /** 0.14. Returns what the human monitor prints, its errors included. */
  'human-monitor-command': {
    arguments: { readonly 'command-line': string; readonly 'cpu-index'?: number };
    returns: string;
  };
  /** 0.14. `val` is a physical address, `size` in bytes. */
  pmemsave: {
    arguments: { readonly val: number; readonly size: number; readonly filename: string };
    returns: Nothing;
  };
  /** 0.14 */
  'query-block': { arguments: Nothing; returns: readonly BlockInfo[] };
  /** 1.2 */
  'qom-list': { arguments: { readonly path: string }; returns: readonly ObjectPropertyInfo[] };
  /** 1.2 */
  'qom-get': { arguments: { readonly path: string; readonly property: string }; returns: unknown };
}

export type CommandName = keyof Commands;

/** The data of the QMP events that are typed here, by their QAPI names. */
export interface Events {
  /** 0.12; `guest` 2.10, `reason` 4.0. */
  SHUTDOWN: { readonly guest: boolean; readonly reason: ShutdownCause };
  /** 0.12; `guest` 2.10, `reason` 4.0. */
  RESET: { readonly guest: boolean; readonly reason: ShutdownCause };
  /** 0.12. Comes before the reply to `stop`. */
  STOP: Nothing;
  /** 0.12. Comes before the reply to `cont`. */
  RESUME: Nothing;
  /** 0.12. The guest was asked to power down; it need not obey. */
  POWERDOWN: Nothing;
  /** 1.1 */
  SUSPEND: Nothing;
  /** 1.1 */
  WAKEUP: Nothing;
  /** 1.5; `info` 2.9. */
  GUEST_PANICKED: { readonly action: GuestPanicAction; readonly info?: GuestPanicInformation };
  /** 0.13. At most one per second. */
  WATCHDOG: { readonly action: WatchdogAction };
  /** 0.13. At most one per second and device since 9.2. */
  BLOCK_IO_ERROR: BlockIoError;
  /** 1.5 */
  DEVICE_DELETED: { readonly device?: string; readonly path: string };
  /** 0.13. Before any authentication. */
  VNC_CONNECTED: { readonly server: VncServerInfo; readonly client: VncBasicInfo };
  /** 0.13 */
  VNC_INITIALIZED: { readonly server: VncServerInfo; readonly client: VncClientInfo };
  /** 0.13 */
  VNC_DISCONNECTED: { readonly server: VncServerInfo; readonly client: VncClientInfo };
  /** 0.14 */
  SPICE_CONNECTED: { readonly server: SpiceBasicInfo; readonly client: SpiceBasicInfo };
  /** 0.14 */
  SPICE_INITIALIZED: { readonly server: SpiceServerInfo; readonly client: SpiceChannel };
  /** 0.14 */
  SPICE_DISCONNECTED: { readonly server: SpiceBasicInfo; readonly client: SpiceBasicInfo };
  /** 1.3 */
  SPICE_MIGRATE_COMPLETED: Nothing;
}

export type EventName = keyof Events;

type EventData<Name extends string> = Name extends EventName
  ? Events[Name]
  : Readonly<Record<string, unknown>>;

/** An event as it came; a union by `event` when `Name` is one. */
export type QmpEvent<Name extends string = string> = Name extends string
  ? {
      readonly event: Name;
      readonly data: EventData<Name>;
      /** The host's wall clock; both -1 if the host had none. */
      readonly timestamp: { readonly seconds: number; readonly microseconds: number };
    }
  : never;
