import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { MachineError } from '../../src/errors.ts';
import type { RunEvent } from '../../src/runner/events.ts';
import { listRuns, RunFolder } from '../../src/runner/run-folder.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';

let project: ProjectFolder;
beforeEach(async () => {
  project = await makeProjectFolder();
});
afterEach(() => project.remove());

const about = { scenario: 'a', attempt: 1 };

describe('RunFolder', () => {
  test('shows no secret, in the file as to listeners, and leaves names alone', async () => {
    const told: RunEvent[] = [];
    const folder = new RunFolder(project.root, [(event) => told.push(event)], ['abc', 'x"y']);
    const trouble = { code: 'abc', message: 'read "abc" and x"y', hint: 'no abc' };
    folder.emit({ type: 'scenario-finished', ...about, verdict: 'failed', durationMs: 1, trouble });
    folder.close();
    const text = await readFile(join(folder.path, 'events.ndjson'), 'utf8');
    expect(JSON.parse(text)).toEqual(told[0]);
    expect(told).toMatchObject([
      { trouble: { code: 'abc', message: 'read "••••••" and ••••••', hint: 'no ••••••' } },
    ]);
  });

  test('writes each event as a whole line at once, and then tells it', async () => {
    const told: RunEvent[] = [];
    const onDisk: string[] = [];
    const results = join(project.root, 'deep/results');
    const folder = new RunFolder(results, [(event) => told.push(event)]);
    const read = () => readFile(join(folder.path, 'events.ndjson'), 'utf8');

    folder.emit({ type: 'scenario-started', ...about });
    onDisk.push(await read());
    folder.emit({ type: 'machine-started', ...about, machine: 'line\nbreak\u2028and "quotes"' });
    onDisk.push(await read());
    folder.close();

    expect(onDisk.map((text) => text.match(/\n/g)?.length)).toEqual([1, 2]);
    const [first = '', second = ''] = onDisk;
    expect(second.startsWith(first)).toBe(true);
    expect(
      second
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(told);
    expect(told.map(({ type }) => type)).toEqual(['scenario-started', 'machine-started']);
    expect(await readdir(folder.path)).toEqual(['events.ndjson', 'frames']);
  });

  test("has times that do not go back, whatever is done to the host's clock", async () => {
    const clock = new ManualClock();
    const told: RunEvent[] = [];
    const now = vi.spyOn(Date, 'now').mockReturnValue(1_000_000);
    onTestFinished(() => now.mockRestore());
    const folder = new RunFolder(project.root, [(event) => told.push(event)], [], clock);
    folder.emit({ type: 'scenario-started', ...about });
    now.mockReturnValue(5);
    clock.advance(20);
    folder.emit({ type: 'scenario-started', ...about, attempt: 2 });
    now.mockReturnValue(9e12);
    clock.advance(20);
    folder.emit({ type: 'scenario-started', ...about, attempt: 3 });
    folder.close();
    expect(told.map(({ at }) => at)).toEqual([1_000_000, 1_000_020, 1_000_040]);
  });

  test('is one of its own for each run', async () => {
    const folders = [1, 2, 3].map(() => new RunFolder(project.root, []));
    for (const folder of folders) folder.close();
    const names = folders.map(({ name }) => name);
    expect(new Set(names).size).toBe(3);
    expect((await listRuns(project.root)).toSorted()).toEqual(names.toSorted());
  });

  test('says where it cannot write', async () => {
    const file = await project.write('results', '');
    expect(() => new RunFolder(file, [])).toThrow(MachineError);
    expect(() => new RunFolder(file, [])).toThrow(/^cannot write results: E.*results/);
  });
});

describe('listRuns', () => {
  test('has the newest first and nothing that is no run', async () => {
    const runs = [
      '2026-02-01T10-00-00-ffff',
      '2026-02-01T09-59-59-0000',
      '2025-12-31T23-59-59-aaaa',
    ];
    for (const run of [...runs.toReversed(), 'latest', '.git']) {
      await mkdir(join(project.root, run));
    }
    await project.write('2026-03-01T00-00-00-0000', 'a file');
    expect(await listRuns(project.root)).toEqual(runs);
  });

  test('is empty where there is no folder', async () => {
    expect(await listRuns(join(project.root, 'nowhere'))).toEqual([]);
  });
});
