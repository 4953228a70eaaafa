import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { actorWith } from '#testing/platform';
import { inboxPermissions } from '#modules/inbox';
import { Permissions } from '#platform/access';
import { booksPermissions, receiveIn, reverseIn } from './index.ts';
import { scene, type Scene } from './scene.fixture.ts';
import { askYearClose, closedYears, confirmYearClose, endYearClose, theYearIsClosed, yearCloses } from './year-close.ts';
import { read } from '#platform/command';
import { isYearClosed } from '#platform/database';

const scenes: Scene[] = [];
let s: Scene;
let cast: Record<'officer' | 'head' | 'secretary', ReturnType<typeof actorWith>>;
const nothing = async () => 0;

beforeEach(async () => {
  s = await scene();
  scenes.push(s);
  Object.assign(s.t.platform, { permissions: new Permissions([booksPermissions, inboxPermissions]) });
  const person = async (name: string, role: 'officer' | 'head' | 'secretary') => {
    const id = s.id();
    await s.t.owner.query('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, $4)', [
      s.t.subdistrictId,
      id,
      name,
      s.t.clock.now(),
    ]);
    return actorWith(id, name, { role, neighbourhoodId: null });
  };
  cast = { officer: await person('周科长', 'officer'), head: await person('吴主任', 'head'), secretary: await person('陈书记', 'secretary') };
}, 60_000);
afterAll(async () => {
  for (const one of scenes) await one.t.close();
});
const as = (who: keyof typeof cast) => s.t.contextFor(cast[who]);
const receive = (day: string) => s.run((tx) => receiveIn(tx, { awardId: s.grant, amountFen: 100n, method: 'transfer', payer: { name: '高桥镇' }, day }));
const close = async (year: number) => {
  expect(await askYearClose(as('officer'), { year, obstacles: nothing })).toEqual({ ok: true, value: undefined });
  expect(await confirmYearClose(as('head'), { year, obstacles: nothing })).toEqual({ ok: true, value: undefined });
};

describe('a year is closed', () => {
  test('by two, when it is over and nothing differs', async () => {
    expect(await askYearClose(as('secretary'), { year: 2025, obstacles: nothing })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await askYearClose(as('officer'), { year: 2026, obstacles: nothing })).toEqual({ ok: false, error: 'not-over' });
    expect(await askYearClose(as('officer'), { year: 2025, obstacles: async () => 1 })).toEqual({ ok: false, error: 'open-differences' });
    expect(await confirmYearClose(as('head'), { year: 2025, obstacles: nothing })).toEqual({ ok: false, error: 'not-found' });
    await askYearClose(as('officer'), { year: 2025, obstacles: nothing });
    expect(await askYearClose(as('head'), { year: 2025, obstacles: nothing })).toEqual({ ok: false, error: 'already-asked' });
    expect(await confirmYearClose(as('officer'), { year: 2025, obstacles: nothing })).toEqual({ ok: false, error: 'same-person' });
    expect((await receive('2025-12-30')).ok).toBe(true);
    expect((await confirmYearClose(as('head'), { year: 2025, obstacles: nothing })).ok).toBe(true);
    expect(await read(as('head'), (tx) => theYearIsClosed(tx, '2025-12-30'))).toBe(true);
  });

  test('and from then on nothing is dated into it; a reversal of it is dated today', async () => {
    const old = await receive('2025-12-30');
    await close(2025);
    await expect(receive('2025-12-31')).rejects.toSatisfy(isYearClosed);
    expect((await receive('2026-01-01')).ok).toBe(true);
    if (!old.ok) throw new Error(old.error);
    await expect(s.run((tx) => reverseIn(tx, { txnId: old.value.txnId, reason: '误', day: '2025-12-31' }))).rejects.toSatisfy(isYearClosed);
    expect((await s.run((tx) => reverseIn(tx, { txnId: old.value.txnId, reason: '误' }))).ok).toBe(true);
  });

  test('only the head opens it again, with a reason, the latest first; the closing stays on record', async () => {
    await close(2024);
    await close(2025);
    expect(await endYearClose(as('officer'), { year: 2025, reason: '漏了一笔' })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await endYearClose(as('head'), { year: 2025, reason: ' ' })).toEqual({ ok: false, error: 'reason-required' });
    expect(await endYearClose(as('head'), { year: 2024, reason: '漏了一笔' })).toEqual({ ok: false, error: 'not-the-latest' });
    expect((await endYearClose(as('head'), { year: 2025, reason: '漏了一笔' })).ok).toBe(true);
    expect(await read(as('head'), closedYears)).toEqual([2024]);
    expect((await receive('2025-12-31')).ok).toBe(true);
    expect((await read(as('head'), yearCloses)).map((one) => [one.year, one.endedReason])).toEqual([
      [2025, '漏了一笔'],
      [2024, null],
    ]);
    await close(2025);
  });
});

