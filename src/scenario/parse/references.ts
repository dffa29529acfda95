import { didYouMean } from '../../near-name.ts';
import { looksLikeHole, makeHole } from '../run-variables.ts';

const reference = /(\$?)\$\{([^}]*)(\}?)/g;
const form = /^\s*([a-z]+)\.([A-Za-z_][\w-]*)\s*$/;

/** What a file that `run:` reads was given. */
export interface Given {
  readonly value: unknown;
  /** Whether it holds a secret, and so is one. */
  readonly isSecret: boolean;
}

/** What references stand for; a kind that is absent cannot be used there. */
export interface References {
  /** `${env.NAME}`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `${secrets.NAME}`. */
  readonly secrets: ReadonlyMap<string, Secret>;
  /** `${matrix.NAME}`. */
  readonly matrix?: ReadonlyMap<string, unknown> | undefined;
  /** `${with.NAME}`, the parameters of a file that `run:` reads. */
  readonly with?: ReadonlyMap<string, Given> | undefined;
  /** Whether `${vars.NAME}` may stand there, which only a run knows. */
  readonly vars?: boolean | undefined;
}

/** A secret's text, or why it is not to be had. */
export type Secret =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

type Finder = (name: string, references: References) => Found | undefined;

type Found =
  | { readonly ok: true; readonly value: unknown; readonly isSecret?: boolean }
  | { readonly ok: false; readonly message: string };

export interface Substitution {
  readonly text: string;
  /** The text, or what its only reference stands for: a number stays one. */
  readonly value: unknown;
  readonly isSecret: boolean;
}

/**
 * Replaces references such as `${env.NAME}`; `$${` stands for `${` itself, and a hole for what only
 * a run knows. Throws where something is not set or a reference is not of that form, with all that
 * is wrong in one message.
 */
export function substituteReferences(text: string, references: References): Substitution {
  if (looksLikeHole(text)) throw new Error('the characters U+FDD0 and U+FDD1 cannot be used');
  const mistakes = new Set<string>();
  let isSecret = false;
  let only: unknown;
  const result = text.replaceAll(reference, (whole, dollar: string, inner: string, end: string) => {
    if (dollar !== '') return whole.slice(1);
    const [, kind = '', name = ''] = form.exec(inner) ?? [];
    const finder = end === '' ? undefined : finders.get(kind);
    const found: Found = finder?.(name, references) ?? {
      ok: false,
      message: `expected ${listForms(references)}, or $\${ for the text \${, got ${shorten(whole)}`,
    };
    if (!found.ok) {
      mistakes.add(found.message);
      return whole;
    }
    isSecret ||= found.isSecret === true;
    if (whole === text) only = found.value;
    else if (typeof found.value === 'object') {
      mistakes.add(`\${${inner}} is a list or a mapping, and cannot stand within a text`);
    }
    return String(found.value);
  });
  if (mistakes.size > 0) throw new Error([...mistakes].join('; '));
  return { text: result, value: only ?? result, isSecret };
}

/** Each kind of reference, undefined where it is unknown there. */
const finders: ReadonlyMap<string, Finder> = new Map(
  Object.entries<Finder>({
    env: (name, { env }) => asFound(readVariable(name, env)),
    secrets: (name, { secrets }) => asFound(readSecret(name, secrets), true),
    matrix: (name, { matrix }) => {
      if (!matrix)
        return { ok: false, message: `\${matrix.${name}} needs a matrix: in the scenario` };
      if (matrix.has(name)) return { ok: true, value: matrix.get(name) };
      return { ok: false, message: describeUnknown('matrix value', name, matrix.keys()) };
    },
    with: (name, references) => {
      const given = references.with?.get(name);
      if (given) return { ok: true, ...given };
      const message = references.with
        ? describeUnknown('parameter', name, references.with.keys())
        : `\${with.${name}} can stand only in a file that run: reads`;
      return { ok: false, message };
    },
    vars: (name, { vars }) => {
      if (vars) return { ok: true, value: makeHole(name) };
      return vars === undefined
        ? undefined
        : { ok: false, message: `\${vars.${name}} is known only while the steps run` };
    },
  }),
);

function asFound(found: Secret, isSecret = false): Found {
  if (!found.ok) return found;
  return looksLikeHole(found.text)
    ? { ok: false, message: 'the characters U+FDD0 and U+FDD1 cannot be used' }
    : { ok: true, value: found.text, isSecret };
}

/** `${env.NAME}, ${secrets.NAME} or ${vars.NAME}`. */
function listForms(references: References): string {
  const kinds = [
    'env',
    'secrets',
    ...(references.matrix ? ['matrix'] : []),
    ...(references.with ? ['with'] : []),
    ...(references.vars ? ['vars'] : []),
  ];
  const forms = kinds.map((kind) => `\${${kind}.NAME}`);
  return forms.join(', ').replace(/, ([^,]*)$/, ' or $1');
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

function describeUnknown(what: string, name: string, known: Iterable<string>): string {
  const names = [...known];
  const list = names.length > 0 ? `Known: ${names.join(', ')}` : 'There is none';
  return `unknown ${what} ${name}.${didYouMean(name, names)} ${list}`;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
