import { z } from 'zod';
import * as schema from './event-schema.ts';
import type { RunSummary } from './fold.ts';

/** The version of `run.json`; a key may be added within one, none changes its meaning or goes. */
const DOCUMENT_VERSION = 1;

const describe = <T extends z.ZodType>(type: T, description: string) => type.meta({ description });
const ms = z.number().meta({ description: 'Milliseconds' });
const moment = z.number().meta({ description: 'Milliseconds since 1970' });
const ordinal = z.int().min(1);
const picture = describe(z.string(), "A path below the run's folder");

const round = {
  verdict: describe(z.enum([...schema.stepVerdict.options, 'not-run']), 'How it went'),
  startedAfterMs: describe(z.number(), 'Milliseconds since its attempt began').exactOptional(),
  durationMs: ms,
  trouble: describe(schema.trouble, 'Why it did not pass').exactOptional(),
  picture: describe(picture, 'The screen when it ended').exactOptional(),
  screen: schema.screen.exactOptional(),
  search: schema.search.exactOptional(),
  text: schema.text.exactOptional(),
  knownIssue: z.string().exactOptional(),
  times: schema.times.exactOptional(),
  output: z.string().exactOptional(),
  note: z.string().exactOptional(),
  lookedBy: schema.lookedBy.exactOptional(),
};

const step = z.object({
  title: z.string(),
  action: z.string(),
  line: z.number(),
  col: z.number(),
  depth: describe(z.number(), 'How many blocks it stands in; 0 if absent').exactOptional(),
  file: describe(z.string(), "Where it stands, if not in the scenario's file").exactOptional(),
  ...round,
  rounds: describe(
    z.array(z.object({ round: ordinal, ...round })),
    'Every time, where it was done more than once',
  ).exactOptional(),
});

const attempt = z.object({
  attempt: ordinal,
  verdict: schema.scenarioVerdict,
  worker: ordinal,
  startedAt: moment,
  durationMs: ms,
  machine: describe(z.string(), 'What ran it').exactOptional(),
  trouble: describe(schema.trouble, 'What went wrong outside of any step').exactOptional(),
  serialLog: describe(z.string(), "A path below the run's folder").exactOptional(),
  trace: describe(z.string(), "A path below the run's folder").exactOptional(),
  steps: z.array(step),
});

const scenarioState = z.enum([...schema.scenarioVerdict.options, 'flaky', 'not-run']);

const scenario = z.object({
  id: describe(z.string(), 'Unique in the run'),
  name: z.string(),
  file: describe(z.string(), "Relative to the project's root"),
  tags: z.array(z.string()),
  machine: describe(z.string(), 'Its name in guestwright.yaml, or what it boots from'),
  verdict: describe(scenarioState, 'That of the last attempt; flaky: it failed before it passed'),
  durationMs: ms,
  attempts: describe(z.array(attempt), 'None when it was not run; the last one counts'),
});

const runDocument = z.object({
  version: describe(z.literal(DOCUMENT_VERSION), 'The version of this format'),
  run: describe(z.string(), 'Its name, that of its folder'),
  folder: describe(z.string(), "The run's folder, from where this was written"),
  guestwright: describe(z.string(), 'The version that made the run'),
  verdict: describe(
    z.enum(['passed', 'failed', 'error', 'interrupted', 'unfinished']),
    'unfinished: it was cut off',
  ),
  startedAt: moment,
  durationMs: ms,
  workers: ordinal,
  failOnFlaky: z.boolean().exactOptional(),
  shard: describe(z.object({ index: ordinal, total: ordinal }), 'The part it is').exactOptional(),
  mergedFrom: describe(z.array(z.string()), 'The runs it was merged from').exactOptional(),
  counts: describe(z.record(scenarioState, z.int().min(0)), 'Of scenarios'),
  scenarios: describe(z.array(scenario), 'In the order of the project'),
});

/** What the reporter `json` writes. */
export type RunDocument = z.infer<typeof runDocument>;

/** The JSON Schema (draft 7) of what `json` writes. Keys that it does not know are allowed. */
export function runJsonSchema(): Record<string, unknown> {
  const options = { target: 'draft-7', io: 'input' } as const;
  return { ...z.toJSONSchema(runDocument, options), title: 'Guestwright run' };
}

/** `folder` is the run's, from where the document is written. */
export function renderJson(summary: RunSummary, folder: string): string {
  const scenarios = summary.scenarios.map(({ machineName, ...told }) => {
    return { ...told, machine: machineName };
  });
  const told = { ...summary, version: DOCUMENT_VERSION, folder, scenarios };
  const document: RunDocument = runDocument.parse(told);
  return `${JSON.stringify(document, null, 2)}\n`;
}
