import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evidence, listReleases, renderProtocolTable } from '../../scripts/make-protocol-table.mjs';
import { commands } from '../../src/qmp/commands.ts';
import * as displayTypes from '../../src/qmp/display-types.ts';
import { events } from '../../src/qmp/events.ts';
import * as inputTypes from '../../src/qmp/input-types.ts';
import * as keyCodes from '../../src/qmp/qkeycode.ts';
import { repository } from '../support/needs-qemu.ts';

/** `qapi/ui.json` of QEMU 2.12. */
const definitions = [
  ...['set_password', 'expire_password', 'screendump', 'query-spice', 'query-vnc'],
  ...['query-vnc-servers', 'change-vnc-password', 'query-mice', 'send-key', 'input-send-event'],
  ...['SPICE_CONNECTED', 'SPICE_INITIALIZED', 'SPICE_DISCONNECTED', 'SPICE_MIGRATE_COMPLETED'],
  ...['VNC_CONNECTED', 'VNC_INITIALIZED', 'VNC_DISCONNECTED'],
  ...['SpiceBasicInfo', 'SpiceServerInfo', 'SpiceChannel', 'SpiceQueryMouseMode', 'SpiceInfo'],
  ...['VncBasicInfo', 'VncServerInfo', 'VncClientInfo', 'VncInfo', 'VncPrimaryAuth'],
  ...['VncVencryptSubAuth', 'VncServerInfo2', 'VncInfo2', 'MouseInfo', 'QKeyCode', 'KeyValue'],
  ...['InputButton', 'InputAxis', 'InputKeyEvent', 'InputBtnEvent', 'InputMoveEvent', 'InputEvent'],
  ...['DisplayNoOpts', 'DisplayGTK', 'DisplayType', 'DisplayOptions'],
];

const read = (file: string) => readFileSync(join(repository, file), 'utf8');

test('each of the 43 definitions has a row, and nothing else has', () => {
  expect(definitions).toHaveLength(43);
  expect(Object.keys(evidence).toSorted()).toEqual(definitions.toSorted());
});

test.each(Object.entries(evidence))('%s is used and shown where its row says', (name, row) => {
  const [, use, file, title] = row;
  expect(existsSync(join(repository, use)), use).toBe(true);
  expect(read(use)).toContain(name);
  const tests = read(file)
    .split('\n')
    .filter((line) => /^\s*(?:\w*[tT]est|test\.\w+)\(|^\s*'/.test(line));
  expect(
    tests.some((line) => line.includes(`'${title}'`)),
    `${file} has no test '${title}'`,
  ).toBe(true);
});

test('docs/protocol.md is what the script writes', () => {
  const releases = listReleases(commands, events, displayTypes, inputTypes, keyCodes);
  expect(read('docs/protocol.md'), 'run: node scripts/make-protocol-table.mjs').toBe(
    renderProtocolTable(releases),
  );
});
