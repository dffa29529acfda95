import { dirname } from 'node:path';

const DOTS = '••••••';
const MOST_CHARACTERS = 4096;

/** What a QMP command is told of in a trace: without passwords, and without private folders of ours. */
export function maskArguments(
  execute: string,
  args: object,
  framesDir: string,
): object | undefined {
  if (Object.keys(args).length === 0) return undefined;
  if (execute === 'screendump' && 'filename' in args) {
    const isOurs = typeof args.filename === 'string' && dirname(args.filename) === framesDir;
    return isOurs ? { ...args, filename: 'frame.ppm' } : args;
  }
  const masked = mask(args, isSecretObject(args) ? alsoData : secretNames);
  const { length } = JSON.stringify(masked);
  return length > MOST_CHARACTERS ? { cut: `${length} characters` } : Object(masked);
}

const secretNames = /passw|passphrase|secret$|^keyid$/i;
const alsoData = /passw|passphrase|secret$|^keyid$|^data$/i;

/** `object-add` of what QEMU keeps secrets in. */
function isSecretObject(args: object): boolean {
  return 'qom-type' in args && /^secret/.test(String(args['qom-type']));
}

/** A line for the human monitor is one text: where it speaks of a password, only its first word stays. */
function mask(value: unknown, names: RegExp): unknown {
  if (typeof value === 'string') return /passw/i.test(value) ? maskLine(value) : value;
  if (Array.isArray(value)) return value.map((each) => mask(each, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      names.test(name) && typeof member === 'string' ? DOTS : mask(member, names),
    ]),
  );
}

function maskLine(text: string): string {
  const [first = ''] = text.trim().split(/\s/, 1);
  return `${first} ${DOTS}`;
}
