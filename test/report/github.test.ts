import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foldRun, type RunSummary } from '../../src/report/fold.ts';
import { renderAnnotations } from '../../src/report/github/github-annotations.ts';
import { readEvents } from '../../src/report/read-events.ts';
import { writeReports } from '../../src/report/write-reports.ts';
import { copyGoldenRun, goldenRun } from './golden-run.ts';
import { sampleEvents } from './sample-run.ts';

const golden = async (): Promise<RunSummary> => foldRun(await readEvents(goldenRun));

/** As GitHub's runner reads a line. */
function parseCommand(line: string) {
  const [, kind, list = '', data = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  if (!kind) throw new Error(`no command: ${line}`);
  const decode = (text: string) =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = Object.fromEntries(
    list.split(',').map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), decode(pair.slice(equals + 1))];
    }),
  );
  return { kind, ...properties, message: decode(data) } as Record<string, string>;
}

const parseAll = (text: string) => text.trimEnd().split('\n').map(parseCommand);

describe('renderAnnotations', () => {
  test('the golden run, to the letter', async () => {
    const text = renderAnnotations(await golden());
    await expect(text).toMatchFileSnapshot('golden-reports/annotations.txt');
  });

  test('stands on the line of YAML that says so', async () => {
    const [first] = parseAll(renderAnnotations(await golden()));
    expect(first).toMatchObject({
      ...{ kind: 'error', file: 'scenarios/demo/wrong-host-name.yaml', line: '18', col: '5' },
      title: 'demo/wrong-host-name failed',
    });
    const source = (await golden()).sources[first?.file ?? ''];
    expect(source?.split('\n')[17]).toContain('summary');
  });

  test('a flaky scenario warns, and is an error where it fails the run', async () => {
    const kinds = (summary: RunSummary) =>
      parseAll(renderAnnotations(summary)).flatMap(({ kind, title }) =>
        title?.includes('flaky') ? [kind] : [],
      );
    expect(kinds(await golden())).toEqual(['warning']);
    expect(kinds({ ...(await golden()), failOnFlaky: true })).toEqual(['error']);
  });

  test('no name breaks out of its command', () => {
    const summary = foldRun(sampleEvents());
    const scenarios = summary.scenarios.map((scenario) => ({
      ...scenario,
      id: 'a,b:c::d%0A\r\n::stop-commands::x\u202E',
      file: 'dir,line=7:x.yaml',
    }));
    const text = renderAnnotations({ ...summary, scenarios });
    const commands = parseAll(text);
    expect(commands).toHaveLength(6);
    expect(commands[0]?.title).toBe('a,b:c::d%0A\uFFFD\n::stop-commands::x\uFFFD failed');
    expect(commands[0]?.file).toBe('dir,line=7:x.yaml');
    expect(commands[0]?.line).toBe('8');
  });

  test('says how many GitHub would hide', () => {
    const summary = foldRun(sampleEvents());
    const failed = summary.scenarios[1];
    const many = Array.from({ length: 23 }, (_, index) => ({ ...failed, id: `many/${index}` }));
    const commands = parseAll(renderAnnotations({ ...summary, scenarios: many as never }));
    expect(commands).toHaveLength(10);
    expect(commands.at(-1)).toMatchObject({ kind: 'error', title: '14 more' });
    expect(commands.at(-1)?.message?.split('\n')).toHaveLength(14);
  });

  test('a run that passed says nothing', async () => {
    const summary = await golden();
    expect(renderAnnotations({ ...summary, scenarios: summary.scenarios.slice(0, 1) })).toBe('');
  });
});

/** What `github` writes for a run's folder, beside what it prints. */
async function summarise(folder: string, url?: string): Promise<string> {
  const file = join(folder, 'summary.md');
  const quiet = { write: () => true };
  await writeReports(folder, {
    ...{ reporters: [{ name: 'github' }], stepSummary: file, stdout: quiet, stderr: quiet },
    ...(url !== undefined && { url }),
  });
  return readFileSync(file, 'utf8').replaceAll(folder, 'results/r');
}

describe('the step summary', () => {
  test('of the golden run, to the letter', async () => {
    const text = await summarise(copyGoldenRun());
    await expect(text).toMatchFileSnapshot('golden-reports/summary.md');
  });

  test('shows pictures and links where the results are on the web', async () => {
    const text = await summarise(copyGoldenRun(), 'https://ci.example/results');
    await expect(text).toMatchFileSnapshot('golden-reports/summary-on-the-web.md');
    expect(text).not.toContain('data:');
  });

  test('has no picture of what is not there', async () => {
    const folder = copyGoldenRun();
    rmSync(join(folder, 'frames'), { recursive: true });
    const text = await summarise(folder, 'https://ci.example/results');
    expect(text).not.toMatch(/<img|```/);
    expect(text).toContain('demo/wrong-host-name');
  });

  test('is added to what other commands of the step have written', async () => {
    const folder = copyGoldenRun();
    writeFileSync(join(folder, 'summary.md'), '# Before\n');
    expect(await summarise(folder)).toMatch(/^# Before\n## Guestwright: error\n/);
  });

  test('keeps within the 1 MiB that GitHub takes, and says that there is more', async () => {
    const folder = copyGoldenRun();
    writeFileSync(join(folder, 'summary.md'), 'x'.repeat(1024 * 1024 - 4000));
    const text = await summarise(folder);
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toMatch(/…and more, which had no room here\.\n$/);
    appendFileSync(join(folder, 'summary.md'), 'y'.repeat(4000));
    const full = readFileSync(join(folder, 'summary.md'), 'utf8');
    await summarise(folder);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toBe(full);
  });

  test('no name is more than text, and none is longer than a line can bear', async () => {
    const folder = copyGoldenRun();
    const events = sampleEvents().map((event) =>
      JSON.stringify(event).replaceAll('hostname', '| **x** [a](javascript:b) `c` @d #1\\n# e'),
    );
    writeFileSync(join(folder, 'events.ndjson'), `${events.join('\n')}\n`);
    const text = await summarise(folder);
    expect(text).not.toMatch(/<(script|img|svg|b>)/);
    expect(text).not.toMatch(/\*\*x|\]\(javascript|`c`|@d|\n# e/);
    expect(text).not.toContain('\u202E');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(2500);
  });

  test('tells that a run was cut off', async () => {
    const folder = copyGoldenRun();
    const text = readFileSync(join(folder, 'events.ndjson'), 'utf8');
    writeFileSync(join(folder, 'events.ndjson'), text.slice(0, text.length * 0.6));
    expect(await summarise(folder)).toMatch(/^## Guestwright: unfinished\n\n.*It was cut off\.\n/);
  });
});
