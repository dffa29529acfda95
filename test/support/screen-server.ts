import { writeFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { type Handler, QmpServer } from './qmp-server.ts';

/** A small picture of one colour, as `screendump` writes it. */
export function ppm(grey: number): Buffer {
  return Buffer.concat([Buffer.from('P6\n4 2\n255\n'), Buffer.alloc(24, grey)]);
}

/** A machine for tests of the runner: a QMP server with a screen, and nothing behind it. */
export async function startScreen(
  handlers: Readonly<Record<string, Handler>> = {},
): Promise<QmpServer> {
  const server = await QmpServer.start({
    handlers: {
      'query-status': () => ({ running: true, status: 'running' }),
      'input-send-event': () => ({}),
      'human-monitor-command': () => 'portb[0x0064] = 0x1c\r\n',
      screendump: ({ filename }) => {
        writeFileSync(String(filename), ppm(90));
        return {};
      },
      ...handlers,
    },
  });
  onTestFinished(() => server.close());
  return server;
}

/** The YAML of machines `demo1`, `demo2`, ... that are attached to these servers. */
export function attachedMachines(servers: readonly QmpServer[]): string {
  const machines = servers.map(
    ({ address }, index) =>
      `  demo${index + 1}: { attach: 'unix:${address.path}', keyboard: ps2 }\n`,
  );
  return `machines:\n${machines.join('')}`;
}
