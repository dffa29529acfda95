import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { TestProject } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { attachedMachines, startScreen } from '../support/screen-server.ts';

async function start(): Promise<TestProject> {
  const project = new TestProject();
  project.write('guestwright.yaml', attachedMachines([await startScreen()]));
  project.write('scenarios/a.yaml', 'machine: demo1\nsteps:\n  - screenshot: a\n');
  return project;
}

test.each([
  [['--live-port', '8080'], 'there is no --live'],
  [['--live', '--live-port', '0'], '--live-port: expected a whole number from 1 to 65535'],
  [['--live=watch'], '--live: expected --live or --live=control, got "watch"'],
])('run %j is a mistake', async (flags, message) => {
  const { exitCode, stderr } = await (await start()).run('run', ...flags);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});

test('what stands behind --live is a path, and the run ends with the run', async () => {
  const project = await start();
  const { exitCode, stdout } = await project.run('run', '--live', 'scenarios/a.yaml');
  expect(stdout).toMatch(/^Live: http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/ \(view only\)$/m);
  expect(exitCode).toBe(0);
});

test('a port that is taken is told before anything starts', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const project = await start();
  const { exitCode, stderr } = await project.run('run', '--live', '--live-port', `${port}`);
  expect(stderr).toContain('--live-port: listen EADDRINUSE');
  expect(exitCode).toBe(2);
});

test('display means one machine', async () => {
  const project = await start();
  const options = { cwd: project.folder };
  const both = await runCli(['display', '--machine', 'demo1', '--attach', '/run/vm/qmp'], options);
  expect(both).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--attach: ') });
  const none = await runCli(['display', '--attach', '/nonexistent/qmp'], options);
  expect(none).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('/nonexistent/qmp') });
});
