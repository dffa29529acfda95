import type { YAMLError } from 'yaml';
import { show } from '../show.ts';

/** What the YAML parser says, in words for the author of a scenario. `at` is the text from its place on. */
export function explainSyntax({ code, message }: YAMLError, at: string): string {
  const first = message.split('\n', 1)[0] ?? message;
  if (first.startsWith('Maximum call stack')) return 'this is nested too deeply';
  switch (code) {
    case 'DUPLICATE_KEY':
      return `the key ${show(keyAt(at))} stands twice in this mapping`;
    case 'MULTIPLE_DOCS':
      return 'expected one YAML document, "---" starts a second one';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return `${first}: a text with ": " needs quotes, a key below needs its indentation`;
    case 'TAB_AS_INDENT':
      return 'expected spaces as indentation, got a tab';
    case 'TAG_RESOLVE_FAILED':
      return first.replace('Unresolved tag: ', 'unknown tag ');
    case 'MISSING_CHAR':
      return first.replace(/^Missing closing (['"])quote$/, 'the closing quote $1 is missing');
    case 'BAD_INDENT':
      return first
        .replace(/^Flow sequence .* end with a \]$/, 'the list is not closed: expected ]')
        .replace(/^Flow map .* end with a \}$/, 'the mapping is not closed: expected }');
    default:
      return first;
  }
}

function keyAt(text: string): string {
  return /^["']?([^:\n"']*)/.exec(text)?.[1]?.trim() ?? '';
}
