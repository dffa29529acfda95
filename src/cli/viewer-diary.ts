import type { QmpEvent } from '../qmp/types.ts';
import { formatDuration } from '../report/format-duration.ts';
import { printable } from '../report/printable.ts';
import { describePeer, nameChannel } from './describe-displays.ts';

const names = [
  ...(['VNC_CONNECTED', 'VNC_INITIALIZED', 'VNC_DISCONNECTED'] as const),
  ...(['SPICE_CONNECTED', 'SPICE_INITIALIZED', 'SPICE_DISCONNECTED'] as const),
];
type Name = (typeof names)[number];
type ViewerEvent = { [N in Name]: QmpEvent<N> }[Name];

/** Tells in words who comes and goes, and how long they were there. */
export class ViewerDiary {
  /** When those who are connected came, by protocol and place. */
  readonly #since = new Map<string, number>();

  /** A line for an event of VNC or SPICE; undefined for any other. */
  note(event: QmpEvent): string | undefined {
    if (!isViewerEvent(event)) return undefined;
    const time = new Date(timeOf(event)).toTimeString().slice(0, 8);
    return printable(`${time}  ${protocolOf(event).padEnd(5)}  ${this.#tell(event)}`);
  }

  #tell(event: ViewerEvent): string {
    const peer = peerOf(event);
    const key = `${protocolOf(event)} ${peer}`;
    switch (event.event) {
      case 'VNC_CONNECTED':
      case 'SPICE_CONNECTED':
        this.#since.set(key, timeOf(event));
        return `${peer} has come`;
      case 'VNC_INITIALIZED': {
        const { server, client } = event.data;
        const name = client.sasl_username;
        return `${peer} looks${by(server.auth)}${name === undefined ? '' : `, as ${name}`}`;
      }
      case 'SPICE_INITIALIZED':
        return `${peer} uses ${nameChannel(event.data.client)}${by(event.data.server.auth)}`;
      case 'VNC_DISCONNECTED':
      case 'SPICE_DISCONNECTED': {
        const since = this.#since.get(key);
        this.#since.delete(key);
        const stay = since === undefined ? '' : `, after ${formatDuration(timeOf(event) - since)}`;
        return `${peer} has left${stay}`;
      }
      default:
        return event satisfies never;
    }
  }
}

function isViewerEvent(event: QmpEvent): event is ViewerEvent {
  return names.some((name) => name === event.event);
}

function protocolOf({ event }: ViewerEvent): string {
  return event.startsWith('VNC') ? 'VNC' : 'SPICE';
}

function peerOf({ data: { client } }: ViewerEvent): string {
  return describePeer(client.host, 'port' in client ? client.port : client.service);
}

function by(auth: string | undefined): string {
  return auth === undefined ? '' : `, by ${auth}`;
}

function timeOf({ timestamp: { seconds, microseconds } }: ViewerEvent): number {
  return seconds * 1000 + microseconds / 1000;
}
