import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packJson, rulesOfKind } from '#libs/policy';
import type { Actor } from '#platform/access';
import { system } from '#platform/access';
import { read } from '#platform/command';
import { dutiesOf, inboxPermissions } from '#modules/inbox';
import { POLICY_PACKS } from '#policies';
import { makePerson } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  adoptedPolicies,
  adoptedPolicy,
  adoptPolicy,
  changePolicyDraft,
  currentPack,
  type DraftChange,
  type DraftStart,
  findPolicyDraft,
  fundPermissions,
  listPolicyDrafts,
  listRounds,
  movePolicyDraftBack,
  openRound,
  proposePolicy,
  publishPolicy,
  publishPolicyDuty,
  setSettings,
  startPolicyDraft,
} from './index.ts';

let t: TestPlatform;
let officer: Actor, second: Actor, head: Actor, secretary: Actor;
beforeAll(async () => {
  t = await testPlatform([fundPermissions, inboxPermissions]);
  officer = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
  second = await makePerson(t, '钱科员', { role: 'officer', neighbourhoodId: null });
  head = await makePerson(t, '陆主任', { role: 'head', neighbourhoodId: null });
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: t.platform.sources.newId() });
});
afterAll(() => t?.close());

const packs = POLICY_PACKS;
const see = <T>(work: Parameters<typeof read<T>>[1]) => read(t.contextFor(system), work);
const refused = (error: string) => ({ ok: false, error });
const must = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(String(result.error));
  return result.value;
};
const start = (begin: DraftStart, who = officer) => startPolicyDraft(t.contextFor(who), { packs, start: begin });
const change = (draftId: string, what: DraftChange, who = officer) => changePolicyDraft(t.contextFor(who), { draftId, change: what });
const propose = (draftId: string, who = officer) => proposePolicy(t.contextFor(who), { draftId, packs });
const publish = (draftId: string, who = head) => publishPolicy(t.contextFor(who), { draftId, packs });
const headOf = (over: object = {}) => ({
  what: 'head' as const,
  title: '塘桥细则',
  titleEn: '',
  version: '2026-2',
  holdsFrom: '2026-12-01',
  reason: '党工委会议通过',
  ...over,
});
const rule = (over: object = {}) => ({
  id: 'own-cap',
  title: { zh: '项目上限', en: 'Cap' },
  clause: '第八条',
  source: '塘桥街道细则（2026）',
  status: 'text',
  blocks: true,
  validFrom: null,
  validTo: null,
  kind: 'cap',
  scope: 'project',
  amountFen: '3000000',
  ...over,
});

describe('a policy that the office writes itself', () => {
  let draftId: string;
  test('begins under its district, and is written by the office alone', async () => {
    expect(await start({ from: 'copy' })).toEqual(refused('no-policy'));
    expect(await start({ from: 'above', inherits: 'nowhere', title: '塘桥细则', titleEn: '' })).toEqual(refused('unknown-pack'));
    expect(await start({ from: 'above', inherits: null, title: ' ', titleEn: '' })).toEqual(refused('no-name'));
    expect(await start({ from: 'file', json: { code: 'x' } })).toEqual(refused('bad-pack'));
    expect(await start({ from: 'copy' }, secretary)).toEqual(refused('not-allowed'));
    draftId = must(await start({ from: 'above', inherits: 'pudong-2024', title: '塘桥细则', titleEn: '' }));
    expect(await change(draftId, { what: 'rule', rule: rule() }, secretary)).toEqual(refused('not-allowed'));
    expect(await change(draftId, { what: 'rule', rule: rule({ amountFen: '三万' }) })).toEqual(refused('bad-rule'));
    expect(await change(draftId, { what: 'remove', ruleId: 'own-cap' })).toEqual(refused('no-such-rule'));
    must(await change(draftId, { what: 'rule', rule: rule({ amountFen: '9' }) }));
    must(await change(draftId, { what: 'rule', rule: rule() }));
    expect((await see((tx) => findPolicyDraft(tx, draftId)))?.pack.rules).toMatchObject([{ id: 'own-cap', amountFen: 3_000_000n }]);
    expect(await see((tx) => currentPack(tx, '2026-12-31'))).toBeNull();
  });

  test('is proposed with reason and day, and published by another person, word for word', async () => {
    expect(await propose(draftId)).toEqual(refused('reason-required'));
    must(await change(draftId, headOf({ holdsFrom: '2026-11-01' })));
    expect(await propose(draftId)).toEqual(refused('day-required'));
    must(await change(draftId, headOf()));
    must(await propose(draftId));
    expect(await change(draftId, { what: 'rule', rule: rule() })).toEqual(refused('wrong-state'));
    expect((await see((tx) => dutiesOf(tx, { subjectId: draftId }))).map(({ kind, role }) => [kind, role])).toEqual([[publishPolicyDuty, 'head']]);
    expect(await publish(draftId, officer)).toEqual(refused('same-person'));
    expect(await publish(draftId, secretary)).toEqual(refused('not-allowed'));
    const id = must(await publish(draftId));
    expect(await publish(draftId)).toEqual(refused('wrong-state'));
    expect(await see((tx) => listPolicyDrafts(tx))).toEqual([]);
    expect(await see((tx) => dutiesOf(tx, { subjectId: draftId }))).toEqual([]);
    expect(await see((tx) => adoptedPolicies(tx))).toMatchObject([
      { id, version: '2026-2', holdsFrom: '2026-12-01', adoptedByName: '陆主任', proposedByName: '周科长' },
    ]);
  });

  test('holds from its day on, not before', async () => {
    expect(await see((tx) => currentPack(tx, '2026-11-30'))).toBeNull();
    expect((await see((tx) => currentPack(tx, '2026-12-01')))?.chain.map(({ code }) => code)).toEqual(['own-rules', 'pudong-2024', 'shanghai-law']);
  });
});

