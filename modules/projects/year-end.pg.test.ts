import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { bankPermissions, explainDifference, findMoneyAccount, ledgerOf, registerAccount, standingOn } from '#modules/bank';
import { awardsOf, booksPermissions, findReturn, projectAccount } from '#modules/books';
import { fundPermissions, setSettings } from '#modules/funds';
import { dutiesOf, inboxPermissions, listDuties } from '#modules/inbox';
import { matterPermissions } from '#modules/matters';
import { meetingPermissions } from '#modules/meetings';
import { ballotPermissions } from '#modules/ballots';
import { findNotice, noticePermissions } from '#modules/notices';
import { ok } from '#libs/result';
import { Permissions, system } from '#platform/access';
import {
  acceptanceItems,
  acceptProject,
  askForYearEnd,
  callAppraisal,
  findSettlement,
  projectPermissions,
  projectYearEnd,
  publishSettlement,
  publishSettlementDuty,
  returnAtYearEnd,
  settleProject,
  settlementCheckOf,
  spendingPermissions,
  yearEndDuty,
} from './index.ts';
import { caiLu, doing, must, type Scene, stateOf } from './scene.fixture.ts';

const scenes: Scene[] = [];
let scene: Scene;
beforeEach(async () => {
  scene = await caiLu();
  scenes.push(scene);
  scene.t.clock.set('2026-11-02T09:00:00+08:00');
  Object.assign(scene.t.platform, {
    permissions: new Permissions([
      bankPermissions,
      projectPermissions,
      spendingPermissions,
      inboxPermissions,
      meetingPermissions,
      matterPermissions,
      noticePermissions,
      fundPermissions,
      booksPermissions,
      ballotPermissions,
    ]),
  });
}, 60_000);
afterAll(async () => {
  for (const one of scenes) await one.t.close();
});
const by = (who: keyof Scene['cast']) => scene.t.contextFor(scene.cast[who]);
const set = (values: Record<string, string>) => setSettings(by('officer'), { values, reason: '会议议定' });

async function accepted(): Promise<string> {
  const projectId = await doing(scene);
  must(await callAppraisal(by('secretary'), { projectId, place: '活动室', startsAt: new Date('2026-11-05T01:30:00Z') }));
  await scene.t.owner.query("update meeting set state = 'held', held_at = starts_at, present_count = 30 where project_id = $1", [projectId]);
  must(
    await acceptProject(by('supervisor'), {
      projectId,
      checklist: acceptanceItems.map((item) => ({ item, ok: true, note: '' })),
      result: 'accepted',
      remark: '',
    }),
  );
  return projectId;
}
const dutiesNow = async (projectId: string, kind: string) =>
  (await scene.see((tx) => dutiesOf(tx, { subjectId: projectId }))).filter((duty) => duty.kind === kind);

