import { expect } from 'vitest';
import { Guest } from '../../src/guest/guest.ts';
import type { QemuDescription } from '../../src/machine/description.ts';
import { startMachine } from '../../src/machine/start.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { doStep, troubleOf } from '../support/do-step.ts';
import { withEmbeddedDemo } from '../support/embedded-guest.ts';
import { demoElf, repository, testWithDemoGuest } from '../support/needs-qemu.ts';
import { TestProject } from '../support/project.ts';
import { testWithClient, withClient } from '../support/remote-clients.ts';
import { makeTestFolder } from '../support/with-qemu.ts';

const test = testWithDemoGuest(import.meta.filename);
const spiceTest = testWithClient(import.meta.filename, 'spicy-screenshot');
const timeout = 60_000;

async function withGuest(
  more: Partial<QemuDescription>,
  body: (guest: Guest) => Promise<void>,
): Promise<void> {
  const machine = await startMachine(
    { kernel: demoElf, accel: 'tcg', memory: 64, pointer: 'vmmouse', ...more },
    { baseDir: repository, driver: 'qemu' },
  );
  try {
    await body(new Guest(machine));
  } finally {
    await machine.stop();
  }
}

test('power: each of them happens, and says what it has done', { timeout }, () =>
  withGuest({}, async (guest) => {
    const { client } = guest.machine;
    await doStep(guest, 'power', { action: 'pause' });
    expect((await client.execute('query-status')).status).toBe('paused');
    expect(await doStep(guest, 'power', { action: 'pause' })).toMatchObject({
      note: 'the machine was paused already',
    });
    await doStep(guest, 'power', { action: 'resume' });
    expect((await client.execute('query-status')).running).toBe(true);
    await doStep(guest, 'power', { action: 'reset' });
    await doStep(guest, 'power', { action: 'powerdown' });
    expect(guest.events.since().map(({ event }) => event)).toEqual(
      expect.arrayContaining(['STOP', 'RESUME', 'RESET', 'POWERDOWN']),
    );
    await doStep(guest, 'power', { action: 'quit' });
    expect(guest.hasQuit).toBe(true);
    const shutdown = { name: 'SHUTDOWN', data: { reason: 'host-qmp-quit' } };
    expect(troubleOf(await doStep(guest, 'wait-for-event', shutdown))).toBeUndefined();
    expect(troubleOf(await doStep(guest, 'wait-for-event', { name: 'RESET', since: 'now' }))).toBe(
      'no RESET event before the machine was ended; since now: nothing came',
    );
  }),
);

test('power: quit ends an attached machine too, and that is no death', { timeout }, () => {
  const monitor = `unix:${makeTestFolder()}/qmp`;
  return withGuest({ 'extra-args': ['-qmp', `${monitor},server=on,wait=off`] }, async (owner) => {
    const attached = await startMachine({ attach: monitor }, { baseDir: repository });
    let died = false;
    void attached.died.then(() => {
      died = true;
    });
    await doStep(new Guest(attached), 'power', { action: 'quit' });
    expect((await owner.machine.died).message).toContain('exited with code 0');
    expect(died).toBe(false);
    await attached.stop();
  });
});

