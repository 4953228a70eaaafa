import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#platform/access';
import { system } from '#platform/access';
import { read } from '#platform/command';
import { dutiesOf, inboxPermissions } from '#modules/inbox';
import { POLICY_PACKS } from '#policies';
import { makePerson } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  adoptedPolicies,
  adoptPolicy,
  checkUseIn,
  currentPack,
  findRuling,
  fundPermissions,
  giveRuling,
  listRounds,
  listRulings,
  closeCallEarly,
  moveRound,
  officeSetting,
  openRound,
  openRounds,
  purchaseTerms,
  rulingsAbout,
  rulingStanding,
  setSettings,
  settingHistory,
  supersedeRuling,
  withdrawRuling,
} from './index.ts';

let t: TestPlatform;
let officer: Actor, secretary: Actor;
beforeAll(async () => {
  t = await testPlatform([fundPermissions, inboxPermissions]);
  officer = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: t.platform.sources.newId() });
});
afterAll(() => t?.close());
const see = <T>(work: Parameters<typeof read<T>>[1]) => read(t.contextFor(system), work);
const adopt = (code: string, who = officer) => adoptPolicy(t.contextFor(who), { packs: POLICY_PACKS, code });
const set = (values: Record<string, string>, reason = '', who = officer) => {
  t.clock.advanceDays(1 / 1440);
  return setSettings(t.contextFor(who), { values, reason });
};
const round = { year: 2026, name: '2026 年度申报', poolFen: 30_000_000n, opensOn: '2026-11-01', closesOn: '2026-11-30', reviewersWanted: 3, callText: '' };
const open = (change: Partial<typeof round> = {}, who = officer) => openRound(t.contextFor(who), { ...round, ...change });
const refused = (error: string) => ({ ok: false, error });

describe('before a policy is adopted', () => {
  test('nothing is in force and no round opens', async () => {
    expect(await see((tx) => currentPack(tx, '2026-11-02'))).toBeNull();
    expect(await open()).toEqual(refused('no-policy'));
    expect(await adopt('tangqiao-2020', secretary)).toEqual(refused('not-allowed'));
    expect(await adopt('no-such-pack')).toEqual(refused('unknown-pack'));
  });
});

describe('an adopted policy', () => {
  test('is kept word for word with what it builds on, and its history stays', async () => {
    expect((await adopt('tangqiao-2020')).ok).toBe(true);
    t.clock.advanceDays(1);
    expect((await adopt('demo-subdistrict')).ok).toBe(true);
    expect((await see((tx) => adoptedPolicies(tx))).map(({ code, title, adoptedByName, adoptedOn }) => [code, title, adoptedByName, adoptedOn])).toEqual([
      ['demo-subdistrict', '演示街道自治金实施办法', '周科长', '2026-11-03'],
      ['tangqiao-2020', expect.stringContaining('塘桥'), '周科长', '2026-11-02'],
    ]);
    const pack = await see((tx) => currentPack(tx, '2026-11-03'));
    expect(pack?.chain.map(({ code }) => code)).toEqual(['demo-subdistrict', 'pudong-2024', 'shanghai-law']);
    await expect(t.owner.query("update adopted_policy set code = 'x'")).rejects.toThrow();
    expect(await see((tx) => dutiesOf(tx, { subjectId: t.subdistrictId }))).toEqual([]);
  });
});

