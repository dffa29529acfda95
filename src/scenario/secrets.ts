import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type References, readVariable, type Secret } from './parse/references.ts';
import { show } from './show.ts';

/** Where a secret comes from: never from the text itself. */
export const secretSource = z
  .union([
    z.strictObject({ env: z.string().describe('The environment variable that holds it') }),
    z.strictObject({
      file: z.string().describe('The file that holds it; one newline at its end goes'),
    }),
  ])
  .describe('Where the secret is: { env: NAME } or { file: PATH }');

export function loadSecrets(
  sources: Readonly<Record<string, z.output<typeof secretSource>>>,
  { baseDir, env }: { baseDir: string; env: References['env'] },
): ReadonlyMap<string, Secret> {
  return new Map(
    Object.entries(sources).map(([name, source]) => {
      const secret =
        'env' in source ? readVariable(source.env, env) : readFile(source.file, baseDir);
      return [name, refuseEmpty(name, secret)];
    }),
  );
}

function readFile(file: string, baseDir: string): Secret {
  try {
    return { ok: true, text: readFileSync(resolve(baseDir, file), 'utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    return { ok: false, message: `the file ${show(file)} cannot be read: ${code}` };
  }
}

/** An empty secret is a variable that somebody forgot to fill, and would type nothing. */
function refuseEmpty(name: string, secret: Secret): Secret {
  return secret.ok && secret.text === ''
    ? { ok: false, message: `the secret ${name} is empty` }
    : secret;
}
