/** QAPI `NetworkAddressFamily` (2.1; `vsock` 2.8). */
export type NetworkAddressFamily = 'ipv4' | 'ipv6' | 'unix' | 'vsock' | 'unknown';

/** QAPI `VncBasicInfo` (2.1). `service` is the port, or the path of a unix socket. */
export interface VncBasicInfo {
  readonly host: string;
  readonly service: string;
  readonly family: NetworkAddressFamily;
  readonly websocket: boolean;
}

/** QAPI `VncServerInfo` (2.1). */
export interface VncServerInfo extends VncBasicInfo {
  readonly auth?: string;
}

/** QAPI `VncClientInfo` (0.14). */
export interface VncClientInfo extends VncBasicInfo {
  readonly x509_dname?: string;
  readonly sasl_username?: string;
}

/** QAPI `VncInfo` (0.14), of the first display. All but `enabled` is absent without a server. */
export interface VncInfo {
  readonly enabled: boolean;
  readonly host?: string;
  readonly family?: NetworkAddressFamily;
  readonly service?: string;
  readonly auth?: string;
  readonly clients?: readonly VncClientInfo[];
}

/** QAPI `VncPrimaryAuth` (2.3). */
export type VncPrimaryAuth =
  | 'none'
  | 'vnc'
  | 'ra2'
  | 'ra2ne'
  | 'tight'
  | 'ultra'
  | 'tls'
  | 'vencrypt'
  | 'sasl';

/** QAPI `VncVencryptSubAuth` (2.3). */
export type VncVencryptSubAuth = 'plain' | `${'tls' | 'x509'}-${'none' | 'vnc' | 'plain' | 'sasl'}`;

/** QAPI `VncServerInfo2` (2.9): one listening socket. */
export interface VncServerInfo2 extends VncBasicInfo {
  readonly auth: VncPrimaryAuth;
  readonly vencrypt?: VncVencryptSubAuth;
}

/** QAPI `VncInfo2` (2.3). */
export interface VncInfo2 {
  readonly id: string;
  readonly server: readonly VncServerInfo2[];
  readonly clients: readonly VncClientInfo[];
  readonly auth: VncPrimaryAuth;
  readonly vencrypt?: VncVencryptSubAuth;
  readonly display?: string;
}

/** QAPI `SpiceBasicInfo` (2.1). The port is text. */
export interface SpiceBasicInfo {
  readonly host: string;
  readonly port: string;
  readonly family: NetworkAddressFamily;
}

/** QAPI `SpiceServerInfo` (2.1). */
export interface SpiceServerInfo extends SpiceBasicInfo {
  readonly auth?: string;
}

/** QAPI `SpiceChannel` (0.14). One `connection-id` is one session; channel type 1 is its main one. */
export interface SpiceChannel extends SpiceBasicInfo {
  readonly 'connection-id': number;
  readonly 'channel-type': number;
  readonly 'channel-id': number;
  readonly tls: boolean;
}

/** QAPI `SpiceInfo` (0.14). */
export interface SpiceInfo {
  readonly enabled: boolean;
  readonly migrated: boolean;
  readonly host?: string;
  readonly port?: number;
  readonly 'tls-port'?: number;
  readonly auth?: string;
  readonly 'compiled-version'?: string;
  readonly 'mouse-mode': 'client' | 'server' | 'unknown';
  readonly channels?: readonly SpiceChannel[];
}

/** The common members of QAPI `DisplayOptions` (2.12; `show-cursor` 5.0); each type adds its own. */
export interface DisplayOptions {
  readonly type: string;
  readonly 'full-screen'?: boolean;
  readonly 'window-close'?: boolean;
  readonly 'show-cursor'?: boolean;
  readonly gl?: 'off' | 'on' | 'core' | 'es';
}

/** Arguments of `set_password` (0.14). VNC takes only `keep`; `display` is for VNC, 7.0. */
export interface SetPasswordOptions {
  readonly protocol: 'vnc' | 'spice';
  readonly password: string;
  readonly connected?: 'keep' | 'fail' | 'disconnect';
  readonly display?: string;
}

/** Arguments of `expire_password` (0.14). `time`: `now`, `never`, `+SECONDS` or Unix seconds. */
export interface ExpirePasswordOptions {
  readonly protocol: 'vnc' | 'spice';
  readonly time: string;
  readonly display?: string;
}
