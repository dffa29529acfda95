import {
  any,
  bool,
  type Definition,
  enumeration,
  int,
  list,
  type Members,
  optional,
  type Release,
  type Struct,
  str,
  struct,
  type Union,
} from './definitions.ts';
import * as ui from './display-types.ts';
import { InputEvent, KeyValue, MouseInfo } from './input-types.ts';
import * as machine from './machine-types.ts';
import { SchemaInfo } from './schema-types.ts';

/** What a build of QEMU may have been made without. */
export type BuildOption = 'VNC' | 'SPICE';

export interface Command<A, R> {
  readonly since: Release;
  readonly arguments: A;
  /** Nothing (`{}`) where there is no definition. */
  readonly returns: R;
  /** Only a QEMU that was built with this has it. */
  readonly build?: BuildOption;
}

type Shape = Struct<Members> | Union<string, Members, Readonly<Record<string, Members>>>;

function command(since: Release): Command<Struct<Record<never, never>>, undefined>;
function command<A extends Shape, R extends Definition>(
  since: Release,
  shape: { readonly arguments: A; readonly returns: R; readonly build?: BuildOption },
): Command<A, R>;
function command<A extends Shape>(
  since: Release,
  shape: { readonly arguments: A; readonly build?: BuildOption },
): Command<A, undefined>;
function command<R extends Definition>(
  since: Release,
  shape: { readonly returns: R; readonly build?: BuildOption },
): Command<Struct<Record<never, never>>, R>;
function command(
  since: Release,
  shape: { arguments?: Shape; returns?: Definition; build?: BuildOption } = {},
): Command<Shape, Definition | undefined> {
  const { arguments: args = struct('', since, {}), returns, build } = shape;
  return { since, arguments: args, returns, ...(build && { build }) };
}

const capability = enumeration('QMPCapability', { '2.12': ['oob'] });
const snapshot = { 'job-id': str, tag: str, vmstate: str, devices: list(str) };

