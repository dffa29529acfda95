import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

/**
 * @typedef {{ what: string, median: number, worst: number, unit: string, runs: number, limit?: string,
 *   counts?: Record<string, number> }} Row
 */

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @param {number} value @param {string} unit */
const show = (value, unit) => `${value.toFixed(unit === 'x' ? 2 : 1)} ${unit}`;

/**
 * Prints a table for people; with `--json FILE` on the command line, the same figures go there as data.
 * @param {{ title: string, conditions: Record<string, string>, rows: readonly Row[] }} result
 */
export function printTable(result) {
  const conditions = { ...result.conditions, node: process.version, cores: String(cpus().length) };
  console.log(`\n${result.title}`);
  console.log(
    Object.entries(conditions)
      .map(([name, value]) => `${name}: ${value}`)
      .join(' · '),
  );
  const counted = [...new Set(result.rows.flatMap(({ counts = {} }) => Object.keys(counts)))];
  const cells = result.rows.map((row) => [
    row.what,
    show(row.median, row.unit),
    show(row.worst, row.unit),
    String(row.runs),
    ...counted.map((name) => String(row.counts?.[name] ?? '')),
    row.limit ?? '',
  ]);
  const head = ['', 'median', 'worst', 'runs', ...counted, 'wanted'];
  const lines = [head, ...cells];
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of lines) {
    console.log(
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    );
  }
  const file = process.argv[process.argv.indexOf('--json') + 1];
  if (process.argv.includes('--json') && file) {
    writeFileSync(file, `${JSON.stringify({ ...result, conditions }, null, 2)}\n`);
  }
}
