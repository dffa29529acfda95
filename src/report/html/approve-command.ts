import { icon } from './icons.ts';
import { html, type Markup } from './markup.ts';

/**
 * The command that accepts what this run saw, all of it or one baseline, ready to be copied. Names
 * that a shell could read as more than a name stay out of it.
 */
export function drawApproveCommand(run: string, baseline?: string): Markup {
  const only = baseline !== undefined && isPlainName(baseline) ? ` --only ${baseline}` : '';
  const command = `npx guestwright approve${isPlainName(run) ? ` ${run}` : ''}${only}`;
  return html`<span class="command"><code>${command}</code><button type="button" class="copy" data-copy="${command}" hidden>${icon('copy')}<span>Copy</span></button></span>`;
}

function isPlainName(name: string): boolean {
  return /^\w[\w./-]*$/.test(name);
}
