import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase, type ScratchDatabase } from '#testing/scratch-database';
import { listMigrations, migrate, MigrationChanged, parseMigration, pendingMigrations } from './migrate.ts';

let scratch: ScratchDatabase;
let client: pg.Client;
beforeEach(async () => {
  scratch = await emptyDatabase();
  client = new pg.Client({ connectionString: scratch.ownerUrl });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await scratch.drop();
});

const first = parseMigration('0001-lamp.sql', 'create table lamp (n int)\n-- ;;\ninsert into lamp values (1)');
const second = parseMigration('0002-bulb.sql', 'create table bulb (n int)');
const tables = async () =>
  (
    await client.query<{ name: string }>("select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1")
  ).rows.map((row) => row.name);

describe('a migration file', () => {
  test('is split at its separator lines and nowhere else', () => {
    const parsed = parseMigration(
      '0007-two.sql',
      "create function f() returns int language sql as $$ select 1; $$\n-- ;; the end of the first\n-- a remark alone is no statement\n-- ;;\nselect '-- ;;'\n",
    );
    expect(parsed.statements.map((statement) => statement.text)).toEqual(['create function f() returns int language sql as $$ select 1; $$', "select '-- ;;'"]);
    expect(parsed).toMatchObject({ number: 7, name: '0007-two' });
  });
  test('whose statement begins with -- citus-only has a step for Citus', () => {
    const parsed = parseMigration('0008-citus.sql', '-- citus-only\nselect 1\n-- ;;\n-- for everybody\nselect 2');
    expect(parsed.statements.map((statement) => statement.citusOnly)).toEqual([true, false]);
  });
  test.each(['1-x.sql', 'x.sql', '0001_x.sql', '0001-X.sql', '00001-x.sql'])('may not be named %s', (name) =>
    expect(() => parseMigration(name, 'select 1')).toThrow('NNNN-name.sql'),
  );
  test('shares its number with no other', () => {
    const root = mkdtempSync(join(tmpdir(), 'zhidian-migrations-'));
    for (const [folder, file] of [
      ['platform/a', '0100-one.sql'],
      ['modules/b', '0101-two.sql'],
      ['modules/c', '0100-three.sql'],
    ] as const) {
      mkdirSync(join(root, folder, 'migrations'), { recursive: true });
      writeFileSync(join(root, folder, 'migrations', file), 'select 1');
    }
    try {
      expect(() => listMigrations(root)).toThrow(/share a number/);
      rmSync(join(root, 'modules/c'), { recursive: true });
      expect(listMigrations(root).map((migration) => migration.name)).toEqual(['0100-one', '0101-two']);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
  test('of this program: each number once, none empty', () => {
    const all = listMigrations();
    expect(new Set(all.map((migration) => migration.number)).size).toBe(all.length);
    for (const migration of all) expect(migration.statements.length, migration.name).toBeGreaterThan(0);
  });
});

describe('migrating', () => {
  test('applies in order, once', async () => {
    expect(await migrate({ ownerUrl: scratch.ownerUrl, source: [first, second] })).toEqual(['0001-lamp', '0002-bulb']);
    expect(await migrate({ ownerUrl: scratch.ownerUrl, source: [first, second] })).toEqual([]);
    expect((await client.query('select n from lamp')).rowCount).toBe(1);
    expect(await pendingMigrations(client, [first, second])).toEqual([]);
  });

  test('a file changed after it was applied: refused by name, and nothing newer is run', async () => {
    await migrate({ ownerUrl: scratch.ownerUrl, source: [first] });
    const changed = parseMigration('0001-lamp.sql', 'create table lamp (n bigint)');
    await expect(migrate({ ownerUrl: scratch.ownerUrl, source: [changed, second] })).rejects.toThrow(MigrationChanged);
    await expect(pendingMigrations(client, [changed])).rejects.toThrow('0001-lamp was changed');
    expect(await tables()).toEqual(['lamp', 'schema_migration']);
  });

  test('a file that fails in its middle leaves nothing, those before it stay, those after it are not run', async () => {
    const broken = parseMigration('0002-broken.sql', 'create table half (n int)\n-- ;;\ninsert into half values (1)\n-- ;;\nselect nothing from nowhere');
    const third = parseMigration('0003-third.sql', 'create table third (n int)');
    await expect(migrate({ ownerUrl: scratch.ownerUrl, source: [first, broken, third] })).rejects.toThrow('migration 0002-broken');
    expect(await tables()).toEqual(['lamp', 'schema_migration']);
    const mended = parseMigration('0002-broken.sql', 'create table half (n int)');
    expect(await migrate({ ownerUrl: scratch.ownerUrl, source: [first, mended, third] })).toEqual(['0002-broken', '0003-third']);
  });

  test('four at once: one does it, the others wait and find it done', async () => {
    const slow = parseMigration('0001-slow.sql', 'select pg_sleep(0.2)\n-- ;;\ncreate table slow (n int)');
    const done = await Promise.all([1, 2, 3, 4].map(() => migrate({ ownerUrl: scratch.ownerUrl, source: [slow, second] })));
    expect(done.filter((names) => names.length === 2)).toHaveLength(1);
    expect(done.filter((names) => names.length === 0)).toHaveLength(3);
  });

  test('a step for Citus is left out where there is none, and the step after it is run', async () => {
    const steps = parseMigration('0001-citus.sql', "-- citus-only\nselect create_distributed_table('lamp', 'n')\n-- ;;\ncreate table lamp (n int)");
    expect(await migrate({ ownerUrl: scratch.ownerUrl, source: [steps] })).toEqual(['0001-citus']);
    expect(await tables()).toEqual(['lamp', 'schema_migration']);
  });

  test('one statement a query: two in one place are refused by no accident of the driver', async () => {
    // Everything of ours must run where a query may hold one statement alone (Citus, prepared statements).
    for (const migration of listMigrations()) {
      for (const { text } of migration.statements) {
        const bare = text
          .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
          .replace(/'(?:[^']|'')*'/g, "''")
          .replace(/--[^\n]*/g, '')
          .trim()
          .replace(/;$/, '');
        expect(bare, `${migration.name}: ${text.slice(0, 80)}`).not.toContain(';');
      }
    }
  });
});