describe('the next version', () => {
  const capOn = async (day: string, roundId: string | null = null) => {
    const pack = await see((tx) => currentPack(tx, day, { roundId }));
    return pack && rulesOfKind(pack, 'cap').find(({ rule: { id } }) => id === 'own-cap')?.rule.amountFen;
  };
  let roundId: string;

  test('a round keeps the version of the day it opens on, whatever comes after', async () => {
    t.clock.advanceDays(30); // 2026-12-02
    const round = { year: 2026, name: '冬季', poolFen: 100n, opensOn: '2026-12-02', closesOn: '2026-12-20', reviewersWanted: 1, callText: '' };
    roundId = must(await openRound(t.contextFor(officer), round));
    t.clock.advanceDays(1);
    const draftId = must(await start({ from: 'copy' }, second));
    must(await change(draftId, { what: 'rule', rule: rule({ amountFen: '2000000' }) }));
    must(await change(draftId, headOf({ version: '2026-2', holdsFrom: '2026-12-10' })));
    expect(await propose(draftId)).toEqual(refused('same-version'));
    must(await change(draftId, headOf({ version: '2026-3', holdsFrom: '2026-12-10' })));
    must(await propose(draftId));
    must(await movePolicyDraftBack(t.contextFor(head), { draftId, to: 'draft' }));
    must(await propose(draftId));
    must(await publish(draftId));
    expect([await capOn('2026-12-09'), await capOn('2026-12-10')]).toEqual([3_000_000n, 2_000_000n]);
    expect(await capOn('2026-12-31', roundId)).toBe(3_000_000n);
    const later = must(await openRound(t.contextFor(officer), { ...round, name: '下一期', opensOn: '2026-12-11' }));
    expect(await capOn('2026-12-31', later)).toBe(2_000_000n);
    expect((await see((tx) => listRounds(tx))).find(({ id }) => id === roundId)?.policyId).not.toBe((await see((tx) => adoptedPolicy(tx, '2026-12-31')))?.id);
  });

  test('what blocks above is not loosened', async () => {
    const draftId = must(await start({ from: 'above', inherits: 'xinjiangwan-2023', title: '分则', titleEn: '' }));
    const above = POLICY_PACKS.find(({ code }) => code === 'xinjiangwan-2023')?.rules.find(({ id }) => id === 'xinjiangwan-carry-over');
    must(await change(draftId, { what: 'rule', rule: { ...above, allowed: true } }));
    must(await change(draftId, headOf({ version: '9', holdsFrom: '2026-12-20' })));
    expect(await propose(draftId)).toEqual(refused('loosens-blocking-rule'));
    must(await change(draftId, { what: 'rule', rule: { ...above, allowed: false, clause: '第九条' } }));
    must(await propose(draftId));
    must(await movePolicyDraftBack(t.contextFor(second), { draftId, to: 'draft' }));
    must(await movePolicyDraftBack(t.contextFor(second), { draftId, to: 'dropped' }));
    expect(await movePolicyDraftBack(t.contextFor(second), { draftId, to: 'draft' })).toEqual(refused('wrong-state'));
  });

  test('a policy may name who publishes its changes; a pack comes in as a file', async () => {
    const chain = ['officer', 'head'].map((role) => ({ role, title: { zh: role, en: role }, fromFen: '0' }));
    const own = (await see((tx) => adoptedPolicy(tx, '2026-12-31')))?.packs[0];
    const withChain = { ...JSON.parse(packJson(own ?? POLICY_PACKS[0]!)), version: 'file' };
    withChain.rules.push(
      rule({ id: 'own-changes', kind: 'approval', subject: 'policy', chain, distinctPersons: true, scope: undefined, amountFen: undefined }),
    );
    const first = must(await start({ from: 'file', json: JSON.parse(JSON.stringify(withChain)) }));
    must(await change(first, headOf({ version: '4', holdsFrom: '2026-12-12' })));
    must(await propose(first));
    must(await publish(first, second));
    t.clock.advanceDays(20);
    const next = must(await start({ from: 'above', inherits: 'pudong-2024', title: '再改', titleEn: '' }));
    must(await change(next, { what: 'rule', rule: rule({ id: 'own-other' }) }));
    must(await change(next, headOf({ version: '5', holdsFrom: '2026-12-30' })));
    must(await propose(next));
    expect((await see((tx) => adoptedPolicy(tx, '2026-12-23')))?.version).toBe('4');
    expect(await publish(next, officer)).toEqual(refused('same-person'));
    expect(await publish(next, second)).toEqual(refused('not-in-chain'));
    must(await publish(next, head));
  });
});

