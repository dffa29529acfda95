import { randomUUID } from 'node:crypto';
import type { Output } from '../reporters.ts';

/**
 * What is printed from here on is no workflow command of GitHub's, whatever a guest shows or a scenario
 * is called, until the function that it returns is called.
 */
export function stopCommands(out: Output): () => void {
  const token = randomUUID();
  out.write(`::stop-commands::${token}\n`);
  return () => out.write(`::${token}::\n`);
}
