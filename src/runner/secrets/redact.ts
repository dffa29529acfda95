import { secretPattern } from './secret-pattern.ts';

const DOTS = '••••••';

/** The text with dots in place of every secret, also of one that a terminal has echoed. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (rest, secret) =>
      rest.length < secret.length ? rest : rest.replaceAll(secretPattern(secret), DOTS),
    text,
  );
}

/**
 * The same for a text that came in pieces: also where a secret lies across several of them, and, of a text
 * that was cut off, where one has begun at its end.
 */
export function redactPieces(
  pieces: readonly string[],
  secrets: readonly string[],
  { isCut = false } = {},
): string[] {
  const whole = pieces.join('');
  const isSecret = new Uint8Array(whole.length);
  for (const secret of secrets) {
    for (const { 0: found, index } of whole.matchAll(secretPattern(secret))) {
      isSecret.fill(1, index, index + found.length);
    }
    if (isCut) isSecret.fill(1, whole.length - begunAtEnd(whole, secret));
  }
  if (!isSecret.includes(1)) return [...pieces];
  let end = 0;
  return pieces.map((piece) => {
    const start = end;
    end += piece.length;
    return keepPlain(whole, isSecret, start, end);
  });
}

/** How many of the secret's first characters the text ends with. */
function begunAtEnd(text: string, secret: string): number {
  let length = Math.min(text.length, secret.length - 1);
  while (length > 0 && !text.endsWith(secret.slice(0, length))) length -= 1;
  return length;
}

/** The dots stand where the secret begins. */
function keepPlain(whole: string, isSecret: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1) {
    if (isSecret[at] === 0) text += whole[at];
    else if (at === 0 || isSecret[at - 1] === 0) text += DOTS;
  }
  return text;
}
