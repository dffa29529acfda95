import { describe, expect, test } from 'vitest';
import { QmpProtocolError } from '../../src/qmp/errors.ts';
import { type Message, parseMessage } from '../../src/qmp/messages.ts';

const timestamp = { seconds: 12, microseconds: 34 };

describe('parseMessage', () => {
  test.each<[unknown, Message]>([
    [
      { QMP: { version: { qemu: { major: 7, minor: 2, micro: 22 }, package: 'Debian' } } },
      { kind: 'greeting', version: { major: 7, minor: 2, micro: 22, package: 'Debian' } },
    ],
    [
      { QMP: { version: { qemu: { major: 9, minor: 0, micro: 1 } }, capabilities: [] } },
      { kind: 'greeting', version: { major: 9, minor: 0, micro: 1, package: '' } },
    ],
    [
      { return: null, id: 'a' },
      { kind: 'reply', id: 'a', value: null },
    ],
    [{ return: {} }, { kind: 'reply', id: undefined, value: {} }],
    [
      { id: 3, error: { class: 'GenericError', desc: 'no' } },
      { kind: 'refusal', id: 3, class: 'GenericError', desc: 'no' },
    ],
    [
      { event: 'STOP', timestamp },
      { kind: 'event', event: { event: 'STOP', data: {}, timestamp } },
    ],
    [
      { event: 'RESET', data: { guest: true }, timestamp: {} },
      {
        kind: 'event',
        event: {
          event: 'RESET',
          data: { guest: true },
          timestamp: { seconds: -1, microseconds: -1 },
        },
      },
    ],
  ])('%j', (line, message) => {
    expect(parseMessage(JSON.stringify(line))).toEqual(message);
  });

  test.each([
    ['SSH-2.0-OpenSSH_9.2', 'not QMP (not a JSON object): "SSH-2.0-OpenSSH_9.2"'],
    ['[1]', 'not QMP (not a JSON object): "[1]"'],
    ['null', 'not QMP (not a JSON object): "null"'],
    ['{"a":1}', 'not QMP (neither greeting, reply, error nor event): "{\\"a\\":1}"'],
    ['{"QMP":{}}', 'not QMP (a greeting without a version): "{\\"QMP\\":{}}"'],
    ['{"error":{}}', 'not QMP (an error without class and desc): "{\\"error\\":{}}"'],
    [`"${'x'.repeat(99)}"`, `not QMP (not a JSON object): "\\"${'x'.repeat(59)}..."`],
  ])('refuses %s', (line, message) => {
    expect(() => parseMessage(line)).toThrow(new QmpProtocolError(message));
  });
});
