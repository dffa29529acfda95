import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { PictureFiles } from '../../src/report/export/picture-files.ts';
import { readTrace } from '../../src/report/trace.ts';
import { decodePng } from '../../src/screen/files/png.ts';
import { testWithDemoGuest } from '../support/needs-qemu.ts';
import { demoMachine, TestProject } from '../support/project.ts';

const guestTest = testWithDemoGuest(import.meta.filename);

guestTest(
  'has every frame, all input and all that the guest said, and no secret',
  {
    timeout: 60_000,
  },
  async () => {
    const project = new TestProject(demoMachine('vnc: { password: true }'));
    project.copy('baselines/demo');
    project.env.HOST = 'guest-01';
    project.write(
      'guestwright.yaml',
      `${readFileSync(join(project.folder, 'guestwright.yaml'), 'utf8')}\nsecrets:\n  host: { env: HOST }\n`,
    );
    project.write(
      'scenarios/a.yaml',
      `machine: demo
baselines: demo/keyboard
steps:
  - wait-for-screen: welcome
  - set-password: { protocol: vnc, password: "\${secrets.host}", secret: true }
  - press: enter
  - wait-for-screen: licence
  - press: [spc, alt-c]
  - wait-for-screen: hostname
  - type: { text: "\${secrets.host}", secret: true }
  - press: enter
  - wait-for-screen: desktop
  - press: alt-c
  - wait-until-still: 800ms
`,
    );
    const { exitCode, stdout } = await project.run('run', '--trace', 'on');
    expect(stdout).toContain('1 passed');
    expect(exitCode).toBe(0);

    const lines = await readTrace(project.runFolder, 'trace/a.ndjson');
    const frames = lines.flatMap((line) => (line.type === 'frame' ? [line] : []));
    const files = new PictureFiles(project.runFolder);
    const shown = [];
    for (const frame of frames) shown.push(await files.show(frame));
    expect(files.missing).toBe(0);
    expect(frames.some(({ parts }) => parts !== undefined)).toBe(true);
    const end = readFileSync(join(project.runFolder, project.finishedSteps.at(-1)?.picture ?? ''));
    expect(shown.at(-1)).toEqual(decodePng(end, 'the last step'));
    expect(shown.every((frame, index) => frame?.width === frames[index]?.width)).toBe(true);

    const said = lines.flatMap((line) => (line.type === 'serial' ? [line.text] : [])).join('');
    expect(said).toContain('screen hostname\n');
    expect(said).toContain('hostname ••••••\n');
    const secret = lines.filter((line) => line.type === 'input' && line.secret);
    expect(secret).toMatchObject([{ count: 16 }]);
    const told = lines.map((line) => JSON.stringify(line)).join('\n');
    expect(told).toContain('"data":"ret"');
    expect(told).not.toContain('set_password');
    expect(told).not.toContain('guest-01');
    const data = join(project.runFolder, 'report/data');
    for (const file of readdirSync(data)) {
      expect(readFileSync(join(data, file), 'utf8')).not.toContain('guest-01');
    }
  },
);
