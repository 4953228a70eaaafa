import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findReceipt, householdContributions, verifyBooks } from '#modules/books';
import { dutiesOf } from '#modules/inbox';
import {
  agreementsOf,
  answerGoodsValue,
  askSpending,
  chooseShortfallRule,
  dailySources,
  decideCrowdDrive,
  decideSpending,
  driveOf,
  endCrowdDrive,
  extendAfterShortfall,
  giftsInKindOf,
  openCrowdDrive,
  pledgeHouseholds,
  receiveFromHouseholds,
  receiveMoney,
  recordAgreement,
  recordGift,
  recordOwnersDecision,
  refundReceipts,
  requestChange,
  returnablesOf,
  reverseReceipt,
  ruleOf,
  sayTrancheDue,
  setTranches,
  sharesOf,
  shortfallsOf,
  shrinkAfterShortfall,
  stopProject,
  tranchesOf,
  valueGoods,
  withdrawHouseholdPledge,
  withdrawOwnersDecision,
} from './index.ts';
import { agreedWithAll, type SourceScene, sourceScene } from './sources.fixture.ts';
import { must } from './scene.fixture.ts';

let s: SourceScene;
beforeAll(async () => {
  s = await sourceScene();
});
afterAll(() => s?.t.close());
beforeEach(() => s.t.clock.set('2026-11-02T09:00:00+08:00'));

const yuan = (amount: bigint) => amount * 100n;
const duties = async (projectId: string) => (await s.see((tx) => dutiesOf(tx, { projectId }))).map((duty) => duty.kind).toSorted();
const count = { headsAll: 62, headsPart: 50, headsYes: 40, areaAll: 500_000n, areaPart: 400_000n, areaYes: 300_000n };

