import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { inPackage } from '#platform/root';

/** One numbered migration file; statements run one a query, in one transaction a file. */
export interface Migration {
  number: number;
  name: string;
  checksum: string;
  statements: { text: string; citusOnly: boolean }[];
}

/** Parses a migration: statements end at a line `-- ;;`; one that starts with `-- citus-only` runs only on Citus. */
export function parseMigration(fileName: string, text: string): Migration {
  const number = Number.parseInt(fileName, 10);
  if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(fileName)) throw new Error(`migration ${fileName} must be named NNNN-name.sql`);
  const statements = text
    .split(/^-- ;;[^\n]*$/m)
    .map((part) => part.trim())
    .filter((part) => part.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('--')))
    .map((part) => ({ text: part, citusOnly: part.startsWith('-- citus-only') }));
  return { number, name: fileName.slice(0, -4), checksum: createHash('sha256').update(text).digest('hex'), statements };
}

/** All migrations of platform and modules below `root`, by number. Throws when two share a number. */
export function listMigrations(root = inPackage()): Migration[] {
  const found: Migration[] = [];
  for (const area of ['platform', 'modules']) {
    for (const entry of readdirSync(join(root, area), { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const folder = join(root, area, entry.name, 'migrations');
      let files: string[] = [];
      try {
        files = readdirSync(folder);
      } catch {
        continue;
      }
      for (const file of files.filter((f) => f.endsWith('.sql'))) {
        found.push(parseMigration(file, readFileSync(join(folder, file), 'utf8')));
      }
    }
  }
  found.sort((a, b) => a.number - b.number);
  for (let i = 1; i < found.length; i++) {
    if (found[i]!.number === found[i - 1]!.number) throw new Error(`migrations ${found[i - 1]!.name} and ${found[i]!.name} share a number`);
  }
  return found;
}

/** A migration that was applied has since been changed in the source: nothing is run. */
export class MigrationChanged extends Error {
  constructor(name: string) {
    super(`migration ${name} was changed after it was applied`);
    this.name = 'MigrationChanged';
  }
}

const ledger = `create table if not exists schema_migration (
  number int primary key, name text not null, checksum text not null, applied_at timestamptz not null)`;

/** Numbers of the migrations that the source has and the database lacks. Throws {@link MigrationChanged}. */
export async function pendingMigrations(client: pg.Client | pg.Pool, source: readonly Migration[] = listMigrations()): Promise<Migration[]> {
  const { rows } = await client.query<{ number: number; name: string; checksum: string }>('select number, name, checksum from schema_migration');
  const applied = new Map(rows.map((row) => [row.number, row]));
  return source.filter((migration) => {
    const row = applied.get(migration.number);
    if (row && row.checksum !== migration.checksum) throw new MigrationChanged(migration.name);
    return !row;
  });
}

export interface MigrateOptions {
  /** Connection of the owner of the tables. */
  ownerUrl: string;
  log?: (line: string) => void;
  now?: () => Date;
  /** Steps of libraries that keep their own tables (pg-boss), run by the owner under the same lock. */
  after?: (ownerUrl: string) => Promise<void>;
  /** The migrations there are; those of this program when left out. */
  source?: readonly Migration[];
}

/**
 * Brings the database to the newest migration. Two at once wait for each other (advisory lock); a file is applied
 * whole or not at all. Returns the names applied. Throws {@link MigrationChanged}.
 */
export async function migrate({ ownerUrl, log, now = () => new Date(), after, source }: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'zhidian-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(727401)');
    await client.query(ledger);
    const pending = await pendingMigrations(client, source);
    const citus = (await client.query("select 1 from pg_extension where extname = 'citus'")).rowCount === 1;
    for (const [i, migration] of pending.entries()) {
      log?.(`migration ${migration.name}`);
      await client.query('begin');
      // The disk is waited for once: what is written behind one another becomes durable with the last. A crash before leaves the first of them, whole, as ever.
      if (i < pending.length - 1) await client.query('set local synchronous_commit = off');
      try {
        for (const statement of migration.statements) {
          if (statement.citusOnly && !citus) continue;
          await client.query(statement.text);
        }
        await client.query('insert into schema_migration (number, name, checksum, applied_at) values ($1, $2, $3, $4)', [
          migration.number,
          migration.name,
          migration.checksum,
          now(),
        ]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`migration ${migration.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
    if (pending.length > 0 && after) await after(ownerUrl);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}