describe('settling', () => {
  test('puts the figures on public notice for the days that are set, without names of people', async () => {
    must(await set({ 'demo-settlement-notice.days': '5', 'demo-settlement-notice.counting': 'calendar' }));
    const projectId = await accepted();
    must(await settleProject(by('secretary'), { projectId, note: '' }));
    const settlement = await scene.see((tx) => findSettlement(tx, projectId));
    const check = await scene.see((tx) => settlementCheckOf(tx, settlement?.id ?? ''));
    expect(check).toMatchObject({ bank: 'none', cash: 'no-cash', explained: [] });
    const notice = await scene.see((tx) => findNotice(tx, check?.noticeId ?? ''));
    expect(notice).toMatchObject({
      title: '结算公示：楼道亮起来',
      startDay: '2026-11-02',
      endDay: '2026-11-07',
      acceptsObjections: true,
      neighbourhoodId: scene.neighbourhoodId,
    });
    expect(notice?.body).toContain('社区自治金：到账 45,000.00 元，支出 0.00 元，退回 45,000.00 元。');
    expect(notice?.body).toContain('合计：到账 53,000.00 元，支出 0.00 元，退回 53,000.00 元。');
    expect(notice?.body).not.toMatch(/陈书记|孙小英/);
    expect(await dutiesNow(projectId, publishSettlementDuty)).toEqual([]);
  });

  test('without the days the office has it in the inbox, and publishes once they are set', async () => {
    const projectId = await accepted();
    must(await settleProject(by('secretary'), { projectId, note: '' }));
    expect((await scene.see((tx) => listDuties(tx, scene.cast.officer))).map((duty) => duty.kind)).toContain(publishSettlementDuty);
    expect(await publishSettlement(by('officer'), { projectId })).toEqual({ ok: false, error: 'needs-setting' });
    must(await set({ 'demo-settlement-notice.days': '3', 'demo-settlement-notice.counting': 'calendar' }));
    expect(await publishSettlement(by('resident'), { projectId })).toEqual({ ok: false, error: 'not-allowed' });
    must(await publishSettlement(by('officer'), { projectId }));
    expect(await publishSettlement(by('officer'), { projectId })).toEqual({ ok: false, error: 'published' });
    expect(await dutiesNow(projectId, publishSettlementDuty)).toEqual([]);
  });

  test('waits until every transfer is matched with the registered account or explained', async () => {
    const projectId = await accepted();
    const accountId = must(
      await registerAccount(by('secretary'), {
        neighbourhoodId: scene.neighbourhoodId,
        kind: 'bank',
        name: '蔡路居委会',
        bankName: '农商银行',
        last4: '8888',
        keeperPersonId: null,
        keeperName: null,
        openingDay: '2026-11-01',
        openingFen: 0n,
      }),
    );
    expect(await settleProject(by('secretary'), { projectId, note: '' })).toEqual({ ok: false, error: 'unexplained' });
    expect(await stateOf(scene, projectId)).toBe('accepted');
    const account = await scene.see((tx) => findMoneyAccount(tx, accountId));
    if (!account) throw new Error('no account');
    for (const movement of standingOn(await scene.see((tx) => ledgerOf(tx, account)), '9999-12-31').movements)
      must(await explainDifference(by('secretary'), { accountId, about: { movementId: movement.id }, kind: 'timing', text: '银行回单在路上' }));
    must(await settleProject(by('secretary'), { projectId, note: '' }));
    const settlement = await scene.see((tx) => findSettlement(tx, projectId));
    expect(await scene.see((tx) => settlementCheckOf(tx, settlement?.id ?? ''))).toMatchObject({
      bank: 'matched',
      explained: [{ text: '银行回单在路上' }, { text: '银行回单在路上' }],
    });
  });

  test('locks the books: around the application nothing is posted, and no source is added', async () => {
    const projectId = await accepted();
    must(await settleProject(by('secretary'), { projectId, note: '' }));
    const [award] = await scene.see((tx) => awardsOf(tx, projectId));
    const id = scene.t.platform.sources.newId;
    const txn = id();
    await scene.t.owner.query('begin');
    await scene.t.owner.query(
      `insert into txn (subdistrict_id, id, kind, day, text, project_id, idempotency_key, posting_count, at) values ($1, $2, 'receipt', '2026-11-02', 'x', $3, $4, 2, now())`,
      [scene.t.subdistrictId, txn, projectId, txn],
    );
    await expect(
      scene.t.owner.query("insert into posting (subdistrict_id, txn_id, seq, award_id, account, amount_fen) values ($1, $2, 1, $3, 'held', 100)", [
        scene.t.subdistrictId,
        txn,
        award?.awardId,
      ]),
    ).rejects.toThrow('the award is closed');
    await scene.t.owner.query('rollback');
    await expect(scene.t.owner.query("update award set state = 'open', closed_at = null where id = $1", [award?.awardId])).rejects.toThrow('keeps its terms');
    for (const client of [scene.t.owner, scene.t.app]) {
      await client.query('begin');
      await client.query(`set local app.subdistrict = '${scene.t.subdistrictId}'`);
      await expect(
        client.query(
          `insert into award (subdistrict_id, id, project_id, source_kind, name, planned_fen, valid_from, valid_to, state, opened_at)
          values ($1, $2, $3, 'partner', '新来源', 0, '2026-01-01', '2026-12-31', 'open', now())`,
          [scene.t.subdistrictId, id(), projectId],
        ),
      ).rejects.toThrow('the project is settled');
      await client.query('rollback');
    }
    await expect(scene.t.owner.query('delete from settlement_check')).rejects.toThrow('stays as it was');
    await expect(scene.t.owner.query("update settlement_check set bank = 'matched'")).rejects.toThrow('stays as it was');
  });
});

