import { expect, test as plain, type TestAPI } from 'vitest';
import type { Guest } from '../guest/guest.ts';
import type { Area, ScreenOptions, TextOptions } from './matcher-options.ts';
import { toMatchScreen, toShowText } from './matchers.ts';
import type { GuestSettings } from './settings.ts';
import { TestFile } from './test-file.ts';
import { withGuest } from './with-guest.ts';

export type { Area, GuestSettings, ScreenOptions, TextOptions };
export { expect };

expect.extend({ toMatchScreen, toShowText });

/** What a test is given. */
export interface GuestFixtures extends GuestSettings {
  /** The running guest; each call of it is a step in the report. */
  readonly guest: Guest;
}

const defaults: GuestSettings = {
  machine: undefined,
  baselines: undefined,
  layout: undefined,
  pace: undefined,
  driver: 'auto',
  scope: 'test',
};

/** Vitest's `test` with a guest; the settings hold for all of its tests, unless `test.override` says otherwise. */
export function guestTest(settings: Partial<GuestSettings> = {}): TestAPI<GuestFixtures> {
  return plain.extend<{ $file: { guestFile: TestFile }; $test: GuestFixtures }>({
    ...defaults,
    ...settings,
    guestFile: [
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of fixtures from the pattern.
      async ({}, use) => {
        const file = new TestFile();
        await use(file);
        await file.close();
      },
      { scope: 'file' },
    ],
    guest: async (
      { guestFile, machine, baselines, layout, pace, driver, scope, task, signal, skip },
      use,
    ) => {
      const settings = { machine, baselines, layout, pace, driver, scope };
      await withGuest({ file: guestFile, settings, task, signal, skip }, use);
    },
  });
}

/** Vitest's `test` with a `guest`: a machine of guestwright.yaml, started for each test. */
export const test = guestTest();

interface GuestMatchers {
  /** The screen matches its baseline, or comes to do so in time. Without a baseline, the test fails at its end. */
  toMatchScreen(name: string, options?: ScreenOptions): Promise<void>;
  /** The screen says a text, or comes to do so in time. */
  toShowText(text: string | RegExp, options?: TextOptions): Promise<void>;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: as vitest declares it.
  interface Matchers<T = any> extends GuestMatchers {}
}
