import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EV_KEY, ProbeReport, probeMachine } from '../../../guests/probe/probe.mjs';
import { Guest } from '../../../src/guest/guest.ts';
import { startMachine } from '../../../src/machine/start.ts';
import { describeWithProbeGuest } from '../../support/probe-guest.ts';
import { makeTestFolder, until } from '../../support/with-qemu.ts';

const READY_MS = 60_000;

/** Every edge of a key or button that the report tells of, whatever device it came from. */
function edgesIn(report: string): string[] {
  const frames = readFileSync(report, 'latin1').split('\n');
  return frames.flatMap((frame) => {
    const [, , ...events] = /^\d+ \d+ /.test(frame) ? frame.split(' ') : [];
    return events.flatMap((event) => {
      const [type, code, value] = event.split('.').map(Number);
      return type === EV_KEY ? [`${code}${value === 1 ? '+' : '-'}`] : [];
    });
  });
}

describeWithProbeGuest(import.meta.filename)('a QEMU that goes on from a saved state', () => {
  test.each([
    ['usb', 'usb-tablet'],
    ['virtio', 'virtio-tablet'],
  ] as const)(
    'has its %s keyboard and its %s, and its sockets',
    { timeout: 120_000 },
    async (keyboard, pointer) => {
      const folder = makeTestFolder();
      const reportFile = join(folder, 'report');
      const description = { ...probeMachine({ keyboard, pointer, reportFile }), vnc: {} };
      const state = makeTestFolder();
      const first = await startMachine(description, { baseDir: folder });
      onTestFinished(() => first.stop());
      const report = new ProbeReport(reportFile);
      await until('the probe is ready', () => report.read().ready, READY_MS);
      await new Guest(first).keyboard.type('one');
      await until('it has got that', () => edgesIn(reportFile).length === 6);
      await first.saveState?.(state);
      await new Guest(first).keyboard.type('two');
      await until('it runs on', () => edgesIn(reportFile).length === 12);
      await first.stop();

      const second = await startMachine(description, { baseDir: folder, state });
      onTestFinished(() => second.stop());
      const guest = new Guest(second);
      await guest.keyboard.type('ab');
      await guest.pointer.click({ x: 10, y: 10 });
      await until('it has got them', () => edgesIn(reportFile).length >= 6);
      const edges = edgesIn(reportFile);
      // Two devices are reported in no order.
      expect(edges.filter((edge) => !edge.startsWith('272'))).toEqual(['30+', '30-', '48+', '48-']);
      expect(edges.filter((edge) => edge.startsWith('272'))).toEqual(['272+', '272-']);
      expect(await second.client.execute('query-vnc')).toMatchObject({ enabled: true });
    },
  );
});