describe('the grant in tranches', () => {
  it('is planned at the agreement, due at once, asked of the office, paid once, and due again after acceptance', async () => {
    const projectId = await agreedWithAll(s);
    const grant = await s.award(projectId, 'grant');
    const plan = () => s.see((tx) => tranchesOf(tx, grant.awardId));
    expect((await plan()).map((each) => [each.plannedFen, each.condition, each.dueOn, each.paidFen])).toEqual([
      [2_700_000n, 'agreement', '2026-11-02', 0n],
      [1_800_000n, 'accepted', null, 0n],
    ]);
    expect(await duties(projectId)).toContain('tranche.pay');
    const pay = (amountFen: bigint, overReason = '') =>
      receiveMoney(s.by(s.cast.officer), { awardId: grant.awardId, amountFen, method: 'transfer', day: '2026-11-02', payerName: '财政所', overReason });
    must(await pay(2_000_000n));
    expect(await duties(projectId)).toContain('tranche.pay');
    const last = must(await pay(700_000n));
    expect((await plan())[0]).toMatchObject({ paidFen: 2_700_000n });
    expect(await duties(projectId)).not.toContain('tranche.pay');
    // A receipt recorded wrongly is owed again.
    const receipt = await s.see((tx) => findReceipt(tx, last));
    must(await reverseReceipt(s.by(s.cast.officer), { txnId: receipt?.txnId ?? '', reason: '记错了' }));
    expect((await plan())[0]).toMatchObject({ paidFen: 2_000_000n });
    expect(await duties(projectId)).toContain('tranche.pay');
    must(await pay(700_000n));
    expect((await plan())[0]).toMatchObject({ paidFen: 2_700_000n });
  });
  it('is never released before its condition is met, whoever writes; what is missing is said', async () => {
    const projectId = await agreedWithAll(s);
    const grant = await s.award(projectId, 'grant');
    const pay = (amountFen: bigint) =>
      receiveMoney(s.by(s.cast.officer), { awardId: grant.awardId, amountFen, method: 'transfer', day: '2026-11-02', payerName: '财政所', overReason: '' });
    expect(await pay(2_700_001n)).toEqual({ ok: false, error: 'tranche-not-due' });
    const [first, second] = await s.see((tx) => tranchesOf(tx, grant.awardId));
    expect(second).toMatchObject({ lacks: 'accepted', dueOn: null });
    const sql = (text: string, ...values: unknown[]) => s.t.owner.query(text, values);
    const due = "update grant_tranche set due_on = '2026-11-02', due_said = '验收通过', due_by_name = '某人' where id = $1";
    await expect(sql(due, second?.id)).rejects.toThrow('not met: accepted');
    await s.t.app.query(`begin; set local app.subdistrict = '${s.t.subdistrictId}'`);
    await expect(s.t.app.query(due, [second?.id])).rejects.toThrow('not met: accepted');
    await s.t.app.query('rollback');
    await expect(sql('update grant_tranche set planned_fen = 4500000 where id = $1', first?.id)).rejects.toThrow('keeps its terms');
    const paid = must(await pay(2_700_000n));
    await expect(
      sql('insert into tranche_payment (subdistrict_id, tranche_id, receipt_id, amount_fen) values ($1, $2, $3, 1)', s.t.subdistrictId, second?.id, paid),
    ).rejects.toThrow('not due');
    await expect(
      sql(
        `insert into receipt (subdistrict_id, id, award_id, txn_id, number, payer_name, amount_fen, method, day)
        select subdistrict_id, gen_random_uuid(), award_id, txn_id, '2026-99999', payer_name, 1, method, day from receipt where id = $1`,
        paid,
      ),
    ).rejects.toThrow('not due');
  });
  it('waits for the points of the mid-term check and for the other money where the policy says so', async () => {
    const projectId = await agreedWithAll(s);
    const grant = await s.award(projectId, 'grant');
    const [first, second] = await s.see((tx) => tranchesOf(tx, grant.awardId));
    const id = second?.id ?? '';
    // As a policy that asks for both would have planned it.
    await s.t.owner.query('alter table grant_tranche disable trigger user');
    await s.t.owner.query("update grant_tranche set condition = 'agreement', minimum_points = 60, raised_percent = 50 where id = $1", [id]);
    await s.t.owner.query('alter table grant_tranche enable trigger user');
    expect(first?.dueOn).toBe('2026-11-02');
    const lacking = async (text: string) => (await s.t.owner.query(text, [id])).rows[0];
    expect(await lacking('select tranche_lacks(g) as lacks from grant_tranche g where id = $1')).toEqual({ lacks: 'mid-term' });
    const report = s.t.platform.sources.newId();
    await s.t.owner.query(
      `insert into mid_term_report (subdistrict_id, id, project_id, no, progress, problems, next_steps, facts, by_person_id, by_name, at)
      values ($1, $2, $3, 1, '过半', '', '继续', '{}', $4, '陈书记', now())`,
      [s.t.subdistrictId, report, projectId, s.cast.secretary.personId],
    );
    const check = (no: string, points: number) =>
      s.t.owner.query(
        `insert into mid_term_check (subdistrict_id, report_id, project_id, result, scores, rubric, reason, by_person_id, by_name, at)
        values ($1, $2, $3, 'passed', $4, '中期', '看过', $5, '周科长', now())`,
        [s.t.subdistrictId, no, projectId, JSON.stringify([{ code: 'a', title: '进度', weight: 100, max: 10, points, reason: '好' }]), s.cast.officer.personId],
      );
    await check(report, 5);
    expect(await lacking('select tranche_lacks(g) as lacks from grant_tranche g where id = $1')).toEqual({ lacks: 'points' });
    const again = s.t.platform.sources.newId();
    await s.t.owner.query(
      `insert into mid_term_report (subdistrict_id, id, project_id, no, progress, problems, next_steps, facts, by_person_id, by_name, at)
      values ($1, $2, $3, 2, '改了', '', '继续', '{}', $4, '陈书记', now())`,
      [s.t.subdistrictId, again, projectId, s.cast.secretary.personId],
    );
    await check(again, 6);
    expect(await lacking('select tranche_lacks(g) as lacks from grant_tranche g where id = $1')).toEqual({ lacks: 'raised' });
    const shown = (await s.see((tx) => tranchesOf(tx, grant.awardId))).at(-1);
    expect(shown).toMatchObject({ lacks: 'raised', minimumPoints: 60, raisedPercent: 50, facts: { points: '60.00', otherRaisedFen: 0n } });
    await expect(s.t.owner.query("update grant_tranche set due_on = '2026-11-02', due_said = '行', due_by_name = '某人' where id = $1", [id])).rejects.toThrow(
      'not met: raised',
    );
  });
  it('is asked of the office where nobody has said it, and never planned twice', async () => {
    const projectId = await agreedWithAll(s, null);
    const grant = await s.award(projectId, 'grant');
    // The first scene's setting stands; a project with a plan is not planned again.
    expect(await setTranches(s.by(s.cast.officer), { awardId: grant.awardId, percents: [100], conditions: ['agreement'] })).toEqual({
      ok: false,
      error: 'planned-already',
    });
    expect(await setTranches(s.by(s.cast.secretary), { awardId: grant.awardId, percents: [100], conditions: ['agreement'] })).toEqual({
      ok: false,
      error: 'not-allowed',
    });
    const [, second] = await s.see((tx) => tranchesOf(tx, grant.awardId));
    expect(await sayTrancheDue(s.by(s.cast.officer), { awardId: grant.awardId, trancheId: second?.id ?? '', said: '通过' })).toEqual({
      ok: false,
      error: 'not-yet',
    });
  });
});

