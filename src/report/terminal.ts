import { styleText } from 'node:util';
import { type Clock, systemClock } from '../clock.ts';
import type {
  RunEvent,
  ScenarioOutline,
  ScenarioVerdict,
  StepOutline,
  Trouble,
} from '../runner/events.ts';
import { printable } from './printable.ts';
import type { Output } from './reporters.ts';
import {
  countStates,
  describeFlaky,
  describeRunning,
  type Running,
  scenarioMarks,
  seconds,
  stepMarks,
} from './terminal-words.ts';

/** How often what is under way is drawn anew, on a terminal. */
const TICK_MS = 100;

export interface TerminalReporter {
  readonly on: (event: RunEvent) => void;
  /** Nothing is under way any more. */
  readonly close: () => void;
}

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>;

/**
 * Shows a run as it happens: on a terminal with what is under way in the last line, elsewhere line by
 * line. Where several scenarios run at a time, each one's lines come together when it has ended.
 */
export function terminalReporter(
  out: Output & { readonly isTTY: boolean; readonly columns: number },
  clock: Clock = systemClock,
): TerminalReporter {
  let scenarios = new Map<string, ScenarioOutline>();
  let workers = 1;
  let ticking: AbortController | undefined;
  const running = new Map<string, Running>();
  const verdicts = new Map<string, ScenarioVerdict[]>();
  /** Why the first attempt of a scenario failed, for those that turn out flaky. */
  const firstFailures = new Map<string, string>();

  const write = (line: string) => out.write(`${out.isTTY ? '\r\u001b[2K' : ''}${line}\n`);
  const print = (id: string, line: string) => {
    const lines = workers > 1 ? running.get(id)?.lines : undefined;
    if (lines) lines.push(line);
    else write(line);
  };
  const tick = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const text = describeRunning([...running], clock.now(), workers);
      if (text) out.write(`\r\u001b[2K${text.slice(0, out.columns - 1)}`);
      await clock.wait(TICK_MS, signal).catch(() => undefined);
    }
  };
  const keepTicking = () => {
    ticking?.abort();
    if (!out.isTTY || running.size === 0) return;
    ticking = new AbortController();
    void tick(ticking.signal);
  };

  const on = (event: RunEvent) => {
    ticking?.abort();
    show(printable(event));
    keepTicking();
  };
  const show = (event: RunEvent) => {
    switch (event.type) {
      case 'run-started':
        scenarios = new Map(event.scenarios.map((scenario) => [scenario.id, scenario]));
        workers = event.workers ?? 1;
        return;
      case 'scenario-started': {
        const nowMs = clock.now();
        const doing = 'starting the machine';
        running.set(event.scenario, { startedMs: nowMs, sinceMs: nowMs, doing, lines: [] });
        const { scenario: id, outline } = event;
        if (outline) scenarios.set(id, { id, ...outline, steps: [] });
        const name = scenarios.get(event.scenario)?.name ?? event.scenario;
        const again = event.attempt > 1 ? `, attempt ${event.attempt}` : '';
        return print(event.scenario, styleText('bold', name + again));
      }
      case 'machine-started':
        return print(event.scenario, styleText('dim', `      on ${event.machine}`));
      case 'step-started': {
        const scenario = running.get(event.scenario);
        if (!scenario) return;
        if (event.outline) addStep(event.scenario, event.outline);
        scenario.doing = titleOf(event);
        scenario.sinceMs = clock.now();
        return;
      }
      case 'step-finished':
        return showStep(event);
      case 'scenario-finished':
        return showEnd(event);
      case 'run-finished':
        for (const line of describeFlaky(verdicts, firstFailures)) write(line);
        return write(`${countStates(scenarios.keys(), verdicts)} in ${seconds(event.durationMs)}`);
      default:
        return event satisfies never;
    }
  };

  const addStep = (id: string, step: StepOutline) => {
    const outline = scenarios.get(id);
    if (outline) scenarios.set(id, { ...outline, steps: [...outline.steps, step] });
  };
  const showStep = (event: EventOf<'step-finished'>) => {
    const { scenario: id, verdict, durationMs, trouble, knownIssue } = event;
    print(
      id,
      `  ${titleOf(event)}  ${stepMarks[verdict]}  ${styleText('dim', seconds(durationMs))}`,
    );
    if (event.note !== undefined) print(id, styleText('dim', `      ${event.note}`));
    explain(id, trouble, placeOf(id, event.step));
    if (verdict === 'failed' && trouble) noteFailure(id, trouble);
    if (knownIssue === undefined) return;
    if (verdict === 'known-issue') print(id, styleText('dim', `      ${knownIssue}`));
    if (verdict === 'passed') {
      print(id, styleText('dim', `      passed, though it has a known issue: ${knownIssue}`));
    }
  };
  const showEnd = (event: EventOf<'scenario-finished'>) => {
    const { scenario: id, verdict, trouble, durationMs } = event;
    verdicts.set(id, [...(verdicts.get(id) ?? []), verdict]);
    explain(id, trouble, scenarios.get(id)?.file);
    print(id, `${scenarioMarks[verdict]}  ${seconds(durationMs)}\n`);
    const lines = running.get(id)?.lines ?? [];
    running.delete(id);
    for (const line of lines) write(line);
  };
  const noteFailure = (id: string, { message }: Trouble) => {
    if (!firstFailures.has(id)) firstFailures.set(id, message);
  };
  const titleOf = ({
    scenario,
    step,
    round = 1,
  }: {
    scenario: string;
    step: number;
    round?: number;
  }) => {
    const { line = '', title = '', depth = 0 } = scenarios.get(scenario)?.steps[step] ?? {};
    const again = round > 1 ? ` (${round})` : '';
    return `${String(line).padStart(3)} ${'  '.repeat(depth)}${title}${again}`;
  };
  const placeOf = (id: string, step: number) => {
    const scenario = scenarios.get(id);
    const outline = scenario?.steps[step];
    return scenario && outline && `${outline.file ?? scenario.file}:${outline.line}:${outline.col}`;
  };
  const explain = (id: string, trouble: Trouble | undefined, place: string | undefined) => {
    if (!trouble) return;
    print(id, `      ${place ? `${place}: ` : ''}${trouble.message}`);
    if (trouble.hint) print(id, styleText('dim', `      ${trouble.hint}`));
  };
  return {
    on,
    close: () => ticking?.abort(),
  };
}
