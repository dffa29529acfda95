// Writes docs/protocol.md: each definition of QEMU 2.12's qapi/ui.json, where it is used and what shows it.
// `npm run build` first. test/qmp/protocol-table.test.ts keeps the result true.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ kind: string, use: string, test: string, shows: string }} Evidence
 * @typedef {{ name: string, since: string } & Evidence} Row
 */

const clients = 'test/qmp/remote-clients.guest.test.ts';
const ui = 'test/qmp/ui.guest.test.ts';
const steps = 'test/runner/protocol-steps.guest.test.ts';
const contract = 'test/qmp/contract.guest.test.ts';
const vncEvents = 'VNC_CONNECTED, VNC_INITIALIZED, VNC_DISCONNECTED, from gvnccapture';
const spiceEvents = 'SPICE_CONNECTED, SPICE_INITIALIZED, SPICE_DISCONNECTED, from spicy-screenshot';
const migration = 'SPICE_MIGRATE_COMPLETED, by a migration with spicy-stats connected';
const vncServer = 'a VNC server on a unix socket, and how it is asked for';
const vencrypt = 'a VNC server with TLS says its sub-authentication';
const spiceServer = 'a SPICE server and its mouse mode';
const passwords = 'passwords are set, expire and change where the server asks for one';
const display = 'what -display asked for';
const mice = 'each pointer device, and which one has the pointer';
const sendKey = 'send-key takes names and scan codes';
const sendEvent = 'input-send-event takes keys and buttons, down and up';
const displayTypes = 'src/qmp/display-types.ts';
const commands = 'src/qmp/commands.ts';
const eventTypes = 'src/qmp/events.ts';

/**
 * By definition: what it is, the file that uses it, the test that shows it.
 * @type {Readonly<Record<string, readonly [string, string, string, string]>>}
 */
export const evidence = {
  set_password: [
    'command',
    'src/guest/remote-display.ts',
    steps,
    'a SPICE password lets in who knows it, until it expires',
  ],
  expire_password: [
    'command',
    'src/guest/remote-display.ts',
    steps,
    'a SPICE password lets in who knows it, until it expires',
  ],
  'change-vnc-password': ['command', commands, ui, passwords],
  screendump: [
    'command',
    'src/guest/screen.ts',
    'test/guest/screen.guest.test.ts',
    'a screen that is shown again matches, whatever was in between',
  ],
  'query-spice': ['command', 'src/scenario/actions/expect-spice.ts', ui, spiceServer],
  'query-vnc': ['command', 'src/scenario/actions/expect-vnc.ts', ui, vncServer],
  'query-vnc-servers': ['command', 'src/guest/remote-display.ts', ui, vncServer],
  'query-mice': ['command', 'src/scenario/actions/expect-mice.ts', ui, mice],
  'send-key': ['command', 'src/machine/embedded/commands.ts', ui, sendKey],
  'input-send-event': ['command', 'src/guest/hands/player.ts', ui, sendEvent],
  SPICE_CONNECTED: ['event', eventTypes, clients, spiceEvents],
  SPICE_INITIALIZED: ['event', eventTypes, clients, spiceEvents],
  SPICE_DISCONNECTED: ['event', eventTypes, clients, spiceEvents],
  SPICE_MIGRATE_COMPLETED: ['event', eventTypes, clients, migration],
  VNC_CONNECTED: ['event', eventTypes, clients, vncEvents],
  VNC_INITIALIZED: ['event', eventTypes, clients, vncEvents],
  VNC_DISCONNECTED: ['event', eventTypes, clients, vncEvents],
  SpiceBasicInfo: ['struct', eventTypes, clients, spiceEvents],
  SpiceServerInfo: ['struct', eventTypes, clients, spiceEvents],
  SpiceChannel: ['struct', eventTypes, clients, spiceEvents],
  SpiceQueryMouseMode: ['enum', displayTypes, ui, spiceServer],
  SpiceInfo: ['struct', 'src/scenario/actions/expect-spice.ts', ui, spiceServer],
  VncBasicInfo: ['struct', eventTypes, clients, vncEvents],
  VncServerInfo: ['struct', eventTypes, clients, vncEvents],
  VncClientInfo: ['struct', eventTypes, clients, vncEvents],
  VncInfo: ['struct', 'src/scenario/actions/expect-vnc.ts', ui, vncServer],
  VncPrimaryAuth: ['enum', displayTypes, ui, vencrypt],
  VncVencryptSubAuth: ['enum', displayTypes, ui, vencrypt],
  VncServerInfo2: ['struct', displayTypes, ui, vncServer],
  VncInfo2: ['struct', 'src/guest/remote-display.ts', ui, vncServer],
  MouseInfo: ['struct', 'src/scenario/actions/expect-mice.ts', ui, mice],
  QKeyCode: [
    'enum',
    'src/input/key-names.ts',
    'test/guest/probe.guest.test.ts',
    'each key is the same key to the guest',
  ],
  KeyValue: ['union', 'src/qmp/input-types.ts', ui, sendKey],
  InputButton: [
    'enum',
    'src/input/plan-pointer.ts',
    'test/guest/pointer.guest.test.ts',
    'clicks of each button: down, and up at the same place',
  ],
  InputAxis: ['enum', 'src/qmp/input-types.ts', ui, sendEvent],
  InputKeyEvent: ['struct', 'src/qmp/input-types.ts', ui, sendEvent],
  InputBtnEvent: ['struct', 'src/qmp/input-types.ts', ui, sendEvent],
  InputMoveEvent: ['struct', 'src/qmp/input-types.ts', ui, sendEvent],
  InputEvent: ['union', 'src/input/batch.ts', ui, sendEvent],
  DisplayType: ['enum', displayTypes, ui, display],
  DisplayGTK: [
    'struct',
    displayTypes,
    contract,
    'every command: its arguments and what it returns',
  ],
  DisplayNoOpts: ['struct', displayTypes, ui, display],
  DisplayOptions: ['union', commands, ui, display],
};

