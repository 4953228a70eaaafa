import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testPlatform, type TestPlatform } from '#testing/platform';

// The rules of the schema, asked of the catalogue, so that a new table is covered without anyone remembering it.
let t: TestPlatform;
beforeAll(async () => {
  t = await testPlatform([]);
}, 60_000);
afterAll(() => t.close());

/** Tables that belong to no subdistrict. Whoever adds one here says why. */
const globalTables: Record<string, string> = {
  schema_migration: 'ledger of the migrations',
  instance: 'says whether this is a demo',
  district: 'reference',
  subdistrict: 'reference',
  auth_user: 'accounts are global',
  auth_session: 'accounts are global',
  auth_credential: 'accounts are global',
  auth_verification: 'accounts are global',
  auth_rate_limit: 'accounts are global',
  // An invoice is claimed once in the whole city, so its identity cannot belong to a subdistrict; it holds no names.
  invoice: 'global identity',
  invoice_file: 'global identity',
  invoice_claim: 'global identity',
  // Aggregates that a subdistrict published: its district reads these figures and none of its rows.
  index_published: 'published figures, read by the district',
  invoice_version: 'global identity',
  invoice_file_move: 'global identity',
};
const rows = async <T extends object>(text: string): Promise<T[]> => (await t.owner.query<T>(text)).rows;
const tenantTables = async () =>
  (await rows<{ name: string }>("select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1"))
    .map((row) => row.name)
    .filter((name) => !(name in globalTables));

describe('every table of a subdistrict', () => {
  test('there are some, and the global ones are few and known', async () => {
    expect((await tenantTables()).length).toBeGreaterThan(40);
    const all = await rows<{ name: string }>("select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')");
    for (const { name } of all.filter((row) => row.name in globalTables)) expect(globalTables[name]).toBeTruthy();
  });

  test('begins every key with subdistrict_id', async () => {
    const keys = await rows<{ table: string; key: string; columns: string[]; target: string }>(`select c.conrelid::regclass::text as table, c.conname as key,
      array(select a.attname::text from unnest(c.conkey) with ordinality k(n, at) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.at) as columns,
      c.confrelid::regclass::text as target from pg_constraint c where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'f')`);
    const tenant = await tenantTables();
    expect(keys.filter((key) => tenant.includes(key.table) && key.columns[0] !== 'subdistrict_id' && !(key.target in globalTables))).toEqual([]);
    for (const table of tenant)
      expect(
        keys.some((key) => key.table === table && key.key.endsWith('_pkey')),
        `${table} has a primary key`,
      ).toBe(true);
  });

  test('begins every unique index with subdistrict_id', async () => {
    const indexes = await rows<{
      table: string;
      index: string;
      first: string | null;
    }>(`select i.indrelid::regclass::text as table, i.indexrelid::regclass::text as index,
      (select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[0]) as first
      from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = 'public'::regnamespace and i.indisunique`);
    const tenant = await tenantTables();
    expect(indexes.filter((index) => tenant.includes(index.table) && index.first !== 'subdistrict_id')).toEqual([]);
  });

  test('refers to tables of the same subdistrict by its whole key, or to reference tables', async () => {
    const keys = await rows<{ table: string; target: string; key: string; from: string[]; to: string[]; onDelete: string; deferrable: boolean }>(`
      select c.conrelid::regclass::text as table, c.confrelid::regclass::text as target, c.conname as key, c.confdeltype::text as "onDelete", c.condeferrable as deferrable,
      array(select a.attname::text from unnest(c.conkey) with ordinality k(n, at) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.at) as from,
      array(select a.attname::text from unnest(c.confkey) with ordinality k(n, at) join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by k.at) as to
      from pg_constraint c where c.connamespace = 'public'::regnamespace and c.contype = 'f'`);
    const tenant = await tenantTables();
    for (const key of keys.filter((one) => tenant.includes(one.table))) {
      if (tenant.includes(key.target)) expect(key.to[0], `${key.table}.${key.key}`).toBe('subdistrict_id');
      else expect(Object.keys(globalTables), `${key.table}.${key.key}`).toContain(key.target);
      expect(key.onDelete, `${key.table}.${key.key}: no cascade, no set null`).toBe('a');
      expect(key.deferrable, `${key.table}.${key.key}: checked at once`).toBe(false);
    }
  });

  test('has row-level security with the one policy of the subdistrict, for reading and writing', async () => {
    const tenant = await tenantTables();
    const secured = await rows<{ name: string }>("select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity");
    expect(tenant.filter((name) => !secured.some((row) => row.name === name))).toEqual([]);
    const policies = await rows<{ table: string; name: string; command: string; permissive: string; using: string }>(
      "select tablename as table, policyname as name, cmd as command, permissive, qual as using from pg_policies where schemaname = 'public'",
    );
    for (const name of tenant) {
      const own = policies.filter((policy) => policy.table === name);
      expect(
        own.map(({ name: policy, command, permissive }) => [policy, command, permissive]),
        name,
      ).toEqual([['tenant', 'ALL', 'PERMISSIVE']]);
      expect(own[0]?.using, name).toBe("(subdistrict_id = (NULLIF(current_setting('app.subdistrict'::text, true), ''::text))::uuid)");
    }
  });

  test('has no column that holds money or days inexactly, or an instant without zone', async () => {
    const columns = await rows<{
      table: string;
      column: string;
      type: string;
    }>(`select table_name as table, column_name as column, data_type as type from information_schema.columns
      where table_schema = 'public' and table_name not like 'auth_%'`);
    const isMoney = (name: string) => /(^|_)fen$/.test(name);
    for (const { table, column, type } of columns) {
      if (isMoney(column)) expect(type, `${table}.${column}`).toBe('bigint');
      if (/(^|_)day$/.test(column)) expect(type, `${table}.${column}`).toMatch(/^(date|text|character|integer|smallint)/);
      expect(type, `${table}.${column}`).not.toMatch(/^(timestamp without|real|double|money)/);
    }
  });
});

