import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** What is known of KVM on the hosts that share this home. */
export interface KvmMemory {
  /** Whether a guest has been seen to finish on `host`; undefined where nobody has tried. */
  recall(host: string): Promise<boolean | undefined>;
  /** Never throws: what cannot be written is tried again next time. */
  remember(host: string, works: boolean): Promise<void>;
}

const contents = z.record(z.string(), z.boolean());

/** Where it is kept: `guestwright/kvm.json` under `$XDG_CACHE_HOME`, or under `~/.cache`. */
export function kvmMemoryFile(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'guestwright', 'kvm.json');
}

export function kvmMemory(file: string = kvmMemoryFile()): KvmMemory {
  const read = async () => {
    try {
      return contents.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      return {};
    }
  };
  return {
    recall: async (host) => (await read())[host],
    async remember(host, works) {
      const fresh = `${file}.${process.pid}`;
      try {
        await mkdir(dirname(file), { recursive: true });
        const known = { ...(await read()), [host]: works };
        await writeFile(fresh, `${JSON.stringify(known, null, 2)}\n`);
        await rename(fresh, file);
      } catch {
        await rm(fresh, { force: true }).catch(() => {});
      }
    },
  };
}