describe('common income of the owners', () => {
  it('comes in only after their decision and never above it', async () => {
    const projectId = await agreedWithAll(s);
    const { awardId } = await s.award(projectId, 'common');
    const receive = (amountFen: bigint) =>
      receiveMoney(s.by(s.cast.secretary), { awardId, amountFen, method: 'transfer', day: '2026-11-02', payerName: '业委会', overReason: '多' });
    expect(await duties(projectId)).toContain('source.decision');
    expect(await receive(1n)).toEqual({ ok: false, error: 'needs-decision' });
    const decide = (over: Partial<typeof count> = {}, grantedFen = yuan(5_000n)) =>
      recordOwnersDecision(s.by(s.cast.secretary), {
        awardId,
        grantedFen,
        text: '从公共收益中列支楼道灯',
        by: { decidedOn: '2026-10-20', paper: s.upload(), count: { ...count, ...over } },
      });
    // 41 of 62 heads are fewer than two thirds; half of those who took part is not more than half.
    expect(await decide({ headsPart: 41 })).toEqual({ ok: false, error: 'not-agreed' });
    expect(await decide({ areaYes: 200_000n })).toEqual({ ok: false, error: 'not-agreed' });
    expect(await decide({ headsYes: 51 })).toEqual({ ok: false, error: 'count-wrong' });
    const decisionId = must(await decide());
    expect(await duties(projectId)).not.toContain('source.decision');
    expect(await receive(yuan(5_000n) + 1n)).toEqual({ ok: false, error: 'above-decision' });
    must(await receive(yuan(5_000n)));
    expect(await s.award(projectId, 'common')).toMatchObject({ pledgedFen: yuan(5_000n), receivedFen: yuan(5_000n) });
    expect(await withdrawOwnersDecision(s.by(s.cast.secretary), { decisionId, reason: '记错了' })).toEqual({ ok: false, error: 'money-came-in' });
  });
  it('is not decided by a ballot of residents', async () => {
    const projectId = await agreedWithAll(s);
    const { awardId } = await s.award(projectId, 'common');
    expect(await recordOwnersDecision(s.by(s.cast.secretary), { awardId, grantedFen: 1n, text: '居民同意', by: { ballotId: s.ballotId } })).toEqual({
      ok: false,
      error: 'no-such-ballot',
    });
  });
});

describe('a partner', () => {
  it('promises what its agreement says', async () => {
    const projectId = await agreedWithAll(s);
    const { awardId } = await s.award(projectId, 'partner');
    const terms = { awardId, signedOn: '2026-11-01', validFrom: '2026-11-01', validTo: '2026-12-31', purpose: '电工安装' };
    expect(await recordAgreement(s.by(s.cast.secretary), { ...terms, amountFen: yuan(9_000n), file: null })).toEqual({ ok: false, error: 'required' });
    must(await recordAgreement(s.by(s.cast.secretary), { ...terms, amountFen: yuan(9_000n), file: s.upload() }));
    expect((await s.award(projectId, 'partner')).pledgedFen).toBe(yuan(9_000n));
    expect((await s.see((tx) => agreementsOf(tx, awardId))).map((each) => each.purpose)).toEqual(['电工安装']);
    expect(
      await recordAgreement(s.by(s.cast.secretary), { ...terms, awardId: (await s.award(projectId, 'grant')).awardId, amountFen: 1n, file: s.upload() }),
    ).toEqual({
      ok: false,
      error: 'wrong-source',
    });
  });
});