describe('the role of the application', () => {
  test('is nobody: no superuser, no bypass, no creating, owns nothing, belongs to no other role', async () => {
    const [role] = await rows<Record<string, boolean>>(
      "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = 'zhidian_app'",
    );
    expect(Object.values(role ?? {})).toEqual([false, false, false, false, false]);
    expect(await rows("select relname from pg_class where relowner = 'zhidian_app'::regrole")).toEqual([]);
    expect(await rows("select proname from pg_proc where proowner = 'zhidian_app'::regrole")).toEqual([]);
    expect(await rows("select 1 from pg_auth_members where member = 'zhidian_app'::regrole")).toEqual([]);
  });

  test.each([
    'set role zhidian_owner',
    'set session authorization postgres',
    'alter table matter disable row level security',
    'drop policy tenant on matter',
    'create table mine (n int)',
    'alter role zhidian_app bypassrls',
    'truncate audit_entry',
    'alter table audit_entry disable trigger all',
    "set session_replication_role = 'replica'",
    'drop table matter',
    "copy (select 1) to program 'true'",
    "select pg_read_file('/etc/passwd')",
    'update schema_migration set checksum = $$x$$',
    'update instance set demo = false',
    'delete from instance',
    "insert into subdistrict (id, district_id, code, name, created_at) select gen_random_uuid(), id, 'x', 'x', now() from district",
    'create extension dblink',
    'grant zhidian_app to current_user',
    'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
  ])('cannot: %s', async (statement) => {
    await expect(t.app.query(statement)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|42704|22023|42P01|42710|0LP01)$/) });
  });

  test('sees no row of any table without naming a subdistrict, nor with an empty or a wrong one', async () => {
    await t.platform.db.tenant(t.subdistrictId, async () => {});
    for (const table of await tenantTables()) {
      const { rows: found } = await t.app.query(`select 1 from "${table}" limit 1`).catch((error: { code?: string }) => {
        if (error.code === '42501') return { rows: [] }; // may not even read it
        throw error;
      });
      expect(found, table).toEqual([]);
    }
  });

  test('can write a row of another subdistrict into no table', async () => {
    await t.app.query('begin');
    await t.app.query(`set local app.subdistrict = '${t.subdistrictId}'`);
    await expect(t.app.query(`insert into audit_head (subdistrict_id, seq, digest) values ($1, 0, 'x')`, [t.otherSubdistrictId])).rejects.toThrow(
      'row-level security',
    );
    await t.app.query('rollback');
    await t.owner.query("insert into audit_head (subdistrict_id, seq, digest) values ($1, 7, 'other')", [t.otherSubdistrictId]);
    await t.app.query('begin');
    await t.app.query(`set local app.subdistrict = '${t.subdistrictId}'`);
    expect((await t.app.query('select * from audit_head')).rowCount).toBe(0);
    expect((await t.app.query('update audit_head set seq = 8')).rowCount).toBe(0);
    expect((await t.app.query('select * from audit_head where subdistrict_id = $1', [t.otherSubdistrictId])).rowCount).toBe(0);
    await t.app.query('rollback');
    expect((await t.owner.query('select seq from audit_head where subdistrict_id = $1', [t.otherSubdistrictId])).rows).toEqual([{ seq: '7' }]);
  });

  test('a subdistrict set in one transaction does not leak into the next on the same connection', async () => {
    await t.platform.db.tenant(t.otherSubdistrictId, async () => {});
    const seen = await t.platform.db.global(async (q) => q.exec((await import('./sql.ts')).sql`select * from audit_head`));
    expect(seen).toBe(0);
    await expect(t.platform.db.tenant("x'; drop table matter; --", async () => {})).rejects.toThrow('UUID');
  });
});

