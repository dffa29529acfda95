import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePorts } from '../support/free-ports.ts';
import { demoElf, TestProject } from '../support/project.ts';
import { testWithClient, withClient } from '../support/remote-clients.ts';
import { runCli } from '../support/run-cli.ts';
import { withMonitor } from '../support/with-monitor.ts';
import { makeTestFolder, until } from '../support/with-qemu.ts';

const vncTest = testWithClient(import.meta.filename, 'gvnccapture');
const spiceTest = testWithClient(import.meta.filename, 'spicy-stats');

/** Lets a client through to a port, but nothing of a picture: it waits, and is connected as long. */
async function holdBack(port: number): Promise<number> {
  const HANDSHAKE_BYTES = 12 + 2 + 4;
  const proxy = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    let said = 0;
    client.on('error', () => server.destroy()).on('close', () => server.destroy());
    server.on('error', () => client.destroy());
    client.pipe(server);
    server.on('data', (bytes) => {
      said += bytes.length;
      if (said <= HANDSHAKE_BYTES) client.write(bytes);
    });
  });
  proxy.listen(0, '127.0.0.1');
  onTestFinished(() => void proxy.close());
  await once(proxy, 'listening');
  const address = proxy.address();
  return typeof address === 'object' && address ? address.port : 0;
}

vncTest('display says who is connected, and with --follow who comes and goes', async () => {
  const [port = 0] = await freePorts(1);
  const more = (folder: string) => [
    ...['-vnc', `127.0.0.1:${port - 5900}`, '-device', 'VGA'],
    ...['-qmp', `unix:${folder}/second,server=on,wait=off`],
  ];
  await withMonitor(more, async ({ client, folder }) => {
    const attach = join(folder, 'second');
    const ask = () => runCli(['display', '--attach', attach], { cwd: makeTestFolder() });
    const server = `VNC       default, at 127.0.0.1:${port}; asks for nothing: whoever gets there is in`;
    const { stdout, exitCode } = await ask();
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^QEMU .*, attached at unix:/),
      server,
      '          nobody is connected',
      'SPICE     not in use',
      'pointer   QEMU PS/2 Mouse, relative, in use',
      '',
    ]);
    expect(exitCode).toBe(0);

    const diary = new TestProject().start('display', '--attach', `unix:${attach}`, '--follow');
    await until('it follows', () => diary.said().includes('pointer'), 20_000);
    const held = await holdBack(port);
    const picture = join(folder, 'x.png');
    const come = client.waitForEvent('VNC_INITIALIZED', { timeoutMs: 20_000 });
    await withClient('gvnccapture', ['-q', `127.0.0.1:${held - 5900}`, picture], async () => {
      await come;
      await until('that is told', () => / looks, by none$/m.test(diary.said()), 20_000);
    });
    await until('so is its end', () => / has left, after /.test(diary.said()), 20_000);
    expect(diary.said()).toMatch(/^\d\d:\d\d:\d\d {2}VNC {4}127\.0\.0\.1:\d+ has come$/m);
    diary.kill('SIGINT');
    expect((await diary.outcome).exitCode).toBe(130);

    const again = client.waitForEvent('VNC_INITIALIZED', { timeoutMs: 20_000 });
    await withClient('gvnccapture', ['-q', `127.0.0.1:${held - 5900}`, picture], async () => {
      await again;
      const lines = (await ask()).stdout.split('\n');
      expect(lines[2]).toMatch(/^ {10}connected before this look: 127\.0\.0\.1:\d+$/);
    });
  });
});

spiceTest('display says who is connected by SPICE, and with which channels', async () => {
  const [port = 0] = await freePorts(1);
  const more = (folder: string) => [
    ...['-spice', `addr=127.0.0.1,port=${port},disable-ticketing=on`, '-device', 'qxl-vga'],
    ...['-qmp', `unix:${folder}/second,server=on,wait=off`],
  ];
  await withMonitor(more, async ({ client, folder }) => {
    const come = client.waitForEvent('SPICE_INITIALIZED', { timeoutMs: 20_000 });
    await withClient('spicy-stats', [`--uri=spice://127.0.0.1?port=${port}`], async () => {
      await come;
      const cwd = makeTestFolder();
      const { stdout } = await runCli(['display', '--attach', join(folder, 'second')], { cwd });
      expect(stdout.split('\n').slice(1, 4)).toEqual([
        'VNC       no server',
        expect.stringContaining(
          `SPICE     at 127.0.0.1:${port}; asks for nothing: whoever gets there is in`,
        ),
        expect.stringMatching(/^ {10}connected before this look: 127\.0\.0\.1:\d+: main/),
      ]);
    });
  });
});

test('display tells an embedded machine from one that nobody looks at', async () => {
  const machine = ['driver: embedded', `kernel: ${demoElf}`, 'pointer: vmmouse'];
  const project = new TestProject(machine.join('\n'));
  const { stdout, exitCode } = await project.run('display');
  expect(stdout.split('\n').slice(1, 4)).toEqual([
    'VNC       none: the embedded machine has no such server',
    'SPICE     none: the embedded machine has no such server',
    expect.stringMatching(/^pointer {3}/),
  ]);
  expect(exitCode).toBe(0);
});
