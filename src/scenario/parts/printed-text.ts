import { patternOf } from './text-keys.ts';

/** Whether a text of several lines has what is sought: a text, or a regular expression /like this/. */
export function isPrinted(sought: string, text: string): boolean {
  const lines = text.split('\n');
  return patternOf(sought, {}).isIn({ lines, full: lines.map(() => false) });
}