describe('at the end of the year', () => {
  const daily = () => scene.as(system, async (tx) => ok(await askForYearEnd(tx, tx.today)));
  const due = async (projectId: string) => (await scene.see((tx) => projectYearEnd(tx, projectId, scene.t.clock.now().toISOString().slice(0, 10)))).dues;

  test('who holds unspent grant has it in the inbox with its day, and no more once it went back', async () => {
    must(await set({ 'demo-year-end-return.lastDay': '12-20' }));
    const projectId = await doing(scene);
    must(await daily());
    expect(await dutiesNow(projectId, yearEndDuty)).toMatchObject([
      { dueDay: '2026-12-20', role: 'secretary', title: { zh: '2026年12月20日前退回未用完的自治金 45,000 元：楼道亮起来' } },
    ]);
    const [one] = await due(projectId);
    if (!one) throw new Error('nothing due');
    const back = (who: keyof Scene['cast'], amountFen: bigint) =>
      returnAtYearEnd(by(who), { awardId: one.award.awardId, amountFen, way: 'transfer', note: '' });
    expect(await back('officer', 1n)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await back('otherSecretary', 1n)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await back('secretary', 4_500_001n)).toEqual({ ok: false, error: 'not-enough-money' });
    expect(await back('secretary', 0n)).toEqual({ ok: false, error: 'not-positive' });
    const txnId = must(await back('secretary', 500_000n));
    expect(await scene.see((tx) => findReturn(tx, txnId))).toMatchObject({ amountFen: 500_000n, text: '2026 年末退回：社区自治金' });
    expect((await dutiesNow(projectId, yearEndDuty))[0]?.title.zh).toContain('40,000 元');
    must(await back('secretary', 4_000_000n));
    expect(await dutiesNow(projectId, yearEndDuty)).toEqual([]);
    expect(await back('secretary', 1n)).toEqual({ ok: false, error: 'not-due' });
    must(await daily());
    expect(await dutiesNow(projectId, yearEndDuty)).toEqual([]);
    expect((await scene.see((tx) => projectAccount(tx, projectId))).totals.returnedFen).toBe(4_500_000n);
  });

  test('what stays over into the new year is overdue and goes up', async () => {
    must(await set({ 'demo-year-end-return.lastDay': '12-20' }));
    const projectId = await doing(scene);
    scene.t.clock.set('2027-01-10T09:00:00+08:00');
    expect(await due(projectId)).toMatchObject([{ year: 2026, lastDay: '2026-12-20', fen: 4_500_000n, overdue: true }]);
    must(await daily());
    expect(await dutiesNow(projectId, yearEndDuty)).toMatchObject([{ dueDay: '2026-12-20' }]);
  });

  test('where nobody set the day it is shown without one', async () => {
    const projectId = await doing(scene);
    must(await daily());
    expect(await dutiesNow(projectId, yearEndDuty)).toMatchObject([{ dueDay: null }]);
    expect(await scene.see((tx) => projectYearEnd(tx, projectId, '2026-11-02'))).toMatchObject({
      term: { state: 'unset', monthDay: null, clauses: [expect.stringContaining('第十二条')] },
    });
  });
});
