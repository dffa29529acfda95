import { z } from 'zod';
import type { PasswordExpiry } from '../../guest/remote-display.ts';
import type { DisplayProtocol } from '../../qmp/types.ts';
import type { Expectations, Problem } from '../action.ts';
import { show } from '../show.ts';
import { parseDuration } from '../values.ts';

export const displayProtocol = z
  .enum(['vnc', 'spice'], {
    error: ({ input }) => `expected vnc or spice, got ${show(input)}`,
  })
  .describe('Which server');

export const vncDisplay = z
  .string()
  .min(1)
  .optional()
  .describe('The id of the VNC server, where there are several. QEMU 7.0');

const forms = 'now, never, a time from now such as +60s, or a date such as 2030-01-31T12:00:00Z';

/** When a password expires, with its author's words for it. */
export const expiryTime = z
  .string({ error: ({ input }) => `expected ${forms}, got ${show(input)}` })
  .transform((text, context) => {
    const at = readExpiry(text);
    if (at !== undefined) return { text, at };
    const seconds = /^\d+$/.test(text) ? `; did you mean +${text}s?` : '';
    const message = `expected ${forms}, got ${show(text)}${seconds}`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  })
  .meta({ description: `When: ${forms}` });

function readExpiry(text: string): PasswordExpiry['at'] | undefined {
  if (text === 'now' || text === 'never') return text;
  if (text.startsWith('+')) {
    const ms = parseDuration(text.slice(1));
    return ms === undefined ? undefined : { inSeconds: ms / 1000 };
  }
  const isDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text);
  const date = new Date(text);
  return isDate && !Number.isNaN(date.getTime()) ? date : undefined;
}

/** Whether the machine has a server whose password could be set, as far as its description tells. */
export function checkServer(
  { protocol }: { readonly protocol: DisplayProtocol },
  { remoteDisplay }: Expectations,
): readonly Problem[] {
  const server = remoteDisplay?.(protocol) ?? 'unknown';
  if (server === 'password' || server === 'unknown') return [];
  const name = protocol.toUpperCase();
  const message =
    server === 'none'
      ? `the machine has no ${name} server: give it one, ${protocol}: {}`
      : `the machine's ${name} server asks for no password: leave out password: false`;
  return [{ path: ['protocol'], message }];
}
