import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, anonymous, system } from '#platform/access';
import { type CommandContext, read, runCommand } from '#platform/command';
import { createBuilding, createCompound, createNeighbourhood, doorOfHome, listHomes, listHouseholds, placesPermissions } from '#modules/places';
import { type TestPlatform, testPlatform } from '#testing/platform';
import {
  activateHousehold,
  addMember,
  answerVouchingIn,
  askForVouchingIn,
  bindVerifiedPhone,
  createPerson,
  endRole,
  giveRole,
  householdMembers,
  issueLetters,
  letterWorks,
  loadActor,
  moveOut,
  openVouchRequests,
  peoplePermissions,
  withdrawPhone,
} from './index.ts';

let t: TestPlatform;
let neighbourhoodId: string;
let buildingId: string;
let households: Awaited<ReturnType<typeof listHouseholds>>;
const ok = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error).slice(0, 300)}`);
  return result.value;
};
const as = (actor: Actor): CommandContext => ({
  platform: t.platform,
  subdistrictId: t.subdistrictId,
  actor,
});
/** Account ids are UUIDs; the tests call them by short names. */
const uuid = (name: string): string => `00000000-0000-7000-8000-${Buffer.from(name).toString('hex').padStart(12, '0').slice(-12)}`;
const account = (name: string): Actor => ({ ...anonymous, kind: 'account', accountId: uuid(name), name: '' });
const actorOf = (name: string) => read(as(system), (tx) => loadActor(tx, uuid(name), '', t.clock.now().toISOString().slice(0, 10)));
const household = (i: number) => households[i]!;
const askForVouching = async (ctx: CommandContext, input: { doorCode: string; name: string }) => {
  const asked = await runCommand(ctx, 'ask', (tx) => askForVouchingIn(tx, input));
  return asked.ok ? { ok: true as const, value: asked.value.requestId } : asked;
};
const answerVouching = (ctx: CommandContext, input: { requestId: string; vouch: boolean }) => runCommand(ctx, 'answer', (tx) => answerVouchingIn(tx, input));
const codeFor = async (i: number) => ok(await issueLetters(as(system), { householdId: household(i).householdId }))[0]!.code;

beforeAll(async () => {
  t = await testPlatform([placesPermissions, peoplePermissions]);
  neighbourhoodId = ok(
    await createNeighbourhood(as(system), {
      code: 'pd-hq-cailu',
      name: '蔡路居民区',
      committeeKind: 'residents',
      publishedHouseholdsText: '60余户',
      introduction: null,
    }),
  );
  const compoundId = ok(
    await createCompound(as(system), {
      neighbourhoodId,
      name: '蔡路新村',
      kind: 'old',
      tags: [],
      builtYear: 1985,
    }),
  );
  ({ buildingId } = ok(
    await createBuilding(as(system), {
      compoundId,
      name: '3',
      entrances: ['1', '2'],
      floors: { first: 1, last: 6, homesPerFloor: 2 },
    }),
  ));
  households = await read(as(system), (tx) => listHouseholds(tx, neighbourhoodId));
});
afterAll(() => t.close());

test('a building of two entrances, six floors and two homes a floor has 24 households', () => {
  expect(households.map((h) => h.label).slice(0, 3)).toEqual(['3号楼1单元101', '3号楼1单元102', '3号楼1单元201']);
  expect(households).toHaveLength(24);
});

describe('a letter', () => {
  test('binds an account to the household, once', async () => {
    const code = await codeFor(0);
    const done = ok(await activateHousehold(as(account('a1')), { code, accountId: uuid('a1'), name: '王小英' }));
    expect(done.label).toBe('3号楼1单元101');
    const actor = await actorOf('a1');
    expect(actor).toMatchObject({
      kind: 'person',
      name: '王小英',
      grants: [{ role: 'resident', neighbourhoodId }],
      households: [{ householdId: household(0).householdId, relation: 'resident' }],
    });
    expect(await activateHousehold(as(account('a2')), { code, accountId: uuid('a2'), name: '李强' })).toEqual({ ok: false, error: 'bad-code' });
    expect((await actorOf('a2')).kind).toBe('account');
  });

  test('recognises whom the roster names, and makes nobody twice', async () => {
    ok(
      await addMember(as(system), {
        householdId: household(1).householdId,
        who: { name: '李强', phone: null, adult: true },
        relation: 'resident',
      }),
    );
    ok(
      await activateHousehold(as(account('b1')), {
        code: (await codeFor(1)).toLowerCase().replaceAll('-', ' '),
        accountId: uuid('b1'),
        name: '李强',
      }),
    );
    expect((await read(as(system), (tx) => householdMembers(tx, household(1).householdId))).map((m) => [m.name, m.head, m.hasAccount])).toEqual([
      ['李强', true, true],
    ]);
  });

  test('works for one of two who use it at the same moment', async () => {
    const code = await codeFor(2);
    const both = await Promise.all(['c1', 'c2'].map((id) => activateHousehold(as(account(id)), { code, accountId: uuid(id), name: `同时${id}` })));
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both.filter((one) => !one.ok)).toEqual([{ ok: false, error: 'bad-code' }]);
    expect(await read(as(system), (tx) => householdMembers(tx, household(2).householdId))).toHaveLength(1);
  });

  test('one account with two letters at the same moment stays one person', async () => {
    const [one, two] = [await codeFor(3), await codeFor(4)];
    const both = await Promise.all([one, two].map((code) => activateHousehold(as(account('d1')), { code, accountId: uuid('d1'), name: '两套房' })));
    expect(new Set(both.map((done) => ok(done).personId)).size).toBe(1);
    expect((await actorOf('d1')).households).toHaveLength(2);
  });

  test.each([
    [
      'expired',
      async (code: string) => {
        t.clock.advanceDays(61);
        return code;
      },
      () => t.clock.advanceDays(-61),
    ],
    [
      'replaced by a newer one',
      async (code: string) => {
        await codeFor(5);
        return code;
      },
      () => {},
    ],
    ['mistyped in its secret part', async (code: string) => code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A'), () => {}],
    ['of nobody', async () => '2222-2222-2222-2222', () => {}],
    ['no code at all', async () => 'hello', () => {}],
    ['empty', async () => '', () => {}],
  ])('%s is refused in the same words', async (_what, change, undo) => {
    const code = await change(await codeFor(5));
    const result = await activateHousehold(as(account('e1')), { code, accountId: uuid('e1'), name: '王' });
    const looked = await letterWorks(as(anonymous), code);
    undo();
    expect(result).toEqual({ ok: false, error: 'bad-code' });
    expect(looked).toEqual({ ok: false, error: 'bad-code' });
  });

  test('of a household that moved out is refused', async () => {
    const code = await codeFor(6);
    ok(await moveOut(as(system), { householdId: household(6).householdId, staysEmpty: false }));
    expect(await activateHousehold(as(account('f1')), { code, accountId: uuid('f1'), name: '王' })).toEqual({
      ok: false,
      error: 'bad-code',
    });
  });

  test('cannot be used to take another account', async () => {
    expect(
      await activateHousehold(as(account('g1')), {
        code: await codeFor(7),
        accountId: uuid('g2'),
        name: '王',
      }),
    ).toEqual({ ok: false, error: 'account-taken' });
  });

  test('leaves no secret in the database, also not in the log of commands and the trail', async () => {
    const code = ok(await issueLetters({ ...as(system), key: 'print-letters-1' }, { buildingId }))[0]!.code;
    const secret = code.replaceAll('-', '').slice(4);
    const { rows } = await t.owner.query<{ table_name: string }>(
      "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    for (const { table_name: table } of rows) {
      const found = await t.owner.query(`select 1 from ${table} x where x::text like '%' || $1 || '%' or x::text like '%' || $2 || '%' limit 1`, [
        secret,
        code,
      ]);
      expect(found.rowCount, table).toBe(0);
    }
  });

  test('is not printed by whoever may not', async () => {
    expect(await issueLetters(as(await actorOf('a1')), { buildingId })).toEqual({
      ok: false,
      error: 'not-allowed',
    });
  });
});

describe('vouching', () => {
  const steward = async (entrance: number) => {
    const id = `st${entrance}`;
    const personId = ok(await createPerson(as(system), { name: '张楼长', phone: null, adult: true, neighbourhoodId }));
    const role = ok(
      await giveRole(as(system), {
        who: { personId },
        role: 'steward',
        neighbourhoodId,
        entranceId: household(entrance === 1 ? 0 : 12).entranceId,
        fromDay: '2026-11-01',
        toDay: null,
      }),
    );
    await t.owner.query('update person set account_id = $1 where id = $2', [uuid(id), personId]);
    return { id, roleId: role.roleId };
  };
  const doorCode = async (i: number) => (await read(as(system), (tx) => doorOfHome(tx, household(i).homeId)))!.code;

  test("a steward's word binds, with the steward's name kept", async () => {
    const { id } = await steward(1);
    const requestId = ok(await askForVouching(as(account('h1')), { doorCode: (await doorCode(8)).toLowerCase(), name: '赵六' }));
    expect(await askForVouching(as(account('h1')), { doorCode: await doorCode(8), name: '赵六' })).toEqual({
      ok: false,
      error: 'asked-already',
    });
    expect((await read(as(system), (tx) => openVouchRequests(tx, neighbourhoodId))).map((r) => [r.name, r.label])).toEqual([['赵六', '3号楼1单元501']]);
    ok(await answerVouching(as(await actorOf(id)), { requestId, vouch: true }));
    expect(await actorOf('h1')).toMatchObject({
      kind: 'person',
      name: '赵六',
      households: [{ householdId: household(8).householdId }],
    });
    const kept = await t.owner.query('select p.name from vouch v join person p on p.id = v.steward_id where v.account_id = $1', [uuid('h1')]);
    expect(kept.rows).toEqual([{ name: '张楼长' }]);
    await expect(t.owner.query('update vouch set at = now() where account_id = $1', [uuid('h1')])).rejects.toThrow('append-only');
    expect(await answerVouching(as(await actorOf(id)), { requestId, vouch: true })).toEqual({
      ok: false,
      error: 'not-found',
    });
  });

  test('is not for another entrance, not for oneself, and not after the role has ended', async () => {
    const { id, roleId } = await steward(2);
    const requestId = ok(await askForVouching(as(account('i1')), { doorCode: await doorCode(9), name: '钱七' }));
    expect(await answerVouching(as(await actorOf(id)), { requestId, vouch: true })).toEqual({
      ok: false,
      error: 'other-entrance',
    });
    const own = ok(await askForVouching(as(await actorOf(id)), { doorCode: await doorCode(13), name: '张楼长' }));
    expect(await answerVouching(as(await actorOf(id)), { requestId: own, vouch: true })).toEqual({
      ok: false,
      error: 'own-request',
    });
    ok(await endRole(as(system), { roleId, lastDay: '2026-11-01' }));
    expect(await answerVouching(as(await actorOf(id)), { requestId, vouch: true })).toEqual({
      ok: false,
      error: 'not-allowed',
    });
    expect((await actorOf('i1')).kind).toBe('account');
  });
});

describe('roles', () => {
  const secretary: () => Actor = () => ({
    ...anonymous,
    kind: 'person',
    accountId: uuid('s'),
    personId: null,
    name: '沈月',
    grants: [{ role: 'secretary', neighbourhoodId }],
  });
  const someone = { who: { name: '周八', phone: null, adult: true }, fromDay: '2026-11-02', toDay: null };
  test('a secretary gives stewards of the own neighbourhood and nothing else', async () => {
    expect((await giveRole(as(secretary()), { ...someone, role: 'steward', neighbourhoodId })).ok).toBe(true);
    expect(await giveRole(as(secretary()), { ...someone, role: 'director', neighbourhoodId })).toEqual({
      ok: false,
      error: 'not-allowed',
    });
    expect(await giveRole(as(secretary()), { ...someone, role: 'officer', neighbourhoodId: null })).toEqual({
      ok: false,
      error: 'not-allowed',
    });
    expect(
      await giveRole(as(secretary()), {
        ...someone,
        role: 'steward',
        neighbourhoodId: t.platform.sources.newId(),
      }),
    ).toEqual({ ok: false, error: 'not-allowed' });
  });
  test('hold where they are made for, and once', async () => {
    expect(await giveRole(as(system), { ...someone, role: 'secretary', neighbourhoodId: null })).toEqual({
      ok: false,
      error: 'wrong-place',
    });
    expect(await giveRole(as(system), { ...someone, role: 'auditor', neighbourhoodId })).toEqual({
      ok: false,
      error: 'wrong-place',
    });
    expect(await giveRole(as(system), { ...someone, role: 'auditor', neighbourhoodId: null, toDay: '2026-11-01' })).toEqual({ ok: false, error: 'bad-days' });
    const personId = ok(await createPerson(as(system), { name: '吴九', phone: null, adult: true, neighbourhoodId }));
    ok(
      await giveRole(as(system), {
        who: { personId },
        role: 'director',
        neighbourhoodId,
        fromDay: '2026-11-02',
        toDay: null,
      }),
    );
    expect(
      await giveRole(as(system), {
        who: { personId },
        role: 'director',
        neighbourhoodId,
        fromDay: '2027-01-01',
        toDay: null,
      }),
    ).toEqual({ ok: false, error: 'already-held' });
  });
});

describe('phones', () => {
  test('a verified phone finds the one person the office knows by it', async () => {
    const personId = ok(await createPerson(as(system), { name: '陈十', phone: '139 0013 9000', adult: true, neighbourhoodId }));
    expect(await bindVerifiedPhone(as(account('j1')), { accountId: uuid('j1'), phone: '+8613900139000' })).toEqual({ ok: true, value: personId });
    expect(await bindVerifiedPhone(as(account('j2')), { accountId: uuid('j2'), phone: '+8613900139000' })).toEqual({ ok: false, error: 'unknown-phone' });
  });
  test('a phone that two people share tells nobody apart', async () => {
    for (const name of ['父', '子']) ok(await createPerson(as(system), { name, phone: '13700137000', adult: true, neighbourhoodId }));
    expect(await bindVerifiedPhone(as(account('k1')), { accountId: uuid('k1'), phone: '+8613700137000' })).toEqual({ ok: false, error: 'unknown-phone' });
  });
  test('a person takes back the own phone', async () => {
    ok(await withdrawPhone(as(await actorOf('j1'))));
    expect((await t.owner.query('select phone from person where account_id = $1', [uuid('j1')])).rows).toEqual([{ phone: null }]);
  });
});

test('every home got its own door code, and no code is seen from another subdistrict', async () => {
  const homes = await read(as(system), (tx) => listHomes(tx, { buildingId }));
  const codes = await t.owner.query<{ code: string }>('select code from door_code where home_id = any($1)', [homes.map((home) => home.id)]);
  expect(new Set(codes.rows.map((row) => row.code)).size).toBe(24);
  const { findDoor } = await import('#modules/places');
  expect(await t.db.tenant(t.otherSubdistrictId, (tx) => findDoor(tx, codes.rows[0]!.code), 'read')).toBeNull();
});
