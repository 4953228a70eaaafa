import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { system } from '#platform/access';
import { read, sourcesAt } from '#platform/command';
import { sql } from '#platform/database';
import { createNeighbourhood, listHomes, listHouseholds, neighbourhoodCounts, placesPermissions } from '#modules/places';
import { actorWith, type TestPlatform, testPlatform } from '#testing/platform';
import { createPerson, giveRole } from '../index.ts';
import { peoplePermissions } from '../permissions.ts';
import { homeOwners, householdMembers, membersOfNeighbourhood } from '../queries.ts';
import { importRoster, previewRoster } from './import-roster.ts';
import { changesNothing } from './plan.ts';

let t: TestPlatform;
let neighbourhoodId: string;
const office = { ...system };
const csv = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'));
const header = '居民小组,楼栋,单元,室号,楼层,面积,业主,住户,租户';
const ok = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error).slice(0, 300)}`);
  return result.value;
};
const ctx = () => ({ platform: t.platform, subdistrictId: t.subdistrictId, actor: office });
const run = (bytes: Uint8Array) => importRoster(ctx(), { neighbourhoodId, bytes });
const look = <T>(work: Parameters<typeof read<T>>[1]) => read(ctx(), work);
const rowsIn = (table: string) => t.owner.query<{ n: string }>(`select count(*) as n from ${table}`).then((r) => Number(r.rows[0]?.n));
const tables = [
  'compound',
  'residents_group',
  'building',
  'entrance',
  'home',
  'household',
  'person',
  'home_owner',
  'household_member',
  'door_code',
  'organisation',
];
const everything = async () => Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await rowsIn(table)] as const)));

beforeAll(async () => {
  t = await testPlatform([placesPermissions, peoplePermissions]);
});
afterAll(() => t.close());
let serial = 0;
beforeEach(async () => {
  serial++;
  neighbourhoodId = ok(
    await createNeighbourhood(ctx(), {
      code: `pd-hq-${serial}`,
      name: `居民区${serial}`,
      committeeKind: 'residents',
      publishedHouseholdsText: null,
      introduction: null,
    }),
  );
});

describe('a first roster', () => {
  test('makes buildings, homes, households, owners and residents', async () => {
    const summary = ok(
      await run(
        csv(
          header,
          '第一小组,3,2,401,4,68.50,王小英 1/2；李强 1/2,王小英 13800138000；王小明（未成年）,',
          '第一小组,3,2,402,4,70,赵六,,孙七；周八',
          '第二小组,4,,101,1,55.5,上海东海置业有限公司,空置,',
        ),
      ),
    );
    expect(summary).toMatchObject({
      rows: 3,
      newBuildings: 2,
      newHomes: 3,
      newHouseholds: 2,
      newPersons: 6,
      newOwners: 4,
    });
    const homes = await look((tx) => listHomes(tx, { neighbourhoodId }));
    expect(homes.map((home) => [home.label, home.floor, home.areaCentiM2, home.householdId !== null])).toEqual([
      ['3号楼2单元401', 4, 6850n, true],
      ['3号楼2单元402', 4, 7000n, true],
      ['4号楼101', 1, 5550n, false],
    ]);
    const first = await look((tx) => householdMembers(tx, homes[0]!.householdId!));
    expect(first.map((m) => [m.name, m.adult, m.head, m.relation])).toEqual([
      ['王小英', true, true, 'resident'],
      ['王小明', false, false, 'resident'],
    ]);
    const owners = await look((tx) => homeOwners(tx, homes[0]!.id));
    expect(owners.map((o) => [o.name, o.shareNumerator, o.shareDenominator])).toEqual([
      ['李强', 1n, 2n],
      ['王小英', 1n, 2n],
    ]);
    expect(owners[1]!.personId).toBe(first[0]!.personId); // one person, not two
    expect((await look((tx) => homeOwners(tx, homes[2]!.id)))[0]).toMatchObject({
      personId: null,
      name: '上海东海置业有限公司',
    });
  });

  test('with one wrong row writes nothing', async () => {
    const before = await everything();
    const result = await run(csv(header, ',3,2,401,4,68.50,王小英,王小英,', ',3,2,402,4,六十,王小英,王小英,', ',3,2,401,4,,,,'));
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'rows',
        errors: [
          { row: 3, field: 'area', code: 'bad-area', value: '六十' },
          { row: 4, field: 'room', code: 'door-twice', other: 2 },
        ],
      },
    });
    expect(await everything()).toEqual(before);
  });

  test('that fails while writing leaves nothing behind', async () => {
    await t.owner.query("create function planted() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$");
    await t.owner.query('create trigger planted before insert on home_owner for each statement execute function planted()');
    const before = await everything();
    await expect(run(csv(header, ',3,2,401,4,68.50,王小英,王小英,'))).rejects.toThrow('planted');
    expect(await everything()).toEqual(before);
    await t.owner.query('drop trigger planted on home_owner');
    await t.owner.query('drop function planted()');
  });

  test('is not for a secretary of another neighbourhood', async () => {
    const personId = t.platform.sources.newId();
    const other = {
      ...ctx(),
      actor: actorWith(personId, '外人', { role: 'secretary', neighbourhoodId: t.platform.sources.newId() }),
    };
    expect(await importRoster(other, { neighbourhoodId, bytes: csv(header, ',3,2,401,,,,,') })).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
  });
});

describe('the roster again', () => {
  const roster = csv(header, '第一小组,3,2,401,4,68.50,王小英 1/2；李强 1/2,王小英 13800138000；王小明（未成年）,', ',3,2,402,4,70,赵六,,孙七；周八');

  test('unchanged changes nothing', async () => {
    ok(await run(roster));
    const before = await everything();
    expect(ok(await run(roster))).toMatchObject({
      newHomes: 0,
      newPersons: 0,
      changedHomes: 0,
      endedMembers: 0,
      endedOwners: 0,
      unchangedRows: 2,
    });
    expect(await everything()).toEqual(before);
    const preview = ok(await look((tx) => previewRoster(tx, { neighbourhoodId, bytes: roster })));
    expect(changesNothing(preview.plan)).toBe(true);
  });

  test('changed brings the changes, and says them before', async () => {
    ok(await run(roster));
    const next = csv(header, '第二小组,3,2,401,4,69,王小英,王小英 13900139000,', ',3,2,402,4,70,赵六,,孙七');
    const preview = ok(await look((tx) => previewRoster(tx, { neighbourhoodId, bytes: next })));
    expect(preview.plan.changes.map((c) => [c.row, c.what, c.from, c.to])).toEqual([
      [2, 'group', '', '第二小组'],
      [2, 'area', '68.50', '69.00'],
      [2, 'member-changed', '王小英', '王小英'],
      [2, 'owner-share', '王小英 1/2', '1/1'],
      [2, 'owner-ended', '李强', ''],
      [2, 'member-ended', '王小明', ''],
      [3, 'member-ended', '周八', ''],
    ]);
    ok(await run(next));
    const [home] = await look((tx) => listHomes(tx, { neighbourhoodId }));
    expect((await look((tx) => homeOwners(tx, home!.id))).map((o) => [o.name, o.shareNumerator, o.shareDenominator])).toEqual([['王小英', 1n, 1n]]);
    expect((await look((tx) => householdMembers(tx, home!.householdId!))).map((m) => [m.name, m.phone, m.head])).toEqual([['王小英', '13900139000', true]]);
    expect(changesNothing(ok(await look((tx) => previewRoster(tx, { neighbourhoodId, bytes: next }))).plan)).toBe(true);
  });

  test('does not end whoever came by another way, and an empty cell says nothing', async () => {
    ok(await run(roster));
    const [household] = await look((tx) => listHouseholds(tx, neighbourhoodId));
    const daughter = t.platform.sources.newId();
    await t.owner.query("insert into person (subdistrict_id, id, name, account_id, adult, created_at) values ($1, $2, '王小明二', $3, true, now())", [
      t.subdistrictId,
      daughter,
      `acc-${serial}`,
    ]);
    await t.owner.query(
      `insert into household_member (subdistrict_id, id, household_id, person_id, relation, head, from_day) values ($1, $2, $3, $4, 'resident', false, '2026-11-01')`,
      [t.subdistrictId, t.platform.sources.newId(), household!.householdId, daughter],
    );
    expect(ok(await run(roster))).toMatchObject({ endedMembers: 0, changedHomes: 0 });
    ok(await run(csv('楼栋,单元,室号,住户', '3,2,401,')));
    expect((await look((tx) => householdMembers(tx, household!.householdId))).map((m) => m.name)).toEqual(['王小英', '王小明二', '王小明']);
  });

  test('a withdrawn phone does not come back', async () => {
    ok(await run(roster));
    await t.owner.query("update person set phone = null, phone_withdrawn_at = now() where name = '王小英' and phone = '13800138000'");
    expect(ok(await run(roster))).toMatchObject({ changedHomes: 0 });
    expect(await t.owner.query("select 1 from person where phone = '13800138000'")).toMatchObject({
      rowCount: 0,
    });
  });

  test('空置 needs the household to have moved out before', async () => {
    ok(await run(roster));
    const result = await run(csv(header, ',3,2,401,4,,,空置,'));
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'rows', errors: [{ row: 2, code: 'still-lived-in' }] },
    });
  });
});

test('one owner number joins homes; without it two 王小英 are two people', async () => {
  ok(await run(csv('楼栋,室号,业主,业主编号', '1,101,王小英,A1', '1,102,王小英,A1', '1,103,王小英,')));
  const homes = await look((tx) => listHomes(tx, { neighbourhoodId }));
  const ids = await Promise.all(homes.map(async (home) => (await look((tx) => homeOwners(tx, home.id)))[0]!.personId));
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[0]);
});

test('two imports at once: the second sees the first', async () => {
  const roster = csv(header, ',3,2,401,4,68.50,王小英,王小英,');
  const both = await Promise.all([run(roster), run(roster)]);
  expect(both.map((one) => ok(one).newHomes).sort()).toEqual([0, 1]);
  expect(await look((tx) => neighbourhoodCounts(tx, neighbourhoodId))).toMatchObject({
    homes: 1,
    households: 1,
    buildings: 1,
  });
});

test('5,000 households come in with few statements', async () => {
  const lines = Array.from({ length: 5_000 }, (_, i) => {
    const room = ((Math.floor(i / 2) % 6) + 1) * 100 + (i % 2) + 1;
    const name = `住${Array.from(String(i), (digit) => '零一二三四五六七八九'[Number(digit)]).join('')}`;
    return `,${Math.floor(i / 60) + 1},${(Math.floor(i / 12) % 5) + 1},${room},,60.5,${name}甲,${name}甲；${name}乙,`;
  });
  let statements = 0;
  const counting = new Proxy(t.platform.db, {
    get: (target, key) =>
      key === 'tenant'
        ? (id: string, work: Parameters<typeof target.tenant>[1], mode?: 'read' | 'write') =>
            target.tenant(
              id,
              (tx) =>
                work({
                  ...tx,
                  exec: (s) => {
                    statements++;
                    return tx.exec(s);
                  },
                  all: (s, r) => {
                    statements++;
                    return tx.all(s, r);
                  },
                }),
              mode,
            )
        : Reflect.get(target, key),
  });
  const summary = ok(
    await importRoster(
      { ...ctx(), platform: { ...t.platform, db: counting, sources: sourcesAt(t.clock.now) } },
      { neighbourhoodId, bytes: csv(header, ...lines) },
    ),
  );
  expect(summary).toMatchObject({ rows: 5_000, newHomes: 5_000, newHouseholds: 5_000, newPersons: 10_000 });
  expect((await look((tx) => membersOfNeighbourhood(tx, neighbourhoodId))).filter((m) => m.head)).toHaveLength(5_000);
  expect(statements).toBeLessThan(80);
});

test('nothing of it is seen from another subdistrict, not even by id', async () => {
  ok(await run(csv(header, ',3,2,401,4,68.50,王小英,王小英,')));
  for (const table of tables) {
    const rows = await t.platform.db.tenant(
      t.otherSubdistrictId,
      (tx) => tx.all({ ...sql`select 1 as one`, text: `select 1 as one from ${table}`, values: [] } as never, z.unknown()),
      'read',
    );
    expect(rows, table).toHaveLength(0);
  }
});

test('roles come and go by their days', async () => {
  const personId = ok(await createPerson(ctx(), { name: '沈月', phone: null, adult: true, neighbourhoodId: null }));
  ok(
    await giveRole(ctx(), {
      who: { personId },
      role: 'secretary',
      neighbourhoodId,
      fromDay: '2026-11-10',
      toDay: '2026-11-20',
    }),
  );
  await t.owner.query('update person set account_id = $1 where id = $2', [`sy-${serial}`, personId]);
  const { loadActor } = await import('../load-actor.ts');
  const grants = async (day: string) => (await look((tx) => loadActor(tx, `sy-${serial}`, '沈月', day))).grants;
  expect(await grants('2026-11-09')).toEqual([]);
  expect(await grants('2026-11-10')).toEqual([{ role: 'secretary', neighbourhoodId }]);
  expect(await grants('2026-11-20')).toEqual([{ role: 'secretary', neighbourhoodId }]);
  expect(await grants('2026-11-21')).toEqual([]);
});
