import { fileURLToPath } from 'node:url';

/** Where a call stands. Line and column are from 1. */
export interface CallPlace {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly col: number;
}

/** Chai has some of its own between a test and a matcher. */
const DEEPEST = 40;

type Callee = (...args: never[]) => unknown;

/** The author's line that called `callee`, which must be under way; undefined where the stack does not tell. */
export function findCaller(callee: Callee): CallPlace | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = DEEPEST;
  const holder = { stack: '' };
  Error.captureStackTrace(holder, callee);
  Error.stackTraceLimit = stackTraceLimit;
  return holder.stack
    .split('\n')
    .map(readFrame)
    .find((place) => place !== undefined && isAuthors(place.file));
}

/** The same error, which tells first where the author's call stands. */
export function pointAt<E>(error: E, place: CallPlace | undefined): E {
  if (!(error instanceof Error) || !place) return error;
  const { file, line, col } = place;
  const [, frames = ''] = /(\n {4}at [\s\S]*)$/.exec(error.stack ?? '') ?? [];
  error.stack = `${error.name}: ${error.message}\n    at ${file}:${line}:${col}${frames}`;
  return error;
}

function readFrame(line: string): CallPlace | undefined {
  const [, where = '', row, col] = /(?:^\s*at |\()([^()]+):(\d+):(\d+)\)?$/.exec(line) ?? [];
  if (where === '') return undefined;
  const file = where.replace(/^async /, '').replace(/\?.*$/, '');
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  return { file: path, line: Number(row), col: Number(col) };
}

function isAuthors(file: string): boolean {
  return !file.startsWith('node:') && !file.includes('/node_modules/');
}
