import { writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { QmpClient } from '../../src/qmp/client.ts';
import { TestProject } from '../support/project.ts';
import { noReply, QmpServer } from '../support/qmp-server.ts';

const looks = 'machine: demo\nsteps:\n  - screenshot: a\n';

async function attachTo(
  screendump: (server: QmpServer, args: Record<string, unknown>) => unknown,
): Promise<TestProject> {
  const server: QmpServer = await QmpServer.start({
    handlers: {
      'query-status': () => ({ running: true, status: 'running' }),
      screendump: (args) => screendump(server, args),
    },
  });
  onTestFinished(() => server.close());
  const project = new TestProject(`attach: unix:${server.address.path}`);
  project.write('scenarios/a.yaml', looks);
  return project;
}

/** Answers `screendump` by writing these bytes. */
function dumps(bytes: string) {
  return (_: QmpServer, { filename }: Record<string, unknown>) => {
    writeFileSync(String(filename), bytes);
    return {};
  };
}

test.each([
  ['truncated', `P6\n4 2\n255\n${'x'.repeat(20)}`, /24 bytes.*20|20.*24/],
  ['with too much in it', `P6\n4 2\n255\n${'x'.repeat(30)}`, /24 bytes.*30|30.*24|6 bytes/],
  ['of a gigapixel', 'P6\n40000 40000\n255\n', /40000/],
  ['that is none', 'GIF89a', /P6/],
])('a frame %s is an error of the machine', async (_, bytes, message) => {
  const project = await attachTo(dumps(bytes));
  const outcome = await project.run('run');
  expect(outcome.exitCode).toBe(3);
  const [step] = project.finishedSteps;
  expect(step).toMatchObject({ verdict: 'error' });
  expect(step?.trouble?.message).toMatch(message);
  expect(outcome.stdout).toContain(`scenarios/a.yaml:3:5: ${step?.trouble?.message}\n`);
});

test('a machine that loses its monitor in a step ends the scenario with an error', async () => {
  const project = await attachTo((server) => {
    server.disconnect();
    return noReply;
  });
  const outcome = await project.run('run');
  expect(outcome.exitCode).toBe(3);
  expect(project.finishedSteps).toMatchObject([{ verdict: 'error' }]);
  expect(outcome.stdout).toMatch(
    /scenarios\/a\.yaml:3:5: the machine at unix:\S+ is gone: .*closed/,
  );
});

test('a machine that is lost while a step is looked at afterwards is an error of that step', async () => {
  const server: QmpServer = await QmpServer.start({
    handlers: {
      'input-send-event': () => ({}),
      'human-monitor-command': () => 'portb[0x0064] = 0x1c\r\n',
      screendump: () => {
        server.disconnect();
        return noReply;
      },
    },
  });
  onTestFinished(() => server.close());
  const project = new TestProject(`attach: unix:${server.address.path}\nkeyboard: ps2`);
  project.write('scenarios/a.yaml', 'machine: demo\nsteps:\n  - press: enter\n');
  const outcome = await project.run('run');
  expect(outcome.exitCode).toBe(3);
  expect(project.finishedSteps).toMatchObject([{ verdict: 'error' }]);
});

test('a monitor that another client holds is named within the deadline', {
  timeout: 20_000,
}, async () => {
  const server = await QmpServer.start({ oneClientAtATime: true });
  onTestFinished(() => server.close());
  await using holder = await QmpClient.connect(server.address);
  expect(holder.version.major).toBe(7);
  const project = new TestProject(`attach: unix:${server.address.path}`);
  project.write('scenarios/a.yaml', looks);
  const outcome = await project.run('run');
  expect(outcome.exitCode).toBe(3);
  expect(outcome.stdout).toMatch(/scenarios\/a\.yaml: .*greeting.*/);
  expect(outcome.stdout).toContain('another client');
});
