import { expect, guestTest } from 'guestwright/vitest';

// The pictures are those of the scenarios in ../installer.
const test = guestTest({ machine: 'installer', baselines: 'demo/keyboard' });

test('goes to the host name by keyboard', async ({ guest }) => {
  await expect(guest).toMatchScreen('welcome');
  await guest.keyboard.press('enter');
  await expect(guest).toMatchScreen('licence');
  await guest.keyboard.press('space');
  await expect(guest).toMatchScreen('licence-accepted');
  await guest.keyboard.press('alt-c');
  await expect(guest).toMatchScreen('hostname');
  await guest.keyboard.type('guest-01');
  await expect(guest).toMatchScreen('hostname-typed', { timeout: '10s', maxDiffPixels: 0 });
});

test.describe('by pointer', () => {
  test.override({ baselines: 'demo/pointer' });

  test('does not go on without the licence', async ({ guest }) => {
    await expect(guest).toMatchScreen('welcome');
    await guest.pointer.click({ x: 812, y: 612 });
    await expect(guest).toMatchScreen('licence');
    await guest.pointer.click({ x: 812, y: 612 });
    await guest.screen.waitUntilStill({ quietMs: 300, timeoutMs: 10_000 });
    await expect(guest).not.toMatchScreen('hostname', { timeout: 0 });
    await guest.pointer.click({ x: 170, y: 538 });
    await expect(guest).toMatchScreen('licence-accepted');
  });
});
