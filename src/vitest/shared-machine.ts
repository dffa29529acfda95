import { statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ScenarioError } from '../errors.ts';
import type { MachineDescription } from '../machine/description.ts';
import type { Machine } from '../machine/machine.ts';
import { type StartOptions, startMachine } from '../machine/start.ts';
import type { QmpClient } from '../qmp/client.ts';

/** One machine for test after test, started when the first one asks for it. */
export class SharedMachine {
  #current: { readonly key: string; readonly machine: Machine } | undefined;
  #isLent = false;

  /**
   * As `startMachine`: the same machine as before where that is of the same description and still runs.
   * To stop it is to give it back. @throws ScenarioError `guest-in-use`
   */
  readonly start = async (
    description: MachineDescription,
    options: StartOptions,
  ): Promise<Machine> => {
    if (this.#isLent) throw inUse();
    this.#isLent = true;
    try {
      const machine = await this.#take(description, options);
      return this.#lend(machine, options);
    } catch (error) {
      this.#isLent = false;
      throw error;
    }
  };

  async stop(): Promise<void> {
    const { machine } = this.#current ?? {};
    this.#current = undefined;
    await machine?.stop();
  }

  async #take(description: MachineDescription, options: StartOptions): Promise<Machine> {
    const key = JSON.stringify([description, options.baseDir, options.driver]);
    if (this.#current?.key === key) return this.#current.machine;
    await this.stop();
    const machine = await startMachine(description, { ...options, serialLog: undefined });
    this.#current = { key, machine };
    machine.died.then(() => this.#forget(machine));
    return machine;
  }

  #lend(machine: Machine, { serialLog, maskSerialLog }: StartOptions): Machine {
    let isOver = false;
    const from = sizeOf(machine.serialLog);
    const { client, forget } = lendClient(machine.client);
    return {
      ...machine,
      client,
      ...(machine.serial && { serialSince: machine.serial.length }),
      stop: async () => {
        if (!this.#isLent) return;
        forget();
        await copyRest(machine.serialLog, from, serialLog, maskSerialLog).catch(() => {});
        if (isOver) await machine.stop();
        this.#isLent = false;
      },
      quit: async () => {
        isOver = true;
        this.#forget(machine);
        await (machine.quit ? machine.quit() : machine.stop());
      },
    };
  }

  #forget(machine: Machine): void {
    if (this.#current?.machine === machine) this.#current = undefined;
  }
}

/** The same client; who observes it through this one does so until `forget`. */
function lendClient(client: QmpClient): {
  readonly client: QmpClient;
  readonly forget: () => void;
} {
  const ends: (() => void)[] = [];
  const observe: QmpClient['observe'] = (observer) => {
    const end = client.observe(observer);
    ends.push(end);
    return end;
  };
  const lent = new Proxy(client, {
    get: (target, key) => {
      if (key === 'observe') return observe;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { client: lent, forget: () => ends.forEach((end) => void end()) };
}

function sizeOf(file: string | undefined): number {
  return file === undefined ? 0 : (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
}

/** What was printed since, as a log of its own. */
async function copyRest(
  from: string | undefined,
  start: number,
  to: string | undefined,
  mask: StartOptions['maskSerialLog'] = (bytes) => bytes,
) {
  if (from === undefined || to === undefined) return;
  await mkdir(dirname(to), { recursive: true });
  const bytes = await readFile(from);
  await writeFile(to, mask(bytes.subarray(start)));
}

function inUse(): ScenarioError {
  const message = 'another test is using the guest of this file';
  return new ScenarioError('guest-in-use', message, {
    hint: "tests that run at a time need a guest each: test.override({ scope: 'test' })",
  });
}
