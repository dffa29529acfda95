import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { type Clock, systemClock } from '../clock.ts';
import type {
  RunEvent,
  ScenarioOutline,
  ScenarioVerdict,
  StepVerdict,
  Trouble,
} from '../runner/events.ts';

const stepMarks: Record<StepVerdict, string> = {
  passed: styleText('green', 'ok'),
  failed: styleText('red', 'FAILED'),
  tolerated: styleText('yellow', 'failed, but optional'),
  skipped: styleText('dim', 'skipped'),
  error: styleText('red', 'ERROR'),
  interrupted: styleText('yellow', 'interrupted'),
};

const scenarioMarks: Record<ScenarioVerdict, string> = {
  passed: styleText('green', 'PASSED'),
  failed: styleText('red', 'FAILED'),
  error: styleText('red', 'ERROR'),
  interrupted: styleText('yellow', 'INTERRUPTED'),
};

/** How often the time of the step under way is drawn anew, on a terminal. */
const TICK_MS = 100;

export interface TerminalReporter {
  readonly on: (event: RunEvent) => void;
  /** The last line: where the report is. */
  readonly close: (reportFile: string) => void;
}

/** Shows a run as it happens: on a terminal with the running time of a step, elsewhere line by line. */
export function terminalReporter(
  out: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>,
  clock: Clock = systemClock,
): TerminalReporter {
  let scenarios: ReadonlyMap<string, ScenarioOutline> = new Map();
  const verdicts: ScenarioVerdict[] = [];
  let ticking = new AbortController();

  const print = (line: string) => out.write(`${out.isTTY ? '\r\u001b[2K' : ''}${line}\n`);
  const startTicking = async (line: string) => {
    if (!out.isTTY) return;
    const { signal } = ticking;
    const startedMs = clock.now();
    while (!signal.aborted) {
      const text = `${line}  ${seconds(clock.now() - startedMs)}`;
      out.write(`\r\u001b[2K${text.slice(0, out.columns - 1)}`);
      await clock.wait(TICK_MS, signal).catch(() => undefined);
    }
  };

  const on = (event: RunEvent) => {
    ticking.abort();
    ticking = new AbortController();
    switch (event.type) {
      case 'run-started':
        scenarios = new Map(event.scenarios.map((scenario) => [scenario.id, scenario]));
        return;
      case 'scenario-started':
        print(styleText('bold', scenarios.get(event.scenario)?.name ?? event.scenario));
        return void startTicking('      starting the machine');
      case 'machine-started':
        return print(styleText('dim', `      on ${event.machine}`));
      case 'step-started':
        return void startTicking(`  ${titleOf(event.scenario, event.step)}`);
      case 'step-finished': {
        const { verdict, durationMs, trouble } = event;
        const title = titleOf(event.scenario, event.step);
        print(`  ${title}  ${stepMarks[verdict]}  ${styleText('dim', seconds(durationMs))}`);
        return explain(trouble, placeOf(event.scenario, event.step));
      }
      case 'scenario-finished':
        verdicts.push(event.verdict);
        explain(event.trouble, scenarios.get(event.scenario)?.file);
        return print(`${scenarioMarks[event.verdict]}  ${seconds(event.durationMs)}\n`);
      case 'run-finished':
        return print(`${summary()} in ${seconds(event.durationMs)}`);
      default:
        return event satisfies never;
    }
  };

  const titleOf = (id: string, step: number) => {
    const outline = scenarios.get(id)?.steps[step];
    return `${String(outline?.line ?? '').padStart(3)} ${outline?.title ?? ''}`;
  };
  const placeOf = (id: string, step: number) => {
    const scenario = scenarios.get(id);
    const outline = scenario?.steps[step];
    return scenario && outline && `${scenario.file}:${outline.line}:${outline.col}`;
  };
  const explain = (trouble: Trouble | undefined, place: string | undefined) => {
    if (!trouble) return;
    print(`      ${place ? `${place}: ` : ''}${trouble.message}`);
    if (trouble.hint) print(styleText('dim', `      ${trouble.hint}`));
  };
  const summary = () => {
    const count = (wanted: ScenarioVerdict) => verdicts.filter((v) => v === wanted).length;
    const counts = (['passed', 'failed', 'error', 'interrupted'] as const)
      .map((verdict) => ({ verdict, n: count(verdict) }))
      .filter(({ n }) => n > 0)
      .map(({ verdict, n }) => `${n} ${verdict}`);
    const notRun = scenarios.size - verdicts.length;
    return [...counts, ...(notRun > 0 ? [`${notRun} not run`] : [])].join(', ');
  };

  return { on, close: (reportFile) => print(`Report: ${reportFile}`) };
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.max(0, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}
