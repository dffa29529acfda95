import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { foldRun } from '../../src/report/fold.ts';
import { readEvents } from '../../src/report/read-events.ts';
import { type RunDocument, renderJson, runJsonSchema } from '../../src/report/run-document.ts';
import { repository } from '../support/needs-qemu.ts';
import { goldenRun } from './golden-run.ts';
import { sampleEvents } from './sample-run.ts';

/** Read as another program would, which has the schema and nothing of ours. */
const published = z.fromJSONSchema(runJsonSchema());

const read = (text: string): RunDocument => JSON.parse(text);

describe('renderJson', () => {
  test('the golden run, to the letter', async () => {
    const text = renderJson(foldRun(await readEvents(goldenRun)), 'results/r');
    await expect(text).toMatchFileSnapshot('golden-reports/run.json.txt');
    expect(published.safeParse(read(text)).error).toBeUndefined();
  });

  test('has every attempt, every round and nothing that has to be looked up', async () => {
    const document = read(renderJson(foldRun(await readEvents(goldenRun)), 'results/r'));
    const find = (id: string) => document.scenarios.find((scenario) => scenario.id === id);
    expect(find('demo/pointer')?.attempts.map(({ verdict }) => verdict)).toEqual([
      'failed',
      'passed',
    ]);
    expect(find('demo/blocks')?.attempts[0]?.steps[1]?.rounds).toHaveLength(2);
    expect(find('demo/upgrade')).toMatchObject({ verdict: 'not-run', attempts: [] });
    expect(Object.keys(document)).not.toContain('sources');
  });

  test.each([1, 5, 20, 99])('fits its schema, cut off after %d events', (count) => {
    const document = read(renderJson(foldRun(sampleEvents().slice(0, count)), '.'));
    expect(published.safeParse(document).error).toBeUndefined();
  });

  test('gives names back as they were', () => {
    const document = read(renderJson(foldRun(sampleEvents()), '.'));
    const hostile = sampleEvents()[0];
    if (hostile?.type !== 'run-started') throw new Error('no start');
    expect(document.scenarios[5]?.name).toBe(hostile.scenarios[5]?.name);
  });
});

test('the schema refuses what is no run', () => {
  const document = read(renderJson(foldRun(sampleEvents()), '.'));
  for (const wrong of [
    { ...document, version: 2 },
    { ...document, verdict: 'ok' },
    { ...document, scenarios: [{}] },
  ]) {
    expect(published.safeParse(wrong).success).toBe(false);
  }
  expect(published.safeParse({ ...document, later: true }).success).toBe(true);
});

test('the package brings the schema along', () => {
  const file = `${repository}/dist/run.schema.json`;
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(runJsonSchema());
});
