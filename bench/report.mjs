import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

/**
 * @typedef {{ what: string, median: number, worst: number, unit: string, runs: number, limit?: string }} Row
 */

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

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
  const cells = result.rows.map((row) => [
    row.what,
    `${row.median.toFixed(1)} ${row.unit}`,
    `${row.worst.toFixed(1)} ${row.unit}`,
    String(row.runs),
    row.limit ?? '',
  ]);
  const lines = [['', 'median', 'worst', 'runs', 'wanted'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) =>
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
