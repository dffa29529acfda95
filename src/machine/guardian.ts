import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./guardian-process.mjs', import.meta.url));

let guardian: ChildProcess | undefined;
const guarded = new Set<string>();

/**
 * From now until `release` is called, `what` ends with this process, however that ends, `kill -9` included:
 * a process is killed, a folder (only one of ours, see `PREFIX`) is removed, what is held down is let go.
 */
export function guard(kind: 'process' | 'folder' | 'held', what: number | string): () => void {
  const entry = `${kind} ${what}`;
  tell(`guard ${entry}`);
  guarded.add(entry);
  return () => {
    if (guarded.delete(entry)) tell(`release ${entry}`);
  };
}

function tell(line: string): void {
  guardian ??= startGuardian();
  guardian.stdin?.write(`${line}\n`);
}

/** Its own session, so that Ctrl-C in a terminal does not reach it; the pipe tells it of our end. */
function startGuardian(): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM], {
    cwd: '/',
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const forget = () => {
    if (guardian === child) guardian = undefined;
  };
  child.once('exit', forget);
  child.once('error', forget);
  child.stdin.on('error', forget);
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  for (const entry of guarded) child.stdin.write(`guard ${entry}\n`);
  return child;
}
