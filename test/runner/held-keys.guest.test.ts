import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Guest } from '../../src/guest/guest.ts';
import { startMachine } from '../../src/machine/start.ts';
import { describeWithProbeGuest, ProbeGuest } from '../support/probe-guest.ts';
import { TestProject } from '../support/project.ts';

const describe = describeWithProbeGuest(import.meta.filename);

const [CTRL, SHIFT] = [29, 42];

describe('a guest that somebody else runs', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'gw-held-'));
  const monitor = join(folder, 'monitor');
  let probe: ProbeGuest;
  beforeAll(async () => {
    probe = await ProbeGuest.start({ keyboard: 'ps2', pointer: 'none', monitor });
  });
  afterAll(async () => {
    await probe.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const edges = () => probe.edges('ps2-keyboard').filter((edge) => !edge.endsWith('*'));

  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 130],
    ['SIGKILL', null],
  ] as const)('%s lets go what a step holds', async ([signal, exitCode]) => {
    const before = edges().length;
    const project = new TestProject(`attach: unix:${monitor}`);
    project.write(
      'scenarios/x.yaml',
      'machine: demo\nsteps:\n  - hold: ctrl-shift\n  - wait-until-still: 50s\n    timeout: 55s\n',
    );
    const running = project.start('run');
    await probe.until('both are down', () => edges().length >= before + 2);
    running.kill(signal);
    expect((await running.outcome).exitCode).toBe(exitCode);
    await probe.until('both are up', () => edges().length >= before + 4);
    const wanted = [`${CTRL}+`, `${SHIFT}+`, `${SHIFT}-`, `${CTRL}-`];
    expect(edges().slice(before)).toEqual(wanted);
  });

  test('release-modifiers lets go what somebody else left down', async () => {
    const before = edges().length;
    await probe.guest.keyboard.hold(['shift']);
    await probe.until('it is down', () => edges().length > before);
    const attach = { attach: `unix:${monitor}`, 'release-modifiers': true };
    const ours = await startMachine(attach, { baseDir: '.' });
    try {
      expect(new Guest(ours).warnings.take()).toEqual([]);
      await probe.until('it is up', () => edges().length >= before + 2);
      expect(edges().slice(before)).toEqual([`${SHIFT}+`, `${SHIFT}-`]);
    } finally {
      await ours.stop();
      await probe.guest.releaseAll();
    }
  });
});
