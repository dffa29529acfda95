import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, makeBench, stepsText } from './read-scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench('machines:\n  demo: { kernel: demo.elf, vnc: {}, spice: {} }\n');
});
afterAll(() => bench.folder.remove());

const mistakesOf = async (step: string) => bench.diagnose(stepsText(step));

test.each([
  ['power: pause', 'power pause'],
  ['wait-for-event: SHUTDOWN', 'wait-for-event SHUTDOWN'],
  ['wait-for-event: { name: RESET, data: { guest: true } }', 'wait-for-event RESET {"guest":true}'],
  ['expire-password: { protocol: vnc, time: +1m30s }', 'expire-password vnc +1m30s'],
  [
    'expire-password: { protocol: spice, time: 2999-01-31T12:00:00Z }',
    'expire-password spice 2999-01-31T12:00:00Z',
  ],
  ['set-password: { protocol: vnc, password: geheim12 }', 'set-password vnc ••••••'],
  [
    'set-password: { protocol: spice, password: as long as you like, connected: disconnect }',
    'set-password spice ••••••',
  ],
  ['qmp: query-status', 'qmp query-status'],
])('%s', async (step, title) => {
  const { steps } = await bench.accept(stepsText(step));
  expect(steps[0]?.title).toBe(title);
});

test('a password is a secret, and may be one of the project', async () => {
  const own = await makeBench(
    'machines:\n  demo: { kernel: demo.elf, vnc: {} }\nsecrets:\n  door: { env: DOOR }\n',
  );
  try {
    const step = stepsText('set-password: { protocol: vnc, password: "${secrets.door}" }');
    const { steps } = await own.accept(step, { DOOR: 'open' });
    expect(steps[0]?.action.secret).toBe(true);
    expect(await own.diagnose(step, { DOOR: 'far too long' })).toContain('this one has 12');
  } finally {
    await own.folder.remove();
  }
});

test.each([
  [
    'set-password: { protocol: vnc, password: geheimnis }',
    'a VNC password has at most 8 bytes, this one has 9: QEMU would take no notice of the rest',
  ],
  [
    'set-password: { protocol: vnc, password: pässwört }',
    'a VNC password has at most 8 bytes, this one has 10: QEMU would take no notice of the rest',
  ],
  [
    'set-password: { protocol: vnc, password: x, connected: disconnect }',
    'VNC knows only connected: keep, not disconnect: QEMU cannot tell who is connected',
  ],
  ['set-password: { protocol: spice, password: "" }', 'an empty password would let everybody in'],
  ['set-password: { protocol: rdp, password: x }', 'expected vnc or spice, got "rdp"'],
  [
    'set-password: { protocol: vnc, password: 12345678 }',
    'a number, true, false and null need quotes',
  ],
  [
    'expire-password: { protocol: vnc, time: soon }',
    'expected now, never, a time from now such as +60s',
  ],
  ['expire-password: { protocol: vnc, time: "60" }', 'did you mean +60s?'],
  [
    'expire-password: { protocol: vnc, time: +0s }',
    '+0s has passed: the password would expire at once; if it should, write now',
  ],
  ['expire-password: { protocol: vnc, time: 2001-01-01 }', '2001-01-01T00:00:00.000Z has passed'],
  ['power: reboot', 'expected reset, powerdown, pause, resume or quit, got "reboot"'],
  [
    'wait-for-event: shutdown',
    'expected the name of a QMP event such as RESET or SHUTDOWN, got "shutdown"',
  ],
  [
    'wait-for-event: { name: RESET, since: yesterday }',
    'expected previous-step, start or now, got "yesterday"',
  ],
  ['expect-mice: [{ nme: x }]', 'unknown key "nme"'],
  ['expect-mice: []', 'expected at least one pointer device'],
  [
    'expect-vnc: { servers: [{ auth: plain }] }',
    'expected none, vnc, ra2, ra2ne, tight, ultra, tls, vencrypt or sasl, got "plain"',
  ],
  ['expect-spice: { enabled: yes please }', 'expected true or false, got "yes please"'],
  ['qmp: quit', 'write power: quit, which does not take the end of the machine for a fault'],
  [
    'qmp: { execute: set_password, arguments: { protocol: vnc } }',
    'write set-password, which keeps the password out of the report',
  ],
  ['qmp: { execute: query-status, arguments: 5 }', 'expected a mapping of arguments, got 5'],
])('%s: a mistake before a guest starts', async (step, message) => {
  const mistakes = await mistakesOf(step);
  expect(mistakes).toContain(message);
  expect(mistakes).not.toContain('geheimnis');
});

test.each([
  ['vnc: { port: 5901, socket: x }', 'expected a port or a socket, not both'],
  ['vnc: { port: 5901, password: false }', 'expected a password where it listens on a port'],
  ['spice: { port: 80 }', '5900'],
])('a machine with %s', async (keys, message) => {
  const text = `machine: { kernel: demo.elf, ${keys} }\nsteps:\n  - press: enter\n`;
  expect(await bench.diagnose(text)).toContain(message);
});

test.each([
  ['{ kernel: demo.elf }', 'the machine has no SPICE server: give it one, spice: {}'],
  [
    '{ kernel: demo.elf, spice: { password: false } }',
    "the machine's SPICE server asks for no password: leave out password: false",
  ],
  ['{ driver: embedded, kernel: demo.elf }', 'the machine has no SPICE server'],
  ['{ kernel: demo.elf, extra-args: [-spice, port=5930] }', 'no mistakes'],
  ['{ attach: "unix:/x" }', 'no mistakes'],
])('a password for a machine %s: %s', async (machine, message) => {
  const step = 'expire-password: { protocol: spice, time: never }';
  const text = `machine: ${machine}\nsteps:\n  - ${step}\n`;
  expect(await bench.diagnose(text)).toContain(message);
});
