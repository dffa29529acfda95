import { ScenarioError, StepError } from '../errors.ts';
import { QmpCommandError } from '../qmp/errors.ts';
import type { DisplayProtocol, SetPasswordAction, VncInfo2 } from '../qmp/types.ts';
import type { Guest } from './guest.ts';

/** A DES key: QEMU takes no notice of what is behind it (ui/vnc.c). */
const VNC_PASSWORD_BYTES = 8;

export interface PasswordChange {
  readonly protocol: DisplayProtocol;
  readonly password: string;
  /** What becomes of those who are connected. Default: keep; VNC knows no other. */
  readonly connected?: SetPasswordAction | undefined;
  /** Which VNC server, where there are several. QEMU 7.0. Default: the first one. */
  readonly display?: string | undefined;
}

export interface PasswordExpiry {
  readonly protocol: DisplayProtocol;
  /** At once, never, so many seconds from now, or at a time. */
  readonly at: 'now' | 'never' | { readonly inSeconds: number } | Date;
  readonly display?: string | undefined;
}

interface Trap {
  readonly key: 'password' | 'connected';
  readonly message: string;
}

/** What QEMU would take, or refuse in words that help nobody. The password itself is in no message. */
export function findPasswordTraps({ protocol, password, connected }: PasswordChange): Trap[] {
  const traps: Trap[] = [];
  if (password === '') {
    traps.push({ key: 'password', message: 'an empty password would let everybody in' });
  }
  const bytes = Buffer.byteLength(password);
  if (protocol === 'vnc' && bytes > VNC_PASSWORD_BYTES) {
    const message = `a VNC password has at most ${VNC_PASSWORD_BYTES} bytes, this one has ${bytes}: QEMU would take no notice of the rest`;
    traps.push({ key: 'password', message });
  }
  if (protocol === 'vnc' && connected !== undefined && connected !== 'keep') {
    const message = `VNC knows only connected: keep, not ${connected}: QEMU cannot tell who is connected`;
    traps.push({ key: 'connected', message });
  }
  return traps;
}

/**
 * Sets the password of a VNC or SPICE server that asks for one.
 * @throws ScenarioError `bad-password`; StepError `no-vnc-server`, `spice-not-in-use`, `no-password-authentication`
 */
export async function setPassword(
  guest: Guest,
  change: PasswordChange,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const [trap] = findPasswordTraps(change);
  if (trap) throw new ScenarioError('bad-password', trap.message);
  await expectPasswordAuthentication(guest, change, signal);
  const { protocol, password, connected = 'keep', display } = change;
  const args = protocol === 'vnc' ? { protocol, ...(display && { display }) } : { protocol };
  await orRefused(
    guest.machine.client.execute('set_password', { ...args, password, connected }, { signal }),
  );
}

/**
 * Says until when the password of a VNC or SPICE server is good. Who is connected stays so.
 * @throws ScenarioError `bad-expiry` for a time that has passed; StepError as `setPassword`
 */
export async function expirePassword(
  guest: Guest,
  expiry: PasswordExpiry,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const trap = findExpiryTrap(expiry.at);
  if (trap !== undefined) throw new ScenarioError('bad-expiry', trap);
  await expectPasswordAuthentication(guest, expiry, signal);
  const { protocol, display } = expiry;
  const args = protocol === 'vnc' ? { protocol, ...(display && { display }) } : { protocol };
  const time = formatExpiry(expiry.at);
  await orRefused(guest.machine.client.execute('expire_password', { ...args, time }, { signal }));
}

/** QEMU takes a time that has passed, and the password is gone at once. */
export function findExpiryTrap(at: PasswordExpiry['at']): string | undefined {
  if (typeof at === 'string') return undefined;
  const past = at instanceof Date ? at.getTime() <= Date.now() : at.inSeconds < 1;
  if (!past) return undefined;
  const when = at instanceof Date ? at.toISOString() : `+${at.inSeconds}s`;
  return `${when} has passed: the password would expire at once; if it should, write now`;
}

function formatExpiry(at: PasswordExpiry['at']): string {
  if (typeof at === 'string') return at;
  return at instanceof Date ? `${Math.ceil(at.getTime() / 1000)}` : `+${Math.ceil(at.inSeconds)}`;
}

interface Server {
  readonly protocol: DisplayProtocol;
  readonly display?: string | undefined;
}

/** QEMU says only "Could not set password", whatever the reason; and takes an expiry for nothing. */
async function expectPasswordAuthentication(
  guest: Guest,
  { protocol, display }: Server,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (protocol === 'vnc') expectVncPassword(await askVnc(guest, signal), display);
  else await expectSpicePassword(guest, signal);
}

async function askVnc(guest: Guest, signal: AbortSignal | undefined): Promise<readonly VncInfo2[]> {
  refuseEmbedded(guest);
  return guest.machine.client.execute('query-vnc-servers', {}, { signal });
}

function expectVncPassword(servers: readonly VncInfo2[], display: string | undefined): void {
  const server = display === undefined ? servers[0] : servers.find(({ id }) => id === display);
  if (!server || server.server.length === 0) {
    const named = display === undefined ? '' : ` called ${display}`;
    const ids = servers.map(({ id }) => id).join(', ');
    const message = `the machine has no VNC server${named}${ids && display ? `; it has: ${ids}` : ''}`;
    throw new StepError('no-vnc-server', message, {
      hint: 'give the machine one: vnc: { password: true }',
    });
  }
  if (server.auth === 'vnc' || server.vencrypt?.endsWith('-vnc')) return;
  const message = `the VNC server ${server.id} asks for no password: its authentication is ${server.vencrypt ?? server.auth}`;
  const hint =
    'give the machine one that does: vnc: { password: true } (QEMU: -vnc ...,password=on)';
  throw new StepError('no-password-authentication', message, { hint });
}

async function expectSpicePassword(guest: Guest, signal: AbortSignal | undefined): Promise<void> {
  refuseEmbedded(guest);
  const { enabled, auth } = await guest.machine.client.execute('query-spice', {}, { signal });
  if (!enabled) {
    const hint = 'give the machine a SPICE server: spice: { password: true }';
    throw new StepError('spice-not-in-use', 'SPICE is not in use on this machine', { hint });
  }
  if (auth === 'spice') return;
  const message = `the SPICE server asks for no password: its authentication is ${auth}`;
  const hint = 'give the machine one that does: spice: { password: true }';
  throw new StepError('no-password-authentication', message, { hint });
}

/** @throws StepError `no-remote-display` */
export function refuseEmbedded({ machine }: Guest): void {
  if (machine.driver !== 'embedded') return;
  const message = 'the embedded machine has no VNC and no SPICE server';
  throw new StepError('no-remote-display', message, { hint: 'use driver: qemu' });
}

async function orRefused(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof QmpCommandError)) throw error;
    throw new StepError('password-refused', error.message, { cause: error });
  }
}
