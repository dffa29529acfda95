import { defineTextCheck } from '../parts/text-check.ts';

export const waitForText = defineTextCheck({
  key: 'wait-for-text',
  summary: 'Waits until the screen says a text. Default timeout: 30s',
  timeoutMs: 30_000,
});
