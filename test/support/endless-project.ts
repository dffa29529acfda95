import { TestProject } from './project.ts';

/** A project whose scenario holds shift and waits for the last screen of an installer that nobody goes through. */
export function endlessProject(machine?: string): TestProject {
  const project = new TestProject(machine);
  project.copy('baselines/demo/keyboard/done.png');
  project.write(
    'scenarios/endless.yaml',
    `machine: demo
baselines: demo/keyboard
steps:
  - wait-until-still: 200ms
  - hold: shift
  - wait-for-screen: done
    timeout: 5m
`,
  );
  return project;
}
