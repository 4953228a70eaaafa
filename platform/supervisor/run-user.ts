import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { SupervisorError } from './supervisor-error.ts';

/**
 * As whom PostgreSQL runs: `undefined` ids mean "as whoever runs us". PostgreSQL refuses to run as root.
 */
export type RunUser = { readonly uid?: number; readonly gid?: number };

/**
 * Picks the ordinary user. Started as one: that user. Started as root: the owner of an existing cluster,
 * else the system's `postgres`, else `nobody`.
 * @throws SupervisorError `folder-not-ours` when an ordinary user meets another user's cluster,
 *   `no-ordinary-user` when root finds nobody to hand over to.
 */
export function chooseRunUser(clusterDir: string): RunUser {
  const owner = ownerOf(clusterDir);
  const ownUid = process.getuid?.();
  if (ownUid === undefined) return {};
  if (ownUid !== 0) {
    if (owner !== undefined && owner.uid !== ownUid) {
      throw new SupervisorError(
        'folder-not-ours',
        `数据库文件夹属于另一用户（uid ${owner.uid}），请以该用户或 root 启动。 ` +
          `The database folder belongs to uid ${owner.uid}, not to uid ${ownUid}: ${clusterDir}`,
      );
    }
    return {};
  }
  if (owner !== undefined && owner.uid !== 0) return owner;
  const user = passwdEntry('postgres') ?? passwdEntry('nobody');
  if (user === undefined || user.uid === 0) {
    throw new SupervisorError(
      'no-ordinary-user',
      '以 root 启动时需要一个普通用户来运行数据库，本机没有 postgres 或 nobody。 ' +
        'Started as root, but there is neither a user "postgres" nor "nobody" to run the database.',
    );
  }
  return user;
}

/** Whether the user can run this program: it may lie in a folder closed to others, or on a file system without execution. */
export function canRun(program: string, user: RunUser): boolean {
  const tried = spawnSync(program, ['--version'], { ...user, cwd: '/', stdio: 'ignore', timeout: 20_000 });
  return tried.status === 0;
}

/** Whether the user can enter the folder by its path. */
export function canEnter(folder: string, user: RunUser): boolean {
  if (user.uid === undefined) return true;
  const tried = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...user,
    cwd: '/',
    stdio: 'ignore',
  });
  return tried.status === 0;
}

function ownerOf(path: string): { uid: number; gid: number } | undefined {
  try {
    const { uid, gid } = statSync(path);
    return { uid, gid };
  } catch {
    return undefined;
  }
}

function passwdEntry(name: string): { uid: number; gid: number } | undefined {
  let passwd: string;
  try {
    passwd = readFileSync('/etc/passwd', 'utf8');
  } catch {
    return undefined;
  }
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find((parts) => parts[0] === name);
  const uid = Number(fields?.[2]);
  const gid = Number(fields?.[3]);
  return fields === undefined || !Number.isInteger(uid) || !Number.isInteger(gid) ? undefined : { uid, gid };
}
