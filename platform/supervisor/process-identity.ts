import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string };

/**
 * When the process started, as an opaque text; `undefined` when there is no such process.
 * On Linux: boot id and start tick from /proc (a number of a process is used again after a restart, this is not).
 */
export function processStartedAt(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform !== 'linux') return startedAtByPs(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name may hold spaces and brackets; the fields after the last bracket are plain.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    const startTick = fields[19];
    if (startTick === undefined || state === 'Z' || state === 'X') return undefined;
    return `${bootId()}/${startTick}`;
  } catch {
    return undefined;
  }
}

/** The identity of the running process itself. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startedAt: processStartedAt(process.pid) ?? 'unknown' };
}

/** Whether exactly this process (not another with its number) is still running. */
export function isRunning(identity: ProcessIdentity): boolean {
  return processStartedAt(identity.pid) === identity.startedAt;
}

/** Whether the process works inside `folder`: PostgreSQL's processes stand in their data folder. */
export function worksInFolder(pid: number, folder: string): boolean {
  if (process.platform !== 'linux') return processStartedAt(pid) !== undefined;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return 'boot';
  }
}

function startedAtByPs(pid: number): string | undefined {
  try {
    const out = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return out === '' ? undefined : out;
  } catch {
    return undefined;
  }
}
