import { defineScreenCheck } from '../parts/screen-check.ts';

export const expectScreen = defineScreenCheck({
  key: 'expect-screen',
  summary: 'Looks once: the screen matches its baseline now. With a timeout it waits',
  timeoutMs: 0,
});
