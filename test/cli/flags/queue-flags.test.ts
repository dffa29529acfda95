import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readQueueFlags } from '../../../src/cli/flags/queue-flags.ts';
import { root, TestProject } from '../../support/project.ts';

test('without --queue there is none', () => {
  expect(readQueueFlags({})).toBeUndefined();
});

test('the address may be in the environment, and the wait has a default', () => {
  const env = { GUESTWRIGHT_QUEUE: 'redis://queue' };
  expect(readQueueFlags({ queue: true }, env)).toMatchObject({
    address: { shown: 'redis://queue:6379/0' },
    wait: { ms: 300_000, shown: '5m' },
  });
});

test.each([
  [{ queueWait: '1s' }, '--queue-wait says how long to wait for workers: there is no --queue'],
  [
    { queue: 'redis://queue', workers: '2' },
    '--workers and --queue: each worker says how many guests it takes (guestwright worker --workers)',
  ],
  [{ queue: 'redis://queue', live: 'view' }, '--live and --queue: the guests run on other hosts'],
  [
    { queue: 'redis://queue', queueWait: 'long' },
    '--queue-wait: expected a duration such as 80ms, 2s or 1m30s, got "long"',
  ],
])('%j is refused', (flags, message) => {
  expect(() => readQueueFlags(flags, {})).toThrow(
    expect.objectContaining({ code: 'bad-flag', message }),
  );
});

/** A module loader's hook: as if the package had never been installed. */
const without = (name: string) => `import { register } from 'node:module';
const code = \`export async function resolve(name, context, next) {
  if (name !== '${name}') return next(name, context);
  throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
}\`;
register('data:text/javascript,' + encodeURIComponent(code));
`;

test.each(['bullmq', 'ioredis'])('where %s is not installed, that is said', async (name) => {
  const project = new TestProject();
  project.write('hook.mjs', without(name));
  project.write('scenarios/a.yaml', 'machine: demo\nsteps:\n  - press: a\n');
  const hook = ['--import', join(project.folder, 'hook.mjs'), join(root, 'dist/cli/main.js')];
  const args = [...hook, 'run', '--queue', 'redis://127.0.0.1:1'];
  expect(await project.startProgram(process.execPath, args).outcome).toMatchObject({
    exitCode: 3,
    stderr: '--queue: bullmq or ioredis is not installed (npm install --save-dev bullmq ioredis)\n',
  });
});
