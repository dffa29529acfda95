import { relative } from 'node:path';
import { isStdoutTaken, type ReporterChoice } from '../report/reporters.ts';
import type { WrittenReports } from '../report/write-reports.ts';

interface Told {
  readonly reporters: readonly ReporterChoice[];
}

/** Prints a line for people: beside a document on standard output, not into it. */
export function sayBeside({ reporters }: Told): (line: string) => void {
  return isStdoutTaken(reporters) ? (line) => console.error(line) : (line) => console.log(line);
}

/** The last line: where the page is, if one was asked for. */
export function tellWhere(told: Told, { html }: WrittenReports): void {
  if (html !== undefined) sayBeside(told)(`Report: ${relative('.', html)}`);
}
