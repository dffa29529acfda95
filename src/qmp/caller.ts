import { QmpError } from './errors.ts';

/**
 * Remembers the stack of whoever called `callee`. The returned function gives it to a `QmpError`
 * born later in a socket callback, and throws that error; other errors are thrown as they are.
 */
export function captureCaller(callee: (...args: never[]) => unknown): (error: unknown) => never {
  const site: { stack?: string } = {};
  Error.captureStackTrace(site, callee);
  return (error) => {
    if (error instanceof QmpError) {
      const frames = site.stack?.slice(site.stack.indexOf('\n')) ?? '';
      error.stack = `${error.name}: ${error.message}${frames}`;
    }
    throw error;
  };
}