describe('crowdfunding', () => {
  const open = async (projectId: string, over: Partial<Parameters<typeof openCrowdDrive>[1]> = {}) => {
    const { awardId } = await s.award(projectId, 'crowd');
    must(
      await openCrowdDrive(s.by(s.cast.secretary), {
        awardId,
        goalFen: yuan(2_000n),
        opensOn: '2026-11-02',
        lastDay: '2026-11-10',
        ifMissed: 'return-all',
        minimumFen: null,
        text: '给楼道装灯',
        ...over,
      }),
    );
    return awardId;
  };
  const give = (awardId: string, amountFen: bigint, day = '2026-11-02', payerName = '钱奶奶', overReason = '') =>
    recordGift(s.by(s.cast.secretary), { awardId, payerName, amountFen, method: 'cash', day, shown: 'masked', words: '', proof: null, overReason });
  const spend = async (projectId: string) => {
    const request = await askSpending(s.by(s.cast.supervisor), {
      projectId,
      item: '签字笔',
      why: '会议',
      payee: '文具店',
      lines: [{ category: 'materials', text: '签字笔', amountFen: yuan(100n) }],
    });
    if (!request.ok) return request;
    must(await decideSpending(s.by(s.cast.secretary), { requestId: request.value, decision: 'approved', note: '' }));
    return decideSpending(s.by(s.cast.director), { requestId: request.value, decision: 'approved', note: '' });
  };
  it('takes gifts only while the drive runs; the money waits for the goal', async () => {
    const projectId = await agreedWithAll(s);
    const crowd = await s.award(projectId, 'crowd');
    expect(await give(crowd.awardId, yuan(10n))).toEqual({ ok: false, error: 'not-running' });
    expect(await duties(projectId)).toContain('crowd.open');
    const awardId = await open(projectId);
    must(await give(awardId, yuan(1_500n)));
    // Only the crowd's money is there, and it is not to be used yet.
    expect((await spend(projectId)).ok).toBe(false);
    expect(await endCrowdDrive(s.by(s.cast.secretary), { awardId })).toEqual({ ok: false, error: 'not-reached' });
    must(await give(awardId, yuan(600n)));
    must(await endCrowdDrive(s.by(s.cast.secretary), { awardId }));
    expect((await s.see((tx) => driveOf(tx, awardId)))?.state).toBe('reached');
    must(await spend(projectId));
  });
  const undo = async (receiptId: string) =>
    reverseReceipt(s.by(s.cast.officer), { txnId: (await s.see((tx) => findReceipt(tx, receiptId)))?.txnId ?? '', reason: '多打了零' });
  /** A drive ended early by a gift that nobody gave. */
  const endedByMistake = async () => {
    const projectId = await agreedWithAll(s);
    const awardId = await open(projectId);
    const right = must(await give(awardId, yuan(1_080n)));
    expect(await give(awardId, yuan(9_000_000n))).toEqual({ ok: false, error: 'above-goal' });
    const wrong = must(await give(awardId, yuan(9_000_000n), '2026-11-02', '陈叔叔', '他这样说'));
    must(await endCrowdDrive(s.by(s.cast.secretary), { awardId }));
    return { projectId, awardId, right, wrong };
  };
  const driveState = async (awardId: string) => (await s.see((tx) => driveOf(tx, awardId)))?.state;
  it('runs again with its money on hold when the gift that reached the goal is undone', async () => {
    const { projectId, awardId, wrong } = await endedByMistake();
    expect((await s.award(projectId, 'crowd')).onHold).toBeNull();
    must(await undo(wrong));
    expect(await driveState(awardId)).toBe('running');
    expect((await s.award(projectId, 'crowd')).onHold).not.toBeNull();
    expect((await spend(projectId)).ok).toBe(false);
    // It takes gifts as before and may reach its goal after all.
    const more = must(await give(awardId, yuan(920n)));
    must(await endCrowdDrive(s.by(s.cast.secretary), { awardId }));
    expect((await s.award(projectId, 'crowd')).onHold).toBeNull();
    // After the last day the rule of the drive decides at once.
    s.t.clock.set('2026-11-11T01:00:00+08:00');
    must(await undo(more));
    expect(await driveState(awardId)).toBe('missed');
    expect(await duties(projectId)).toContain('crowd.refund');
    expect((await s.award(projectId, 'crowd')).onHold).not.toBeNull();
  });
  it('misses its minimum when the gift that reached the minimum is undone', async () => {
    const projectId = await agreedWithAll(s);
    const awardId = await open(projectId, { ifMissed: 'keep-from-minimum', minimumFen: yuan(1_000n) });
    must(await give(awardId, yuan(900n)));
    const wrong = must(await give(awardId, yuan(100n)));
    s.t.clock.set('2026-11-11T01:00:00+08:00');
    must(await dailySources(s.by(s.cast.officer)));
    expect(await driveState(awardId)).toBe('kept');
    must(await undo(wrong));
    expect(await driveState(awardId)).toBe('missed');
    expect((await s.award(projectId, 'crowd')).onHold).not.toBeNull();
  });
  it('keeps the wrong gift in the books while money of the drive is in use', async () => {
    const { projectId, awardId, wrong, right } = await endedByMistake();
    must(await spend(projectId));
    expect(await undo(wrong)).toEqual({ ok: false, error: 'gifts-used' });
    expect(await driveState(awardId)).toBe('reached');
    expect((await s.award(projectId, 'crowd')).receivedFen).toBe(yuan(9_001_080n));
    // What does not lead below the goal may be undone all the same.
    must(await undo(right));
    expect(await driveState(awardId)).toBe('reached');
  });
  it('is put back by the database only then, whoever writes', async () => {
    const { awardId, wrong } = await endedByMistake();
    const again = "update crowd_drive set state = 'running', ended_on = null where award_id = $1";
    const hold = 'update award_hold set lifted_at = null where award_id = $1';
    // The goal is reached: neither the drive nor its hold comes back.
    await expect(s.t.owner.query(again, [awardId])).rejects.toThrow('a drive cannot go from reached to running');
    await expect(s.t.owner.query(hold, [awardId])).rejects.toThrow('a hold is lifted once');
    // The receipt undone without its drive: refused when the transaction ends.
    const reversal = s.t.platform.sources.newId();
    const undoBySql = async (after: readonly string[]) => {
      await s.t.owner.query('begin');
      try {
        await s.t.owner.query(
          `insert into txn select (jsonb_populate_record(t, jsonb_build_object('id', $2::text, 'kind', 'reversal', 'idempotency_key', 'reversal:' || t.id, 'reversal_of', t.id,
            'made_in', pg_current_xact_id()::text))).*
          from txn t join receipt r on r.subdistrict_id = t.subdistrict_id and r.txn_id = t.id where r.id = $1`,
          [wrong, reversal],
        );
        await s.t.owner.query(
          `insert into posting select (jsonb_populate_record(p, jsonb_build_object('txn_id', $2::text, 'amount_fen', -p.amount_fen))).*
          from posting p join receipt r on r.subdistrict_id = p.subdistrict_id and r.txn_id = p.txn_id where r.id = $1`,
          [wrong, reversal],
        );
        for (const each of after) await s.t.owner.query(each, [awardId]);
        await s.t.owner.query('commit');
      } catch (error) {
        await s.t.owner.query('rollback');
        throw error;
      }
    };
    await expect(undoBySql([])).rejects.toThrow('a drive has not reached its goal without this gift');
    await expect(undoBySql([again])).rejects.toThrow('the money of a drive that has not reached its goal is on hold');
    await undoBySql([again, hold]);
    expect(await driveState(awardId)).toBe('running');
  });
  it('gives everything back when the goal was missed, each giver at most what was given', async () => {
    const projectId = await agreedWithAll(s);
    const awardId = await open(projectId);
    const [first, second] = [must(await give(awardId, yuan(300n))), must(await give(awardId, yuan(200n), '2026-11-02', '李叔叔'))];
    must(await dailySources(s.by(s.cast.officer)));
    expect((await s.see((tx) => driveOf(tx, awardId)))?.state).toBe('running');
    s.t.clock.set('2026-11-11T01:00:00+08:00');
    expect(must(await dailySources(s.by(s.cast.officer))).drives).toBeGreaterThan(0);
    expect((await s.see((tx) => driveOf(tx, awardId)))?.state).toBe('missed');
    expect(await duties(projectId)).toContain('crowd.refund');
    const refund = (receiptId: string, amountFen: bigint, proof: ReturnType<SourceScene['upload']> | null = s.upload()) =>
      refundReceipts(s.by(s.cast.secretary), { awardId, items: [{ receiptId, amountFen }], method: 'cash', day: '2026-11-11', reason: '没有达到目标', proof });
    expect(await refund(first, yuan(300n) + 1n)).toEqual({ ok: false, error: 'above-gift' });
    expect(await refund(first, yuan(300n), null)).toEqual({ ok: false, error: 'proof-required' });
    must(await refund(first, yuan(300n)));
    expect(await refund(first, 1n)).toEqual({ ok: false, error: 'above-gift' });
    expect((await s.see((tx) => driveOf(tx, awardId)))?.state).toBe('missed');
    must(await refund(second, yuan(200n)));
    expect((await s.see((tx) => driveOf(tx, awardId)))?.state).toBe('returned');
    expect(await duties(projectId)).not.toContain('crowd.refund');
    expect(await s.award(projectId, 'crowd')).toMatchObject({ receivedFen: yuan(500n), returnedFen: yuan(500n), availableFen: 0n });
  });
  it('lets a meeting decide where the rule says so', async () => {
    const projectId = await agreedWithAll(s);
    const awardId = await open(projectId, { ifMissed: 'meeting' });
    must(await give(awardId, yuan(300n)));
    s.t.clock.set('2026-11-11T01:00:00+08:00');
    must(await dailySources(s.by(s.cast.officer)));
    const decide = (resolutionId: string) => decideCrowdDrive(s.by(s.cast.secretary), { awardId, resolutionId, keep: true, note: '先装三个楼道' });
    // The resolution of October was made before the drive had missed its goal.
    expect(await decide(s.resolutionId)).toEqual({ ok: false, error: 'no-such-resolution' });
    const late = s.t.platform.sources.newId();
    await s.t.owner.query(
      `insert into resolution (subdistrict_id, id, neighbourhood_id, meeting_id, matter_id, text, executor_person_id, supervisor_person_id, deadline, state, decided_on, recorded_at, position)
      select subdistrict_id, $1, neighbourhood_id, meeting_id, matter_id, '留用', executor_person_id, supervisor_person_id, deadline, 'open', '2026-11-11', now(), position + 100
      from resolution where id = $2`,
      [late, s.resolutionId],
    );
    must(await decide(late));
    expect((await s.see((tx) => driveOf(tx, awardId)))?.state).toBe('kept');
  });
});

