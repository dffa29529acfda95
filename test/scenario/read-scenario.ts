import { relative } from 'node:path';
import { formatDiagnostic } from '../../src/scenario/parse/diagnostic.ts';
import { parseScenario, type ScenarioReading } from '../../src/scenario/parse/parse.ts';
import { loadProject } from '../../src/scenario/parse/project.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { encodePng } from '../../src/screen/files/png.ts';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';

type Environment = Readonly<Record<string, string>>;

/** A project whose scenario `scenarios/x.yaml` has baselines, good and bad. */
export interface Bench {
  readonly folder: ProjectFolder;
  read(text: string, environment?: Environment, file?: string): Promise<ScenarioReading>;
  /** The scenario of a text without mistakes. */
  accept(text: string, environment?: Environment, file?: string): Promise<Scenario>;
  /** The mistakes as they are printed, paths from the project's folder. */
  diagnose(text: string, environment?: Environment): Promise<string>;
}

function picture(width: number, height: number): Uint8Array {
  return encodePng({ width, height, data: new Uint8Array(width * height * 3) });
}

export async function makeBench(
  configuration = 'machines:\n  demo: { kernel: demo.elf }\n  usb: { keyboard: usb }\n',
): Promise<Bench> {
  const folder = await makeProjectFolder({
    'guestwright.yaml': configuration,
    'baselines/x/welcome.png': picture(64, 48),
    'baselines/x/large.png': picture(128, 96),
    'baselines/x/broken.png': 'no picture',
    'baselines/x/ruled.png': picture(64, 48),
    'baselines/x/ruled.yaml': 'mask: [60, 0, 8, 8]\nregion: [0, 0, 99, 1]\n',
    'baselines/x/misruled.png': picture(64, 48),
    'baselines/x/misruled.yaml': 'comment: a clock\nmasks: [0, 0, 8, 8]\n',
  });
  const read: Bench['read'] = async (text, environment = {}, file = 'scenarios/x.yaml') =>
    parseScenario(
      `${folder.root}/${file}`,
      text,
      await loadProject(folder.root, environment),
      environment,
    );
  return {
    folder,
    read,
    async accept(text, environment, file) {
      const reading = await read(text, environment, file);
      if (!reading.ok) throw new Error(reading.mistakes.map(formatDiagnostic).join('\n'));
      const [scenario] = reading.scenarios;
      if (!scenario) throw new Error('a text is at least one scenario');
      return scenario;
    },
    async diagnose(text, environment) {
      const reading = await read(text, environment);
      if (reading.ok) return 'no mistakes';
      const printed = reading.mistakes.map(formatDiagnostic).join('\n');
      return printed.replaceAll(`${relative(process.cwd(), folder.root)}/`, '');
    },
  };
}

/** A scenario of these steps, which begin in line 3. */
export function stepsText(...steps: readonly string[]): string {
  const lines = steps.map((step) => `  - ${step.replaceAll('\n', '\n    ')}`);
  return ['machine: demo', 'steps:', ...lines, ''].join('\n');
}