describe('around the application', () => {
  const insert = (closedBy: string | null, year: number, at = '2026-02-01') =>
    `insert into year_close (subdistrict_id, id, year, asked_by, asked_by_name, asked_at, closed_by, closed_by_name, closed_at)
     values ('${s.t.subdistrictId}', '${s.id()}', ${year}, '${cast.officer.personId}', 'x', '${at}', ${closedBy ? `'${closedBy}', 'y', '${at}'` : 'null, null, null'})`;
  test('one person alone closes nothing, and no year before it is over', async () => {
    expect(await s.plain(s.t.owner, [insert(cast.head.personId, 2025)])).toMatch(/^23514 a year is closed by a second person/);
    expect(await s.plain(s.t.owner, [insert(null, 2026)])).toBeNull();
    const set = (by: string | null) => `update year_close set closed_by = '${by}', closed_by_name = 'y', closed_at = '2026-12-31T10:00:00+08:00'`;
    expect(await s.plain(s.t.owner, [set(cast.officer.personId)])).toMatch(/^23514/);
    expect(await s.plain(s.t.owner, [set(cast.head.personId)])).toMatch(/^23514 a year is closed when it is over/);
  });

  test.each(['owner', 'app'] as const)(
    'as %s: no transaction is dated into a closed year, no closing is changed or deleted, only the latest is opened',
    async (client) => {
      await close(2024);
      await close(2025);
      const txn = `insert into txn (subdistrict_id, id, kind, day, text, project_id, idempotency_key, posting_count, at)
      values ('${s.t.subdistrictId}', '${s.id()}', 'receipt', '2025-06-01', 'x', '${s.projectId}', 'k', 2, now())`;
      expect(await s.plain(s.t[client], [txn])).toMatch(/^ZY001 the books of 2025 are closed/);
      expect(await s.plain(s.t[client], ['update year_close set year = 2023 where year = 2024'])).toMatch(/^23514/);
      expect(await s.plain(s.t[client], ['update year_close set closed_at = null, closed_by = null, closed_by_name = null'])).toMatch(/^23514/);
      expect(
        await s.plain(s.t[client], [
          `update year_close set ended_by = '${cast.head.personId}', ended_by_name = 'x', ended_at = now(), ended_reason = '改账' where year = 2024`,
        ]),
      ).toMatch(/^23514 only the latest/);
      expect(await s.plain(s.t[client], ['delete from year_close'])).toMatch(client === 'owner' ? /^23514/ : /^42501/);
    },
  );

  test('whoever still writes into a year is waited for', async () => {
    await askYearClose(as('officer'), { year: 2025, obstacles: nothing });
    let closing: Promise<unknown> | undefined;
    let done = false;
    const written = await s.run(async (tx) => {
      const made = await receiveIn(tx, { awardId: s.grant, amountFen: 100n, method: 'transfer', payer: { name: '高桥镇' }, day: '2025-12-31' });
      closing = confirmYearClose(as('head'), { year: 2025, obstacles: nothing }).then((result) => {
        done = true;
        return result;
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(done).toBe(false);
      return made;
    });
    expect(written.ok).toBe(true);
    expect(await closing).toEqual({ ok: true, value: undefined });
  });
});
