import { QmpProtocolError } from './errors.ts';
import type { QmpEvent } from './types.ts';

/** QAPI `VersionInfo` (0.14), flattened. `package` is the distributor's suffix, often empty. */
export interface QmpVersion {
  readonly major: number;
  readonly minor: number;
  readonly micro: number;
  readonly package: string;
}

/** What a QMP server sends, one to a line. */
export type Message =
  | { readonly kind: 'greeting'; readonly version: QmpVersion }
  | { readonly kind: 'reply'; readonly id: unknown; readonly value: unknown }
  | {
      readonly kind: 'refusal';
      readonly id: unknown;
      readonly class: string;
      readonly desc: string;
    }
  | { readonly kind: 'event'; readonly event: QmpEvent };

/** Reads one line of the protocol (docs/interop/qmp-spec); throws `QmpProtocolError` on any other. */
export function parseMessage(line: string): Message {
  const message = parseObject(line);
  if (message === undefined) throw unreadable('not a JSON object', line);
  if ('QMP' in message) return { kind: 'greeting', version: readVersion(message.QMP, line) };
  if ('return' in message) return { kind: 'reply', id: message.id, value: message.return };
  if ('error' in message)
    return { kind: 'refusal', id: message.id, ...readError(message.error, line) };
  if (typeof message.event === 'string') {
    return {
      kind: 'event',
      event: {
        event: message.event,
        data: isObject(message.data) ? message.data : {},
        timestamp: readTimestamp(message.timestamp),
      },
    };
  }
  throw unreadable('neither greeting, reply, error nor event', line);
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readVersion(greeting: unknown, line: string): QmpVersion {
  const version = isObject(greeting) && isObject(greeting.version) ? greeting.version : {};
  const { major, minor, micro } = isObject(version.qemu) ? version.qemu : {};
  if (typeof major !== 'number' || typeof minor !== 'number' || typeof micro !== 'number') {
    throw unreadable('a greeting without a version', line);
  }
  return {
    major,
    minor,
    micro,
    package: typeof version.package === 'string' ? version.package : '',
  };
}

function readError(error: unknown, line: string): { class: string; desc: string } {
  if (isObject(error) && typeof error.class === 'string' && typeof error.desc === 'string') {
    return { class: error.class, desc: error.desc };
  }
  throw unreadable('an error without class and desc', line);
}

function readTimestamp(value: unknown): QmpEvent['timestamp'] {
  const { seconds, microseconds } = isObject(value) ? value : {};
  return {
    seconds: typeof seconds === 'number' ? seconds : -1,
    microseconds: typeof microseconds === 'number' ? microseconds : -1,
  };
}

function unreadable(what: string, line: string): QmpProtocolError {
  const excerpt = line.length > 60 ? `${line.slice(0, 60)}...` : line;
  return new QmpProtocolError(`not QMP (${what}): ${JSON.stringify(excerpt)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
