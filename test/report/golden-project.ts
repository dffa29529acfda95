import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Approvals } from '../../src/report/approve/approvals.ts';
import { listCandidates } from '../../src/report/candidates.ts';
import { readEvents } from '../../src/report/read-events.ts';
import type { RunEvent } from '../../src/runner/events.ts';
import { goldenRun } from './golden-run.ts';

export const goldenRunName = '2026-11-23T05-54-52-a1b2';

/** What the golden run offers, in its order, with a fourth: a screen that no baseline is there for. */
export const offered = [
  'demo/keyboard/done',
  'demo/pointer/hostname',
  'demo/keyboard/summary',
  'demo/about/about',
];

/** The golden run in a project whose baselines are those that it ran with. */
export class GoldenProject {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'guestwright-golden-project-')));
  readonly runFolder = join(this.root, 'results', goldenRunName);
  readonly baselinesDir = join(this.root, 'baselines');

  constructor() {
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
    cpSync(goldenRun, this.runFolder, { recursive: true });
    this.write('guestwright.yaml', '');
    this.#forgetDone();
    for (const name of ['demo/keyboard/summary', 'demo/pointer/hostname']) {
      this.write(`baselines/${name}.png`, this.expected(name));
    }
    this.write('baselines/demo/keyboard/summary.yaml', '# the version\nmask: [880, 24, 120, 40]\n');
  }

  write(file: string, content: string | Buffer): void {
    mkdirSync(dirname(join(this.root, file)), { recursive: true });
    writeFileSync(join(this.root, file), content);
  }

  /** Undefined where there is no such file. */
  read(file: string): Buffer | undefined {
    try {
      return readFileSync(join(this.root, file));
    } catch {
      return undefined;
    }
  }

  /** What the run saw where that baseline should have been. */
  seen(baseline: string): Buffer {
    return this.#picture(baseline, 'actual');
  }

  expected(baseline: string): Buffer {
    return this.#picture(baseline, 'expected');
  }

  async approvals(env: NodeJS.ProcessEnv = {}): Promise<Approvals> {
    const { runFolder, baselinesDir } = this;
    const candidates = listCandidates(await readEvents(runFolder));
    return Approvals.open({ runFolder, baselinesDir, candidates, env });
  }

  #picture(baseline: string, which: 'actual' | 'expected'): Buffer {
    const event = this.#events().findLast(
      (each) =>
        each.type === 'step-finished' &&
        each.screen?.baseline === baseline &&
        each.screen[which] !== undefined &&
        each.verdict === 'failed',
    );
    const ref = event?.type === 'step-finished' ? event.screen?.[which] : undefined;
    if (ref === undefined) throw new Error(`the golden run has no ${which} of ${baseline}`);
    return readFileSync(join(this.runFolder, ref));
  }

  #events(): RunEvent[] {
    const text = readFileSync(join(this.runFolder, 'events.ndjson'), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }

  #forgetDone(): void {
    const trouble = { code: 'missing-baseline', message: '"done" has no baseline yet' };
    const events = this.#events().map((event) =>
      event.type === 'step-finished' && event.screen?.baseline === offered[0]
        ? { ...event, verdict: 'failed', trouble }
        : event,
    );
    this.write(
      `results/${goldenRunName}/events.ndjson`,
      events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    );
  }
}
