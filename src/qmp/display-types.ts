import {
  bool,
  enumeration,
  int,
  list,
  number,
  type Of,
  optional,
  required,
  str,
  struct,
  union,
} from './definitions.ts';

/** QAPI `NetworkAddressFamily` (2.1; `vsock` 2.8). */
export const NetworkAddressFamily = enumeration('NetworkAddressFamily', {
  '2.1': ['ipv4', 'ipv6', 'unix', 'unknown'],
  '2.8': ['vsock'],
});
export type NetworkAddressFamily = Of<typeof NetworkAddressFamily>;

/** QAPI `VncBasicInfo` (2.1; `websocket` 2.3). `service` is the port, or the path of a unix socket. */
export const VncBasicInfo = struct('VncBasicInfo', '2.1', {
  host: str,
  service: str,
  family: NetworkAddressFamily,
  websocket: required(bool, { since: '2.3' }),
});
export type VncBasicInfo = Of<typeof VncBasicInfo>;

/** QAPI `VncServerInfo` (2.1). */
export const VncServerInfo = struct('VncServerInfo', '2.1', {
  ...VncBasicInfo.members,
  auth: optional(str),
});
export type VncServerInfo = Of<typeof VncServerInfo>;

/** QAPI `VncClientInfo` (0.14). */
export const VncClientInfo = struct('VncClientInfo', '0.14', {
  ...VncBasicInfo.members,
  x509_dname: optional(str),
  sasl_username: optional(str),
});
export type VncClientInfo = Of<typeof VncClientInfo>;

/** QAPI `VncInfo` (0.14), of the first display. All but `enabled` is absent without a server. */
export const VncInfo = struct('VncInfo', '0.14', {
  enabled: bool,
  host: optional(str),
  family: optional(NetworkAddressFamily),
  service: optional(str),
  auth: optional(str),
  clients: optional(list(VncClientInfo)),
});
export type VncInfo = Of<typeof VncInfo>;

/** QAPI `VncPrimaryAuth` (2.3). */
export const VncPrimaryAuth = enumeration('VncPrimaryAuth', {
  '2.3': ['none', 'vnc', 'ra2', 'ra2ne', 'tight', 'ultra', 'tls', 'vencrypt', 'sasl'],
});
export type VncPrimaryAuth = Of<typeof VncPrimaryAuth>;

/** QAPI `VncVencryptSubAuth` (2.3). */
export const VncVencryptSubAuth = enumeration('VncVencryptSubAuth', {
  '2.3': [
    ...(['plain', 'tls-none', 'x509-none', 'tls-vnc', 'x509-vnc'] as const),
    ...(['tls-plain', 'x509-plain', 'tls-sasl', 'x509-sasl'] as const),
  ],
});
export type VncVencryptSubAuth = Of<typeof VncVencryptSubAuth>;

/** QAPI `VncServerInfo2` (2.9): one listening socket. */
export const VncServerInfo2 = struct('VncServerInfo2', '2.9', {
  ...VncBasicInfo.members,
  auth: VncPrimaryAuth,
  vencrypt: optional(VncVencryptSubAuth),
});
export type VncServerInfo2 = Of<typeof VncServerInfo2>;

/** QAPI `VncInfo2` (2.3). `display` is the device it shows, where it is bound to one. */
export const VncInfo2 = struct('VncInfo2', '2.3', {
  id: str,
  server: list(VncServerInfo2),
  clients: list(VncClientInfo),
  auth: VncPrimaryAuth,
  vencrypt: optional(VncVencryptSubAuth),
  display: optional(str),
});
export type VncInfo2 = Of<typeof VncInfo2>;

/** QAPI `SpiceBasicInfo` (2.1). The port is text. */
export const SpiceBasicInfo = struct('SpiceBasicInfo', '2.1', {
  host: str,
  port: str,
  family: NetworkAddressFamily,
});
export type SpiceBasicInfo = Of<typeof SpiceBasicInfo>;

