/** Which server's page it is, if any: its token lets the page accept pictures. */
export interface ServedBy {
  readonly token: string;
}

/**
 * The page, the same for every run. Its policy lets only files beside it run as script, and only the
 * script that has the policy `guestwright` name another one.
 */
export function drawIndexPage(servedBy?: ServedBy): string {
  if (servedBy && !/^[\w-]+$/.test(servedBy.token)) throw new TypeError('not a token');
  const server = servedBy ? `\n<meta name="guestwright-server" content="${servedBy.token}">` : '';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${pagePolicy(servedBy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">${server}
<link rel="icon" href="data:,">
<title>Guestwright report</title>
<link rel="stylesheet" href="app.css">
<script defer src="app.js"></script>
<noscript>This report needs JavaScript; junit.xml beside it does not.</noscript>
<div id="app"></div>
</html>
`;
}

/** As a header of the server it counts before the page is read. */
export function pagePolicy(servedBy?: ServedBy): string {
  const here = servedBy ? "'self'" : "'self' file:";
  return [
    "default-src 'none'",
    `script-src ${here}`,
    `style-src ${here}`,
    `img-src ${here} data:`,
    ...(servedBy ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types guestwright',
  ].join('; ');
}
