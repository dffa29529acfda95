import { expect, test } from 'vitest';
import { demoMachine, TestProject } from '../support/project.ts';
import { describeWith } from '../support/with-qemu.ts';

const upToTheDesktops = `name: Up to the desktops
machine: demo
baselines: demo/keyboard
matrix: { other: [hostname] }
before:
  - if: { screen: "\${matrix.other}" }
    then: [{ press: f1 }]
    else: [{ wait-for-screen: welcome }]
steps:
  - any-of:
      - screen: hostname
        then: [{ press: f2 }]
      - screen: welcome
        then:
          - run: parts/continue.yaml
            with: { chord: enter, next: licence }
  - press: spc
  - run: parts/continue.yaml
    with: { chord: alt-c, next: hostname }
  - type: "guest-01"
  - run: parts/continue.yaml
    with: { chord: enter, next: desktop }
  - press: { keys: down, times: 2 }
  - press: tab
  - repeat: { until: { screen: desktop-chosen }, max: 6 }
    steps: [{ press: right }]
  - none-of: [{ screen: welcome }, { event: RESET }]
after:
  - screenshot: last
`;

const part = `parameters: { chord: , next: }
steps:
  - press: "\${with.chord}"
  - wait-for-screen: "\${with.next}"
`;

describeWith('qemu-system-x86_64')('blocks on the demo guest', () => {
  test('take the branch that the screen asks for, and repeat until it is as wanted', async () => {
    const project = new TestProject(demoMachine());
    project.copy('baselines/demo');
    project.write('scenarios/up.yaml', upToTheDesktops);
    project.write('scenarios/parts/continue.yaml', part);
    const outcome = await project.run('run');
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(outcome.stdout).toContain('1 passed');

    const notes = project.finishedSteps.flatMap(({ note }) => note ?? []);
    expect(notes.filter((note) => /^(then|else|screen)/.test(note))).toEqual([
      expect.stringMatching(/^else: screen hostname: /),
      'screen welcome',
    ]);
    const rounds = project.finishedSteps.flatMap(({ round }) => round ?? []);
    expect(rounds).toEqual([2, 3, 4]);
    const [start] = project.events;
    const outlines = start?.type === 'run-started' ? start.scenarios : [];
    expect(outlines.map(({ id }) => id)).toEqual(['up[other=hostname]']);
    const files = start?.type === 'run-started' ? Object.keys(start.sources) : [];
    expect(files).toEqual(['scenarios/up.yaml', 'scenarios/parts/continue.yaml']);
  });
});
