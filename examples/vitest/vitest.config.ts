import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // All tests of a run share one folder in results, and one report.
    globalSetup: 'guestwright/vitest/setup',
    // A guest boots and installs; 5 s, vitest's own, are few for that.
    testTimeout: 60_000,
  },
});
