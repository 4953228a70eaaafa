import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { Database } from '#platform/database';
import { objectToNotice, publishGeneralNotice } from '#modules/notices';
import { hideMatter, raiseMatter } from '#modules/matters';
import { callMeeting } from '#modules/meetings';
import { startApplication } from '#modules/projects';
import { addOwner, bindAccount, createPerson, giveRole, setupSubdistrict } from '#modules/people';
import { startHandover } from '#modules/handovers';
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
  { key: 'only-steward', name: '司马芸', role: 'steward', place: 'pd-cailu' },
  { key: 'only-supervisor', name: '诸葛文', role: 'supervisor', place: 'pd-cailu' },
  { key: 'only-keeper', name: '夏侯松', role: 'keeper', place: 'pd-cailu' },
  { key: 'only-property', name: '东方白', role: 'property', place: 'pd-cailu' },
  { key: 'only-officer', name: '上官平', role: 'officer', place: null },
  { key: 'only-admin', name: '欧阳立', role: 'admin', place: null },
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
      ...urls(name),
      dataDir,
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
  const account = (key: string, name: string) =>
    owner.query(
      `insert into auth_user (id, name, email, "emailVerified", "createdAt", "updatedAt")
    values ($1, $2, $3, false, now(), now())`,
      [fixedId(`account ${key}`), name, `${key}@account.invalid`],
    );
  try {
    await owner.query('insert into instance (demo, created_at) values (true, now()) on conflict do nothing');
    const found = await owner.query<{ id: string }>("select id from subdistrict where code = 'zhidian'");
    const today = civilDay(systemSources.now());
    const stageOf = (subdistrictId: string) =>
      new Stage({ db, filesFolder: join(database.dataDir, 'files'), subdistrictId, today, permissions: permissionTables });
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
    await setTheScene(stage, owner);
    await account('officer-elsewhere', '别处主任');
    const made = await setupSubdistrict(
      owner,
      {
        districtCode: 'pd',
        districtName: '浦东新区',
        code: elsewhere.code,
        name: elsewhere.name,
        officeName: '别处街道自治办',
        officerName,
        officerPhone: null,
        accountId: fixedId('account officer-elsewhere'),
      },
      { newId: systemSources.newId, now: new Date('2022-01-02T01:00:00Z'), today: '2022-01-02' },
    );
    if (!made.ok) throw new Error(`elsewhere: ${made.error}`);
    const other = stageOf(made.value.subdistrictId).on(-30);
    const officer = { kind: 'system', accountId: null, personId: null, name: '系统', grants: [], households: [] } as const;
    await done(
      'elsewhere',
      createNeighbourhood(await other.as(officer, 'elsewhere place'), {
        code: 'qt-one',
        name: '别处居民区',
        committeeKind: 'residents',
        publishedHouseholdsText: null,
        introduction: '别处的居民区。',
      }),
    );
  } finally {
    await db.end();
    await owner.end();
  }
}

/** Words that stand nowhere but where they are protected. */
export const secrets = {
  hiddenWords: '这句话已经被隐藏，只有居委会看得见',
  draftTitle: '还没提交的胜利楼道草案',
  phonePrefix: '+8613911',
};

/** Things in the states that the story has left behind: a matter just raised, a hidden one, a draft, a meeting to come, an objection. */
async function setTheScene(stage: Stage, owner: pg.Client): Promise<void> {
  const at = (day: number) => stage.on(day);
  const cailu = await stage.neighbourhoodId('pd-cailu');
  const shengli = await stage.neighbourhoodId('pd-shengli');
  const raise = { category: 'facilities', anonymous: false, doorCode: null, replyDays: 7, supportUnit: 'household', photos: [] } as const;
  at(-3);
  await done('raise', raiseMatter(await stage.as('wang', 'scene raise'), { ...raise, neighbourhoodId: cailu, text: '垃圾房的门坏了。' }));
  const hidden = await done('raise', raiseMatter(await stage.as('li', 'scene raise hidden'), { ...raise, neighbourhoodId: cailu, text: secrets.hiddenWords }));
  await done('hide', hideMatter(await stage.as('cailu-secretary', 'scene hide'), { matterId: hidden.matterId, reason: '指名道姓' }));
  // A second project out of a matter that was deliberated, still being written at 胜利.
  const { rows } = await owner.query<{ matter_id: string }>('select matter_id from resolution where neighbourhood_id = $1 and matter_id is not null limit 1', [
    shengli,
  ]);
  const draft = await done('draft', startApplication(await stage.as('shengli-secretary', 'scene draft'), { matterId: rows[0]?.matter_id ?? '' }));
  await owner.query('update project set title = $1 where id = $2', [secrets.draftTitle, draft]);
  await done(
    'meeting',
    callMeeting(await stage.as('cailu-secretary', 'scene meeting'), {
      neighbourhoodId: cailu,
      kind: 'talk',
      form: null,
      matterId: null,
      title: '聊聊垃圾房',
      place: '活动室',
      startsAt: stage.instant(10, '18:30'),
      chairPersonId: await stage.personId('cailu-director'),
      recorderPersonId: await stage.personId('cailu-secretary'),
      agenda: ['垃圾房'],
    }),
  );
  const notice = await done(
    'notice',
    publishGeneralNotice(await stage.as('cailu-secretary', 'scene notice'), {
      neighbourhoodId: cailu,
      title: '垃圾房改到东边',
      body: '请大家看看合不合适。',
      startDay: stage.day,
      endDay: stage.dayAt(10),
      acceptsObjections: true,
      answerDueDay: stage.dayAt(12),
    }),
  );
  // 蔡路's secretary is to hand over to a resident; nobody has signed.
  const { rows: secretaryRole } = await owner.query<{ id: string }>(
    "select id from role_assignment where neighbourhood_id = $1 and role = 'secretary' limit 1",
    [cailu],
  );
  await done(
    'handover',
    startHandover(await stage.as('officer', 'scene handover'), {
      roleId: secretaryRole[0]?.id ?? '',
      to: await stage.personId('changdao-resident'),
      plannedDay: stage.today,
      reason: '轮岗',
      note: '',
    }),
  );
  await done('object', objectToNotice(await stage.as('wang', 'scene object'), { noticeId: notice.noticeId, text: '东边太近了。' }));
  const { rows: homes } = await owner.query<{ home_id: string }>(
    'select home_id from household where neighbourhood_id = $1 and until_day is null order by id desc limit 1',
    [cailu],
  );
  await done(
    'owner',
    addOwner(await stage.as('officer', 'scene owner'), {
      homeId: homes[0]?.home_id ?? '',
      who: { name: '房东某', phone: null, adult: true },
      shareNumerator: 1n,
      shareDenominator: 1n,
    }),
  );
  // A paper shown to the neighbourhood alone.
  await owner.query(
    `update file set visibility = 'neighbourhood' where id = (select id from file where neighbourhood_id = $1 and visibility = 'office' order by id limit 1)`,
    [cailu],
  );
  // Telephone numbers that no page may show to whoever does not work with these people.
  await owner.query(
    `update person set phone = $1 || lpad((row_number)::text, 6, '0') from (select subdistrict_id as s, id as i, row_number() over (order by id) from person) n
    where subdistrict_id = s and id = i`,
    [secrets.phonePrefix],
  );
}