describe('a setting', () => {
  const cap = 'demo-project-cap.amountFen';
  test('is named and dated, fills the silence of the policy and nothing else', async () => {
    expect(await set({ [cap]: '4500000' }, '', secretary)).toEqual(refused('not-allowed'));
    expect((await set({ [cap]: '4500000' })).ok).toBe(true);
    expect(await see((tx) => officeSetting(tx, cap))).toEqual({ key: cap, value: '4500000', setBy: '周科长', setOn: '2026-11-03' });
    const rule = (await see((tx) => currentPack(tx, '2026-11-03')))?.rules.find((each) => each.rule.id === 'demo-project-cap');
    expect(rule?.rule).toMatchObject({ amountFen: 4_500_000n });
    expect(rule?.settings).toMatchObject([{ setBy: '周科长' }]);
  });
  test('changes only for a reason, and the old value stays on record', async () => {
    expect(await set({ [cap]: '2000000' })).toEqual(refused('reason-required'));
    expect((await set({ [cap]: '4500000' })).ok).toBe(true);
    expect((await set({ [cap]: '2000000' }, '区里下达新标准')).ok).toBe(true);
    expect((await see((tx) => settingHistory(tx))).map(({ value, reason }) => [value, reason])).toEqual([
      ['2000000', '区里下达新标准'],
      ['4500000', ''],
    ]);
  });
  test.each([
    [{ [cap]: '四万' }],
    [{ 'demo-award-notice.days': '7.5' }],
    [{ 'demo-award-notice.counting': 'lunar' }],
    [{ 'project.check.days': 'soon' }],
    [{ [cap]: '9'.repeat(600) }],
  ])('that does not fit its rule is refused, with everything beside it: %j', async (values) => {
    expect(await set({ 'demo-year-cap.amountFen': '1', ...values }, '试')).toEqual(refused('bad-setting-value'));
    expect(await see((tx) => officeSetting(tx, 'demo-year-cap.amountFen'))).toBeNull();
  });
  test('lets no grade ask for as much as the better one', async () => {
    const grades = (excellent: string, good: string) => ({
      'demo-grades.grades.excellent.minimumPoints': excellent,
      'demo-grades.grades.good.minimumPoints': good,
    });
    expect(await set(grades('90', '95'), '试')).toEqual(refused('grades-not-falling'));
    expect(await set(grades('90', '90'), '试')).toEqual(refused('grades-not-falling'));
    expect((await set(grades('90', '75'), '试')).ok).toBe(true);
  });
  test('of nothing is nothing', async () => expect(await set({ [cap]: '  ' })).toEqual(refused('empty')));
});

describe('a round', () => {
  test('is opened by the office with a pool, days in order and reviewers', async () => {
    expect(await open({}, secretary)).toEqual(refused('not-allowed'));
    expect(await open({ poolFen: 0n })).toEqual(refused('no-pool'));
    expect(await open({ closesOn: '2026-10-31' })).toEqual(refused('closes-before-it-opens'));
    expect(await open({ name: ' ' })).toEqual(refused('no-name'));
    for (const reviewersWanted of [0, 21, 1.5]) expect(await open({ reviewersWanted })).toEqual(refused('no-reviewers'));
  });
  test('of one name is opened once, by two officers at once too', async () => {
    const both = await Promise.all([open(), open()]);
    expect(both.map((result) => (result.ok ? 'ok' : result.error)).sort()).toEqual(['ok', 'same-name']);
    expect(await see((tx) => openRounds(tx, '2026-11-30'))).toHaveLength(1);
    expect(await see((tx) => openRounds(tx, '2026-12-01'))).toEqual([]);
  });
  test('closes its call; the same move twice comes too late', async () => {
    const roundId = (await see((tx) => listRounds(tx)))[0]?.id ?? '';
    // Its days run until the 30th: the plain move does not end them by the way.
    expect(await moveRound(t.contextFor(officer), { roundId, to: 'reviewing' })).toEqual(refused('days-run'));
    expect(await closeCallEarly(t.contextFor(officer), { roundId, reason: ' ' })).toEqual(refused('reason-required'));
    const both = await Promise.all([1, 2].map(() => closeCallEarly(t.contextFor(officer), { roundId, reason: '名额已满' })));
    expect(both.map((result) => (result.ok ? 'ok' : result.error)).sort()).toEqual(['ok', 'wrong-state']);
    expect(await see((tx) => openRounds(tx, '2026-11-05'))).toEqual([]);
    await expect(t.app.query('delete from round')).rejects.toThrow('permission denied');
  });
});