/** The commands that are typed here, by their QAPI names; the release is that of the command. */
export const commands = {
  /** 0.13. The client sends it; nobody else should. */
  qmp_capabilities: command('0.13', {
    arguments: struct('qmp_capabilities', '0.13', {
      enable: optional(list(capability), { since: '2.12' }),
    }),
  }),
  /** 0.14 */
  'query-status': command('0.14', { returns: machine.StatusInfo }),
  /** 0.14 */
  'query-version': command('0.14', { returns: machine.VersionInfo }),
  /** 0.14 */
  'query-commands': command('0.14', { returns: list(machine.CommandInfo) }),
  /** 0.14 */
  'query-name': command('0.14', { returns: machine.NameInfo }),
  /** 0.14. It says what was asked for, not that KVM runs the guest. */
  'query-kvm': command('0.14', { returns: machine.KvmInfo }),
  /** 2.5. The reply is some 200 kB of QAPI `SchemaInfo`. */
  'query-qmp-schema': command('2.5', { returns: list(SchemaInfo) }),

  /** 0.14 */
  'query-mice': command('0.14', { returns: list(MouseInfo) }),
  /** 1.3. `hold-time` in ms, 10 by default, whatever the manual says. */
  'send-key': command('1.3', {
    arguments: struct('send-key', '1.3', { keys: list(KeyValue), 'hold-time': optional(int) }),
  }),
  /** 2.6. `head` counts only beside `device`. `{}` does not mean that the guest got anything. */
  'input-send-event': command('2.6', {
    arguments: struct('input-send-event', '2.6', {
      device: optional(str),
      head: optional(int),
      events: list(InputEvent),
    }),
  }),

  /** 0.14; `device`, `head` 2.12; `format` 7.1. The file is written by QEMU. */
  screendump: command('0.14', {
    arguments: struct('screendump', '0.14', {
      filename: str,
      device: optional(str, { since: '2.12' }),
      head: optional(int, { since: '2.12' }),
      format: optional(ui.ImageFormat, { since: '7.1' }),
    }),
  }),
  /** 3.1 */
  'query-display-options': command('3.1', { returns: ui.DisplayOptions }),
  /** 6.0. Reads the TLS certificates again. */
  'display-reload': command('6.0', { arguments: ui.DisplayReloadOptions }),
  /** 7.1. Moves the VNC server to other addresses. */
  'display-update': command('7.1', { arguments: ui.DisplayUpdateOptions }),
  /** 0.14. Absent in a QEMU without VNC. */
  'query-vnc': command('0.14', { returns: ui.VncInfo, build: 'VNC' }),
  /** 2.3. Absent in a QEMU without VNC. */
  'query-vnc-servers': command('2.3', { returns: list(ui.VncInfo2), build: 'VNC' }),
  /** 1.1. Only the first eight bytes count. */
  'change-vnc-password': command('1.1', {
    arguments: struct('change-vnc-password', '1.1', { password: str }),
    build: 'VNC',
  }),
  /** 0.14. Absent in a QEMU without SPICE. */
  'query-spice': command('0.14', { returns: ui.SpiceInfo, build: 'SPICE' }),
  /** 0.14; `display` 7.0. */
  set_password: command('0.14', { arguments: ui.SetPasswordOptions }),
  /** 0.14; `display` 7.0. */
  expire_password: command('0.14', { arguments: ui.ExpirePasswordOptions }),
  /** 0.14. Tells SPICE clients where to go on after a migration; the protocol is spice. */
  client_migrate_info: command('0.14', {
    arguments: struct('client_migrate_info', '0.14', {
      protocol: str,
      hostname: str,
      port: optional(int),
      'tls-port': optional(int),
      'cert-subject': optional(str),
    }),
  }),

  /** 0.14 */
  stop: command('0.14'),
  /** 0.14 */
  cont: command('0.14'),
  /** 0.14 */
  system_reset: command('0.14'),
  /** 0.14 */
  system_powerdown: command('0.14'),
  /** 1.1 */
  system_wakeup: command('1.1'),
  /** 0.14. The reply comes first, then `SHUTDOWN`, then the end of the connection. */
  quit: command('0.14'),
  /** 0.14 */
  'inject-nmi': command('0.14'),
  /** 6.0 */
  'set-action': command('6.0', {
    arguments: struct('set-action', '6.0', {
      reboot: optional(machine.RebootAction),
      shutdown: optional(machine.ShutdownAction),
      panic: optional(machine.PanicAction),
      watchdog: optional(machine.WatchdogAction),
    }),
  }),
  /** 2.11 */
  'watchdog-set-action': command('2.11', {
    arguments: struct('watchdog-set-action', '2.11', { action: machine.WatchdogAction }),
  }),

  /** 0.14; `resume` 3.0. It runs on after the reply: `MIGRATION` or `query-migrate` tell how far. */
  migrate: command('0.14', {
    arguments: struct(
      'migrate',
      '0.14',
      { uri: str, detach: optional(bool), resume: optional(bool, { since: '3.0' }) },
      { partial: true },
    ),
  }),
  /** 0.14 */
  'query-migrate': command('0.14', { returns: machine.MigrationInfo }),
  /** 6.0. A job: it is over when `JOB_STATUS_CHANGE` says concluded. */
  'snapshot-save': command('6.0', { arguments: struct('snapshot-save', '6.0', snapshot) }),
  /** 6.0. A job. */
  'snapshot-load': command('6.0', { arguments: struct('snapshot-load', '6.0', snapshot) }),
  /** 6.0. A job. */
  'snapshot-delete': command('6.0', {
    arguments: struct('snapshot-delete', '6.0', {
      'job-id': str,
      tag: str,
      devices: list(str),
    }),
  }),
  /** 3.0 */
  'query-jobs': command('3.0', { returns: list(machine.JobInfo) }),
  /** 3.0 */
  'job-dismiss': command('3.0', { arguments: struct('job-dismiss', '3.0', { id: str }) }),

  /** 0.14. Returns what the human monitor prints, its errors included. */
  'human-monitor-command': command('0.14', {
    arguments: struct('human-monitor-command', '0.14', {
      'command-line': str,
      'cpu-index': optional(int),
    }),
    returns: str,
  }),
  /** 0.14. `val` is a physical address, `size` in bytes. */
  pmemsave: command('0.14', {
    arguments: struct('pmemsave', '0.14', { val: int, size: int, filename: str }),
  }),
  /** 0.14 */
  'query-block': command('0.14', { returns: list(machine.BlockInfo) }),
  /** 0.14; `id` 2.8. */
  eject: command('0.14', {
    arguments: struct('eject', '0.14', {
      device: optional(str),
      id: optional(str, { since: '2.8' }),
      force: optional(bool),
    }),
  }),
  /** 2.5; `id` 2.8. Of a tray that the guest has locked it only asks, unless forced. */
  'blockdev-open-tray': command('2.5', {
    arguments: struct('blockdev-open-tray', '2.5', {
      device: optional(str),
      id: optional(str, { since: '2.8' }),
      force: optional(bool),
    }),
  }),
  /** 2.5; `id` 2.8. */
  'blockdev-close-tray': command('2.5', {
    arguments: struct('blockdev-close-tray', '2.5', {
      device: optional(str),
      id: optional(str, { since: '2.8' }),
    }),
  }),
  /** 2.12. The tray must be open. */
  'blockdev-remove-medium': command('2.12', {
    arguments: struct('blockdev-remove-medium', '2.12', { id: str }),
  }),
  /** 2.5; `id` 2.8, `force` 7.1. Opens the tray, puts the image in and closes it. */
  'blockdev-change-medium': command('2.5', {
    arguments: struct('blockdev-change-medium', '2.5', {
      device: optional(str),
      id: optional(str, { since: '2.8' }),
      filename: str,
      format: optional(str),
      force: optional(bool, { since: '7.1' }),
      'read-only-mode': optional(machine.BlockdevChangeReadOnlyMode),
    }),
  }),
  /** 1.2 */
  'qom-list': command('1.2', {
    arguments: struct('qom-list', '1.2', { path: str }),
    returns: list(machine.ObjectPropertyInfo),
  }),
  /** 1.2 */
  'qom-get': command('1.2', {
    arguments: struct('qom-get', '1.2', { path: str, property: str }),
    returns: any,
  }),
  /** 1.2 */
  'qom-set': command('1.2', {
    arguments: struct('qom-set', '1.2', { path: str, property: str, value: any }),
  }),
} satisfies Readonly<Record<string, Command<Shape, Definition | undefined>>>;