/**
 * Every definition that is known, with the release it came in.
 * @param {readonly Readonly<Record<string, unknown>>[]} tables modules or tables of definitions
 * @returns {Map<string, string>}
 */
export function listReleases(...tables) {
  /** @type {Map<string, string>} */
  const releases = new Map();
  for (const table of tables) {
    for (const [key, value] of Object.entries(table)) {
      if (typeof value !== 'object' || value === null || !('since' in value)) continue;
      const name = 'name' in value && value.name ? String(value.name) : key;
      releases.set(name, String(value.since));
    }
  }
  return releases;
}

/**
 * @param {ReadonlyMap<string, string>} releases
 */
export function renderProtocolTable(releases) {
  const rows = Object.entries(evidence).map(([name, [kind, use, test, shows]]) => {
    const since = releases.get(name);
    if (since === undefined) throw new Error(`${name} is not defined in src/qmp`);
    return `| \`${name}\` | ${kind} | ${since} | [${use}](../${use}) | [${test}](../${test}): ${shows} |`;
  });
  return [
    '# The protocol',
    '',
    'Every definition of `qapi/ui.json` of QEMU 2.12, from which this project grew: the release it came in,',
    'where it is used, and the test that shows it against a real QEMU. What later releases added stands in',
    '`src/qmp/` beside it, and `test/qmp/contract.guest.test.ts` holds all of it against the QEMU that is',
    'installed. `node scripts/make-protocol-table.mjs` writes this file.',
    '',
    '| definition | | since | used in | shown by |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const load = (/** @type {string} */ name) => import(`../dist/qmp/${name}.js`);
  const [commandTable, eventTable] = [
    (await load('commands')).commands,
    (await load('events')).events,
  ];
  const modules = await Promise.all(['display-types', 'input-types', 'qkeycode'].map(load));
  const releases = listReleases(commandTable, eventTable, ...modules);
  const file = join(import.meta.dirname, '..', 'docs', 'protocol.md');
  writeFileSync(file, renderProtocolTable(releases));
}
