import { didYouMean } from '../near-name.ts';
import { type BuildOption, commands } from './commands.ts';
import type { Definition, Release } from './definitions.ts';
import { QmpUnsupportedError } from './errors.ts';
import type { QmpVersion } from './messages.ts';
import { isFrom } from './release.ts';
import type { ServerSchema, Unknown } from './server-schema.ts';
import { findYounger, hasYounger } from './younger-parts.ts';

interface KnownCommand {
  readonly since: Release;
  readonly arguments: Definition;
  readonly build?: BuildOption;
}

/** What is known about a command; undefined for one that is not typed. */
function findCommand(name: string): KnownCommand | undefined {
  const known: Readonly<Record<string, KnownCommand>> = commands;
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

/** What is sent to find out what there is. */
const askedFirst: ReadonlySet<string> = new Set(['qmp_capabilities', 'query-qmp-schema']);

/** Whether a QEMU of that version may lack something that the command can be given, or the command. */
export function mayLack(command: string, version: QmpVersion): boolean {
  const known = findCommand(command);
  if (!known || askedFirst.has(command)) return false;
  return (
    known.build !== undefined ||
    !isFrom(version, known.since) ||
    hasYounger(known.arguments, version)
  );
}

/** Whether this very call has something that a QEMU of that version may lack. */
export function mayLackIn(command: string, args: object, version: QmpVersion): boolean {
  const known = findCommand(command);
  if (!known) return false;
  if (known.build !== undefined || !isFrom(version, known.since)) return true;
  return findYounger(known.arguments, args, version).length > 0;
}

/** What a machine lacks of a call, as an error that says which release has it; else undefined. */
export function findLack(
  command: string,
  args: object,
  { schema, version }: { readonly schema: ServerSchema; readonly version: QmpVersion },
): QmpUnsupportedError | undefined {
  const unknown = schema.findUnknown(command, args);
  if (unknown === undefined) return undefined;
  const machine = `QEMU ${version.major}.${version.minor}.${version.micro}`;
  const what = describeUnknown(command, unknown);
  const { release, owner, build } = explain(command, args, unknown, version);
  const where = owner === undefined || owner === command ? '' : ` (QAPI ${owner})`;
  if (release !== undefined) {
    const message = `${machine} has no ${what}${where}: it came with QEMU ${release}`;
    return new QmpUnsupportedError(message, `use QEMU ${release} or later`);
  }
  if (build !== undefined) {
    const message = `this ${machine} has no ${what}: it is built without ${build}`;
    return new QmpUnsupportedError(message, buildHints[build]);
  }
  return new QmpUnsupportedError(
    `${machine} has no ${what}.${didYouMean(unknown.given, unknown.known)}`,
  );
}

const buildHints = {
  VNC: 'use a QEMU that is built with it; Debian and Ubuntu have it in qemu-system-x86',
  SPICE: 'use a QEMU that is built with it; Debian has it in qemu-system-modules-spice',
} as const satisfies Record<BuildOption, string>;

function describeUnknown(command: string, { kind, given, path }: Unknown): string {
  switch (kind) {
    case 'command':
      return `command ${command}`;
    case 'argument':
      return `argument ${path} in ${command}`;
    case 'value':
      return `${JSON.stringify(given)} for ${path} in ${command}`;
    default:
      return kind satisfies never;
  }
}

function explain(
  command: string,
  args: object,
  { kind, path }: Unknown,
  version: QmpVersion,
): { readonly release?: Release; readonly owner?: string; readonly build?: BuildOption } {
  const known = findCommand(command);
  if (!known) return {};
  if (kind === 'command') {
    if (!isFrom(version, known.since)) return { release: known.since };
    return known.build ? { build: known.build } : {};
  }
  const part = findYounger(known.arguments, args, version).find((one) => one.path === path);
  return part ? { release: part.since, owner: part.owner } : {};
}