describe('goods', () => {
  it('stand in the books at a value to which a second person agreed', async () => {
    const projectId = await agreedWithAll(s);
    const { awardId } = await s.award(projectId, 'in_kind');
    const goods = {
      awardId,
      giverName: '长岛五金店',
      what: '线管',
      quantity: '20',
      unit: '根',
      basis: 'market' as const,
      basisText: '市场价每根 50 元',
      day: '2026-11-02',
      photo: null,
    };
    expect(await receiveMoney(s.by(s.cast.secretary), { awardId, amountFen: 1n, method: 'in_kind', day: '2026-11-02', payerName: '店' })).toEqual({
      ok: false,
      error: 'only-valued',
    });
    const goodsId = must(await valueGoods(s.by(s.cast.secretary), { ...goods, valueFen: yuan(1_000n) }));
    expect(await duties(projectId)).toContain('goods.agree');
    expect((await s.award(projectId, 'in_kind')).receivedFen).toBe(0n);
    expect(await answerGoodsValue(s.by(s.cast.secretary), { goodsId, agree: true, note: '' })).toEqual({ ok: false, error: 'own-value' });
    const receiptId = must(await answerGoodsValue(s.by(s.cast.director), { goodsId, agree: true, note: '' }));
    expect((await s.award(projectId, 'in_kind')).receivedFen).toBe(yuan(1_000n));
    expect((await s.see((tx) => giftsInKindOf(tx, awardId)))[0]).toMatchObject({ state: 'agreed', receiptId, answeredByName: '李主任' });
    const other = must(await valueGoods(s.by(s.cast.secretary), { ...goods, valueFen: yuan(9_000n) }));
    expect(await answerGoodsValue(s.by(s.cast.director), { goodsId: other, agree: false, note: '' })).toEqual({ ok: false, error: 'reason-required' });
    must(await answerGoodsValue(s.by(s.cast.director), { goodsId: other, agree: false, note: '高于市价' }));
    expect((await s.award(projectId, 'in_kind')).receivedFen).toBe(yuan(1_000n));
  });
});

