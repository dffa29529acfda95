import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { foldRun, type RunSummary, type ScenarioSummary } from '../../src/report/fold.ts';
import { readEvents } from '../../src/report/read-events.ts';
import { defer } from '../../src/vitest/defer.ts';
import { demoElf, repository } from '../support/needs-qemu.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { findGuests } from '../support/with-qemu.ts';

const describe = (driver: string) => `machines:
  demo:
    driver: ${driver}
    kernel: ${join(repository, demoElf)}
    memory: 64M
    pointer: vmmouse
    boot-screen: demo/keyboard/welcome
secrets:
  door: { env: DOOR }
`;

const setup = "globalSetup: 'guestwright/vitest/setup', ";
const DEADLINE_MS = 180_000;

interface RunningVitest {
  readonly kill: (signal: NodeJS.Signals) => boolean;
  readonly result: Promise<CliResult>;
}

/** A project of somebody who writes tests with vitest, and has installed both. */
export class VitestProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'gw-vitest-'));

  constructor({ withSetup = true, driver = 'embedded' } = {}) {
    const modules = join(this.folder, 'node_modules');
    mkdirSync(modules);
    symlinkSync(repository, join(modules, 'guestwright'));
    symlinkSync(join(repository, 'node_modules/vitest'), join(modules, 'vitest'));
    this.write('guestwright.yaml', describe(driver));
    this.write('package.json', '{ "type": "module" }');
    const config = `${withSetup ? setup : ''}testTimeout: 20_000`;
    this.write('vitest.config.ts', `export default { test: { ${config} } };\n`);
    const baselines = 'baselines/demo/keyboard';
    cpSync(join(repository, baselines), join(this.folder, baselines), { recursive: true });
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  runVitest(env: Readonly<Record<string, string>> = {}): Promise<CliResult> {
    return this.startVitest(env).result;
  }

  /** As somebody runs it who is not run by vitest himself. */
  startVitest(env: Readonly<Record<string, string>> = {}): RunningVitest {
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(VITEST|NODE_ENV|CI$)/.test(name),
    );
    const options = { cwd: this.folder, timeout: DEADLINE_MS, maxBuffer: 16 * 1024 * 1024 };
    const all = { ...Object.fromEntries(own), NO_COLOR: '1', ...env };
    const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
    const { promise, resolve } = defer<CliResult>();
    const args = [vitest, 'run'];
    const child = execFile(
      process.execPath,
      args,
      { ...options, env: all },
      (error, stdout, stderr) =>
        resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    );
    return { kill: (signal) => child.kill(signal), result: promise };
  }

  /** What the newest run has told so far. */
  get told(): string {
    const file = join(this.runFolder, 'events.ndjson');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  runCommand(...args: readonly string[]): Promise<CliResult> {
    return runCli(args, { cwd: this.folder });
  }

  get runs(): string[] {
    const results = join(this.folder, 'results');
    return existsSync(results) ? readdirSync(results).toSorted() : [];
  }

  get runFolder(): string {
    return join(this.folder, 'results', this.runs.at(-1) ?? 'none');
  }

  async readRun(): Promise<RunSummary> {
    return foldRun(await readEvents(this.runFolder));
  }

  /** The machines that it has started and that still run. */
  get guests(): number[] {
    return findGuests(this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The scenario that the test of that name is. */
export function scenarioOf({ scenarios }: RunSummary, name: string): ScenarioSummary {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (!found) throw new Error(`no scenario ${name}: ${scenarios.map((each) => each.name)}`);
  return found;
}
