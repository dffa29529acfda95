import { Refusal } from './refusal.ts';

const LONGEST = 2048;

/**
 * The parts of a request's path, decoded. What could lead elsewhere (`.`, `..`, a slash or a backslash
 * that was encoded, a zero byte) is refused and not resolved.
 * @throws Refusal 400
 */
export function readPath(target: string): string[] {
  const [path = ''] = target.split('?');
  if (!path.startsWith('/') || path.length > LONGEST) throw badPath();
  const parts = path.slice(1).split('/').map(decode);
  const isOdd = (part: string, index: number) =>
    part === '.' ||
    part === '..' ||
    /[/\\\0]/.test(part) ||
    (part === '' && index < parts.length - 1);
  if (parts.some(isOdd)) throw badPath();
  return parts;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badPath();
  }
}

function badPath(): Refusal {
  return new Refusal(400, 'bad-path', 'this is no path of the report');
}