describe('households', () => {
  const listed = async () => {
    const projectId = await agreedWithAll(s);
    const { awardId } = await s.award(projectId, 'household');
    return { projectId, awardId };
  };
  it('get back what they paid too much, and take a promise back before they paid', async () => {
    const { projectId, awardId } = await listed();
    const home = s.t.platform.sources.newId();
    await household(home);
    must(await pledgeHouseholds(s.by(s.cast.secretary), { awardId, amountFen: yuan(50n), householdIds: 'all' }));
    const [receiptId] = must(await receiveFromHouseholds(s.by(s.cast.secretary), { awardId, householdIds: [home], method: 'cash', day: '2026-11-02' }));
    expect(await withdrawHouseholdPledge(s.by(s.cast.secretary), { awardId, householdId: home, reason: '搬走了' })).toEqual({
      ok: false,
      error: 'paid-already',
    });
    must(
      await refundReceipts(s.by(s.cast.secretary), {
        awardId,
        items: [{ receiptId: receiptId ?? '', amountFen: yuan(50n) }],
        method: 'cash',
        day: '2026-11-02',
        reason: '搬走了',
        proof: s.upload(),
      }),
    );
    const mine = async () => (await s.see((tx) => householdContributions(tx, awardId))).find((each) => each.householdId === home);
    expect(await mine()).toMatchObject({ paidFen: 0n, refundedFen: yuan(50n), openFen: yuan(50n) });
    must(await withdrawHouseholdPledge(s.by(s.cast.secretary), { awardId, householdId: home, reason: '搬走了' }));
    expect(await mine()).toMatchObject({ pledgedFen: 0n, openFen: 0n });
    expect(await s.see((tx) => verifyBooks(tx))).toEqual([]);
  });
  it('get back their shares of what is left after a stop, to the fen', async () => {
    const { projectId, awardId } = await listed();
    const home = s.t.platform.sources.newId();
    await household(home);
    must(await pledgeHouseholds(s.by(s.cast.secretary), { awardId, amountFen: yuan(50n), householdIds: 'all' }));
    must(await receiveFromHouseholds(s.by(s.cast.secretary), { awardId, householdIds: [home], method: 'cash', day: '2026-11-02' }));
    must(await stopProject(s.by(s.cast.officer), { projectId, reason: '物业接手' }));
    expect(await duties(projectId)).toContain('source.give-back');
    const award = await s.award(projectId, 'household');
    const all = await s.see((tx) => returnablesOf(tx, award));
    expect(all.map((each) => each.shareFen)).toEqual([yuan(50n)]);
    const items = all.map((each) => ({ receiptId: each.receipt.id, amountFen: each.shareFen }));
    must(await refundReceipts(s.by(s.cast.secretary), { awardId, items, method: 'cash', day: '2026-11-02', reason: '项目终止', proof: s.upload() }));
    expect((await s.award(projectId, 'household')).availableFen).toBe(0n);
    expect(await duties(projectId)).not.toContain('source.give-back');
  });
  it('split what is left by what each gave', () => {
    expect(sharesOf(100n, [50n, 50n, 50n])).toEqual([34n, 33n, 33n]);
    expect(sharesOf(500n, [50n, 70n])).toEqual([50n, 70n]);
    expect(sharesOf(0n, [50n])).toEqual([0n]);
  });
});

