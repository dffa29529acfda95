import { createHash } from 'node:crypto';
import type { RunSummary } from '../fold.ts';
import type { PictureSizes } from '../picture-refs.ts';
import { clientScript } from './client.ts';
import { drawFilters, drawHeader, order } from './header.ts';
import { iconSheet } from './icons.ts';
import { html, type Markup, trust } from './markup.ts';
import { drawScenario } from './scenario-card.ts';
import { style } from './style.ts';

/**
 * The run as one page that opens from disk, in `report/` beside `frames/`. Nothing of the run can
 * act as script: every value is escaped, and the page's policy allows only our own script.
 */
export function renderHtml(summary: RunSummary, sizes?: PictureSizes): string {
  const page = { run: summary.run, sizes };
  const numbered = summary.scenarios.map((scenario, index) => ({ scenario, number: index + 1 }));
  const sorted = order.flatMap((state) =>
    numbered.filter(({ scenario }) => scenario.verdict === state),
  );
  const cards = sorted.map(({ scenario, number }) => {
    const open = !['passed', 'not-run'].includes(scenario.verdict) || sorted.length === 1;
    return drawScenario(scenario, number, open, page);
  });
  const body = html`${iconSheet}
<main>
${drawHeader(summary)}
${drawFilters(summary)}
${cards}
<p class="empty" data-empty hidden>No scenario matches.</p>
</main>
${viewer}`;
  return `<!doctype html>\n${drawDocument(summary, body)}\n`;
}

function drawDocument({ verdict, run }: RunSummary, body: Markup): Markup {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${verdict}: ${run} - Guestwright</title>
<style>${trust(style)}</style>
</head>
<body>
${body}
<script type="module">${trust(clientScript)}</script>
</body>
</html>`;
}

/** Filled by the client; pictures open in it. */
const viewer = html`<dialog data-viewer aria-label="Picture"></dialog>`;

const policy = [
  `default-src 'none'`,
  `script-src '${hash(clientScript)}'`,
  `style-src '${hash(style)}'`,
  `img-src 'self' file:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `require-trusted-types-for 'script'`,
].join('; ');

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
