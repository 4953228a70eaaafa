import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Small secrets that must not lie in the database, its log or its backups. Whoever holds the database holds none of them.
 * A name is written once and never overwritten.
 */
export interface Vault {
  /** Kept for good once the promise is fulfilled, also through a power cut. Throws when the name is taken. */
  put(name: string, secret: Uint8Array): Promise<void>;
  /** Null when there is none. */
  get(name: string): Promise<Uint8Array | null>;
  /** Overwrites and removes it; nothing happens when there is none. */
  destroy(name: string): Promise<void>;
  names(): Promise<string[]>;
}

const nameFits = (name: string): void => {
  if (!/^[0-9a-z][0-9a-z-]{0,100}$/.test(name)) throw new Error(`no name for a secret: ${name}`);
};
const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** A folder that only we can read. Name it outside what is backed up with the database. */
export function folderVault(folder: string): Vault {
  const synced = async (path: string): Promise<void> => {
    const handle = await open(path, 'r');
    await handle.sync().finally(() => handle.close());
  };
  const write = async (path: string, bytes: Uint8Array, flag: 'wx' | 'r+'): Promise<void> => {
    const handle = await open(path, flag, 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  };
  return {
    async put(name, secret) {
      nameFits(name);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await write(join(folder, name), secret, 'wx');
      await synced(folder);
    },
    async get(name) {
      nameFits(name);
      try {
        return new Uint8Array(await readFile(join(folder, name)));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async destroy(name) {
      nameFits(name);
      const path = join(folder, name);
      try {
        await write(path, randomBytes((await stat(path)).size), 'r+');
        await rm(path);
        await synced(folder);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
    async names() {
      try {
        return (await readdir(folder)).sort();
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
  };
}

/** Secrets that live as long as the process: for tests. */
export function memoryVault(): Vault {
  const secrets = new Map<string, Uint8Array>();
  return {
    async put(name, secret) {
      nameFits(name);
      if (secrets.has(name)) throw new Error(`the name is taken: ${name}`);
      secrets.set(name, secret);
    },
    get: async (name) => secrets.get(name) ?? null,
    destroy: async (name) => void secrets.delete(name),
    names: async () => [...secrets.keys()].sort(),
  };
}
