import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { traceKeyboards } from '../../../src/machine/qemu/keyboard-trace.ts';
import { QmpClient } from '../../../src/qmp/client.ts';
import { type Handler, QmpServer, Refusal } from '../../support/qmp-server.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gw "trace" '));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A QEMU that opens the log as it is told to, with other handlers in place of that. */
async function trace(handlers: Readonly<Record<string, Handler>> = {}, args?: readonly string[]) {
  const commands: unknown[] = [];
  await using server = await QmpServer.start({
    handlers: {
      'human-monitor-command': (given) => {
        commands.push(given['command-line']);
        writeFileSync(join(folder, 'keyboard.log'), '');
        return '';
      },
      'trace-event-set-state': ({ name, enable }) => {
        commands.push(`${name} ${enable}`);
      },
      ...handlers,
    },
  });
  await using client = await QmpClient.connect(server.address);
  return { commands, trace: await traceKeyboards(client, { folder, args }) };
}

test('counts the lines that QEMU has finished, whatever else it logs', async () => {
  const { trace: traced, commands } = await trace();
  const quoted = join(folder, 'keyboard.log').replaceAll('"', '\\"');
  expect(commands).toEqual([
    `logfile "${quoted}"`,
    'hid_kbd_queue_empty true',
    'hid_kbd_queue_full true',
  ]);
  const log = (text: string) => appendFileSync(join(folder, 'keyboard.log'), text);
  expect(traced?.read()).toEqual({ emptied: 0, overflowed: 0 });
  log('hid_kbd_queue_empty queue empty\nsomething else\nhid_kbd_queue_f');
  expect(traced?.read()).toEqual({ emptied: 1, overflowed: 0 });
  log('ull queue full\n');
  expect(traced?.read()).toEqual({ emptied: 1, overflowed: 1 });
  log('hid_kbd_queue_empty queue empty\n'.repeat(1000));
  expect(traced?.read()).toEqual({ emptied: 1001, overflowed: 1 });
});

test('a QEMU without these traces, or without a log, has none', async () => {
  const refuse = () => {
    throw new Refusal('GenericError', 'unknown event "hid_kbd_queue_empty"');
  };
  expect((await trace({ 'trace-event-set-state': refuse })).trace).toBeUndefined();
  expect((await trace({ 'human-monitor-command': () => 'Error\r\n' })).trace).toBeUndefined();
  expect((await trace({ 'human-monitor-command': () => '' })).trace).toBeDefined();
  rmSync(join(folder, 'keyboard.log'));
  expect((await trace({ 'human-monitor-command': () => '' })).trace).toBeUndefined();
});

test.each(['-D', '-d', '-trace', '--trace'])(
  'leaves the log of somebody who uses %s alone',
  async (word) => {
    const { trace: traced, commands } = await trace({}, ['-m', '64', word, 'x']);
    expect(traced).toBeUndefined();
    expect(commands).toEqual([]);
  },
);