/** QAPI `SpiceServerInfo` (2.1). */
export const SpiceServerInfo = struct('SpiceServerInfo', '2.1', {
  ...SpiceBasicInfo.members,
  auth: optional(str),
});
export type SpiceServerInfo = Of<typeof SpiceServerInfo>;

/** QAPI `SpiceChannel` (0.14). One `connection-id` is one session; channel type 1 is its main one. */
export const SpiceChannel = struct('SpiceChannel', '0.14', {
  ...SpiceBasicInfo.members,
  'connection-id': int,
  'channel-type': int,
  'channel-id': int,
  tls: bool,
});
export type SpiceChannel = Of<typeof SpiceChannel>;

/** QAPI `SpiceQueryMouseMode` (1.1): who says where the pointer is. */
export const SpiceQueryMouseMode = enumeration('SpiceQueryMouseMode', {
  '1.1': ['client', 'server', 'unknown'],
});
export type SpiceQueryMouseMode = Of<typeof SpiceQueryMouseMode>;

/** QAPI `SpiceInfo` (0.14; `mouse-mode` 1.1, `migrated` 1.4). */
export const SpiceInfo = struct('SpiceInfo', '0.14', {
  enabled: bool,
  migrated: required(bool, { since: '1.4' }),
  host: optional(str),
  port: optional(int),
  'tls-port': optional(int),
  auth: optional(str),
  'compiled-version': optional(str),
  'mouse-mode': required(SpiceQueryMouseMode, { since: '1.1' }),
  channels: optional(list(SpiceChannel)),
});
export type SpiceInfo = Of<typeof SpiceInfo>;

/** QAPI `DisplayProtocol` (7.0; a plain text before): a display that people connect to from afar. */
export const DisplayProtocol = enumeration('DisplayProtocol', { '7.0': ['vnc', 'spice'] });
export type DisplayProtocol = Of<typeof DisplayProtocol>;

/** QAPI `SetPasswordAction` (7.0; a plain text before): what becomes of those who are connected. */
export const SetPasswordAction = enumeration('SetPasswordAction', {
  '7.0': ['keep', 'fail', 'disconnect'],
});
export type SetPasswordAction = Of<typeof SetPasswordAction>;

/** QAPI `SetPasswordOptions` (7.0; plain arguments since 0.14). VNC takes only `keep`. */
export const SetPasswordOptions = union('SetPasswordOptions', '0.14', {
  tag: 'protocol',
  members: { password: str, connected: optional(SetPasswordAction) },
  variants: { vnc: { display: optional(str, { since: '7.0' }) }, spice: {} },
});
export type SetPasswordOptions = Of<typeof SetPasswordOptions>;

/** QAPI `ExpirePasswordOptions` (7.0; plain arguments since 0.14). `time`: now, never, +SECONDS, Unix seconds. */
export const ExpirePasswordOptions = union('ExpirePasswordOptions', '0.14', {
  tag: 'protocol',
  members: { time: str },
  variants: { vnc: { display: optional(str, { since: '7.0' }) }, spice: {} },
});
export type ExpirePasswordOptions = Of<typeof ExpirePasswordOptions>;

/** QAPI `ImageFormat` (7.1). */
export const ImageFormat = enumeration('ImageFormat', { '7.1': ['ppm', 'png'] });
export type ImageFormat = Of<typeof ImageFormat>;

/** QAPI `DisplayGLMode` (3.0; a boolean before). */
export const DisplayGLMode = enumeration('DisplayGLMode', { '3.0': ['off', 'on', 'core', 'es'] });
export type DisplayGLMode = Of<typeof DisplayGLMode>;

/** QAPI `HotKeyMod` (7.1). */
export const HotKeyMod = enumeration('HotKeyMod', {
  '7.1': ['lctrl-lalt', 'lshift-lctrl-lalt', 'rctrl'],
});
export type HotKeyMod = Of<typeof HotKeyMod>;

