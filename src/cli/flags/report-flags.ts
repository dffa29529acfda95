import { type Stats, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { ScenarioError } from '../../errors.ts';
import { didYouMean } from '../../near-name.ts';
import {
  ownsStdout,
  type ReporterChoice,
  reporterNames,
  usualReporters,
} from '../../report/reporters.ts';
import { EVENTS_FILE } from '../../runner/run-folder.ts';

/** The flags that say how a run is told. */
export interface ReportFlags {
  readonly reporter?: string;
  readonly reportUrl?: string;
}

export interface ReportSettings {
  readonly reporters: readonly ReporterChoice[];
  readonly url: string | undefined;
  readonly stepSummary: string | undefined;
}

/**
 * `terminal,junit=out.xml,html`; without the flag what is usual, and in GitHub Actions `github` too.
 * @throws ScenarioError `bad-flag`
 */
export function readReportFlags(
  { reporter, reportUrl }: ReportFlags,
  usual: readonly ReporterChoice[] = usualReporters,
  env: NodeJS.ProcessEnv = process.env,
): ReportSettings {
  return {
    reporters: reporter === undefined ? usual : readReporters(reporter),
    url: reportUrl === undefined ? undefined : readUrl(reportUrl),
    stepSummary: env.GITHUB_STEP_SUMMARY || undefined,
  };
}

/** Of `run`. */
export function usualForRun(env: NodeJS.ProcessEnv = process.env): readonly ReporterChoice[] {
  const github = env.GITHUB_ACTIONS === 'true' ? [{ name: 'github' } as const] : [];
  return [{ name: 'terminal' }, ...usualReporters, ...github];
}

function readReporters(text: string): readonly ReporterChoice[] {
  const choices = text.split(',').map((part) => readReporter(part.trim()));
  for (const [index, { name, to }] of choices.entries()) {
    const before = choices.slice(0, index);
    if (before.some((each) => each.name === name)) throw badFlag(`${name} is named twice`);
    const twin = to !== undefined && to !== '-' && before.find((each) => isSameFile(each.to, to));
    if (twin) throw badFlag(`${twin.name} and ${name} both write to ${to}`);
  }
  const [first, second] = choices.filter(ownsStdout);
  if (first && second) {
    throw badFlag(
      `${first.name} and ${second.name} both write to standard output`,
      `give one a file, such as ${second.name === 'terminal' ? first.name : second.name}=FILE`,
    );
  }
  return choices;
}

function readReporter(part: string): ReporterChoice {
  const equals = part.indexOf('=');
  const word = equals < 0 ? part : part.slice(0, equals);
  const name = reporterNames.find((each) => each === word);
  if (!name) {
    const known = `${reporterNames.slice(0, -1).join(', ')} or ${reporterNames.at(-1)}`;
    const near = didYouMean(word, reporterNames);
    throw badFlag(`expected ${known}, got ${JSON.stringify(word)}.${near}`);
  }
  if (equals < 0) return { name };
  const to = part.slice(equals + 1);
  checkPlace(name, to);
  return { name, to };
}

function checkPlace(name: ReporterChoice['name'], to: string): void {
  if (name === 'terminal') throw badFlag('terminal writes to standard output and nowhere else');
  if (name === 'html') {
    throw badFlag("html stands in the run's folder, with its pictures, and nowhere else");
  }
  if (to === '') throw badFlag(`${name}= names no file`);
  if (to === '-') {
    if (name === 'github') throw badFlag('github=FILE names the file of the summary');
    return;
  }
  if (basename(to) === EVENTS_FILE) throw badFlag(`${to} would take the place of a run's events`);
  if (isFolder(to)) throw badFlag(`${to} is a folder; ${name} writes a file`);
  const above = findAbove(dirname(resolve(to)));
  if (!isFolder(above)) throw badFlag(`${to} cannot be written: ${above} is no folder`);
}

/** The nearest that exists. */
function findAbove(folder: string): string {
  return readStats(folder) || dirname(folder) === folder ? folder : findAbove(dirname(folder));
}

function isFolder(path: string): boolean {
  return readStats(path)?.isDirectory() ?? false;
}

function readStats(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function isSameFile(a: string | undefined, b: string): boolean {
  return a !== undefined && resolve(a) === resolve(b);
}

/** Without a slash at its end. */
function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '';
  if (isPlain && url.username === '' && url.password === '') {
    return url.href
      .replace(/\/+$/, '')
      .replace(/[()']/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  }
  throw new ScenarioError(
    'bad-flag',
    `--report-url: expected the address of the results folder, such as https://example.com/results, got ${JSON.stringify(text)}`,
  );
}

function badFlag(message: string, hint?: string): ScenarioError {
  return new ScenarioError(
    'bad-flag',
    `--reporter: ${message}`,
    hint === undefined ? {} : { hint },
  );
}
