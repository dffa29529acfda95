import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'vitest';
import { makeTestFolder, runs, until } from './with-qemu.ts';

const packages = {
  gvnccapture: 'gvncviewer',
  'spicy-screenshot': 'spice-client-gtk',
  'spicy-stats': 'spice-client-gtk',
} as const;

/** A program that real people connect with. */
export type RemoteClient = keyof typeof packages;

/** `test`, or a skipped one that says what it lacks. */
export function testWithClient(file: string, ...clients: readonly RemoteClient[]) {
  const missing = [
    ...(runs('qemu-system-x86_64') ? [] : ['qemu-system-x86']),
    ...clients.filter((client) => !isInstalled(client)).map((client) => packages[client]),
  ];
  if (missing.length === 0) return test;
  console.warn(`SKIPPED ${basename(file)}: not installed: ${missing.join(', ')}`);
  return test.skip;
}

/** gvnccapture has no `--version`. */
function isInstalled(client: RemoteClient): boolean {
  return runs(client, '--help');
}

/** Runs a client until `body` is done; it may have ended by itself before that. */
export async function withClient(
  client: RemoteClient,
  args: readonly string[],
  body: (process: ChildProcess) => Promise<void>,
): Promise<void> {
  const child = spawn(client, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    await body(child);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/**
 * Whether gvnccapture gets a picture from a display of 127.0.0.1 with that password, which it asks for on a
 * terminal.
 */
export async function capturesWith(display: number, password: string): Promise<boolean> {
  const picture = join(makeTestFolder(), 'screen.png');
  const command = `gvnccapture -q 127.0.0.1:${display} ${picture}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let isAsking = false;
  let hasEnded = false;
  child.stdout.on('data', (said) => {
    isAsking ||= `${said}`.includes('Password:');
  });
  child.stdin.on('error', () => {});
  child.on('exit', () => {
    hasEnded = true;
  });
  // What it hears between its question and the end of the echo it throws away.
  const answer = () => {
    if (isAsking && !hasEnded) child.stdin.write(`${password}\n`);
    return hasEnded;
  };
  await until('gvnccapture has ended', answer, 20_000);
  return existsSync(picture);
}