/** QAPI `DisplayType` (2.12; `spice-app` 4.0, `dbus` 7.0). A build has those that it was made with. */
export const DisplayType = enumeration(
  'DisplayType',
  {
    '2.12': ['default', 'none', 'gtk', 'sdl', 'egl-headless', 'curses', 'cocoa'],
    '4.0': ['spice-app'],
    '7.0': ['dbus'],
  },
  { byBuild: true },
);
export type DisplayType = Of<typeof DisplayType>;

/** QAPI `DisplayGTK` (2.12; `zoom-to-fit` 3.1, `show-tabs` 7.1, `show-menubar` 7.2). */
export const DisplayGTK = struct('DisplayGTK', '2.12', {
  'grab-on-hover': optional(bool),
  'zoom-to-fit': optional(bool, { since: '3.1' }),
  'show-tabs': optional(bool, { since: '7.1' }),
  'show-menubar': optional(bool, { since: '7.2' }),
  'keep-aspect-ratio': optional(bool, { since: '10.1' }),
  scale: optional(number, { since: '10.1' }),
});
export type DisplayGTK = Of<typeof DisplayGTK>;

/** QAPI `DisplayNoOpts` (2.12 only): the types that have no options of their own. */
export const DisplayNoOpts = struct('DisplayNoOpts', '2.12', {});

/** QAPI `DisplayOptions` (2.12; `curses`, `spice-app` 4.0, `dbus` 7.0): what `-display` asked for. */
export const DisplayOptions = union('DisplayOptions', '2.12', {
  tag: 'type',
  members: {
    'full-screen': optional(bool),
    'window-close': optional(bool),
    'show-cursor': optional(bool, { since: '5.0' }),
    gl: optional(DisplayGLMode, { since: '3.0' }),
  },
  variants: {
    default: DisplayNoOpts.members,
    none: DisplayNoOpts.members,
    gtk: DisplayGTK.members,
    sdl: { 'grab-mod': optional(HotKeyMod, { since: '7.1' }) },
    'egl-headless': { rendernode: optional(str, { since: '3.1' }) },
    curses: { charset: optional(str, { since: '4.0' }) },
    cocoa: {
      'left-command-key': optional(bool, { since: '7.0' }),
      'full-grab': optional(bool, { since: '7.0' }),
      'swap-opt-cmd': optional(bool, { since: '7.0' }),
    },
    'spice-app': {},
    dbus: {
      rendernode: optional(str),
      addr: optional(str),
      p2p: optional(bool),
      audiodev: optional(str),
    },
  },
  later: { 'spice-app': '4.0', dbus: '7.0' },
  partial: true,
});
export type DisplayOptions = Of<typeof DisplayOptions>;

/** QAPI `DisplayReloadOptions` (6.0). */
export const DisplayReloadOptions = union('DisplayReloadOptions', '6.0', {
  tag: 'type',
  variants: { vnc: { 'tls-certs': optional(bool) } },
});
export type DisplayReloadOptions = Of<typeof DisplayReloadOptions>;

/** QAPI `SocketAddress` (1.3; in this form 2.9). */
export const SocketAddress = union('SocketAddress', '2.9', {
  tag: 'type',
  variants: {
    inet: {
      host: str,
      port: str,
      numeric: optional(bool),
      to: optional(int),
      ipv4: optional(bool),
      ipv6: optional(bool),
      'keep-alive': optional(bool, { since: '4.2' }),
    },
    unix: {
      path: str,
      abstract: optional(bool, { since: '5.1' }),
      tight: optional(bool, { since: '5.1' }),
    },
    vsock: { cid: str, port: str },
    fd: { str },
  },
  partial: true,
});
export type SocketAddress = Of<typeof SocketAddress>;

/** QAPI `DisplayUpdateOptions` (7.1). */
export const DisplayUpdateOptions = union('DisplayUpdateOptions', '7.1', {
  tag: 'type',
  variants: { vnc: { addresses: optional(list(SocketAddress)) } },
});
export type DisplayUpdateOptions = Of<typeof DisplayUpdateOptions>;
