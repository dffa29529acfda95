const DOTS = '••••••';

/** The text with dots in place of every secret. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, DOTS), text);
}

/** The same for a text that came in pieces: also where a secret lies across several of them. */
export function redactPieces(pieces: readonly string[], secrets: readonly string[]): string[] {
  const whole = pieces.join('');
  if (!secrets.some((secret) => whole.includes(secret))) return [...pieces];
  const isSecret = new Uint8Array(whole.length);
  for (const secret of secrets) {
    for (let at = whole.indexOf(secret); at >= 0; at = whole.indexOf(secret, at + secret.length)) {
      isSecret.fill(1, at, at + secret.length);
    }
  }
  let end = 0;
  return pieces.map((piece) => {
    const start = end;
    end += piece.length;
    return keepPlain(whole, isSecret, start, end);
  });
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
