import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const at = z.number().min(0);
const qcode = z.object({ type: z.literal('qcode'), data: z.string() });
const scancode = z.object({ type: z.literal('number'), data: z.number() });
const axis = z.enum(['x', 'y']);
const move = z.object({ axis, value: z.number() });
const touchType = z.enum(['begin', 'update', 'end', 'cancel', 'data']);

const inputEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('key'),
    data: z.object({ down: z.boolean(), key: z.discriminatedUnion('type', [qcode, scancode]) }),
  }),
  z.object({ type: z.literal('btn'), data: z.object({ down: z.boolean(), button: z.string() }) }),
  z.object({ type: z.literal('rel'), data: move }),
  z.object({ type: z.literal('abs'), data: move }),
  z.object({
    type: z.literal('mtt'),
    data: z.looseObject({ type: touchType, slot: z.number(), axis, value: z.number() }),
  }),
]);

const whole = z.number().int().min(0);
const part = z.object({
  picture: z.string(),
  x: whole,
  y: whole,
  width: whole,
  height: whole,
});

const traceLine = z.discriminatedUnion('type', [
  z.object({
    at,
    type: z.literal('step'),
    step: whole,
    round: z.number().exactOptional(),
  }),
  z.object({
    at,
    type: z.literal('frame'),
    picture: z.string(),
    parts: z.array(part).exactOptional(),
    width: z.number(),
    height: z.number(),
  }),
  z.object({
    at,
    type: z.literal('input'),
    events: z.array(inputEvent).exactOptional(),
    secret: z.boolean().exactOptional(),
    count: z.number().exactOptional(),
  }),
  z.object({
    at,
    type: z.literal('qmp'),
    execute: z.string(),
    arguments: z.unknown().optional(),
    ms: z.number(),
    error: z.string().exactOptional(),
    again: z.number().exactOptional(),
  }),
  z.object({ at, type: z.literal('serial'), text: z.string() }),
  z.object({ at, type: z.literal('cut'), lines: whole, serialCharacters: whole }),
]);

/** A line of a trace as it is read: what was on the screen, sent or said, and when. */
export type TraceLine = z.infer<typeof traceLine>;

/** Whether it names a trace of the run and nothing else on the disk. */
export function isTraceRef(ref: string): boolean {
  return /^trace\/[^/\\]+\.ndjson$/.test(ref);
}

/** Every line that can be read, in order of time; none when the trace is not there. Never throws. */
export async function readTrace(runFolder: string, ref: string | undefined): Promise<TraceLine[]> {
  if (ref === undefined || !isTraceRef(ref)) return [];
  const text = await readFile(join(runFolder, ref), 'utf8').catch(() => '');
  const lines = text.split('\n').flatMap((line) => {
    const read = traceLine.safeParse(parse(line));
    return read.success ? [read.data] : [];
  });
  return lines.toSorted((a, b) => a.at - b.at);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
