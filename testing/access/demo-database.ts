import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { Database } from '#platform/database';
import { bindAccount, createPerson, giveRole, setupSubdistrict } from '#modules/people';
import { createNeighbourhood } from '#modules/places';
import { officerName } from '#demo/cast';
import { loadDemo } from '#demo/load';
import { done, fixedId, Stage } from '#demo/stage';
import { civilDay, systemSources } from '#platform/command';
import { permissionTables } from '../../apps/web/permissions.ts';

/** A second subdistrict, whose officer must see and change nothing of the demo's. */
export const elsewhere = { code: 'qita', name: '别处街道' };

/** Roles that nobody of the demo's cast plays alone, at 蔡路 or in the whole subdistrict. */
const extras = [
  { key: 'only-steward', name: '宋巧云', role: 'steward', place: 'pd-cailu' },
  { key: 'only-supervisor', name: '葛文斌', role: 'supervisor', place: 'pd-cailu' },
  { key: 'only-keeper', name: '柏永康', role: 'keeper', place: 'pd-cailu' },
  { key: 'only-property', name: '水月琴', role: 'property', place: 'pd-cailu' },
  { key: 'only-officer', name: '云志明', role: 'officer', place: null },
  { key: 'only-admin', name: '苏海根', role: 'admin', place: null },
] as const;

/** A database of its own with the demo and the players in it; `dataDir` holds the files and is shared, so it is only added to. */
export interface DemoDatabase {
  ownerUrl: string;
  appUrl: string;
  dataDir: string;
  drop(): Promise<void>;
}

/** Account without a person, in no subdistrict bound to anybody. */
export const strangerAccount = fixedId('account stranger');
const template = 'zhidian_demo_template';

/** Copies the demo; the first of a run loads it (some seconds), the others wait for it and copy (some 100 ms). */
export async function demoDatabase(): Promise<DemoDatabase> {
  const { maintenanceUrl, templateName, ownerUrlPattern, appUrlPattern, folder } = inject('postgres');
  const urls = (name: string) => ({ ownerUrl: ownerUrlPattern.replace('DATABASE', name), appUrl: appUrlPattern.replace('DATABASE', name) });
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(727499)');
    const dataDir = join(folder, 'demo');
    if ((await client.query('select 1 from pg_database where datname = $1', [template])).rowCount === 0) {
      const making = `${template}_making`;
      await client.query(`drop database if exists ${making} with (force)`);
      await client.query(`create database ${making} template ${templateName}`);
      await fill({ ...urls(making), dataDir });
      await client.query(`alter database ${making} rename to ${template}`);
    }
    const name = `demo_${randomUUID().replaceAll('-', '')}`;
    await client.query(`create database ${name} template ${template}`);
    return {
      ...urls(name), dataDir,
      async drop() {
        const again = new pg.Client({ connectionString: maintenanceUrl });
        await again.connect();
        await again.query(`drop database if exists ${name} with (force)`);
        await again.end();
      },
    };
  } finally {
    await client.end();
  }
}

async function fill(database: { ownerUrl: string; appUrl: string; dataDir: string }): Promise<void> {
  await loadDemo({ ...database, permissions: permissionTables });
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const db = new Database({ url: database.appUrl, max: 2 });
  const account = (key: string, name: string) => owner.query(`insert into auth_user (id, name, email, "emailVerified", "createdAt", "updatedAt")
    values ($1, $2, $3, false, now(), now())`, [fixedId(`account ${key}`), name, `${key}@account.invalid`]);
  try {
    await owner.query("insert into instance (demo, created_at) values (true, now()) on conflict do nothing");
    const found = await owner.query<{ id: string }>("select id from subdistrict where code = 'zhidian'");
    const today = civilDay(systemSources.now());
    const stageOf = (subdistrictId: string) => new Stage({ db, filesFolder: join(database.dataDir, 'files'), subdistrictId, today, permissions: permissionTables });
    const stage = stageOf(found.rows[0]?.id ?? '');
    stage.on(-30);
    for (const { key, name, role, place } of extras) {
      await account(key, name);
      const neighbourhoodId = place === null ? null : await stage.neighbourhoodId(place);
      const step = (what: string) => stage.as('officer', `players ${key} ${what}`);
      const personId = await done(key, createPerson(await step('person'), { name, phone: null, adult: true, neighbourhoodId }));
      await done(key, giveRole(await step('role'), { who: { personId }, role, neighbourhoodId, fromDay: stage.day, toDay: null }));
      await done(key, bindAccount(await step('account'), { personId, accountId: fixedId(`account ${key}`) }));
    }
    await account('stranger', '路人甲');
    await account('officer-elsewhere', '别处主任');
    const made = await setupSubdistrict(owner, {
      districtCode: 'pd', districtName: '浦东新区', code: elsewhere.code, name: elsewhere.name, officeName: '别处街道自治办', officerName,
      officerPhone: null, accountId: fixedId('account officer-elsewhere'),
    }, { newId: systemSources.newId, now: new Date('2022-01-02T01:00:00Z'), today: '2022-01-02' });
    if (!made.ok) throw new Error(`elsewhere: ${made.error}`);
    const other = stageOf(made.value.subdistrictId).on(-30);
    const officer = { kind: 'system', accountId: null, personId: null, name: '系统', grants: [], households: [] } as const;
    await done('elsewhere', createNeighbourhood(await other.as(officer, 'elsewhere place'), {
      code: 'qt-one', name: '别处居民区', committeeKind: 'residents', publishedHouseholdsText: null, introduction: '别处的居民区。',
    }));
  } finally {
    await db.end();
    await owner.end();
  }
}
