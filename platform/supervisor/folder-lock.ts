import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';
import { SupervisorError } from './supervisor-error.ts';

/** What the holder of a data folder tells other processes. */
export type FolderNotes = {
  ownerUrl?: string;
  appUrl?: string;
  /** Where the web server listens, once it does. */
  httpPort?: number;
};

type LockRecord = ProcessIdentity & FolderNotes;

/** Holds a data folder for this process until `release()`. */
export type FolderLock = {
  /** Adds to what other processes can read with `readFolderNotes`. */
  note(notes: FolderNotes): void;
  release(): void;
};

const lockPath = (dataDir: string) => join(dataDir, 'zhidian.lock');

/**
 * Takes the data folder for this process. The lock names process and start time, so that one left by a
 * killed process is recognised and taken over; of several who try at once exactly one succeeds.
 * @throws SupervisorError `folder-taken` when a running process holds it.
 */
export function lockFolder(dataDir: string): FolderLock {
  const path = lockPath(dataDir);
  const own: LockRecord = ownIdentity();
  const draft = `${path}.${own.pid}`;
  writeRecord(draft, own);
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      try {
        // A link either creates the name or fails: no moment at which two hold it.
        linkSync(draft, path);
        return heldLock(path, own);
      } catch (error) {
        if (!hasCode(error, 'EEXIST')) throw error;
      }
      const holder = readRecord(path);
      if (holder !== undefined && isRunning(holder)) throw taken(dataDir, holder);
      removeStale(path, own.pid, dataDir);
    }
  } finally {
    unlinkIfThere(draft);
  }
  throw new SupervisorError('folder-taken', `数据文件夹正被别的进程反复占用。 Others keep taking the data folder: ${dataDir}`);
}

/** What the running holder of the folder has noted; `undefined` when no running process holds it. */
export function readFolderNotes(dataDir: string): (FolderNotes & { pid: number }) | undefined {
  const record = readRecord(lockPath(dataDir));
  return record !== undefined && isRunning(record) ? record : undefined;
}

/** Whether the folder has the lock of a process that is no more. */
export function wasLeftBehind(dataDir: string): boolean {
  const record = readRecord(lockPath(dataDir));
  return record !== undefined && !isRunning(record);
}

function taken(dataDir: string, holder: LockRecord): SupervisorError {
  const port = holder.httpPort === undefined ? '' : ` (http://localhost:${holder.httpPort})`;
  return new SupervisorError(
    'folder-taken',
    `数据文件夹已由运行中的支点使用，进程 ${holder.pid}${port}。 The data folder is in use by process ${holder.pid}: ${dataDir}`,
  );
}

function removeStale(path: string, ownPid: number, dataDir: string): void {
  const aside = `${path}.stale.${ownPid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  // Between reading and renaming someone else may have taken over: then put theirs back.
  const moved = readRecord(aside);
  if (moved !== undefined && isRunning(moved)) {
    try {
      linkSync(aside, path);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    unlinkIfThere(aside);
    throw taken(dataDir, moved);
  }
  unlinkIfThere(aside);
}

function heldLock(path: string, own: LockRecord): FolderLock {
  let current = own;
  let held = true;
  return {
    note(notes) {
      if (!held) return;
      current = { ...current, ...notes };
      const draft = `${path}.${own.pid}.notes`;
      writeRecord(draft, current);
      renameSync(draft, path);
    },
    release() {
      if (!held) return;
      held = false;
      unlinkIfThere(path);
    },
  };
}

function writeRecord(path: string, record: LockRecord): void {
  writeFileSync(path, `${JSON.stringify(record)}\n`, { mode: 0o600 });
}

function readRecord(path: string): LockRecord | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { pid, startedAt, ownerUrl, appUrl, httpPort } = parsed as Record<string, unknown>;
  if (typeof pid !== 'number' || typeof startedAt !== 'string') return undefined;
  return {
    pid,
    startedAt,
    ...(typeof ownerUrl === 'string' && { ownerUrl }),
    ...(typeof appUrl === 'string' && { appUrl }),
    ...(typeof httpPort === 'number' && { httpPort }),
  };
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
