import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { describeWithProbeGuest } from '../support/probe-guest.ts';
import { TestProject } from '../support/project.ts';
import { shellMachine } from '../support/shell-guest.ts';

/** A character that a line editor writes twice at the edge of the terminal; in JSON as well. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it writes a backspace
const twice = /.(?:\x08|\\b)/g;
const long = Array.from({ length: 12 }, (_, i) => `Geheim${i}wort`).join('-');

/** Every file of the run that holds the text, as its bytes are or as a terminal reads them. */
function filesWith(text: string, folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = join(folder, name);
    if (!statSync(file).isFile()) return false;
    const content = readFileSync(file, 'latin1');
    const read = content.replace(twice, '').replace(/\r|\\r/g, '');
    return content.includes(text) || read.includes(text);
  });
}

describeWithProbeGuest(import.meta.filename)('secrets on the serial console', () => {
  test('neither what is sent nor its echo stands in any file of the run', async () => {
    const project = new TestProject('{ attach: unix:/nowhere }');
    const machine = shellMachine({}, project.folder);
    const secrets = { short: { env: 'SHORT' }, long: { env: 'LONG' } };
    project.write('guestwright.yaml', stringify({ machines: { probe: machine }, secrets }));
    Object.assign(project.env, { SHORT: 'opn-sesame', LONG: long });
    const steps = [
      { serial: { expect: '/[#$] $/' } },
      { serial: { send: 'echo "${secrets.short}" and on' } },
      { serial: { expect: 'and on\n', send: 'Zeile-mit-Sinn', secret: true } },
      { shell: 'echo "got ${secrets.long}"' },
      { shell: { run: `true ${'x'.repeat(900)} Kennwort-am-Ende`, secret: true } },
      { shell: { run: 'true Nur-hier; false', secret: true }, optional: true },
      { serial: { expect: 'never' }, timeout: '300ms', optional: true },
      { shell: 'echo plain words' },
    ];
    project.write('scenarios/secret.yaml', stringify({ machine: 'probe', steps }));
    const { exitCode, stdout, stderr } = await project.run('run', '--trace', 'on');
    expect(exitCode, stdout + stderr).toBe(0);
    const told = ['opn-sesame', long, 'Zeile-mit-Sinn', 'Kennwort-am-Ende', 'Nur-hier'];
    for (const text of [...told, long.slice(0, 40), long.slice(-40)]) {
      expect(stdout + stderr).not.toContain(text);
      expect([text, ...filesWith(text, project.runFolder)]).toEqual([text]);
    }
    const log = project.serialLog('secret');
    expect(log).toContain('plain words');
    expect(Buffer.from(log, 'latin1').toString()).toContain('echo "••••••" and on');
  });
});
