import { z } from 'zod';
import { EVENTS_VERSION, type RunEvent } from '../runner/events.ts';

const size = z.object({ width: z.number(), height: z.number() });
const boxes = z.array(size.extend({ x: z.number(), y: z.number() }));

const comparison = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('equal') }),
  z.object({ kind: z.literal('within-tolerance'), diffPixels: z.number(), boxes }),
  z.object({
    kind: z.literal('different'),
    diffPixels: z.number(),
    diffRatio: z.number(),
    allowedPixels: z.number(),
    boxes,
    window: z
      .object({
        region: size.extend({ x: z.number(), y: z.number() }),
        diffPixels: z.number(),
        allowedPixels: z.number(),
      })
      .exactOptional(),
  }),
  z.object({ kind: z.literal('different-size'), expected: size, actual: size }),
]);

export const trouble = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().exactOptional(),
});

export const screen = z.looseObject({
  name: z.string(),
  baseline: z.string(),
  comparison: comparison.exactOptional(),
  expected: z.string().exactOptional(),
  actual: z.string(),
  diff: z.string().exactOptional(),
  masks: boxes.exactOptional(),
  regions: boxes.exactOptional(),
  nearest: z.object({ actual: z.string(), comparison }).exactOptional(),
  lookalike: z.object({ name: z.string(), picture: z.string(), comparison }).exactOptional(),
});

const place = size.extend({ x: z.number(), y: z.number(), score: z.number() });

export const search = z.looseObject({
  name: z.string(),
  picture: z.string(),
  actual: z.string(),
  places: z.array(place),
  nearest: place.exactOptional(),
});

export const text = z.looseObject({
  sought: z.string(),
  reader: z.enum(['vga-memory', 'glyphs', 'ocr']).exactOptional(),
  confidence: z.number().exactOptional(),
  lines: z.array(z.string()),
  places: boxes.exactOptional(),
  variable: z.object({ name: z.string(), value: z.string() }).exactOptional(),
});

const stepOutline = z.looseObject({
  title: z.string(),
  action: z.string(),
  line: z.number(),
  col: z.number(),
  depth: z.number().exactOptional(),
  file: z.string().exactOptional(),
});

const announced = z.looseObject({
  id: z.string(),
  name: z.string(),
  file: z.string(),
  tags: z.array(z.string()),
  machine: z.string(),
});

const outline = announced.extend({
  builds: z.string().exactOptional(),
  steps: z.array(stepOutline),
});
const count = z.number().int().min(1);
const shard = z.looseObject({ index: count, total: count, all: z.array(announced) });
export const lookedBy = z.enum(['video-memory', 'screendump']);
export const times = z.object({ guestMs: z.number(), waitMs: z.number(), oursMs: z.number() });

/** 8.64e15 is the last moment a Date can tell. */
const at = z.number().min(0).max(8.64e15);
const durationMs = z.number();
const runVerdict = z.enum(['passed', 'failed', 'error', 'interrupted']);
export const scenarioVerdict = z.enum([...runVerdict.options, 'known-issue']);
export const stepVerdict = z.enum([...scenarioVerdict.options, 'tolerated', 'skipped']);
const about = { at, scenario: z.string(), attempt: count };
const sources = z.record(z.string(), z.string());
const aboutStep = { ...about, step: z.number().int().min(0), round: count.exactOptional() };

/** What a line of `events.ndjson` must be; keys that it does not know are kept. */
export const eventSchema = z.discriminatedUnion('type', [
  z.looseObject({
    at,
    type: z.literal('run-started'),
    version: z.literal(EVENTS_VERSION),
    run: z.string(),
    guestwright: z.string(),
    scenarios: z.array(outline),
    sources,
    workers: count.exactOptional(),
    failOnFlaky: z.boolean().exactOptional(),
    shard: shard.exactOptional(),
    mergedFrom: z.array(z.string()).exactOptional(),
  }),
  z.looseObject({
    ...about,
    type: z.literal('scenario-started'),
    worker: count.exactOptional(),
    outline: announced.omit({ id: true }).exactOptional(),
    sources: sources.exactOptional(),
  }),
  z.looseObject({ ...about, type: z.literal('machine-started'), machine: z.string() }),
  z.looseObject({
    ...aboutStep,
    type: z.literal('step-started'),
    outline: stepOutline.exactOptional(),
    sources: sources.exactOptional(),
  }),
  z.looseObject({
    ...aboutStep,
    type: z.literal('step-finished'),
    verdict: stepVerdict,
    durationMs,
    trouble: trouble.exactOptional(),
    picture: z.string().exactOptional(),
    screen: screen.exactOptional(),
    text: text.exactOptional(),
    search: search.exactOptional(),
    note: z.string().exactOptional(),
    lookedBy: lookedBy.exactOptional(),
    knownIssue: z.string().exactOptional(),
    times: times.exactOptional(),
    output: z.string().exactOptional(),
  }),
  z.looseObject({
    ...about,
    type: z.literal('scenario-finished'),
    verdict: scenarioVerdict,
    durationMs,
    trouble: trouble.exactOptional(),
    serialLog: z.string().exactOptional(),
    trace: z.string().exactOptional(),
  }),
  z.looseObject({ at, type: z.literal('run-finished'), verdict: runVerdict, durationMs }),
]) satisfies z.ZodType<RunEvent>;
