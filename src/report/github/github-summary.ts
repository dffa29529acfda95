import type { PictureRef } from '../../runner/events.ts';
import type { Size } from '../../screen/compare.ts';
import type { RunSummary, ScenarioState, ScenarioSummary, StepSummary } from '../fold.ts';
import { formatDuration } from '../format-duration.ts';
import { isPictureRef, type PictureSizes } from '../picture-refs.ts';
import { printable } from '../printable.ts';
import { describePlace, listKnownIssues, listTroubles, type PlacedTrouble } from '../troubles.ts';
import { drawTable, escapeMarkdown, linkAddress, withoutBrackets } from './markdown.ts';
import { sketchDifference } from './sketch.ts';

export interface StepSummaryOptions {
  /** The run's folder, from where CI looks for files. */
  readonly folder: string;
  /** Where that folder will be found on the web: GitHub shows pictures of addresses only. */
  readonly url?: string;
  /** Of those that are there. */
  readonly sizes: PictureSizes;
  /** How much may be written, in bytes. */
  readonly mostBytes: number;
}

/** What a reader of a red run has time for. */
const MOST_SKETCHES = 10;

const words: Readonly<Record<ScenarioState, string>> = {
  flaky: '⚠️ flaky',
  failed: '❌ failed',
  error: '💥 error',
  interrupted: '✋ interrupted',
  'known-issue': '🔖 known issue',
  'not-run': '⏭️ not run',
  passed: '✅ passed',
};

/**
 * The run as Markdown for GitHub's step summary: counts, what went wrong with a picture of where, and
 * all scenarios, as far as there is room.
 */
export function renderStepSummary(summary: RunSummary, options: StepSummaryOptions): string {
  const { run, scenarios, durationMs, verdict, counts } = printable(summary);
  const states = (Object.keys(words) as ScenarioState[]).filter((state) => counts[state] > 0);
  const head = [
    `## Guestwright: ${verdict}\n\n`,
    `${escapeMarkdown(run)}, ${formatDuration(durationMs)}.${verdict === 'unfinished' ? ' It was cut off.' : ''}\n\n`,
    drawTable(
      ['scenarios', ''],
      states.map((state) => [words[state], String(counts[state])]),
    ),
    `\n${tellPictures(run, options)}`,
  ];
  const isQuiet = (state: ScenarioState) => state === 'passed' || state === 'not-run';
  const wrong = states
    .filter((state) => !isQuiet(state))
    .flatMap((state) => scenarios.filter((scenario) => scenario.verdict === state));
  const details = wrong.map((scenario, index) =>
    drawScenario(scenario, options, index < MOST_SKETCHES),
  );
  const rows = scenarios.map(({ id, verdict: state, durationMs: took }) => {
    const time = state === 'not-run' ? '' : formatDuration(took);
    return `| ${words[state]} | ${escapeMarkdown(id)} | ${time} |\n`;
  });
  const table = [
    '\n### All scenarios\n\n',
    drawTable(['verdict', 'scenario', 'time'], []),
    ...rows,
  ];
  return takeWhatFits([...head, ...details, ...table], options.mostBytes);
}

/** Whole parts only, and a word about those that are left out. */
function takeWhatFits(parts: readonly string[], mostBytes: number): string {
  const note = '\n…and more, which had no room here.\n';
  let room = mostBytes - Buffer.byteLength(note);
  let taken = 0;
  for (const part of parts) {
    room -= Buffer.byteLength(part);
    if (room < 0) break;
    taken += 1;
  }
  const text = parts.slice(0, taken).join('');
  return taken === parts.length || mostBytes < Buffer.byteLength(note) ? text : `${text}${note}`;
}

function tellPictures(run: string, { url, folder }: StepSummaryOptions): string {
  if (url !== undefined)
    return `[The report of ${escapeMarkdown(run)}](${url}/report/index.html)\n`;
  const page = escapeMarkdown(`${folder}/report/index.html`);
  return `Pictures and films are in the report, ${page}, once it is uploaded as an artifact.\n`;
}

function drawScenario(
  scenario: ScenarioSummary,
  options: StepSummaryOptions,
  isSketched: boolean,
): string {
  const { id, name, file, verdict, attempts } = scenario;
  const attempt = attempts.findLast((each) => each.verdict !== 'passed');
  const troubles = attempt ? listTroubles(file, attempt) : [];
  const title = name === id ? '' : ` — ${escapeMarkdown(name, 120)}`;
  const issues = listKnownIssues(scenario).map((issue) => `${linkAddress(issue)}\n\n`);
  const lines = troubles.map((placed) => drawTrouble(placed, scenario, attempt?.attempt, options));
  const differing = troubles.find(({ step }) => step?.screen?.comparison);
  return [
    `\n### ${words[verdict]}: ${escapeMarkdown(id, 120)}${title}\n\n`,
    ...issues,
    ...(attempts.length > 1 ? [`Attempt ${attempt?.attempt} of ${attempts.length}:\n\n`] : []),
    ...lines,
    ...(isSketched && differing?.step ? [drawDifference(differing.step, options)] : []),
  ].join('');
}

function drawTrouble(
  placed: PlacedTrouble,
  { id }: ScenarioSummary,
  attempt: number | undefined,
  { url }: StepSummaryOptions,
): string {
  const { trouble, step, number } = placed;
  const place = escapeMarkdown(describePlace(placed));
  const path = id.split('/').map(encodeURIComponent).map(withoutBrackets).join('/');
  const hash = `#${path}/${attempt ?? 1}${number === undefined ? '' : `/${number}`}`;
  const where = url === undefined ? place : `[${place}](${url}/report/index.html${hash})`;
  const title = step ? ` ${escapeMarkdown(step.title, 120)}:` : '';
  const hint = trouble.hint === undefined ? '' : `\n  *${escapeMarkdown(trouble.hint)}*`;
  return `- ${where}${title} ${escapeMarkdown(trouble.message, 600)}${hint}\n`;
}

function drawDifference({ screen }: StepSummary, options: StepSummaryOptions): string {
  const { url, sizes } = options;
  if (!screen) return '';
  const { diff, expected, actual, comparison, masks } = screen;
  const isThere = (ref: PictureRef | undefined): ref is PictureRef =>
    ref !== undefined && isPictureRef(ref) && sizes.has(ref);
  const pictures = Object.entries({ diff, expected, actual }).flatMap(([what, ref]) =>
    url !== undefined && isThere(ref)
      ? [`<a href="${url}/${ref}"><img src="${url}/${ref}" alt="${what}" width="260"></a>`]
      : [],
  );
  if (pictures.length > 0) return `\n${pictures.join(' ')}\n`;
  const size: Size | undefined = sizes.get(actual);
  if (!size || comparison?.kind !== 'different') return '';
  const sketch = sketchDifference(size, comparison.boxes, masks);
  return `\n\`\`\`text\n${sketch}\n\`\`\`\nWhere it differs (█)${masks ? ' and what was not compared (░)' : ''}.\n`;
}

/** Of all that the summary may show. */
export function listSummaryPictures({ scenarios }: RunSummary): PictureRef[] {
  const steps = scenarios.flatMap(({ attempts }) => attempts.flatMap((each) => each.steps));
  const refs = steps.flatMap(({ screen }) => [screen?.diff, screen?.expected, screen?.actual]);
  return [...new Set(refs)].filter((ref) => ref !== undefined).filter(isPictureRef);
}