describe('a shortfall', () => {
  it('follows the rule of the application on its day: shrink, by an approved change', async () => {
    const projectId = await agreedWithAll(s);
    const { awardId } = await s.award(projectId, 'household');
    expect(await s.see((tx) => ruleOf(tx, awardId))).toMatchObject({ rule: 'shrink', day: '2026-12-05', chosenByName: '申报书' });
    s.t.clock.set('2026-12-05T09:00:00+08:00');
    must(await dailySources(s.by(s.cast.officer)));
    expect(await s.see((tx) => shortfallsOf(tx, awardId))).toEqual([]);
    s.t.clock.set('2026-12-06T09:00:00+08:00');
    must(await dailySources(s.by(s.cast.officer)));
    must(await dailySources(s.by(s.cast.officer)));
    const [short, ...more] = await s.see((tx) => shortfallsOf(tx, awardId));
    expect(more).toEqual([]);
    expect(short).toMatchObject({ state: 'open', missingFen: yuan(3_100n), day: '2026-12-05' });
    expect(await duties(projectId)).toContain('shortfall.shrink');
    const changeId = must(
      await requestChange(s.by(s.cast.secretary), {
        projectId,
        what: '少装两个楼道',
        fromText: '十二个楼道',
        toText: '十个楼道',
        why: '居民自筹没有筹足',
        amountFen: yuan(3_100n),
      }),
    );
    const shrink = () => shrinkAfterShortfall(s.by(s.cast.secretary), { shortfallId: short?.id ?? '', changeId });
    expect(await shrink()).toEqual({ ok: false, error: 'no-such-change' });
    await s.t.owner.query(
      "update change_request set state = 'approved', decided_by_name = '周科长', size = 'small', decided_at = now(), decision_reason = '同意' where id = $1",
      [changeId],
    );
    must(await shrink());
    expect(await duties(projectId)).not.toContain('shortfall.shrink');
  });
  it('moves its day as far as the rule lets it, by whom it says, and is looked at again', async () => {
    const projectId = await agreedWithAll(s);
    const { awardId } = await s.award(projectId, 'common');
    s.t.clock.set('2026-12-06T09:00:00+08:00');
    must(await dailySources(s.by(s.cast.officer)));
    const [short] = await s.see((tx) => shortfallsOf(tx, awardId));
    const extend = (day: string, actor = s.cast.officer) =>
      extendAfterShortfall(s.by(actor), { shortfallId: short?.id ?? '', day, resolutionId: null, note: '业主大会十日召开' });
    expect(await extend('2026-12-16')).toEqual({ ok: false, error: 'too-late' });
    expect(await extend('2026-12-15', s.cast.secretary)).toEqual({ ok: false, error: 'not-allowed' });
    must(await extend('2026-12-12'));
    expect(await duties(projectId)).not.toContain('shortfall.extend');
    s.t.clock.set('2026-12-13T09:00:00+08:00');
    must(await dailySources(s.by(s.cast.officer)));
    expect((await s.see((tx) => shortfallsOf(tx, awardId))).map((each) => [each.day, each.state])).toEqual([
      ['2026-12-05', 'extended'],
      ['2026-12-12', 'open'],
    ]);
    // A stop answers what is still open.
    must(await stopProject(s.by(s.cast.officer), { projectId, reason: '资金没有落实' }));
    expect((await s.see((tx) => shortfallsOf(tx, awardId)))[1]).toMatchObject({ state: 'stopped' });
    expect(await duties(projectId)).not.toContain('shortfall.extend');
  });
  it('is made good by money that comes late; a rule is chosen once, before its day', async () => {
    const projectId = await agreedWithAll(s);
    const { awardId } = await s.award(projectId, 'partner');
    const choose = (day: string) => chooseShortfallRule(s.by(s.cast.secretary), { awardId, rule: 'stop', day, extendUntil: null, extendBy: null });
    expect(await choose('2026-11-01')).toEqual({ ok: false, error: 'in-the-past' });
    must(await choose('2026-11-20'));
    expect(await choose('2026-11-25')).toEqual({ ok: false, error: 'chosen-already' });
    s.t.clock.set('2026-11-21T09:00:00+08:00');
    must(await dailySources(s.by(s.cast.officer)));
    expect(await duties(projectId)).toContain('shortfall.stop');
    must(await receiveMoney(s.by(s.cast.secretary), { awardId, amountFen: yuan(8_000n), method: 'transfer', day: '2026-11-21', payerName: '供电服务站' }));
    expect((await s.see((tx) => shortfallsOf(tx, awardId)))[0]).toMatchObject({ state: 'made_good' });
    expect(await duties(projectId)).not.toContain('shortfall.stop');
  });
});

/** A home with a household in 蔡路, in a compound of its own. */
async function household(id: string): Promise<void> {
  const ids = { $c: s.t.platform.sources.newId(), $b: s.t.platform.sources.newId(), $e: s.t.platform.sources.newId(), $h: s.t.platform.sources.newId() };
  const put = (table: string, columns: string, values: string) =>
    s.t.owner.query(`insert into ${table} (subdistrict_id, neighbourhood_id, ${columns}) values ('${s.t.subdistrictId}', '${s.neighbourhoodId}', ${values})`);
  await put('compound', 'id, name', `'${ids.$c}', '${ids.$c}'`);
  await put('building', 'id, compound_id, name', `'${ids.$b}', '${ids.$c}', '1号楼'`);
  await put('entrance', 'id, building_id, name', `'${ids.$e}', '${ids.$b}', ''`);
  await put('home', 'id, building_id, entrance_id, room', `'${ids.$h}', '${ids.$b}', '${ids.$e}', '101'`);
  await put('household', 'id, home_id, since_day', `'${id}', '${ids.$h}', '2020-01-01'`);
}
