import { expect, test } from 'vitest';
import { TestProject } from '../support/project.ts';

test('a reader that goes away does not end the command with an error', async () => {
  const project = new TestProject('attach: unix:/nowhere');
  const steps = Array.from({ length: 2000 }, () => '  - press: enter\n').join('');
  project.write('scenarios/a.yaml', `machine: demo\nsteps:\n${steps}`);
  const command = project.start('plan', 'scenarios');
  command.stdout?.once('data', () => command.stdout?.destroy());
  expect(await command.outcome).toMatchObject({ exitCode: 0, stderr: '' });
});
