const reference = /(\$?)\$\{([^}]*)(\}?)/g;

/**
 * Replaces `${env.NAME}` by that variable; `$${` stands for `${` itself. Throws where a variable is
 * not set or a reference is not of that form, with all that is wrong in one message.
 */
export function substituteEnvironment(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const mistakes = new Set<string>();
  const result = text.replaceAll(reference, (whole, dollar: string, inner: string, end: string) => {
    if (dollar !== '') return whole.slice(1);
    const name = /^\s*env\.([A-Za-z_][A-Za-z0-9_]*)\s*$/.exec(inner)?.[1];
    if (name === undefined || end === '') {
      mistakes.add(`expected \${env.NAME}, or $\${ for the text \${, got ${shorten(whole)}`);
      return whole;
    }
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (value === undefined) mistakes.add(`the environment variable ${name} is not set`);
    return value ?? whole;
  });
  if (mistakes.size > 0) throw new Error([...mistakes].join('; '));
  return result;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
