import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canEnter, type RunUser } from './run-user.ts';

/** Linux allows 107 bytes for the path of a socket; PostgreSQL adds `/.s.PGSQL.5432` and a lock beside it. */
const longestSocketFolderBytes = 107 - '/.s.PGSQL.5432.lock'.length;

/**
 * The folder of the database's socket, open to nobody but the user who runs PostgreSQL (and root).
 * Inside the data folder where path and rights allow it, else a short one in the system's temporary folder whose
 * name is derived from the data folder. It is the only door to the database, which trusts whoever comes through.
 */
export function socketFolder(dataDir: string, user: RunUser): string {
  const inside = join(dataDir, 'socket');
  // PostgreSQL reads the setting as a list: odd characters would need quoting twice.
  const plain = /^[\w./-]+$/.test(inside) && Buffer.byteLength(inside) <= longestSocketFolderBytes;
  if (plain && canEnter(dataDir, user)) return privateFolder(inside, user);
  return privateFolder(shortTemporaryPath('zhidian', dataDir, user), user);
}

/** A path in a temporary folder that is the same for the same subject, folder and user each time. */
export function shortTemporaryPath(prefix: string, subject: string, user: RunUser): string {
  const uid = user.uid ?? process.getuid?.() ?? 0;
  const digest = createHash('sha256').update(realpathSync(subject)).digest('hex').slice(0, 12);
  const base = [tmpdir(), '/tmp'].find((folder) => /^[\w./-]+$/.test(folder) && Buffer.byteLength(folder) < 50 && canEnter(folder, user));
  return join(base ?? '/tmp', `${prefix}-${uid}-${digest}`);
}

/**
 * Makes the folder 0700 for the user. A folder of that name which someone else put there is left alone:
 * a fresh one with a random ending is made instead.
 */
export function privateFolder(path: string, user: RunUser): string {
  const uid = user.uid ?? process.getuid?.() ?? 0;
  let folder = path;
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const found = lstatSync(folder);
    const own = process.getuid?.() ?? 0;
    if (!found.isDirectory() || (found.uid !== uid && found.uid !== own)) folder = mkdtempSync(`${path}-`);
  }
  chmodSync(folder, 0o700);
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}