describe('values of a round', () => {
  test('what was set when it opened stays; what was open then takes the newest', async () => {
    must(await adoptPolicy(t.contextFor(officer), { packs, code: 'demo-subdistrict' }));
    const set = async (values: Record<string, string>, reason = '') => {
      t.clock.advanceDays(1);
      must(await setSettings(t.contextFor(officer), { values, reason }));
    };
    await set({ 'demo-project-cap.amountFen': '100', 'demo-award-notice.days': '7' });
    t.clock.advanceDays(10);
    const day = t.contextFor(officer).platform.sources.now().toISOString().slice(0, 10);
    must(await adoptPolicy(t.contextFor(officer), { packs, code: 'demo-subdistrict' }));
    const round = { year: 2027, name: '春', poolFen: 100n, opensOn: day, closesOn: '2027-12-31', reviewersWanted: 1, callText: '' };
    const roundId = must(await openRound(t.contextFor(officer), round));
    await set({ 'demo-project-cap.amountFen': '200', 'demo-year-cap.amountFen': '300' }, '新标准');
    await set({ 'demo-year-cap.amountFen': '400', 'demo-award-notice.counting': 'working', 'demo-award-notice.days': '9' }, '新标准');
    const on = '2027-06-01';
    const caps = async (kept: string | null) => {
      const pack = await see((tx) => currentPack(tx, on, { roundId: kept }));
      return pack?.rules.flatMap(({ rule: each }): (bigint | number | null)[] =>
        each.kind === 'cap' ? [each.amountFen] : each.kind === 'notice' && each.id === 'demo-award-notice' ? [each.days] : [],
      );
    };
    expect(await caps(null)).toEqual([200n, 400n, 9]);
    // The notice was not filled whole when the round opened: its days go with their counting.
    expect(await caps(roundId)).toEqual([100n, 400n, 9]);
  });
});

describe('the database keeps it', () => {
  const one = async (query: string) => (await t.owner.query(query)).rows[0];
  test('a proposed policy does not change, a published one stays, and nobody publishes alone or something else', async () => {
    const draftId = must(await start({ from: 'above', inherits: 'pudong-2024', title: '守护', titleEn: '' }));
    const day = '2030-01-01';
    must(await change(draftId, { what: 'rule', rule: rule() }));
    must(await change(draftId, headOf({ version: 'guard', holdsFrom: day })));
    must(await propose(draftId));
    const update = (set: string) => t.owner.query(`update policy_draft set ${set} where id = '${draftId}'`);
    await expect(update(`pack = '{}'`)).rejects.toThrow('as it was proposed');
    await expect(update(`holds_from = '2031-01-01'`)).rejects.toThrow('as it was proposed');
    await expect(update(`state = 'published'`)).rejects.toThrow('in the register');
    const { pack, proposed_by, subdistrict_id } = await one(`select pack, proposed_by, subdistrict_id from policy_draft where id = '${draftId}'`);
    const insert = (over: Record<string, unknown> = {}) => {
      const row = { packs: JSON.stringify([pack]), adopted_by: head.personId, proposed_by, holds_from: day, reason: '好', ...over };
      return t.owner.query(
        `insert into adopted_policy (subdistrict_id, id, code, version, packs, digest, adopted_by, adopted_by_name, adopted_on, adopted_at, draft_id, holds_from, reason, proposed_by, proposed_by_name)
        values ($1, gen_random_uuid(), 'own-rules', 'guard', $2, repeat('a', 64), $3, '某', '2026-12-01', now(), $4, $5, $6, $7, '周')`,
        [subdistrict_id, row.packs, row.adopted_by, draftId, row.holds_from, row.reason, row.proposed_by],
      );
    };
    await expect(insert({ adopted_by: proposed_by })).rejects.toThrow('check constraint');
    await expect(insert({ packs: JSON.stringify([{ ...pack, version: 'x' }]) })).rejects.toThrow('what was proposed');
    await expect(insert({ holds_from: '2030-01-02' })).rejects.toThrow('what was proposed');
    await expect(insert({ reason: ' ' })).rejects.toThrow('check constraint');
    must(await publish(draftId));
    await expect(insert()).rejects.toThrow();
    await expect(update(`reason = 'x'`)).rejects.toThrow('does not change');
    await expect(t.owner.query('update round set policy_id = (select id from adopted_policy where id <> round.policy_id limit 1)')).rejects.toThrow(
      'keeps the policy',
    );
    await expect(t.app.query('delete from policy_draft')).rejects.toThrow('permission denied');
    await expect(t.owner.query('update adopted_policy set holds_from = null')).rejects.toThrow();
  });
});
