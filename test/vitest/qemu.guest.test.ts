import { expect, onTestFinished } from 'vitest';
import { testWithDemoGuest } from '../support/needs-qemu.ts';
import { scenarioOf, VitestProject } from './vitest-project.ts';

const test = testWithDemoGuest(import.meta.filename);

const tests = `
import { expect, guestTest } from 'guestwright/vitest';

const test = guestTest({ baselines: 'demo/keyboard' });

test('passes', async ({ guest }) => {
  await expect(guest).toMatchScreen('welcome');
  await guest.keyboard.press('enter');
  await expect(guest).toMatchScreen('licence');
});

test('late', { timeout: 8000 }, async ({ guest }) => {
  await expect(guest).toMatchScreen('welcome');
  await guest.keyboard.hold(['shift']);
  await guest.screen.waitUntilStill({ quietMs: 60_000, timeoutMs: 60_000 });
});

test('throws', async ({ guest }) => {
  await expect(guest).toMatchScreen('welcome');
  throw new Error('own');
});
`;

test('whatever becomes of a test, no QEMU is left', async () => {
  const project = new VitestProject({ driver: 'qemu' });
  onTestFinished(() => project.remove());
  project.write('test/qemu.test.ts', tests);
  const { stderr } = await project.runVitest();
  expect(project.guests).toEqual([]);
  const run = await project.readRun();
  expect(scenarioOf(run, 'passes')).toMatchObject({ verdict: 'passed' });
  expect(scenarioOf(run, 'passes').machine).toMatch(/^QEMU/);
  expect(scenarioOf(run, 'late').steps.at(-1)).toMatchObject({ verdict: 'failed' });
  expect(scenarioOf(run, 'throws')).toMatchObject({ trouble: { message: 'own' } });
  expect(stderr).toContain('Test timed out in 8000ms');
});
