import {
  any,
  bool,
  enumeration,
  int,
  type Of,
  optional,
  required,
  str,
  struct,
  union,
} from './definitions.ts';

/** QAPI `RunState` (1.0; `guest-panicked` 1.5, `colo` 2.8). `prelaunch`: started with `-S`, or before. */
export const RunState = enumeration('RunState', {
  '1.0': [
    ...(['debug', 'inmigrate', 'internal-error', 'io-error', 'paused', 'postmigrate'] as const),
    ...(['prelaunch', 'finish-migrate', 'restore-vm', 'running', 'save-vm', 'shutdown'] as const),
    ...(['suspended', 'watchdog'] as const),
  ],
  '1.5': ['guest-panicked'],
  '2.8': ['colo'],
});
export type RunState = Of<typeof RunState>;

/** QAPI `StatusInfo` (0.14; `status` 1.0, `singlestep` until 9.0). */
export const StatusInfo = struct('StatusInfo', '0.14', {
  running: bool,
  singlestep: optional(bool, { removed: '9.0' }),
  status: required(RunState, { since: '1.0' }),
});
export type StatusInfo = Of<typeof StatusInfo>;

/** QAPI `ShutdownCause` (4.0; `snapshot-load` 7.2). */
export const ShutdownCause = enumeration('ShutdownCause', {
  '4.0': [
    ...(['none', 'host-error', 'host-qmp-quit', 'host-qmp-system-reset', 'host-signal'] as const),
    ...(['host-ui', 'guest-shutdown', 'guest-reset', 'guest-panic', 'subsystem-reset'] as const),
  ],
  '7.2': ['snapshot-load'],
});
export type ShutdownCause = Of<typeof ShutdownCause>;

/** QAPI `VersionTriple` (2.4). */
export const VersionTriple = struct('VersionTriple', '2.4', { major: int, minor: int, micro: int });

/** QAPI `VersionInfo` (0.14). */
export const VersionInfo = struct('VersionInfo', '0.14', { qemu: VersionTriple, package: str });
export type VersionInfo = Of<typeof VersionInfo>;

/** QAPI `KvmInfo` (0.14). */
export const KvmInfo = struct('KvmInfo', '0.14', { enabled: bool, present: bool });
export type KvmInfo = Of<typeof KvmInfo>;

/** QAPI `NameInfo` (0.14). */
export const NameInfo = struct('NameInfo', '0.14', { name: optional(str) });
export type NameInfo = Of<typeof NameInfo>;

/** QAPI `CommandInfo` (0.14). */
export const CommandInfo = struct('CommandInfo', '0.14', { name: str });
export type CommandInfo = Of<typeof CommandInfo>;

/** QAPI `ObjectPropertyInfo` (1.2). A child's `type` is `child<...>`. */
export const ObjectPropertyInfo = struct('ObjectPropertyInfo', '1.2', {
  name: str,
  type: str,
  description: optional(str),
  'default-value': optional(any, { since: '5.0' }),
});
export type ObjectPropertyInfo = Of<typeof ObjectPropertyInfo>;

/** QAPI `BlockDeviceIoStatus` (1.0). */
export const BlockDeviceIoStatus = enumeration('BlockDeviceIoStatus', {
  '1.0': ['ok', 'failed', 'nospace'],
});
export type BlockDeviceIoStatus = Of<typeof BlockDeviceIoStatus>;

/** The members of QAPI `BlockDeviceInfo` (0.14) that say which medium is in a drive. */
export const BlockDeviceInfo = struct(
  'BlockDeviceInfo',
  '0.14',
  {
    file: str,
    'node-name': optional(str, { since: '2.0' }),
    ro: bool,
    drv: str,
    backing_file: optional(str),
  },
  { partial: true },
);
export type BlockDeviceInfo = Of<typeof BlockDeviceInfo>;

/** QAPI `BlockInfo` (0.14) without the members of dirty bitmaps. */
export const BlockInfo = struct(
  'BlockInfo',
  '0.14',
  {
    device: str,
    qdev: optional(str, { since: '2.10' }),
    type: str,
    removable: bool,
    locked: bool,
    inserted: optional(BlockDeviceInfo),
    tray_open: optional(bool, { since: '1.0' }),
    'io-status': optional(BlockDeviceIoStatus, { since: '1.0' }),
  },
  { partial: true },
);
export type BlockInfo = Of<typeof BlockInfo>;

/** QAPI `BlockdevChangeReadOnlyMode` (2.3). */
export const BlockdevChangeReadOnlyMode = enumeration('BlockdevChangeReadOnlyMode', {
  '2.3': ['retain', 'read-only', 'read-write'],
});
export type BlockdevChangeReadOnlyMode = Of<typeof BlockdevChangeReadOnlyMode>;

