import type { FramePart } from '../../runner/trace/trace-line.ts';
import type { Size } from '../../screen/compare.ts';
import type { RunSummary, StepSummary } from '../fold.ts';
import { isPictureRef, type PictureSizes } from '../picture-refs.ts';
import type { TraceLine } from '../trace.ts';
import { listInputMarks } from './input-marks.ts';
import type { PageAttempt, PageFrame, PageQmpCall, PageStep } from './page-data.ts';
import type { NumberedAttempt } from './page-run.ts';

/** What was read from the disk for an attempt. */
export interface AttemptFiles {
  readonly trace: readonly TraceLine[];
  readonly serialTail?: string;
  readonly sizes: PictureSizes;
}

/** Everything that the page shows of one attempt. */
export function makePageAttempt(
  { scenario, attempt }: NumberedAttempt,
  sources: RunSummary['sources'],
  { trace, serialTail, sizes }: AttemptFiles,
): PageAttempt {
  const { verdict, machine, startedAt, durationMs, trouble, serialLog } = attempt;
  const steps = listRounds(attempt.steps);
  const traced = traceFrames(trace);
  const cut = trace.find((line) => line.type === 'cut');
  const serial = listSerial(trace);
  return {
    id: scenario.id,
    attempt: attempt.attempt,
    verdict,
    startedAt,
    durationMs,
    ...(machine !== undefined && { machine }),
    ...(trouble && { trouble }),
    ...(serialLog !== undefined && isSerialLog(serialLog) && { serialLog }),
    steps,
    frames: traced.length > 0 ? traced : stepFrames(steps),
    traced: traced.length > 0,
    ...(cut && { cut: { lines: cut.lines, serialCharacters: cut.serialCharacters } }),
    inputs: listInputMarks(trace),
    qmp: trace.flatMap((line) => (line.type === 'qmp' ? [describeCall(line)] : [])),
    serial,
    ...(serial.length === 0 && serialTail !== undefined && { serialTail }),
    sources: listSources(scenario.file, attempt.steps, sources),
    sizes: [...sizes].map(([picture, { width, height }]) => [picture, width, height] as const),
  };
}

/** Whether it names a log of the run and nothing else on the disk or the network. */
export function isSerialLog(path: string): boolean {
  return /^serial\/[^/\\\p{Surrogate}]+$/u.test(path) && !path.endsWith('/..');
}

/** In order of time; what was not run stays behind what stands before it. */
function listRounds(steps: readonly StepSummary[]): PageStep[] {
  let last = 0;
  const placed = steps.flatMap(({ rounds, ...step }, index) => {
    const all = rounds ?? [{ ...step, round: 1 }];
    return all.map((round) => {
      last = round.startedAfterMs ?? last;
      return { at: last, step: { ...step, ...round, index } };
    });
  });
  return placed.toSorted((a, b) => a.at - b.at).map(({ step }) => step);
}

function traceFrames(trace: readonly TraceLine[]): PageFrame[] {
  return distinct(
    trace.flatMap((line) => {
      if (line.type !== 'frame') return [];
      const { at, picture, parts = [], ...screen } = line;
      const shown = parts.filter((part) => isPictureRef(part.picture) && isInside(part, screen));
      return [{ at, picture, ...(shown.length > 0 && { parts: shown }) }];
    }),
  );
}

function isInside({ x, y, width, height }: FramePart, screen: Size): boolean {
  return x + width <= screen.width && y + height <= screen.height;
}

function stepFrames(steps: readonly PageStep[]): PageFrame[] {
  const frames = steps.flatMap(({ picture, startedAfterMs, durationMs }) =>
    picture !== undefined && startedAfterMs !== undefined
      ? [{ at: startedAfterMs + durationMs, picture }]
      : [],
  );
  return distinct(frames.toSorted((a, b) => a.at - b.at));
}

/** Each frame that is not the one before it. */
function distinct(frames: readonly PageFrame[]): PageFrame[] {
  const known = frames.filter(({ picture }) => isPictureRef(picture));
  return known.filter((frame, index) => lookOf(frame) !== lookOf(known[index - 1]));
}

function lookOf(frame: PageFrame | undefined): string | undefined {
  const parts = frame?.parts?.map(({ x, y, picture }) => `${picture} ${x},${y}`) ?? [];
  return frame && [frame.picture, ...parts].join(' ');
}

/** It comes in pieces that end anywhere: here each begins a line, at the time of its first character. */
function listSerial(trace: readonly TraceLine[]): PageAttempt['serial'] {
  const said: { readonly at: number; text: string }[] = [];
  for (const line of trace) {
    if (line.type !== 'serial') continue;
    const last = said.at(-1);
    const isBegun = last !== undefined && !last.text.endsWith('\n');
    const end = isBegun ? line.text.indexOf('\n') + 1 || line.text.length : 0;
    if (isBegun) last.text += line.text.slice(0, end);
    if (end < line.text.length) said.push({ at: line.at, text: line.text.slice(end) });
  }
  return said;
}

function describeCall(line: Extract<TraceLine, { readonly type: 'qmp' }>): PageQmpCall {
  const { at, execute, ms, error, again } = line;
  const told = line.arguments === undefined ? undefined : JSON.stringify(line.arguments);
  return {
    at,
    execute,
    ms,
    ...(told !== undefined && { arguments: told }),
    ...(error !== undefined && { error }),
    ...(again !== undefined && { again }),
  };
}

function listSources(
  file: string,
  steps: readonly StepSummary[],
  sources: RunSummary['sources'],
): PageAttempt['sources'] {
  const files = new Set([file, ...steps.flatMap((step) => step.file ?? [])]);
  return [...files].flatMap((each) => {
    const text = Object.hasOwn(sources, each) ? sources[each] : undefined;
    return text === undefined ? [] : [{ file: each, text }];
  });
}
