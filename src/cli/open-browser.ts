import { spawn } from 'node:child_process';

/** Opens an address as the desktop does; false where `xdg-open` is not installed. */
export async function openBrowser(address: string): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn('xdg-open', [address], { stdio: 'ignore', detached: true });
    child.once('error', () => done(false));
    child.once('spawn', () => {
      child.unref();
      done(true);
    });
  });
}
