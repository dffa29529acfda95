import { randomBytes } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { MachineError } from '../../errors.ts';
import { digestFile, FileDigests } from './file-digests.ts';
import { STATE_FORMAT } from './state-key.ts';

const MANIFEST = 'manifest.json';
const DRAFT = '.draft-';
/** Of one name: the newest, and those of another branch or another driver. */
const MOST_OF_A_NAME = 3;
const LONGEST_UNUSED_MS = 30 * 86_400_000;
/** A draft of another host may still be written to. */
const LONGEST_DRAFT_MS = 86_400_000;

const manifestSchema = z.object({
  format: z.literal(STATE_FORMAT),
  state: z.string(),
  key: z.string(),
  savedAt: z.string(),
  files: z.record(
    z.string().regex(/^[\w.-]+$/),
    z.object({ bytes: z.number(), sha256: z.string() }),
  ),
  variables: z.record(z.string(), z.string()),
  /** Of this one building of it. */
  id: z.string(),
  /** What its guest began from: its disks go on from there. */
  parent: z.object({ state: z.string(), key: z.string(), id: z.string() }).optional(),
});

export type StateManifest = z.output<typeof manifestSchema>;

/** A state that is whole. */
export interface StoredState {
  readonly state: string;
  readonly key: string;
  /** What `startMachine` takes. */
  readonly folder: string;
  readonly manifest: StateManifest;
}

export type StateSearch =
  | { readonly kind: 'sound'; readonly stored: StoredState }
  /** `why`: what there is in its place. */
  | { readonly kind: 'missing'; readonly why?: string };

/**
 * The states of a project, each a folder `<state>/<key>` that appears at once and whole, with the sizes and
 * digests of its files. Any number of runs may use it at a time.
 */
export class StateStore {
  readonly folder: string;
  readonly digests: FileDigests;

  constructor(folder: string) {
    this.folder = folder;
    this.digests = new FileDigests(join(folder, 'digests.json'));
  }

  /** What is torn or damaged is not found, and goes when it is saved again. */
  async find(state: string, key: string, signal?: AbortSignal): Promise<StateSearch> {
    const folder = join(this.folder, state, key);
    const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
    if (text === undefined) return this.#explainMissing(state, key);
    const manifest = readManifest(text, state, key);
    if (!manifest) return { kind: 'missing', why: 'the saved one was damaged: its manifest' };
    const damage = await this.#findDamage(folder, manifest, signal);
    if (damage !== undefined)
      return { kind: 'missing', why: `the saved one was damaged: ${damage}` };
    const { parent } = manifest;
    const below = parent && (await this.find(parent.state, parent.key, signal));
    if (below && (below.kind === 'missing' || below.stored.manifest.id !== parent.id)) {
      return { kind: 'missing', why: `the state "${parent.state}" below it is another one` };
    }
    const now = new Date();
    await utimes(join(folder, MANIFEST), now, now).catch(() => {});
    return { kind: 'sound', stored: { state, key, folder, manifest } };
  }

