import { readFileSync, watch, writeFileSync } from 'node:fs';

/**
 * Follows a serial log and notes on the host's clock when each line arrived, by inotify, not by polling.
 * @param {string} file
 */
export function followSerial(file) {
  /** @type {{ line: string, atMs: number }[]} */
  const lines = [];
  /** @type {(() => void)[]} */
  let waiting = [];
  writeFileSync(file, '');
  let read = 0;
  const note = () => {
    const atMs = performance.now();
    const text = readFileSync(file, 'latin1').slice(read);
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    read += whole.length;
    for (const line of whole.split('\n').filter(Boolean)) lines.push({ line, atMs });
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  const watcher = watch(file, note);
  return {
    lines,
    /**
     * The next line, from `from` on, that starts with `start`.
     * @param {string} start
     * @param {number} from
     */
    async next(start, from = 0) {
      for (;;) {
        const found = lines.slice(from).find(({ line }) => line.startsWith(start));
        if (found) return found;
        await new Promise((resolve) => waiting.push(() => resolve(undefined)));
      }
    },
    close: () => watcher.close(),
  };
}