test('wait-for-event takes one that was just missed, and says what came instead', { timeout }, () =>
  withGuest({}, async (guest) => {
    await doStep(guest, 'power', { action: 'reset' });
    expect(troubleOf(await doStep(guest, 'wait-for-event', { name: 'RESET' }))).toBeUndefined();
    const wrong = { name: 'RESET', data: { reason: 'guest-panic' }, since: 'start' };
    const outcome = await doStep(guest, 'wait-for-event', wrong, { timeoutMs: 50 });
    expect(troubleOf(outcome)).toMatch(
      /^no RESET with \{"reason":"guest-panic"\} event within 50 ms; since start: .*RESET \{"guest":/,
    );
    const late = await doStep(
      guest,
      'wait-for-event',
      { name: 'RESET', since: 'now' },
      { timeoutMs: 50 },
    );
    expect(troubleOf(late)).toContain('since now: nothing came');
    const unknown = doStep(guest, 'wait-for-event', { name: 'RESETT' });
    expect((await rejectionOf(unknown)).message).toBe(
      'this machine has no event RESETT. Did you mean "RESET"?',
    );
  }),
);

test(
  'expect-mice, expect-vnc, expect-spice hold the answer against what is expected',
  { timeout },
  () =>
    withGuest({ vnc: {}, spice: { password: false } }, async (guest) => {
      const wait = { timeoutMs: 10_000 };
      const vmmouse = { name: 'vmmouse', absolute: true };
      expect(
        troubleOf(await doStep(guest, 'expect-mice', { mice: [vmmouse] }, wait)),
      ).toBeUndefined();
      const none = await doStep(guest, 'expect-mice', { mice: [{ name: 'QEMU HID Tablet' }] });
      expect(troubleOf(none)).toMatch(
        /^query-mice: expected \{"name":"QEMU HID Tablet"\}.*, and none is there\. It says: \[.*vmmouse/,
      );
      const vnc = { enabled: true, clients: [], servers: [{ id: 'default', auth: 'vnc' }] };
      expect(troubleOf(await doStep(guest, 'expect-vnc', vnc))).toBeUndefined();
      expect(troubleOf(await doStep(guest, 'expect-vnc', { auth: 'none' }))).toContain(
        'query-vnc: expected "none" for auth, got "vnc"',
      );
      expect(troubleOf(await doStep(guest, 'expect-spice', { auth: 'none' }))).toBeUndefined();
      expect(troubleOf(await doStep(guest, 'expect-spice', { enabled: false }))).toContain(
        'query-spice: expected false for enabled, got true',
      );
    }),
);

test("QEMU's traps with passwords are errors", { timeout }, () =>
  withGuest({ vnc: { password: false } }, async (guest) => {
    const refusal = async (key: string, mapping: object) =>
      (await rejectionOf(doStep(guest, key, mapping))).message;
    const vnc = { protocol: 'vnc', password: 'secret12' };
    expect(await refusal('set-password', vnc)).toBe(
      'the VNC server default asks for no password: its authentication is none',
    );
    expect(await refusal('expire-password', { protocol: 'vnc', time: 'now' })).toBe(
      'the VNC server default asks for no password: its authentication is none',
    );
    expect(await refusal('set-password', { ...vnc, display: 'other' })).toBe(
      'the machine has no VNC server called other; it has: default',
    );
    expect(await refusal('set-password', { ...vnc, protocol: 'spice' })).toBe(
      'SPICE is not in use on this machine',
    );
  }),
);

spiceTest('a SPICE password lets in who knows it, until it expires', { timeout }, () =>
  withGuest({ spice: {} }, async (guest) => {
    const { host: socket } = await guest.machine.client.execute('query-spice');
    const letsIn = async (password: string) => {
      const since = guest.events.mark();
      const args = [
        `--uri=spice+unix://${socket}`,
        `--password=${password}`,
        '--out-file=/dev/null',
      ];
      await withClient('spicy-screenshot', args, async () => {
        await guest.events.wait('SPICE_DISCONNECTED', {}, { since, timeoutMs: 5_000 });
      });
      return guest.events.find('SPICE_INITIALIZED', {}, since) !== undefined;
    };
    expect(await letsIn('nobody has set one')).toBe(false);
    await doStep(guest, 'set-password', { protocol: 'spice', password: 'a longer secret' });
    expect(await letsIn('a longer secret')).toBe(true);
    expect(await letsIn('another one')).toBe(false);
    await doStep(guest, 'expire-password', { protocol: 'spice', time: 'now' });
    expect(await letsIn('a longer secret')).toBe(false);
  }),
);

test('qmp runs any command, keeps its answer, and says what it does not know', { timeout }, () =>
  withGuest({}, async (guest) => {
    const variables = new Map<string, string>();
    const type = {
      execute: 'qom-get',
      arguments: { path: '/machine', property: 'type' },
      into: 'type',
    };
    expect(await doStep(guest, 'qmp', type, { variables })).toMatchObject({ kind: 'done' });
    expect(variables.get('type')).toMatch(/^pc-i440fx-.*machine$/);
    const status = { execute: 'query-status', expect: { status: 'running' } };
    expect(await doStep(guest, 'qmp', status)).toMatchObject({
      output: expect.stringContaining('"status": "running"'),
    });
    expect(
      troubleOf(await doStep(guest, 'qmp', { ...status, expect: { running: false } })),
    ).toMatch(/^query-status: expected false for running, got true\. It says: \{/);
    const refusal = async (mapping: object) =>
      (await rejectionOf(doStep(guest, 'qmp', mapping))).message;
    expect(await refusal({ execute: 'query-statuss' })).toBe(
      'this machine has no command query-statuss. Did you mean "query-status"?',
    );
    expect(await refusal({ execute: 'screendump', arguments: { filname: '/x' } })).toBe(
      'screendump takes no argument filname on this machine. Did you mean "filename"? Known: filename, device, head, format',
    );
    expect(await refusal({ execute: 'screendump', arguments: {} })).toContain(
      "QEMU refused screendump: Parameter 'filename' is missing",
    );
  }),
);

test('the embedded machine does what it can, and names what it cannot', { timeout }, () =>
  withEmbeddedDemo({}, async ({ guest }) => {
    await doStep(guest, 'power', { action: 'pause' });
    await doStep(guest, 'power', { action: 'resume' });
    await doStep(guest, 'power', { action: 'reset' });
    const mice = { mice: [{ absolute: true }] };
    expect(
      troubleOf(await doStep(guest, 'expect-mice', mice, { timeoutMs: 10_000 })),
    ).toBeUndefined();
    expect((await rejectionOf(doStep(guest, 'expect-vnc', {}))).message).toBe(
      'the embedded machine has no VNC and no SPICE server',
    );
    await doStep(guest, 'power', { action: 'quit' });
    expect(guest.events.find('SHUTDOWN', { reason: 'host-qmp-quit' })).toBeDefined();
  }),
);

test('a run: no password anywhere, and after quit only events', { timeout }, async () => {
  const project = new TestProject(
    [`kernel: ${repository}/${demoElf}`, 'accel: tcg', 'memory: 64M', 'vnc: {}'].join('\n'),
  );
  project.write(
    'scenarios/x.yaml',
    [
      'machine: demo',
      'steps:',
      '  - set-password: { protocol: vnc, password: hunter2x }',
      '  - power: quit',
      '  - wait-for-event: { name: SHUTDOWN, data: { guest: false } }',
      '  - press: enter',
      '',
    ].join('\n'),
  );
  const { exitCode, stdout } = await project.run('run', 'scenarios/x.yaml');
  expect(stdout).toContain('there is no machine any more: power: quit has ended it');
  expect(exitCode).toBe(1);
  expect(project.finishedSteps.map(({ verdict }) => verdict)).toEqual([
    'passed',
    'passed',
    'passed',
    'failed',
  ]);
  expect(stdout + JSON.stringify(project.events)).not.toContain('hunter2x');
});
