import { bool, int, type Members, optional, type Release, required, str } from './definitions.ts';
import * as ui from './display-types.ts';
import * as machine from './machine-types.ts';

export interface EventDefinition<M> {
  readonly since: Release;
  readonly data: M;
}

function event(since: Release): EventDefinition<Record<never, never>>;
function event<M extends Members>(since: Release, data: M): EventDefinition<M>;
function event(since: Release, data: Members = {}): EventDefinition<Members> {
  return { since, data };
}

const cause = {
  guest: required(bool, { since: '2.10' }),
  reason: required(machine.ShutdownCause, { since: '4.0' }),
};

/** The events that are typed here, by their QAPI names; the release is that of the event. */
export const events = {
  /** 0.12; `guest` 2.10, `reason` 4.0. */
  SHUTDOWN: event('0.12', cause),
  /** 0.12; `guest` 2.10, `reason` 4.0. */
  RESET: event('0.12', cause),
  /** 0.12. Comes before the reply to `stop`. */
  STOP: event('0.12'),
  /** 0.12. Comes before the reply to `cont`. */
  RESUME: event('0.12'),
  /** 0.12. The guest was asked to power down; it need not obey. */
  POWERDOWN: event('0.12'),
  /** 1.1 */
  SUSPEND: event('1.1'),
  /** 1.2 */
  SUSPEND_DISK: event('1.2'),
  /** 1.1 */
  WAKEUP: event('1.1'),
  /** 1.5; `info` 2.9. */
  GUEST_PANICKED: event('1.5', {
    action: machine.GuestPanicAction,
    info: optional(machine.GuestPanicInformation, { since: '2.9' }),
  }),
  /** 5.0. The guest has crashed and makes a dump of itself. */
  GUEST_CRASHLOADED: event('5.0', {
    action: machine.GuestPanicAction,
    info: optional(machine.GuestPanicInformation),
  }),
  /** 9.1. The guest shuts down and says so by the pvpanic device. */
  GUEST_PVSHUTDOWN: event('9.1'),
  /** 5.2 */
  MEMORY_FAILURE: event('5.2', {
    recipient: machine.MemoryFailureRecipient,
    action: machine.MemoryFailureAction,
    flags: machine.MemoryFailureFlags,
  }),
  /** 0.13. At most one per second. */
  WATCHDOG: event('0.13', { action: machine.WatchdogAction }),
  /** 0.13; `qom-path` and at most one per second and device since 9.2. `reason` is for people. */
  BLOCK_IO_ERROR: event('0.13', {
    'qom-path': optional(str, { since: '9.2' }),
    device: str,
    'node-name': optional(str, { since: '2.8' }),
    operation: machine.IoOperationType,
    action: machine.BlockErrorAction,
    nospace: optional(bool, { since: '2.2' }),
    reason: required(str, { since: '2.2' }),
  }),
  /** 1.7; `node-name` 2.4. */
  BLOCK_IMAGE_CORRUPTED: event('1.7', {
    device: str,
    'node-name': optional(str, { since: '2.4' }),
    msg: str,
    offset: optional(int),
    size: optional(int),
    fatal: bool,
  }),
  /** 1.1; `id` 2.8. */
  DEVICE_TRAY_MOVED: event('1.1', {
    device: str,
    id: required(str, { since: '2.8' }),
    'tray-open': bool,
  }),
  /** 1.5 */
  DEVICE_DELETED: event('1.5', { device: optional(str), path: str }),
  /** 6.2 */
  DEVICE_UNPLUG_GUEST_ERROR: event('6.2', { device: optional(str), path: str }),
  /** 3.0 */
  JOB_STATUS_CHANGE: event('3.0', { id: str, status: machine.JobStatus }),
  /** 2.4 */
  MIGRATION: event('2.4', { status: machine.MigrationStatus }),
  /** 0.13; `qom-path` 7.0. At most one per second. `offset` in seconds. */
  RTC_CHANGE: event('0.13', { offset: int, 'qom-path': required(str, { since: '7.0' }) }),
  /** 1.2. At most one per second. */
  BALLOON_CHANGE: event('1.2', { actual: int }),
  /** 2.1. The guest has opened or closed a virtio serial port. */
  VSERPORT_CHANGE: event('2.1', { id: str, open: bool }),

  /** 0.13. Before any authentication. */
  VNC_CONNECTED: event('0.13', { server: ui.VncServerInfo, client: ui.VncBasicInfo }),
  /** 0.13. Only when the client has begun to look. */
  VNC_INITIALIZED: event('0.13', { server: ui.VncServerInfo, client: ui.VncClientInfo }),
  /** 0.13 */
  VNC_DISCONNECTED: event('0.13', { server: ui.VncServerInfo, client: ui.VncClientInfo }),
  /** 0.14. One for each channel of a session. */
  SPICE_CONNECTED: event('0.14', { server: ui.SpiceBasicInfo, client: ui.SpiceBasicInfo }),
  /** 0.14 */
  SPICE_INITIALIZED: event('0.14', { server: ui.SpiceServerInfo, client: ui.SpiceChannel }),
  /** 0.14 */
  SPICE_DISCONNECTED: event('0.14', { server: ui.SpiceBasicInfo, client: ui.SpiceBasicInfo }),
  /** 1.3. After `client_migrate_info` and a migration, the clients have been handed over. */
  SPICE_MIGRATE_COMPLETED: event('1.3'),
} satisfies Readonly<Record<string, EventDefinition<Members>>>;
