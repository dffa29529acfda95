/** Where something stands in a file; line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly col: number;
}

/** One mistake in a text, for people and for machines. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly message: string;
  /** The line of the file it stands in; empty where there is none, or where it holds a secret. */
  readonly sourceLine: string;
  /** Where its file was named by `run:`, the nearest place first. */
  readonly includedFrom?: readonly Origin[];
}

/** A place in a file. */
export interface Origin extends Position {
  readonly file: string;
}

const LONGEST_MESSAGE = 800;
const LONGEST_LINE = 140;

/**
 * `file:line:col: message`, the source line and a caret:
 *
 *     demo.yaml:4:5: unknown step "clik". Did you mean "click"?
 *         4 |   - clik: [1, 2]
 *           |     ^
 *
 * Long lines are cut around the caret; nothing of the text can steer a terminal.
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, col, message } = diagnostic;
  const head = `${file}:${line}:${col}: ${printable(cut(message, 0, LONGEST_MESSAGE))}`;
  const origins = (diagnostic.includedFrom ?? []).map(
    (origin) => `\n  included from ${origin.file}:${origin.line}:${origin.col}`,
  );
  if (diagnostic.sourceLine.trim() === '') return head + origins.join('');
  const isLong = diagnostic.sourceLine.length > LONGEST_LINE;
  const start = isLong ? Math.max(0, col - 1 - LONGEST_LINE / 2) : 0;
  const source = printable(cut(diagnostic.sourceLine, start, LONGEST_LINE), '\t');
  const gutter = String(line).padStart(5);
  const caret = col - 1 - start + (start > 0 ? 1 : 0);
  const indent = source.slice(0, caret).replaceAll(/[^\t]/g, ' ');
  return `${head}\n${gutter} | ${source}\n${' '.repeat(5)} | ${indent}^${origins.join('')}`;
}

/** In the order of the text, each once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const d of diagnostics) {
    const key = `${d.file}:${d.line}:${d.col}:${d.message}`;
    if (!seen.has(key)) seen.set(key, d);
  }
  return [...seen.values()].toSorted(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.col - b.col,
  );
}

function cut(text: string, start: number, length: number): string {
  const before = start > 0 ? '…' : '';
  const after = start + length < text.length ? '…' : '';
  return before + text.slice(start, start + length) + after;
}

/** Control and direction characters as one sign each, so that columns stay. */
function printable(text: string, but = ''): string {
  return text.replaceAll(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu, (c) =>
    c === but ? c : '\ufffd',
  );
}
