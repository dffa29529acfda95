import { defineScreenCheck } from '../parts/screen-check.ts';

export const waitForScreen = defineScreenCheck({
  key: 'wait-for-screen',
  summary: 'Waits until the screen matches its baseline. Default timeout: 30s',
  timeoutMs: 30_000,
});