/** QAPI `GuestPanicAction` (2.1; `poweroff` 2.8, `run` 5.0). */
export const GuestPanicAction = enumeration('GuestPanicAction', {
  '2.1': ['pause'],
  '2.8': ['poweroff'],
  '5.0': ['run'],
});
export type GuestPanicAction = Of<typeof GuestPanicAction>;

/** QAPI `S390CrashReason` (2.12). */
export const S390CrashReason = enumeration('S390CrashReason', {
  '2.12': ['unknown', 'disabled-wait', 'extint-loop', 'pgmint-loop', 'opint-loop'],
});
export type S390CrashReason = Of<typeof S390CrashReason>;

/** QAPI `GuestPanicInformation` (2.9; `s390` 2.12). */
export const GuestPanicInformation = union('GuestPanicInformation', '2.9', {
  tag: 'type',
  variants: {
    'hyper-v': { arg1: int, arg2: int, arg3: int, arg4: int, arg5: int },
    s390: { core: int, 'psw-mask': int, 'psw-addr': int, reason: S390CrashReason },
  },
  later: { s390: '2.12' },
  partial: true,
});
export type GuestPanicInformation = Of<typeof GuestPanicInformation>;

/** QAPI `WatchdogAction` (2.1; `inject-nmi` 2.4). */
export const WatchdogAction = enumeration('WatchdogAction', {
  '2.1': ['reset', 'shutdown', 'poweroff', 'pause', 'debug', 'none'],
  '2.4': ['inject-nmi'],
});
export type WatchdogAction = Of<typeof WatchdogAction>;

/** QAPI `RebootAction` (6.0). */
export const RebootAction = enumeration('RebootAction', { '6.0': ['reset', 'shutdown'] });
export type RebootAction = Of<typeof RebootAction>;

/** QAPI `ShutdownAction` (6.0). */
export const ShutdownAction = enumeration('ShutdownAction', { '6.0': ['poweroff', 'pause'] });
export type ShutdownAction = Of<typeof ShutdownAction>;

/** QAPI `PanicAction` (6.0; `exit-failure` 7.1). */
export const PanicAction = enumeration('PanicAction', {
  '6.0': ['pause', 'shutdown', 'none'],
  '7.1': ['exit-failure'],
});
export type PanicAction = Of<typeof PanicAction>;

/** QAPI `IoOperationType` (2.1). */
export const IoOperationType = enumeration('IoOperationType', { '2.1': ['read', 'write'] });
export type IoOperationType = Of<typeof IoOperationType>;

/** QAPI `BlockErrorAction` (2.1). */
export const BlockErrorAction = enumeration('BlockErrorAction', {
  '2.1': ['ignore', 'report', 'stop'],
});
export type BlockErrorAction = Of<typeof BlockErrorAction>;

/** QAPI `MemoryFailureRecipient` (5.2). */
export const MemoryFailureRecipient = enumeration('MemoryFailureRecipient', {
  '5.2': ['hypervisor', 'guest'],
});

/** QAPI `MemoryFailureAction` (5.2). */
export const MemoryFailureAction = enumeration('MemoryFailureAction', {
  '5.2': ['ignore', 'inject', 'fatal', 'reset'],
});

/** QAPI `MemoryFailureFlags` (5.2). */
export const MemoryFailureFlags = struct('MemoryFailureFlags', '5.2', {
  'action-required': bool,
  recursive: bool,
});

/** QAPI `MigrationStatus` (2.3; the last of them `wait-unplug`, 4.2). */
export const MigrationStatus = enumeration(
  'MigrationStatus',
  {
    '2.3': ['none', 'setup', 'cancelling', 'cancelled', 'active', 'completed', 'failed'],
    '2.5': ['postcopy-active'],
    '2.8': ['colo'],
    '2.11': ['pre-switchover', 'device'],
    '3.0': ['postcopy-paused', 'postcopy-recover'],
    '4.2': ['wait-unplug'],
    '9.1': ['postcopy-recover-setup'],
  },
  { byBuild: true },
);
export type MigrationStatus = Of<typeof MigrationStatus>;

/** The members of QAPI `MigrationInfo` (0.14) that say how far it is. */
export const MigrationInfo = struct(
  'MigrationInfo',
  '0.14',
  { status: optional(MigrationStatus), 'error-desc': optional(str, { since: '2.7' }) },
  { partial: true },
);
export type MigrationInfo = Of<typeof MigrationInfo>;

/** QAPI `JobStatus` (2.12). */
export const JobStatus = enumeration('JobStatus', {
  '2.12': [
    ...(['undefined', 'created', 'running', 'paused', 'ready', 'standby', 'waiting'] as const),
    ...(['pending', 'aborting', 'concluded', 'null'] as const),
  ],
});
export type JobStatus = Of<typeof JobStatus>;

/** The members of QAPI `JobInfo` (3.0) that say how a job went. */
export const JobInfo = struct(
  'JobInfo',
  '3.0',
  { id: str, status: JobStatus, error: optional(str) },
  { partial: true },
);
export type JobInfo = Of<typeof JobInfo>;
