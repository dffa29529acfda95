import { relative, resolve } from 'node:path';
import { ScenarioError } from '../errors.ts';
import { findLayout, type Layout } from '../input/layout.ts';
import { us } from '../input/layouts/us.ts';
import type { Pace } from '../input/pace.ts';
import type { MachineDescription } from '../machine/description.ts';
import type { Driver } from '../machine/start.ts';
import { didYouMean } from '../near-name.ts';
import { formatDiagnostic } from '../scenario/parse/diagnostic.ts';
import { type MachineChoice, readMachine } from '../scenario/parse/machine-choice.ts';
import type { Project } from '../scenario/parse/project.ts';
import { YamlText } from '../scenario/parse/yaml-text.ts';
import { screenName } from '../scenario/values.ts';

/** What a test says of its guest; each of them is a fixture, so that `test.override` changes it. */
export interface GuestSettings {
  /** A name from guestwright.yaml, or a machine as it would stand there. Default: the only one there. */
  readonly machine: string | MachineDescription | undefined;
  /** The folder of its baselines, below that of all of them. Default: the test file's path. */
  readonly baselines: string | undefined;
  /** What the guest's keyboard is set to. Default: the machine's, else us. */
  readonly layout: string | undefined;
  /** How gently to type. Default: the machine's, else fast. */
  readonly pace: Pace | undefined;
  /** What runs a guest that both can run. Default: auto, QEMU where it is installed. */
  readonly driver: Driver;
  /** A guest for each test, or one for all tests of a file, in which each finds what the one before left. */
  readonly scope: 'test' | 'file';
}

/** @throws ScenarioError `bad-project`, `no-machine`, `unknown-machine`, `bad-machine`, `missing-files` */
export function chooseMachine(wanted: GuestSettings['machine'], project: Project): MachineChoice {
  const choice =
    typeof wanted === 'object' ? readDescription(wanted, project) : findMachine(wanted, project);
  const missing = choice.findMissingFiles();
  if (missing.length === 0) return choice;
  throw new ScenarioError('missing-files', missing.map(formatDiagnostic).join('\n'));
}

function findMachine(name: string | undefined, project: Project): MachineChoice {
  const { machines, mistakes, file } = project;
  if (mistakes.length > 0) {
    throw new ScenarioError('bad-project', mistakes.map(formatDiagnostic).join('\n'));
  }
  const names = [...machines.keys()];
  const hint = "write test.override({ machine: 'NAME' }), or guestTest({ machine: 'NAME' })";
  if (name === undefined) {
    const [only, second] = machines.values();
    if (only && !second) return only;
    const there = names.length === 0 ? `${file ?? 'guestwright.yaml'} has none` : names.join(', ');
    throw new ScenarioError('no-machine', `which machine? There is: ${there}`, { hint });
  }
  const machine = machines.get(name);
  if (machine) return machine;
  const message = `there is no machine ${JSON.stringify(name)}.${didYouMean(name, names)}`;
  throw new ScenarioError('unknown-machine', message, { hint: `there is: ${names.join(', ')}` });
}

/** Read as it would be in YAML, which JSON is. */
function readDescription(description: MachineDescription, { root }: Project): MachineChoice {
  const text = new YamlText('machine', JSON.stringify(description), (value) => value);
  const reading = readMachine(text.value, { text, path: [], baseDir: root });
  if (reading.ok) return reading.machine;
  const messages = reading.mistakes.map(({ message }) => message).join('; ');
  throw new ScenarioError('bad-machine', `machine: ${messages}`);
}

/** @throws ScenarioError `unknown-layout` */
export function chooseLayout(name: string | undefined, machine: MachineChoice): Layout {
  if (name === undefined) return machine.layout ?? us;
  const found = findLayout(name);
  if (found.ok) return found.layout;
  throw new ScenarioError('unknown-layout', found.message);
}

/**
 * The folder that was named, else the test file's path from the project's root without its endings.
 * @throws ScenarioError `bad-baselines`
 */
export function chooseBaselines(named: string | undefined, file: string, root: string): string {
  const folder = named ?? nameFile(file, root).replaceAll(/[^\w./-]/g, '_');
  const { success, error } = screenName.safeParse(folder);
  if (success) return folder;
  throw new ScenarioError('bad-baselines', `baselines: ${error.issues[0]?.message}`);
}

/** `test/installer` of `test/installer.test.ts`. */
export function nameFile(file: string, root: string): string {
  const path = relative(root, resolve(file)).replaceAll('\\', '/').replaceAll('../', '');
  return path.replace(/(\.(test|spec))?\.[cm]?[jt]sx?$/, '');
}
