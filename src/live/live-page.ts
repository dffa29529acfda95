import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain, MachineError } from '../errors.ts';

/** The page as `npm run build` makes it, from here and from the built command alike. */
const builtPage = join(import.meta.dirname, '../../dist/live-page');

export interface PageFile {
  readonly type: string;
  readonly body: string;
}

/** The page's files by their names. @throws MachineError `live-page-not-built` */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  return new Map([
    ['', { type: 'text/html; charset=utf-8', body: page }],
    ['app.js', { type: 'text/javascript; charset=utf-8', body: readBuilt('app.js') }],
    ['app.css', { type: 'text/css; charset=utf-8', body: readBuilt('app.css') }],
  ]);
}

/**
 * Only what this server has runs, is shown and is asked. Of `'self'` some browsers do not say that it is
 * the WebSockets of the same host, too.
 */
export function pagePolicy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ws://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function readBuilt(name: string): string {
  try {
    return readFileSync(join(builtPage, name), 'utf8');
  } catch (cause) {
    throw new MachineError('live-page-not-built', `the live page is missing: ${explain(cause)}`, {
      hint: 'in a working copy of Guestwright, run: npm run build',
      cause,
    });
  }
}

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Guestwright live</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="app.css">
<script type="module" src="app.js"></script>
<noscript>The live page needs JavaScript.</noscript>
<div id="app"></div>
</html>
`;