describe('append-only tables', () => {
  test('refuse every change, even by their owner', async () => {
    const guarded = await rows<{ table: string }>(
      `select distinct tgrelid::regclass::text as table from pg_trigger where tgfoid = 'refuse_change'::regproc order by 1`,
    );
    expect(guarded.map((row) => row.table)).toEqual(expect.arrayContaining(['audit_day', 'audit_entry']));
    for (const { table } of guarded) {
      const triggers = await rows<{ definition: string }>(
        `select pg_get_triggerdef(oid) as definition from pg_trigger where tgrelid = '${table}'::regclass and tgfoid = 'refuse_change'::regproc`,
      );
      const text = triggers.map((trigger) => trigger.definition).join(' ');
      expect(text, table).toContain('BEFORE');
      expect(text, table).toMatch(/FOR EACH ROW/);
      expect(text, table).toContain('DELETE');
      expect(text, table).toContain('UPDATE');
      const rights = await rows<{ privilege_type: string }>(
        `select privilege_type from information_schema.role_table_grants where grantee = 'zhidian_app' and table_schema = 'public' and table_name = '${table}'`,
      );
      expect(rights.map((right) => right.privilege_type).sort(), table).toEqual(['INSERT', 'SELECT']);
    }
  });

  test('for instance the audit chain', async () => {
    await t.owner.query(
      `insert into audit_entry (subdistrict_id, seq, at, actor_kind, action, subject_kind, algorithm, text_digest, previous_digest, digest)
      values ($1, 1, now(), 'system', 'x', 'y', 'sha256', 'a', 'b', 'c')`,
      [t.otherSubdistrictId],
    );
    await expect(t.owner.query("update audit_entry set action = 'z'")).rejects.toMatchObject({ code: '23514' });
    await expect(t.owner.query('delete from audit_entry')).rejects.toMatchObject({ code: '23514' });
  });
});

test('the application may delete only from the tables where that is meant', async () => {
  const rights = await rows<{ table: string }>(`select distinct table_name as table from information_schema.role_table_grants where grantee = 'zhidian_app'
    and table_schema = 'public' and privilege_type = 'DELETE' order by 1`);
  expect(rights.map((row) => row.table)).toEqual(deletable);
  const others =
    await rows(`select table_name, privilege_type from information_schema.role_table_grants where grantee = 'zhidian_app' and table_schema = 'public'
    and privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')`);
  expect(others).toEqual([]);
});

/**
 * Sessions end, drafts are thrown away, an audit fact moves from the queue into the chain, a search index is written anew; a roll, its options, the homes of a consent and the
 * clauses of a draft are put right until they are frozen; envelopes go when all are opened, the counted entry of a consent follows its latest one. Nothing that was decided
 * or paid is ever deleted.
 */
const deletable = [
  'audit_queue',
  'auth_credential',
  'auth_rate_limit',
  'auth_session',
  'auth_verification',
  'ballot_envelope',
  'ballot_option',
  'ballot_roll',
  'ballot_unfinished',
  'consent_counted',
  'consent_home',
  'house_rule_clause',
  'matter_draft',
  'matter_gram',
];
