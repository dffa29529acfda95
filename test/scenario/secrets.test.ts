import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

const secret = 'hunter2-é';
const settings = `
machines:
  demo: { attach: "unix:/nowhere" }
secrets:
  root: { env: TEST_ROOT_PASSWORD }
  disk: { file: disk.txt }
  lost: { file: no/such.txt }
  empty: { env: TEST_EMPTY }
`;

let project: ProjectFolder;
beforeAll(async () => {
  project = await makeProjectFolder({ 'guestwright.yaml': settings, 'disk.txt': 'open sesame\n' });
});
afterAll(() => project.remove());

async function run(command: 'plan' | 'check', steps: string) {
  await project.write('scenarios/a.yaml', `machine: demo\nsteps:\n${steps}`);
  const env = { TEST_ROOT_PASSWORD: secret, TEST_EMPTY: '' };
  const outcome = await runCli([command, 'scenarios'], { cwd: project.root, env });
  return { ...outcome, said: outcome.stdout + outcome.stderr };
}

describe('a secret', () => {
  test('is typed without being shown, in the short form as in the mapping', async () => {
    const { exitCode, stdout } = await run(
      'plan',
      '  - type: "${secrets.disk}"\n  - type: { text: "x${secrets.disk}", hold: 20ms }\n',
    );
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      'a: a\n   3  type ••••••\n        •••••• (secret)\n   4  type ••••••\n        •••••• (secret)\n',
    );
  });

  test('that the layout cannot type does not say which characters', async () => {
    const { exitCode, said } = await run('check', '  - type: "${secrets.root}"\n');
    expect(exitCode).toBe(2);
    expect(said).toContain("the layout us cannot type 1 of the secret's characters\n");
    expect(said).not.toContain('hunter2');
    expect(said).not.toContain('é');
  });

  test.each([
    ['- press: "${secrets.disk}"', 'a secret can stand only in the text of a type step'],
    [
      '- type: { text: a, layout: "${secrets.disk}" }',
      'a secret can stand only in the text of a type step',
    ],
    [
      '- { type: a, name: "${secrets.disk}" }',
      'a secret can stand only in the text of a type step',
    ],
    ['- type: "${secrets.dsk}"', 'unknown secret dsk. Known: root, disk, lost, empty'],
    ['- type: "${secrets.lost}"', 'the file "no/such.txt" cannot be read: ENOENT'],
    ['- type: "${secrets.empty}"', 'the secret empty is empty'],
  ])('%s is a mistake', async (step, message) => {
    const { exitCode, said } = await run('check', `  ${step}\n`);
    expect(exitCode).toBe(2);
    expect(said).toContain(message);
    expect(said).not.toContain('open sesame');
  });
});
