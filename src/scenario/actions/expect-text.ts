import { defineTextCheck } from '../parts/text-check.ts';

export const expectText = defineTextCheck({
  key: 'expect-text',
  summary: 'Looks once: the screen says a text now. With a timeout it waits',
  timeoutMs: 0,
});