describe('a ruling', () => {
  const give = (over: Partial<Parameters<typeof giveRuling>[1]> = {}, actor = officer) =>
    giveRuling(t.contextFor(actor), {
      ruleId: 'pudong-engineering-grey',
      projectId: null,
      terms: ['楼道灯'],
      item: '楼道灯',
      clause: '第四条',
      source: '规定',
      decision: 'allowed',
      reason: '小修小补',
      validTo: null,
      ...over,
    });
  const must = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
    if (!result.ok) throw new Error(String(result.error));
    return result.value;
  };
  const lamp = async () => (await see((tx) => checkUseIn(tx, '楼道灯', { sourceKind: 'grant', projectId: null }, '2026-11-03')))?.outcome;
  const standing = async (id: string, day = '2026-11-03') => {
    const ruling = await see((tx) => findRuling(tx, id));
    return ruling && rulingStanding(ruling, await see((tx) => currentPack(tx, day)), day);
  };

  test('is found by its words, its text, or the rule and word that answer the question; signs of a search are plain signs', async () => {
    must(await give({ terms: ['门头灯'], item: 'LED 门头灯', reason: '旧灯坏了', ruleId: 'r' }));
    const found = async (text: string, rule = 's') => (await see((tx) => rulingsAbout(tx, text, [{ rule, terms: ['门头灯'] }], 1)))[0]?.item === 'LED 门头灯';
    for (const text of ['门头灯', 'led', '坏了', '买十个LED 门头灯', '换门头灯']) expect(await found(text), text).toBe(true);
    for (const text of ['水泥', '%', '_']) expect([await found(text), await found(text, 'r')], text).toEqual([false, true]);
  });
  test('made for no project reaches every one, keeps the version it was given under, and decides', async () => {
    expect(await lamp()).toBe('needs-ruling');
    expect(await give({}, secretary)).toEqual(refused('not-allowed'));
    expect(await give({ validFrom: '2026-11-02' })).toEqual(refused('ends-before-it-begins'));
    expect(await give({ validFrom: '2026-11-10', validTo: '2026-11-09' })).toEqual(refused('ends-before-it-begins'));
    const id = must(await give());
    expect(await see((tx) => findRuling(tx, id))).toMatchObject({ reach: 'general', projectId: null, policy: { code: 'demo-subdistrict' }, ended: null });
    expect(await lamp()).toBe('pass');
    expect(await standing(id)).toEqual({ standing: 'in-force', sameVersion: true });
    expect((await standing(id, '2026-11-02'))?.standing).toBe('to-begin');
    expect(await withdrawRuling(t.contextFor(officer), { rulingId: id, reason: ' ' })).toEqual(refused('reason-required'));
    expect(await withdrawRuling(t.contextFor(secretary), { rulingId: id, reason: '不对' })).toEqual(refused('not-allowed'));
    must(await withdrawRuling(t.contextFor(officer), { rulingId: id, reason: '区里另有规定' }));
    expect(await lamp()).toBe('needs-ruling');
    expect((await standing(id))?.standing).toBe('withdrawn');
    expect(await see((tx) => findRuling(tx, id))).toMatchObject({ ended: { reason: '区里另有规定', byName: '周科长' }, reason: '小修小补' });
    expect(await withdrawRuling(t.contextFor(officer), { rulingId: id, reason: '再来' })).toEqual(refused('wrong-state'));
  });

  test('gives way to a later one on the same, from the day that one begins; both are found', async () => {
    const id = must(await give());
    const anew = must(
      await supersedeRuling(t.contextFor(officer), {
        rulingId: id,
        decision: 'forbidden',
        reason: '经费收紧',
        reach: 'general',
        validFrom: '2026-11-10',
        validTo: null,
      }),
    );
    expect((await standing(id))?.standing).toBe('in-force');
    expect(await lamp()).toBe('pass');
    expect([(await standing(id, '2026-11-10'))?.standing, (await standing(anew, '2026-11-10'))?.standing]).toEqual(['superseded', 'in-force']);
    expect(await see((tx) => checkUseIn(tx, '楼道灯', { sourceKind: 'grant', projectId: null }, '2026-11-10'))).toMatchObject({ outcome: 'block' });
    expect((await see((tx) => listRulings(tx, '楼道灯'))).map((ruling) => ruling.id)).toEqual(expect.arrayContaining([id, anew]));
  });

  test('is never changed, nor ended twice, nor replaced by one on another rule, whoever writes', async () => {
    const [id, other] = [must(await give()), must(await give({ ruleId: 'demo-food' }))];
    const end = (replacedBy: string) =>
      t.owner.query(
        `insert into ruling_end (subdistrict_id, ruling_id, kind, replaced_by, reason, ended_on, by_name, at) values ($1, $2, 'superseded', $3, '换', '2026-11-03', '某', now())`,
        [t.subdistrictId, id, replacedBy],
      );
    await expect(end(other)).rejects.toThrow(/same rule/);
    await expect(end(id)).rejects.toThrow(/violates check/);
    must(await withdrawRuling(t.contextFor(officer), { rulingId: id, reason: '撤' }));
    await expect(t.owner.query('update ruling_end set reason = $2 where ruling_id = $1', [id, '改'])).rejects.toThrow(/append-only/);
    await expect(t.owner.query("update ruling set reach = 'project' where id = $1", [id])).rejects.toThrow(/append-only/);
    await expect(
      t.owner.query(
        `insert into ruling (subdistrict_id, id, rule_id, terms, item, clause, source, decision, reason, by_name, day, at)
        values ($1, $2, 'x', '{a}', 'a', 'c', 's', 'allowed', 'r', '某', '2026-11-03', now())`,
        [t.subdistrictId, t.platform.sources.newId()],
      ),
    ).rejects.toThrow(/violates check/);
  });
});

