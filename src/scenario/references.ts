const reference = /(\$?)\$\{([^}]*)(\}?)/g;

/** What `${env.NAME}` and `${secrets.NAME}` stand for. */
export interface References {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: ReadonlyMap<string, Secret>;
}

/** A secret's text, or why it is not to be had. */
export type Secret =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/**
 * Replaces `${env.NAME}` and `${secrets.NAME}`; `$${` stands for `${` itself. Throws where something
 * is not set or a reference is not of that form, with all that is wrong in one message.
 */
export function substituteReferences(
  text: string,
  { env, secrets }: References,
): { readonly text: string; readonly isSecret: boolean } {
  const mistakes = new Set<string>();
  let isSecret = false;
  const result = text.replaceAll(reference, (whole, dollar: string, inner: string, end: string) => {
    if (dollar !== '') return whole.slice(1);
    const [, kind, name = ''] = /^\s*(env|secrets)\.([A-Za-z_][\w-]*)\s*$/.exec(inner) ?? [];
    if (kind === undefined || end === '') {
      mistakes.add(
        `expected \${env.NAME} or \${secrets.NAME}, or $\${ for the text \${, got ${shorten(whole)}`,
      );
      return whole;
    }
    const found = kind === 'env' ? readVariable(name, env) : readSecret(name, secrets);
    if (!found.ok) mistakes.add(found.message);
    isSecret ||= kind === 'secrets';
    return found.ok ? found.text : whole;
  });
  if (mistakes.size > 0) throw new Error([...mistakes].join('; '));
  return { text: result, isSecret };
}

/** An environment variable, as a reference or a secret finds it. */
export function readVariable(name: string, env: References['env']): Secret {
  const text = Object.hasOwn(env, name) ? env[name] : undefined;
  return text === undefined
    ? { ok: false, message: `the environment variable ${name} is not set` }
    : { ok: true, text };
}

function readSecret(name: string, secrets: References['secrets']): Secret {
  const known = [...secrets.keys()].join(', ');
  const unknown = `unknown secret ${name}. ${known ? `Known: ${known}` : 'guestwright.yaml names none'}`;
  return secrets.get(name) ?? { ok: false, message: unknown };
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
