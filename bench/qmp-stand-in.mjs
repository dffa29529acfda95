import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LineSplitter } from '../dist/qmp/lines.js';

const greeting = {
  QMP: { version: { qemu: { micro: 22, minor: 2, major: 7 }, package: '' }, capabilities: ['oob'] },
};

/**
 * A QMP server in this process whose screen is always the same picture: what is left of a run's time is
 * the runner's own.
 * @param {string} ppmFile
 */
export async function startStandIn(ppmFile) {
  const folder = mkdtempSync(join(tmpdir(), 'guestwright-bench-'));
  const path = join(folder, 'qmp');
  const server = createServer((client) => {
    const lines = new LineSplitter();
    const say = (/** @type {object} */ message) => client.write(`${JSON.stringify(message)}\r\n`);
    client.on('data', (/** @type {Buffer} */ chunk) => {
      for (const line of lines.push(chunk)) {
        const command = JSON.parse(line);
        const reply = answer(command);
        if (reply) say({ return: reply.value, id: command.id });
        else say({ id: command.id, error: { class: 'CommandNotFound', desc: command.execute } });
      }
    });
    client.on('error', () => client.destroy());
    say(greeting);
  });

  /** @param {{ execute: string, arguments?: { filename?: string } }} command */
  function answer({ execute, arguments: args }) {
    switch (execute) {
      case 'qmp_capabilities':
      case 'input-send-event':
        return { value: {} };
      case 'query-status':
        return { value: { running: true, status: 'running' } };
      case 'screendump':
        copyFileSync(ppmFile, args?.filename ?? '');
        return { value: {} };
      default:
        return undefined;
    }
  }

  await new Promise((resolve) => server.listen(path, () => resolve(undefined)));
  return {
    address: `unix:${path}`,
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
