import type {
  MouseInfo,
  SpiceChannel,
  SpiceInfo,
  VncClientInfo,
  VncInfo2,
  VncServerInfo2,
} from '../qmp/types.ts';
import { printable } from '../report/printable.ts';

/** What a machine says of those who look at it; a text says why it says nothing. */
export interface Displays {
  readonly vnc: readonly VncInfo2[] | string;
  readonly spice: SpiceInfo | string;
  readonly mice: readonly MouseInfo[] | string;
}

/** As a person reads it, a line each. */
export function describeDisplays({ vnc, spice, mice }: Displays): string[] {
  return printable([
    ...(typeof vnc === 'string' ? [line('VNC', vnc)] : describeVnc(vnc)),
    ...(typeof spice === 'string' ? [line('SPICE', spice)] : describeSpice(spice)),
    ...(typeof mice === 'string' ? [line('pointer', mice)] : describeMice(mice)),
  ]);
}

/** `QEMU HID Tablet, absolute, in use`. */
export function describeMouse({ name, absolute, current }: MouseInfo): string {
  return `${name}, ${absolute ? 'absolute' : 'relative'}${current ? ', in use' : ''}`;
}

/** Where somebody connects from: `127.0.0.1:43210`. */
export function describePeer(host: string, port: string): string {
  if (host === '') return 'somebody on this host';
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const WIDTH = 10;

function line(label: string, text: string): string {
  return `${label.padEnd(WIDTH)}${text}`;
}

function describeVnc(servers: readonly VncInfo2[]): string[] {
  if (servers.length === 0) return [line('VNC', 'no server')];
  return servers.flatMap((info) => {
    const { id, server, display, clients } = info;
    const places = server.map(describePlace).join(' and ') || 'nowhere';
    const shows = display === undefined ? '' : `; shows ${display}`;
    return [
      line('VNC', `${id}, at ${places}; ${describeVncAuth(info)}${shows}`),
      ...whoIsThere(clients.map(describeVncClient)),
    ];
  });
}

function describePlace({ host, service, family, websocket }: VncServerInfo2): string {
  const place = family === 'unix' ? service : describePeer(host, service);
  return websocket ? `${place} (WebSocket)` : place;
}

function describeVncAuth({ auth, vencrypt }: VncInfo2): string {
  if (auth === 'none') return 'asks for nothing: whoever gets there is in';
  if (auth === 'vnc') return 'asks for a password (vnc)';
  if (auth === 'sasl') return 'asks for a name and a password (sasl)';
  return `asks by ${auth}${vencrypt === undefined ? '' : `, ${vencrypt}`}`;
}

function describeVncClient({
  host,
  service,
  websocket,
  sasl_username: name,
  x509_dname: certificate,
}: VncClientInfo): string {
  return [
    describePeer(host, service),
    ...(websocket ? ['by WebSocket'] : []),
    ...(name === undefined ? [] : [`as ${name}`]),
    ...(certificate === undefined ? [] : [`with the certificate of ${certificate}`]),
  ].join(', ');
}

function describeSpice(spice: SpiceInfo): string[] {
  if (!spice.enabled) return [line('SPICE', 'not in use')];
  const { channels = [], 'mouse-mode': mode } = spice;
  const pointer = mode === 'client' ? 'the viewer says' : 'the guest says';
  const where = mode === 'unknown' ? '' : `; ${pointer} where the pointer is`;
  return [
    line('SPICE', `at ${describeSpicePlace(spice)}; ${describeSpiceAuth(spice)}${where}`),
    ...whoIsThere(groupBySession(channels).map(describeSession)),
  ];
}

function describeSpicePlace({ host = '', port, 'tls-port': tls }: SpiceInfo): string {
  const places = [
    ...(port === undefined || port <= 0 ? [] : [describePeer(host, `${port}`)]),
    ...(tls === undefined || tls <= 0 ? [] : [`${describePeer(host, `${tls}`)} (TLS)`]),
  ];
  return places.join(' and ') || host || 'a unix socket';
}

function describeSpiceAuth({ auth }: SpiceInfo): string {
  if (auth === 'none') return 'asks for nothing: whoever gets there is in';
  if (auth === 'spice') return 'asks for a password (spice)';
  return auth === undefined ? 'does not say what it asks for' : `asks by ${auth}`;
}

function groupBySession(channels: readonly SpiceChannel[]): SpiceChannel[][] {
  const ids = new Set(channels.map((channel) => channel['connection-id']));
  return [...ids].map((id) => channels.filter((channel) => channel['connection-id'] === id));
}

function describeSession(channels: readonly SpiceChannel[]): string {
  const [{ host = '', port = '' } = {}] = channels;
  const names = channels.map(nameChannel).join(', ');
  const tls = channels.every((channel) => channel.tls) ? ', by TLS' : '';
  return `${describePeer(host, port)}${tls}: ${names}`;
}

/** spice-protocol, `SPICE_CHANNEL_*`, from 1. */
const channelNames = [
  ...['main', 'display', 'inputs', 'cursor', 'playback', 'record', 'tunnel', 'smartcard'],
  ...['usbredir', 'port', 'webdav'],
];

export function nameChannel({ 'channel-type': type, 'channel-id': id }: SpiceChannel): string {
  const name = channelNames[type - 1] ?? `channel type ${type}`;
  return id === 0 ? name : `${name} ${id}`;
}

function describeMice(mice: readonly MouseInfo[]): string[] {
  if (mice.length === 0) return [line('pointer', 'none')];
  return mice.map((mouse) => line('pointer', describeMouse(mouse)));
}

function whoIsThere(viewers: readonly string[]): string[] {
  if (viewers.length === 0) return [line('', 'nobody is connected')];
  return viewers.map((viewer) => line('', `connected before this look: ${viewer}`));
}
