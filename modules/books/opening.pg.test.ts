import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '#libs/result';
import { runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { actorWith } from '#testing/platform';
import {
  confirmOpeningIn,
  dropOpeningIn,
  enterOpeningIn,
  findAward,
  openAwardIn,
  openingsOf,
  projectAccount,
  receiveIn,
  spendIn,
  undoOpeningIn,
  verifyBooks,
} from './index.ts';
import { type Scene, scene } from './scene.fixture.ts';

let s: Scene;
let fileId: string;
let common: string;
beforeEach(async () => {
  s = await scene();
  fileId = s.id();
  await s.t.owner.query(
    `insert into file (subdistrict_id, id, sha256, size_bytes, media_type, name, visibility, uploaded_at) values ($1, $2, repeat('d', 64), 10, 'application/pdf', '上年账.pdf', 'office', now())`,
    [s.t.subdistrictId, fileId],
  );
  common = must(
    await s.run(async (tx) => ({
      ok: true as const,
      value: await openAwardIn(tx, {
        projectId: s.projectId,
        sourceKind: 'property',
        name: '物业公司',
        categories: ['materials', 'labour'],
        validFrom: '2026-01-01',
        validTo: '2026-12-31',
      }),
    })),
  );
}, 60_000);
afterEach(() => s.t.close());

function must<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`unexpected ${JSON.stringify(result.error)}`);
  return result.value;
}
const see = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => s.t.db.tenant(s.t.subdistrictId, work, 'read');
const second = async () => {
  const id = s.id();
  await s.t.owner.query("insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, '周科长', true, $3)", [
    s.t.subdistrictId,
    id,
    s.t.clock.now(),
  ]);
  return actorWith(id, '周科长', { role: 'officer', neighbourhoodId: null });
};
const enter = (over: Partial<Parameters<typeof enterOpeningIn>[1]> = {}) =>
  s.run((tx) =>
    enterOpeningIn(tx, {
      awardId: common,
      day: '2026-06-30',
      receivedFen: 1_000_000n,
      returnedFen: 50_000n,
      lines: [
        { category: 'materials', text: '上半年材料', amountFen: 400_000n },
        { category: 'labour', text: '上半年人工', amountFen: 100_001n },
      ],
      note: '据街道台账',
      fileId,
      ...over,
    }),
  );
const confirm = async (openingId: string) => {
  const context = s.t.contextFor(await second());
  return runCommand({ ...context, key: s.id() }, 'test-books', (tx) => confirmOpeningIn(tx, { openingId }));
};

describe('an opening balance', () => {
  it('counts once another person confirmed it', async () => {
    const id = must(await enter());
    expect(await see((tx) => findAward(tx, common))).toMatchObject({ receivedFen: 0n });
    expect(await s.run((tx) => confirmOpeningIn(tx, { openingId: id }))).toEqual({ ok: false, error: 'own-entry' });
    must(await confirm(id));
    expect(await see((tx) => findAward(tx, common))).toMatchObject({
      receivedFen: 1_000_000n,
      spentFen: 500_001n,
      returnedFen: 50_000n,
      availableFen: 449_999n,
    });
    const { categories } = await see((tx) => projectAccount(tx, s.projectId));
    expect(categories).toContainEqual({ category: 'labour', reservedFen: 0n, spentFen: 100_001n });
    expect(await confirm(id)).toEqual({ ok: false, error: 'wrong-state' });
    expect(await enter()).toEqual({ ok: false, error: 'opening-waits' });
    expect(await see(verifyBooks)).toEqual([]);
  });
  it('is refused where money has moved, above what came in, for uses the source does not pay', async () => {
    expect(await enter({ awardId: s.grant })).toEqual({ ok: false, error: 'money-has-moved' });
    expect(await enter({ returnedFen: 500_000n })).toEqual({ ok: false, error: 'above-received' });
    expect(await enter({ receivedFen: 0n })).toEqual({ ok: false, error: 'not-positive' });
    expect(await enter({ lines: [{ category: 'publicity', text: '海报', amountFen: 1n }] })).toEqual({ ok: false, error: 'use-not-allowed' });
    expect(await enter({ day: '2027-01-01' })).toEqual({ ok: false, error: 'day-in-future' });
    // Promises are no money: the partner has one and still takes its opening.
    must(await enter({ awardId: s.partner, lines: [] }));
  });
  it('is confirmed no more once money has moved, and is dropped with a reason', async () => {
    const id = must(await enter());
    must(await s.run((tx) => receiveIn(tx, { awardId: common, payer: { name: '业委会' }, amountFen: 5n, method: 'transfer' })));
    expect(await confirm(id)).toEqual({ ok: false, error: 'money-has-moved' });
    must(await s.run((tx) => dropOpeningIn(tx, { openingId: id, reason: '已经记过账' })));
    expect(await see((tx) => openingsOf(tx, s.projectId))).toMatchObject([{ state: 'dropped', reason: '已经记过账' }]);
  });
  it('is undone while its money is there, and entered again', async () => {
    const id = must(await enter());
    must(await confirm(id));
    must(await s.run((tx) => undoOpeningIn(tx, { openingId: id, reason: '少记一笔' })));
    expect(await see((tx) => findAward(tx, common))).toMatchObject({ receivedFen: 0n, spentFen: 0n, availableFen: 0n });
    const again = must(await enter({ receivedFen: 2_000_000n }));
    must(await confirm(again));
    must(
      await s.run((tx) =>
        spendIn(tx, {
          projectId: s.projectId,
          payee: '店',
          text: '灯',
          method: 'cash',
          lines: [{ category: 'labour', text: '工', amountFen: 1_400_000n, awardIds: [common] }],
        }),
      ),
    );
    expect(await s.run((tx) => undoOpeningIn(tx, { openingId: again, reason: '又错' }))).toEqual({ ok: false, error: 'not-enough-money' });
    expect(await see(verifyBooks)).toEqual([]);
  });
});