describe('the grant in parts', () => {
  test.each([
    ['50,60', 'agreement,accepted'],
    ['0,100', 'agreement,accepted'],
    ['60,40', 'agreement'],
  ])('%s with %s does not add up', async (percents, conditions) => {
    expect(await set({ 'grant.tranches.percents': percents, 'grant.tranches.conditions': conditions })).toEqual(refused('tranches-do-not-fit'));
  });
  test('shares of 100 stand, each with its condition; afterwards neither is changed without the other', async () => {
    expect((await set({ 'grant.tranches.percents': '60,40', 'grant.tranches.conditions': 'agreement,accepted' })).ok).toBe(true);
    expect(await set({ 'grant.tranches.conditions': 'agreement' }, '改')).toEqual(refused('tranches-do-not-fit'));
    expect(await set({ 'grant.tranches.percents': '100' }, '改')).toEqual(refused('tranches-do-not-fit'));
  });
});

describe('how things are bought', () => {
  test('is what the office sets where its policy is silent, named and dated; nothing is made up', async () => {
    expect(await see((tx) => purchaseTerms(tx, '2026-11-03'))).toMatchObject({ quotesFromFen: null, quotesLeast: null, receivedBefore: null, said: {} });
    for (const [key, value] of [
      ['purchase.quotesLeast', '0'],
      ['purchase.quotesLeast', '99'],
      ['purchase.receivedBefore', 'later'],
      ['purchase.unknown', '3'],
      ['purchase.quotesFromFen', '12.5'],
    ])
      expect(await set({ [key ?? '']: value ?? '' }), key).toEqual(refused('bad-setting-value'));
    expect((await set({ 'purchase.quotesFromFen': '1000000', 'purchase.quotesLeast': '3', 'purchase.receivedBefore': 'closing' })).ok).toBe(true);
    expect(await see((tx) => purchaseTerms(tx, '2026-11-03'))).toMatchObject({
      quotesFromFen: 1_000_000n,
      quotesLeast: 3,
      receivedBefore: 'closing',
      receiptToFen: null,
      said: { quotesLeast: { setBy: '周科长', setOn: '2026-11-03' } },
    });
    expect((await see((tx) => purchaseTerms(tx, '2026-11-02'))).quotesLeast).toBeNull();
  });

  test('is what the policy says where it speaks, with its clause; the office fills silence only', async () => {
    const rule = {
      id: 'test-purchase',
      kind: 'purchase' as const,
      title: { zh: '采购', en: 'Buying' },
      clause: '第十二条',
      source: '《试行办法》',
      status: 'text' as const,
      blocks: true,
      validFrom: null,
      validTo: null,
      quotesFromFen: 500_000n,
      quotesLeast: null,
      receivedFromFen: null,
      receivedBefore: null,
      receiptToFen: null,
      labourToFen: null,
      payerIsNotRequester: true,
      splitDays: null,
      priceApartPercent: null,
    };
    const packs = POLICY_PACKS.map((pack) => (pack.code === 'demo-subdistrict' ? { ...pack, version: '采购版', rules: [...pack.rules, rule] } : pack));
    t.clock.advanceDays(1);
    expect((await adoptPolicy(t.contextFor(officer), { packs, code: 'demo-subdistrict' })).ok).toBe(true);
    expect(await see((tx) => purchaseTerms(tx, '2026-11-04'))).toMatchObject({
      quotesFromFen: 500_000n,
      quotesLeast: 3,
      payerIsNotRequester: true,
      said: { quotesFromFen: { clause: '第十二条', source: '《试行办法》' }, quotesLeast: { setBy: '周科长' } },
    });
    // A ruling given under the version before still stands; whoever leans on it is told.
    const [earlier] = (await see((tx) => listRulings(tx))).filter((ruling) => ruling.ended === null);
    const pack = await see((tx) => currentPack(tx, '2026-11-12'));
    expect(earlier && rulingStanding(earlier, pack, '2026-11-12').sameVersion).toBe(false);
  });
});
