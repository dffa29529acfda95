import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { notFound } from './refusal.ts';

/** What of a run's folder a browser may have, and as what. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^report\/app\.js$/, 'text/javascript; charset=utf-8'],
  [/^report\/app\.css$/, 'text/css; charset=utf-8'],
  [/^report\/data\/[\w-]+\.js$/, 'text/javascript; charset=utf-8'],
  [/^frames\/[0-9a-f]+\.png$/, 'image/png'],
  [/^serial\/[^/]+$/, 'text/plain; charset=latin1'],
];

/**
 * Sends a file of the run's folder: a real one, which no link leads out of.
 * @throws Refusal 404
 */
export async function sendFile(
  runFolder: string,
  parts: readonly string[],
  response: ServerResponse,
): Promise<void> {
  const path = parts.join('/');
  const type = kinds.find(([pattern]) => pattern.test(path))?.[1];
  if (type === undefined) throw notFound();
  await using file = await openReal(runFolder, path);
  const { size } = await file.stat();
  response.writeHead(200, {
    'content-type': type,
    'content-length': size,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  });
  if (response.req.method === 'HEAD' || size === 0) response.end();
  else await pipeline(file.createReadStream({ end: size - 1, autoClose: false }), response);
}

async function openReal(runFolder: string, path: string): Promise<FileHandle> {
  const root = await realpath(runFolder);
  const wanted = join(root, path);
  const real = await realpath(wanted).catch(() => undefined);
  if (real !== wanted) throw notFound();
  const file = await open(wanted, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => {
    throw notFound();
  });
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw notFound();
}
