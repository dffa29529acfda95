import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { MachineDescription } from '../description.ts';
import { optionValue as value } from './option-value.ts';

const shape = {
  port: z
    .int()
    .min(5900)
    .max(65_535)
    .optional()
    .describe('A port of 127.0.0.1, from 5900. Default: a unix socket'),
  socket: z
    .string()
    .min(1)
    .optional()
    .describe(
      "A unix socket, relative to the file that names it. Default: in the run's private folder",
    ),
  password: z
    .boolean()
    .optional()
    .describe('Whether it asks for one: nobody gets in before set-password. Default: true'),
};

const remoteDisplay = z
  .strictObject(shape)
  .refine(({ port, socket }) => port === undefined || socket === undefined, {
    error: 'expected a port or a socket, not both',
    path: ['socket'],
  })
  .refine(({ port, password }) => port === undefined || password !== false, {
    error: 'expected a password where it listens on a port: anybody on this host could connect',
    path: ['password'],
  });

/** What a machine may be watched through from outside. */
export const remoteDisplayKeys = {
  vnc: remoteDisplay.optional().describe('A VNC server'),
  spice: remoteDisplay.optional().describe('A SPICE server'),
};

type RemoteDisplay = z.infer<typeof remoteDisplay>;

export interface RemoteDisplays {
  readonly vnc?: RemoteDisplay | undefined;
  readonly spice?: RemoteDisplay | undefined;
}

/** Whether a machine of that description has such a server, and one that asks for a password. */
export function remoteDisplayOf(
  description: MachineDescription,
  protocol: keyof RemoteDisplays,
): 'password' | 'open' | 'none' | 'unknown' {
  if ('attach' in description) return 'unknown';
  if (description.driver === 'embedded') return 'none';
  const server = description[protocol];
  if (server) return server.password === false ? 'open' : 'password';
  return description['extra-args']?.includes(`-${protocol}`) ? 'unknown' : 'none';
}

/** QEMU's arguments for them; sockets without a name lie beside the monitor's. */
export function remoteDisplayArguments(
  { vnc, spice }: RemoteDisplays,
  monitorSocket: string,
): readonly string[] {
  const beside = (name: string) => join(dirname(monitorSocket), name);
  return [
    ...(vnc ? ['-vnc', vncOption(vnc, beside('vnc'))] : []),
    ...(spice ? ['-spice', spiceOption(spice, beside('spice'))] : []),
  ];
}

const FIRST_VNC_PORT = 5900;

function vncOption({ port, socket, password = true }: RemoteDisplay, usual: string): string {
  const where =
    port === undefined ? `unix:${value(socket ?? usual)}` : `127.0.0.1:${port - FIRST_VNC_PORT}`;
  return password ? `${where},password=on` : where;
}

function spiceOption({ port, socket, password = true }: RemoteDisplay, usual: string): string {
  const where =
    port === undefined ? `unix=on,addr=${value(socket ?? usual)}` : `addr=127.0.0.1,port=${port}`;
  return password ? where : `${where},disable-ticketing=on`;
}