  /** An empty folder that nobody else sees. @throws MachineError `states-not-writable` */
  async draft(): Promise<string> {
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFile(join(this.folder, '.gitignore'), '*\n');
      return await mkdtemp(join(this.folder, `${DRAFT}${hostname()}-${process.pid}-`));
    } catch (cause) {
      throw notWritable(this.folder, cause);
    }
  }

  /**
   * Makes a draft with all of its files the state of that name and key. Where another run was first, that one's
   * stays. @throws MachineError `states-not-writable`
   */
  async publish(
    draft: string,
    about: Pick<StateManifest, 'state' | 'key' | 'variables'>,
    from?: StoredState,
  ): Promise<StoredState> {
    const { state, key } = about;
    const folder = join(this.folder, state, key);
    try {
      const files = await describeFiles(draft);
      const manifest: StateManifest = {
        format: STATE_FORMAT,
        id: randomName(),
        savedAt: new Date().toISOString(),
        files,
        ...(from && { parent: { state: from.state, key: from.key, id: from.manifest.id } }),
        ...about,
      };
      await writeFile(join(draft, MANIFEST), JSON.stringify(manifest), { mode: 0o600 });
      await mkdir(join(this.folder, state), { recursive: true });
      const other = await this.#moveIn(draft, folder, about);
      if (other) return other;
      for (const [name, { sha256 }] of Object.entries(files)) {
        await this.digests.note(join(folder, name), sha256);
      }
      return { state, key, folder, manifest };
    } catch (cause) {
      throw notWritable(this.folder, cause);
    }
  }

  /** Takes away a state that no machine can go on from. */
  async discard({ folder }: Pick<StoredState, 'folder'>): Promise<void> {
    const trash = join(this.folder, `${DRAFT}${hostname()}-${process.pid}-${randomName()}`);
    await rename(folder, trash).catch(() => {});
    await rm(trash, { recursive: true, force: true }).catch(() => {});
  }

  /** Takes away what nobody will use: old states, and drafts of runs that were killed. Never throws. */
  async prune(): Promise<void> {
    const names = await listFolders(this.folder);
    for (const name of names.filter((one) => one.startsWith(DRAFT))) {
      const folder = join(this.folder, name);
      if (await isAbandoned(folder, name)) await this.discard({ folder });
    }
    for (const state of names.filter((one) => !one.startsWith('.'))) {
      const used = await lastUses(join(this.folder, state));
      const old = used.filter(
        ({ atMs }, index) => index >= MOST_OF_A_NAME || Date.now() - atMs > LONGEST_UNUSED_MS,
      );
      for (const { folder } of old) await this.discard({ folder });
    }
  }

  /** Undefined where the draft is it now; else the one of somebody who was first. */
  async #moveIn(
    draft: string,
    folder: string,
    { state, key }: Pick<StateManifest, 'state' | 'key'>,
  ): Promise<StoredState | undefined> {
    for (;;) {
      try {
        await rename(draft, folder);
        return undefined;
      } catch (error) {
        if (!isTaken(error)) throw error;
      }
      const other = await this.find(state, key);
      if (other.kind === 'sound') {
        await this.discard({ folder: draft });
        return other.stored;
      }
      await this.discard({ folder });
    }
  }

  async #explainMissing(state: string, key: string): Promise<StateSearch> {
    const others = await listFolders(join(this.folder, state));
    if (others.includes(key)) return { kind: 'missing', why: 'the saved one was not whole' };
    if (others.length === 0) return { kind: 'missing' };
    return { kind: 'missing', why: 'what goes into it has changed' };
  }

  async #findDamage(
    folder: string,
    { files }: StateManifest,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    for (const [name, { bytes, sha256 }] of Object.entries(files)) {
      const file = join(folder, name);
      const info = await stat(file).catch(() => undefined);
      if (!info) return `its file ${name} is missing`;
      if (info.size !== bytes) return `its file ${name} has ${info.size} bytes of ${bytes}`;
      if ((await this.digests.of(file, signal)) !== sha256) return `its file ${name} has changed`;
    }
    return undefined;
  }
}

/** They are on the disk afterwards: a manifest never tells of bytes that a power cut took. */
async function describeFiles(folder: string): Promise<StateManifest['files']> {
  const files: StateManifest['files'] = {};
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    await using handle = await open(file, 'r+');
    await handle.sync();
    files[name] = { bytes: (await handle.stat()).size, sha256: await digestFile(file) };
  }
  return files;
}

function readManifest(text: string, state: string, key: string): StateManifest | undefined {
  try {
    const manifest = manifestSchema.parse(JSON.parse(text));
    return manifest.state === state && manifest.key === key ? manifest : undefined;
  } catch {
    return undefined;
  }
}

async function listFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

async function isAbandoned(folder: string, name: string): Promise<boolean> {
  const [, host, pid] = /^\.draft-(.*)-(\d+)-[^-]*$/.exec(name) ?? [];
  if (host === hostname() && pid !== undefined) return !isAlive(Number(pid));
  const info = await stat(folder).catch(() => undefined);
  return info !== undefined && Date.now() - info.mtimeMs > LONGEST_DRAFT_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The states of one name, the one used last first. */
async function lastUses(folder: string): Promise<{ folder: string; atMs: number }[]> {
  const used = await Promise.all(
    (await listFolders(folder)).map(async (key) => {
      const info = await stat(join(folder, key, MANIFEST)).catch(() => undefined);
      return { folder: join(folder, key), atMs: info?.mtimeMs ?? 0 };
    }),
  );
  return used.toSorted((a, b) => b.atMs - a.atMs);
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(ENOTEMPTY|EEXIST)$/.test(`${error.code}`);
}

function notWritable(folder: string, cause: unknown): MachineError {
  if (cause instanceof MachineError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MachineError('states-not-writable', `no state can be kept in ${folder}: ${reason}`, {
    hint: 'make room there, or name another folder in guestwright.yaml: states: PATH',
    cause,
  });
}

function randomName(): string {
  return randomBytes(6).toString('hex');
}
