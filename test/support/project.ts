import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RunEvent } from '../../src/runner/events.ts';
import { demoElf as demoElfBelow, repository } from './needs-qemu.ts';
import { findGuests, makeTestFolder, until } from './with-qemu.ts';

export const root = repository;
export const demoElf = join(root, demoElfBelow);

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Running = ChildProcess & {
  readonly outcome: Promise<Outcome>;
  /** What it has printed so far. */
  readonly said: () => string;
};

/** A project in a folder of its own, that the command is run in as a user runs it. */
export class TestProject {
  readonly folder = makeTestFolder();
  /** Added to the command's environment. */
  readonly env: Record<string, string> = {};

  /** `machine` is the YAML of a machine called demo. */
  constructor(machine = demoMachine()) {
    this.write('guestwright.yaml', `machines:\n  demo:\n${indent(machine, 4)}`);
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  /** Takes a file or a folder of the repository along. */
  copy(path: string): void {
    cpSync(join(root, path), join(this.folder, path), { recursive: true });
  }

  start(...args: readonly string[]): Running {
    return this.startProgram(process.execPath, [join(root, 'dist/cli/main.js'), ...args]);
  }

  /** Another program, as the command is started. */
  startProgram(program: string, args: readonly string[]): Running {
    const { CI, GITHUB_ACTIONS, GITHUB_STEP_SUMMARY, ...env } = process.env;
    const child = spawn(program, args, {
      cwd: this.folder,
      env: { ...env, NO_COLOR: '1', ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    const outcome = once(child, 'close').then(([exitCode]) => ({ exitCode, stdout, stderr }));
    return Object.assign(child, { outcome, said: () => stdout + stderr });
  }

  run(...args: readonly string[]): Promise<Outcome> {
    return this.start(...args).outcome;
  }

  /** The newest run's folder. */
  get runFolder(): string {
    const runs = readdirSync(join(this.folder, 'results')).toSorted();
    return join(this.folder, 'results', runs.at(-1) ?? 'none');
  }

  get events(): RunEvent[] {
    const text = readFileSync(join(this.runFolder, 'events.ndjson'), 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  get finishedSteps(): (RunEvent & { type: 'step-finished' })[] {
    return this.events.filter((event) => event.type === 'step-finished');
  }

  serialLog(scenario: string): string {
    return readFileSync(join(this.runFolder, 'serial', `${scenario}.log`), 'latin1');
  }

  /** The machines that it has started and that still run. */
  get guests(): number[] {
    return findGuests(this.folder);
  }

  async untilStep(index: number): Promise<void> {
    await until(`step ${index} has started`, () => this.#hasStarted(index), 20_000);
  }

  #hasStarted(index: number): boolean {
    try {
      return this.events.some((event) => event.type === 'step-started' && event.step === index);
    } catch {
      return false;
    }
  }
}

/** The demo guest, under TCG, wherever the project is. */
export function demoMachine(...more: readonly string[]): string {
  return [`kernel: ${demoElf}`, 'memory: 64M', 'pointer: vmmouse', 'accel: tcg', ...more].join(
    '\n',
  );
}

function indent(text: string, by: number): string {
  return text
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');
}
