import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createComparer } from '../../src/screen/compare.ts';
import { rejectionOf } from '../qmp/rejection.ts';
import { describeFailure, fillFrame, paint } from '../screen/frames.ts';
import { noReply, Refusal } from '../support/qmp-server.ts';
import { withFakeGuest } from './fake-guest.ts';

const frame = paint(fillFrame(64, 48), { x: 3, y: 5, width: 7, height: 2 }, [1, 2, 3]);

test('capture: the picture, from a file of its own that is removed', () =>
  withFakeGuest({ frame }, async ({ guest, machine, server }) => {
    expect(await guest.screen.capture()).toEqual({ ...frame, data: Buffer.from(frame.data) });
    await guest.screen.capture();
    const files = server.commands.map(({ arguments: args }) => args.filename);
    expect(new Set(files).size).toBe(2);
    expect(files.every((file) => String(file).startsWith(`${machine.framesDir}/`))).toBe(true);
    expect(server.commands.every(({ arguments: args }) => !('device' in args))).toBe(true);
    expect(readdirSync(machine.framesDir)).toEqual([]);
  }));

test('capture: the display that the machine names', () =>
  withFakeGuest({ display: 'video0' }, async ({ guest, server }) => {
    await guest.screen.capture();
    expect(server.commands[0]?.arguments.device).toBe('video0');
  }));

test('capture: refused', () => {
  const screendump = () => {
    throw new Refusal('GenericError', 'no surface');
  };
  return withFakeGuest({ handlers: { screendump } }, async ({ guest }) => {
    expect(describeFailure(await rejectionOf(guest.screen.capture()))).toBe(
      'QmpCommandError command-failed: QEMU refused screendump: no surface (GenericError)',
    );
  });
});

test('capture: a machine whose files are not here', () =>
  withFakeGuest({ handlers: { screendump: () => ({}) } }, async ({ guest, server }) => {
    const failure = await rejectionOf(guest.screen.capture());
    const file = String(server.commands[0]?.arguments.filename);
    expect(describeFailure(failure)).toBe(
      `MachineError dump-unreadable: the machine wrote its screen to ${file}, which cannot be read here: ` +
        `Error: ENOENT: no such file or directory, open '${file}' ` +
        '(the machine must run on this host, and its files must be readable for us)',
    );
  }));

test('capture: an abort does not wait for the machine', () =>
  withFakeGuest({ handlers: { screendump: () => noReply } }, async ({ guest, server }) => {
    const abort = new AbortController();
    const captured = rejectionOf(guest.screen.capture(abort.signal));
    await server.until(({ commands }) => commands.length === 1);
    abort.abort(new Error('stop it'));
    expect(await captured).toBe(abort.signal.reason);
  }));

test('waitFor and waitUntilStill look at the screen', () =>
  withFakeGuest({ frame }, async ({ guest, clock }) => {
    const result = await guest.screen.waitFor(createComparer(frame), { timeoutMs: 0 });
    expect(result).toMatchObject({ kind: 'matched', looks: 1 });
    const still = await clock.run(guest.screen.waitUntilStill({ quietMs: 100, timeoutMs: 1000 }));
    expect(still.kind).toBe('still');
    expect(clock.now()).toBeGreaterThanOrEqual(100);
  }));
