import { redact, redactPieces } from '../secrets/redact.ts';
import type { TraceLine } from './trace-line.ts';

/** The trace's file, one line for each, without any secret's text. */
export function writeTraceText(lines: readonly TraceLine[], secrets: readonly string[]): string {
  const serial = hideInSerial(lines, secrets);
  return lines
    .flatMap((line) => {
      if (line.type !== 'serial') return [hideInCall(line, secrets)];
      const text = serial.shift() ?? '';
      return text === '' ? [] : [{ ...line, text }];
    })
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

/** What the guest has said, piece by piece. */
function hideInSerial(lines: readonly TraceLine[], secrets: readonly string[]): string[] {
  const pieces = lines.flatMap((line) => (line.type === 'serial' ? [line.text] : []));
  const isCut = lines.some((line) => line.type === 'cut' && line.serialCharacters > 0);
  return redactPieces(pieces, secrets, { isCut });
}

/** Of all else, only a call's arguments and its error hold text that is not ours. */
function hideInCall(line: TraceLine, secrets: readonly string[]): TraceLine {
  if (line.type !== 'qmp') return line;
  const hide = (text: string) => redact(text, secrets);
  const { arguments: told, error } = line;
  return {
    ...line,
    ...(told !== undefined && { arguments: mapTexts(told, hide) }),
    ...(error !== undefined && { error: hide(error) }),
  };
}

function mapTexts(value: object, change: (text: string) => string): object {
  return JSON.parse(JSON.stringify(value), (_, member) =>
    typeof member === 'string' ? change(member) : member,
  );
}
