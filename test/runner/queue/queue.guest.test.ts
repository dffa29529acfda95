import { copyFileSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { foldRun } from '../../../src/report/fold.ts';
import type { RunEvent } from '../../../src/runner/events.ts';
import { decodePng } from '../../../src/screen/files/png.ts';
import { demoElf, type Running, TestProject } from '../../support/project.ts';
import { describeWithRedis, RedisServer } from '../../support/redis-server.ts';
import { attachedMachines, startScreen } from '../../support/screen-server.ts';
import { runs, until } from '../../support/with-qemu.ts';

const hasOpenssl = runs('openssl', 'version');
if (!hasOpenssl) console.warn('SKIPPED: a queue by TLS: openssl is not installed');

/** Two copies of one project: what runs, and what its workers have. */
class Twins {
  readonly run = new TestProject();
  readonly worker = new TestProject();
  readonly redis: RedisServer;

  static async make(server: { readonly tls?: boolean } = {}): Promise<Twins> {
    return new Twins(await RedisServer.start(server));
  }

  private constructor(redis: RedisServer) {
    this.redis = redis;
    for (const project of [this.run, this.worker]) project.env.GUESTWRIGHT_QUEUE = redis.url;
  }

  write(file: string, text: string): void {
    for (const project of [this.run, this.worker]) project.write(file, text);
  }

  async writeMachines(count: number): Promise<void> {
    const screens = Array.from({ length: count }, () => startScreen());
    this.write('guestwright.yaml', attachedMachines(await Promise.all(screens)));
  }

  startWorker(name: string, ...flags: readonly string[]): Running {
    return this.worker.start('worker', '--name', name, '--workers', '1', ...flags);
  }
}

function verdictsOf(events: readonly RunEvent[]): Map<string, string[]> {
  const verdicts = new Map<string, string[]>();
  for (const event of events) {
    if (event.type !== 'scenario-finished') continue;
    verdicts.set(event.scenario, [...(verdicts.get(event.scenario) ?? []), event.verdict]);
  }
  return verdicts;
}

const slow = (machine: number) => `machine: demo${machine}\nsteps:\n  - wait-until-still: 200ms\n`;
const endless = 'machine: demo1\nsteps:\n  - wait-for-event: RESET\n    timeout: 5m\n';
const failing =
  'steps:\n  - qmp: { execute: query-status, expect: { status: paused } }\nmachine: demo1\n';

describeWithRedis()('a queue', () => {
  test('loses nothing when one of three workers is killed every second', {
    timeout: 120_000,
  }, async () => {
    const [machines, repeats] = [20, 5];
    const twins = await Twins.make();
    await twins.writeMachines(machines);
    const names = Array.from({ length: machines }, (_, index) => `s${index + 1}`);
    names.forEach((name, index) => {
      twins.write(`scenarios/${name}.yaml`, slow(index + 1));
    });
    const running = twins.run.start('run', '--queue', '--repeat-each', String(repeats));
    const ended = new AbortController();
    void running.outcome.then(() => ended.abort());

    let started = 0;
    const startNext = () => {
      started += 1;
      return twins.startWorker(`w${started}`);
    };
    let workers = [startNext(), startNext(), startNext()];
    while (!ended.signal.aborted) {
      await systemClock.wait(1000, ended.signal).catch(() => undefined);
      const atWork = workers.find((worker) => worker.said().includes('Helping the run'));
      if (!atWork) continue;
      atWork.kill('SIGKILL');
      workers = [...workers.filter((worker) => worker !== atWork), startNext()];
    }
    for (const worker of workers) worker.kill('SIGINT');

    const { exitCode, stdout, stderr } = await running.outcome;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(`\n${machines * repeats} passed in `);
    const verdicts = verdictsOf(twins.run.events);
    const all = names.flatMap((name) =>
      Array.from({ length: repeats }, (_, index) => (index === 0 ? name : `${name}#${index + 1}`)),
    );
    expect([...verdicts.keys()].toSorted()).toEqual(all.toSorted());
    for (const attempts of verdicts.values()) {
      expect(attempts.filter((verdict) => verdict !== 'interrupted')).toEqual(['passed']);
    }
    // Else nobody was killed at work, and nothing is proven.
    expect([...verdicts.values()].filter(({ length }) => length > 1)).not.toEqual([]);
    expect(foldRun(twins.run.events).verdict).toBe('passed');
    for (const worker of workers) await worker.outcome;
    expect(await twins.redis.listKeys()).toEqual([]);
  });

  test('gives a run all that its scenarios left: pictures, logs, traces', async () => {
    const twins = await Twins.make();
    twins.write('guestwright.yaml', 'machines:\n  demo: { driver: embedded, kernel: demo.elf }\n');
    for (const project of [twins.run, twins.worker]) {
      copyFileSync(demoElf, join(project.folder, 'demo.elf'));
      project.copy('baselines/demo/keyboard/welcome.png');
    }
    twins.write(
      'scenarios/boots.yaml',
      'machine: demo\nbaselines: demo/keyboard\nsteps:\n  - wait-for-screen: welcome\n  - press: enter\n  - screenshot: after\n',
    );
    const worker = twins.startWorker('there');
    const outcome = await twins.run.run('run', '--queue', '--trace', 'on');
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(outcome.stdout).toContain(' embedded, at there\n');
    worker.kill('SIGINT');
    const folder = twins.run.runFolder;
    const pictures = twins.run.finishedSteps.flatMap(({ picture }) => picture ?? []);
    expect(pictures.length).toBeGreaterThan(1);
    for (const picture of pictures) {
      decodePng(readFileSync(join(folder, picture)), picture);
    }
    const end = twins.run.events.find((event) => event.type === 'scenario-finished');
    expect(end).toMatchObject({ serialLog: 'serial/boots.log', trace: 'trace/boots.ndjson' });
    expect(twins.run.serialLog('boots')).toContain('demo guest ready');
    expect(readFileSync(join(folder, 'trace/boots.ndjson'), 'utf8')).toMatch(/^\{.*\}\n$/s);
    expect(await worker.outcome).toMatchObject({ exitCode: 0 });
    expect(await twins.redis.listKeys()).toEqual([]);
  });

  test.skipIf(!hasOpenssl)('goes by TLS, to a Redis whose certificate is trusted', async () => {
    const twins = await Twins.make({ tls: true });
    const { certificate, shown } = twins.redis;
    await twins.writeMachines(1);
    twins.write('scenarios/a.yaml', slow(1));
    expect(await twins.run.run('run', '--queue')).toMatchObject({
      exitCode: 3,
      stderr: `cannot use Redis at ${shown}: self-signed certificate (does it run there, are user, password and database right, and is its certificate trusted, see NODE_EXTRA_CA_CERTS?)\n`,
    });
    for (const { env } of [twins.run, twins.worker]) env.NODE_EXTRA_CA_CERTS = certificate;
    const worker = twins.startWorker('w');
    expect(await twins.run.run('run', '--queue')).toMatchObject({ exitCode: 0, stderr: '' });
    expect([...verdictsOf(twins.run.events)]).toEqual([['a', ['passed']]]);
    worker.kill('SIGINT');
    expect(await worker.outcome).toMatchObject({ exitCode: 0 });
    expect(await twins.redis.listKeys()).toEqual([]);
  });

  test('carries retries, and ends after --max-failures', async () => {
    const twins = await Twins.make();
    await twins.writeMachines(1);
    for (const name of ['a', 'b', 'c']) twins.write(`scenarios/${name}.yaml`, failing);
    const worker = twins.startWorker('w');
    const flags = ['--retries', '1', '--max-failures', '1'];
    const { exitCode, stdout } = await twins.run.run('run', '--queue', ...flags);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 1,
      stdout: expect.stringContaining('\n1 failed, 2 not run in '),
    });
    expect([...verdictsOf(twins.run.events)]).toEqual([['a', ['failed', 'failed']]]);
    worker.kill('SIGINT');
    expect(await worker.outcome).toMatchObject({ exitCode: 0 });
    expect(await twins.redis.listKeys()).toEqual([]);
  });

  test('has two runs at once, each of which gets its own', async () => {
    const twins = await Twins.make();
    await twins.writeMachines(2);
    twins.write('scenarios/a.yaml', slow(1));
    twins.write('scenarios/b.yaml', slow(2));
    const other = new TestProject();
    cpSync(twins.run.folder, other.folder, { recursive: true });
    const workers = [twins.startWorker('w1'), twins.startWorker('w2')];
    const first = twins.run.run('run', '--queue', '--grep', '^a', '--repeat-each', '5');
    Object.assign(other.env, twins.run.env);
    const second = other.run('run', '--queue', '--grep', '^b', '--repeat-each', '5');
    expect(await first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('5 passed') });
    expect(await second).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('5 passed'),
    });
    expect([...verdictsOf(twins.run.events).keys()].every((id) => id.startsWith('a'))).toBe(true);
    expect([...verdictsOf(other.events).keys()].every((id) => id.startsWith('b'))).toBe(true);
    for (const worker of workers) worker.kill('SIGINT');
    for (const worker of workers) expect(await worker.outcome).toMatchObject({ exitCode: 0 });
    expect(await twins.redis.listKeys()).toEqual([]);
  });

  test('gets a scenario back from a worker that is asked to end', async () => {
    const twins = await Twins.make();
    await twins.writeMachines(1);
    twins.write(
      'scenarios/a.yaml',
      'machine: demo1\nsteps:\n  - wait-until-still: 2s\n  - screenshot: s\n',
    );
    const first = twins.startWorker('first');
    const running = twins.run.start('run', '--queue');
    await twins.run.untilStep(0);
    const second = twins.startWorker('second');
    first.kill('SIGINT');
    expect(await first.outcome).toMatchObject({ exitCode: 0 });
    expect(await running.outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect([...verdictsOf(twins.run.events)]).toEqual([['a', ['interrupted', 'passed']]]);
    second.kill('SIGINT');
    await second.outcome;
    expect(await twins.redis.listKeys()).toEqual([]);
  });

  test('does not believe a worker that slept while another one had its scenario', async () => {
    const twins = await Twins.make();
    await twins.writeMachines(2);
    twins.write('scenarios/a.yaml', 'machine: demo1\nsteps:\n  - wait-until-still: 1s\n');
    twins.write('scenarios/b.yaml', 'machine: demo2\nsteps:\n  - wait-until-still: 15s\n');
    const sleeper = twins.startWorker('sleeper');
    const running = twins.run.start('run', '--queue');
    await twins.run.untilStep(0);
    sleeper.kill('SIGSTOP');
    const other = twins.startWorker('other', '--workers', '2');
    const hasPassed = () => verdictsOf(twins.run.events).get('a')?.includes('passed') ?? false;
    await until('another worker has done it', hasPassed, 20_000);
    sleeper.kill('SIGCONT');
    await until('it knows', () => sleeper.said().includes('a  lost: '), 10_000);
    expect(await running.outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(verdictsOf(twins.run.events)).toEqual(
      new Map([
        ['a', ['interrupted', 'passed']],
        ['b', ['passed']],
      ]),
    );
    for (const worker of [sleeper, other]) worker.kill('SIGINT');
    for (const worker of [sleeper, other])
      expect(await worker.outcome).toMatchObject({ exitCode: 0 });
    expect(await twins.redis.listKeys()).toEqual([]);
  });

  test('is empty after a run that was interrupted', async () => {
    const twins = await Twins.make();
    await twins.writeMachines(1);
    for (const name of ['a', 'b']) twins.write(`scenarios/${name}.yaml`, endless);
    const worker = twins.startWorker('w');
    const running = twins.run.start('run', '--queue');
    await twins.run.untilStep(0);
    running.kill('SIGINT');
    const { exitCode, stdout } = await running.outcome;
    expect({ exitCode, stdout }).toEqual({
      exitCode: 130,
      stdout: expect.stringContaining('\n1 interrupted, 1 not run in '),
    });
    expect(await twins.redis.listKeys()).toEqual([]);
    worker.kill('SIGINT');
    expect(await worker.outcome).toMatchObject({
      exitCode: 0,
      stderr: '\nStopping. Once more stops at once.\n',
    });
    expect(await twins.redis.listKeys()).toEqual([]);
  });

  test('lets go of a worker when its run is killed', async () => {
    const twins = await Twins.make();
    await twins.writeMachines(1);
    twins.write('scenarios/a.yaml', endless);
    const worker = twins.startWorker('w', '--idle', '1s');
    const running = twins.run.start('run', '--queue');
    await twins.run.untilStep(0);
    running.kill('SIGKILL');
    const { exitCode, stdout } = await worker.outcome;
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining('a  lost: '),
    });
  });

  test('that is lost is an error of what was under way, and no worker hangs', async () => {
    const twins = await Twins.make();
    await twins.writeMachines(1);
    for (const name of ['a', 'b']) twins.write(`scenarios/${name}.yaml`, endless);
    const worker = twins.startWorker('w');
    const running = twins.run.start('run', '--queue');
    await twins.run.untilStep(0);
    await twins.redis.kill();
    const { exitCode, stdout, stderr } = await running.outcome;
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
    expect(stdout).toContain(`Lost Redis at ${twins.redis.shown}. Trying again.\n`);
    expect(stdout).toContain(`Redis at ${twins.redis.shown} is gone: connect ECONNREFUSED`);
    expect(twins.run.events.find((event) => event.type === 'scenario-finished')).toMatchObject({
      ...{ scenario: 'a', verdict: 'error' },
      trouble: { code: 'queue-lost', hint: expect.stringContaining('--last-failed') },
    });
    worker.kill('SIGINT');
    const end = await worker.outcome;
    expect(end).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('a  lost: ') });
  });

  test('that Redis has forgotten ends the run', async () => {
    const twins = await Twins.make();
    await twins.writeMachines(1);
    twins.write('scenarios/a.yaml', endless);
    const worker = twins.startWorker('w');
    const running = twins.run.start('run', '--queue');
    await twins.run.untilStep(0);
    await twins.redis.kill();
    await twins.redis.start();
    const { exitCode, stdout } = await running.outcome;
    expect({ exitCode, stdout }).toEqual({
      exitCode: 3,
      stdout: expect.stringContaining(`the run's queue is gone from Redis at ${twins.redis.shown}`),
    });
    worker.kill('SIGINT');
    expect(await worker.outcome).toMatchObject({ exitCode: 0 });
    expect(await twins.redis.listKeys()).toEqual([]);
  });

  test('takes no worker that has another baseline', async () => {
    const twins = await Twins.make();
    await twins.writeMachines(1);
    twins.write('scenarios/a.yaml', slow(1));
    twins.write('baselines/a/welcome.yaml', 'max-diff-pixels: 1\n');
    twins.worker.write('baselines/a/welcome.yaml', 'max-diff-pixels: 1000\n');
    const worker = twins.startWorker('w');
    const { exitCode } = await twins.run.run('run', '--queue', '--queue-wait', '3s');
    expect(exitCode).toBe(3);
    expect(twins.run.events.find((event) => event.type === 'scenario-finished')).toMatchObject({
      trouble: {
        code: 'no-worker',
        message:
          'no worker took it within 3s; the worker w cannot help: baselines/a/welcome.yaml differs',
      },
    });
    worker.kill('SIGINT');
    expect(await worker.outcome).toMatchObject({
      stdout: expect.stringMatching(
        /^Cannot help the run .*: baselines\/a\/welcome.yaml differs$/m,
      ),
    });
    expect(await twins.redis.listKeys()).toEqual([]);
  });

  test('waits for workers only so long', async () => {
    const twins = await Twins.make();
    await twins.writeMachines(1);
    twins.write('scenarios/a.yaml', slow(1));
    const { exitCode, stdout } = await twins.run.run('run', '--queue', '--queue-wait', '4s');
    expect(exitCode).toBe(3);
    const command = `guestwright worker --queue ${twins.redis.shown}`;
    expect(stdout).toContain(`Waiting for a worker, at most 4s: ${command}\n`);
    expect(stdout).toContain(`no worker took it within 4s`);
    expect(await twins.redis.listKeys()).toEqual([]);
  });

  test('that does not let in is an error before anything is written, and no password shows', async () => {
    const twins = await Twins.make();
    await twins.writeMachines(1);
    twins.write('scenarios/a.yaml', slow(1));
    const wrong = twins.redis.url.replace(/:[^:@]+@/, ':secret-word@');
    for (const args of [['run'], ['worker']]) {
      expect(await twins.run.run(...args, '--queue', wrong)).toEqual({
        exitCode: 3,
        stdout: args[0] === 'run' ? `Queue: ${twins.redis.shown}\n` : '',
        stderr: `cannot use Redis at ${twins.redis.shown}: WRONGPASS invalid username-password pair or user is disabled. (does it run there, and are user, password and database right?)\n`,
      });
    }
    expect(existsSync(join(twins.run.folder, 'results'))).toBe(false);
  });
});
