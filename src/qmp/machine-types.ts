/** QAPI `RunState` (`colo` 2.8). `prelaunch`: started with `-S`, or before. */
export type RunState =
  | 'debug'
  | 'inmigrate'
  | 'internal-error'
  | 'io-error'
  | 'paused'
  | 'postmigrate'
  | 'prelaunch'
  | 'finish-migrate'
  | 'restore-vm'
  | 'running'
  | 'save-vm'
  | 'shutdown'
  | 'suspended'
  | 'watchdog'
  | 'guest-panicked'
  | 'colo';

/** QAPI `StatusInfo` (0.14). */
export interface StatusInfo {
  readonly running: boolean;
  /** Removed in 9.0. */
  readonly singlestep?: boolean;
  readonly status: RunState;
}

/** QAPI `ShutdownCause` (4.0; `snapshot-load` 7.2). */
export type ShutdownCause =
  | 'none'
  | 'host-error'
  | 'host-qmp-quit'
  | 'host-qmp-system-reset'
  | 'host-signal'
  | 'host-ui'
  | 'guest-shutdown'
  | 'guest-reset'
  | 'guest-panic'
  | 'subsystem-reset'
  | 'snapshot-load';

/** QAPI `VersionInfo` (0.14). */
export interface VersionInfo {
  readonly qemu: { readonly major: number; readonly minor: number; readonly micro: number };
  readonly package: string;
}

/** QAPI `KvmInfo` (0.14). */
export interface KvmInfo {
  readonly enabled: boolean;
  readonly present: boolean;
}

/** QAPI `ObjectPropertyInfo` (1.2). A child's `type` is `child<...>`. */
export interface ObjectPropertyInfo {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
  readonly 'default-value'?: unknown;
}

/** QAPI `BlockInfo` (0.14) without the members of qcow2 and throttling. */
export interface BlockInfo {
  readonly device: string;
  readonly qdev?: string;
  readonly type: string;
  readonly removable: boolean;
  readonly locked: boolean;
  readonly inserted?: BlockDeviceInfo;
  readonly tray_open?: boolean;
  readonly 'io-status'?: 'ok' | 'failed' | 'nospace';
}

/** The members of QAPI `BlockDeviceInfo` (0.14) that say which medium is in a drive. */
export interface BlockDeviceInfo {
  readonly file: string;
  readonly 'node-name'?: string;
  readonly ro: boolean;
  readonly drv: string;
  readonly backing_file?: string;
}

/** QAPI `GuestPanicAction` (2.1; `run` 5.0). */
export type GuestPanicAction = 'pause' | 'poweroff' | 'run';

/** QAPI `GuestPanicInformation` (2.9; `s390` 2.12). */
export type GuestPanicInformation =
  | {
      readonly type: 'hyper-v';
      readonly arg1: number;
      readonly arg2: number;
      readonly arg3: number;
      readonly arg4: number;
      readonly arg5: number;
    }
  | {
      readonly type: 's390';
      readonly core: number;
      readonly 'psw-mask': number;
      readonly 'psw-addr': number;
      readonly reason: string;
    };

/** QAPI `WatchdogAction` (2.1). */
export type WatchdogAction =
  | 'reset'
  | 'shutdown'
  | 'poweroff'
  | 'pause'
  | 'debug'
  | 'none'
  | 'inject-nmi';

/** Data of `BLOCK_IO_ERROR` (0.13). `reason` is for people. */
export interface BlockIoError {
  readonly device: string;
  readonly 'node-name'?: string;
  readonly operation: 'read' | 'write';
  readonly action: 'ignore' | 'report' | 'stop';
  readonly nospace?: boolean;
  readonly reason: string;
}
