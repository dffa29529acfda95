/** Control characters, halves of characters, and marks that turn around what stands behind them, too. */
const unprintable = /(?![\t\n])\p{Cc}|\p{Cs}|[\u2028-\u202E\u2066-\u2069]/gu;

/** The same with every text in it safe to print: neither a name nor what a guest shows moves a cursor. */
export function printable<T>(value: T): T {
  return makePrintable(value) as T;
}

function makePrintable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(unprintable, '\uFFFD');
  if (Array.isArray(value)) return value.map(makePrintable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, makePrintable(each)]);
  return Object.fromEntries(entries);
}
