import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#platform/access';
import { read } from '#platform/command';
import { type Choice, ballotPermissions, cancelBallot, castVote, closeBallot, findBallot, openBallot, showRoll } from '#modules/ballots';
import { dutiesOf, inboxPermissions } from '#modules/inbox';
import { findMatter, matterPermissions, raiseMatter } from '#modules/matters';
import { meetingPermissions } from '#modules/meetings';
import { noticePermissions, noticesAbout } from '#modules/notices';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  appealComment,
  buildingLawKey,
  citationsAbout,
  citeClause,
  clausesAbout,
  clausesInForce,
  clausesOf,
  commentOnClause,
  commentsOn,
  discussDraft,
  draftHouseRule,
  draftNewVersion,
  findVersion,
  hideComment,
  houseRulePermissions,
  moveClause,
  pasteText,
  proposeRepeal,
  putToVote,
  removeClause,
  replyToComment,
  reportBreach,
  ruleOnComment,
  type RuleKind,
  saveClause,
  searchClauses,
  settleRepeal,
  settleVote,
  takeBack,
  verifyHouseRules,
  versionsOf,
  withdrawDraft,
} from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood, shengli: TestNeighbourhood;
let secretary: Actor, officer: Actor, otherOfficer: Actor, stranger: Actor;
let residents: Actor[];

beforeAll(async () => {
  t = await testPlatform([houseRulePermissions, ballotPermissions, meetingPermissions, inboxPermissions, noticePermissions, matterPermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 5);
  shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 1);
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  officer = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
  otherOfficer = await makePerson(t, '吴科员', { role: 'officer', neighbourhoodId: null });
  residents = [];
  for (const [index, home] of cailu.households.entries()) residents.push(await makeResident(t, `居民${'甲乙丙丁戊'[index]}`, home));
  stranger = await makeResident(t, '李强', shengli.households[0]!);
}, 60_000);
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

const must = <T>(result: { ok: true; value: T } | { ok: false; error: string }): T => {
  if (!result.ok) throw new Error(result.error);
  return result.value;
};
const as = (actor: Actor) => t.contextFor(actor);
const seen = <T>(work: Parameters<typeof read<T>>[1]) => read(as(secretary), work);
const text =
  '为了邻里和睦。\n第一章 停车\n第一条【通道】 消防通道不停车。\n第二条【违反】 违反第一条的，先劝导。\n第二章 楼道\n第三条【堆物】 楼道不堆物，电瓶车不进楼。';

async function drafted(kind: RuleKind = 'convention', words = text): Promise<{ ruleId: string; versionId: string }> {
  const made = must(
    await draftHouseRule(as(secretary), {
      neighbourhoodId: cailu.id,
      kind,
      title: '蔡路居民公约',
      reason: '大家希望有个约定',
      buildingId: kind === 'building' ? (await t.owner.query('select id from building where neighbourhood_id = $1', [cailu.id])).rows[0].id : null,
    }),
  );
  must(await pasteText(as(secretary), { versionId: made.versionId, text: words }));
  return made;
}
/** Under vote: comments until the 5th, the vote open from the 10th to the 12th. */
async function voting(versionId: string, law = 'residents-assembly-households'): Promise<string> {
  must(await discussDraft(as(secretary), { versionId, until: '2026-11-05' }));
  t.clock.set('2026-11-06T09:00:00+08:00');
  const { ballotId } = must(await putToVote(as(secretary), { versionId, law, closesAt: new Date('2026-11-12T20:00:00+08:00') }));
  return ballotId;
}
async function voted(
  ballotId: string,
  choices: Choice[],
  closed = '2026-11-12T20:00:00+08:00',
  from = '2026-11-10T09:00:00+08:00',
  until = '2026-11-09',
): Promise<void> {
  must(await showRoll(as(secretary), { ballotId, objectionsUntil: until }));
  t.clock.set(from);
  must(await openBallot(as(secretary), { ballotId }));
  for (const [index, choice] of choices.entries()) must(await castVote(as(residents[index]!), { ballotId, answer: { choice } }));
  t.clock.set(closed);
  must(await closeBallot(as(secretary), { ballotId }));
}
async function adopted(): Promise<{ ruleId: string; versionId: string }> {
  const made = await drafted();
  await voted(await voting(made.versionId), ['yes', 'yes', 'yes', 'no']);
  expect(must(await settleVote(as(secretary), { versionId: made.versionId, fromDay: '2026-11-15', toDay: null })).adopted).toBe(true);
  return made;
}
const refusal = (statement: string, ...values: unknown[]) =>
  t.owner.query(statement, values).then(
    () => 'accepted',
    (error: Error) => error.message,
  );

describe('a draft', () => {
  it('is written clause by clause; numbers and references follow, identities stay', async () => {
    const { versionId } = await drafted();
    const before = await seen((tx) => clausesOf(tx, versionId));
    expect(before.map((one) => [one.position, one.chapter, one.heading])).toEqual([
      [1, '停车', '通道'],
      [2, '停车', '违反'],
      [3, '楼道', '堆物'],
    ]);
    must(
      await saveClause(as(secretary), {
        versionId,
        articleId: null,
        afterId: null,
        clause: { chapter: '停车', heading: '目的', text: '方便大家。', topics: [] },
      }),
    );
    const after = await seen((tx) => clausesOf(tx, versionId));
    expect(after.map((one) => one.articleId).slice(1)).toEqual(before.map((one) => one.articleId));
    expect(after[2]?.text).toBe('违反第二条的，先劝导。');
    must(await moveClause(as(secretary), { versionId, articleId: after[0]!.articleId, to: 'down' }));
    expect((await seen((tx) => clausesOf(tx, versionId))).map((one) => one.heading)).toEqual(['通道', '目的', '违反', '堆物']);
    const gone = must(await removeClause(as(secretary), { versionId, articleId: before[0]!.articleId }));
    expect(gone).toEqual({ clauses: 3, dangling: [before[1]!.articleId] });
  });
  it('belongs to those who run the place', async () => {
    const { versionId } = await drafted();
    for (const actor of [residents[0]!, stranger, officer])
      expect(await saveClause(as(actor), { versionId, articleId: null, clause: { chapter: '', heading: '', text: '甲', topics: [] } })).toEqual({
        ok: false,
        error: 'not-allowed',
      });
    expect(await pasteText(as(secretary), { versionId, text: '没有条款的话' })).toEqual({ ok: false, error: 'no-clauses' });
    expect(await draftHouseRule(as(secretary), { neighbourhoodId: cailu.id, kind: 'building', title: '楼组公约', reason: '', buildingId: null })).toEqual({
      ok: false,
      error: 'which-building',
    });
  });
  it('can be given up with a reason, and stays readable', async () => {
    const { versionId } = await drafted();
    expect(await withdrawDraft(as(secretary), { versionId, reason: ' ' })).toEqual({ ok: false, error: 'empty' });
    must(await withdrawDraft(as(secretary), { versionId, reason: '并入管理规约' }));
    expect((await seen((tx) => findVersion(tx, versionId)))?.version).toMatchObject({ state: 'withdrawn', withdrawnReason: '并入管理规约' });
  });
});

describe('comments', () => {
  it('come from people of the place while the text lies open, and are answered before the vote', async () => {
    const { versionId, ruleId } = await drafted();
    const [first] = await seen((tx) => clausesOf(tx, versionId));
    const say = (actor: Actor, words = '救护车也要能进来') => commentOnClause(as(actor), { versionId, articleId: first!.articleId, text: words, named: false });
    expect(await say(residents[0]!)).toEqual({ ok: false, error: 'wrong-state' });
    must(await discussDraft(as(secretary), { versionId, until: '2026-11-05' }));
    expect(await say(stranger)).toEqual({ ok: false, error: 'not-in-place' });
    const { commentId } = must(await say(residents[0]!));
    expect(await discussDraft(as(secretary), { versionId, until: '2026-11-04' })).toEqual({ ok: false, error: 'day-unfit' });
    const vote = () => putToVote(as(secretary), { versionId, law: 'residents-assembly-households', closesAt: new Date('2026-11-12T20:00:00+08:00') });
    expect(await vote()).toEqual({ ok: false, error: 'too-early' });
    t.clock.set('2026-11-06T09:00:00+08:00');
    expect(await say(residents[1]!)).toEqual({ ok: false, error: 'wrong-state' });
    expect(await vote()).toEqual({ ok: false, error: 'comments-unanswered' });
    must(await replyToComment(as(secretary), { commentId, outcome: 'taken', text: '已写进第一条' }));
    expect(await replyToComment(as(secretary), { commentId, outcome: 'taken', text: '再答' })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await putToVote(as(secretary), { versionId, law: 'owners-general', closesAt: new Date('2026-11-12T20:00:00+08:00') })).toEqual({
      ok: false,
      error: 'law-unfit',
    });
    expect((await vote()).ok).toBe(true);
    expect((await seen((tx) => noticesAbout(tx, ruleId))).map((one) => one.kind)).toEqual(['house-rule-draft']);
  });
  it('are hidden with a reason, appealed once, ruled on by somebody else', async () => {
    const { versionId } = await drafted();
    must(await discussDraft(as(secretary), { versionId, until: '2026-11-05' }));
    const { commentId } = must(await commentOnClause(as(residents[0]!), { versionId, articleId: null, text: '张三家天天堆', named: true }));
    must(await hideComment(as(officer), { commentId, reason: '点了别人的名' }));
    expect(await appealComment(as(residents[1]!), { commentId, reason: '没有' })).toEqual({ ok: false, error: 'not-allowed' });
    must(await appealComment(as(residents[0]!), { commentId, reason: '没有点名' }));
    expect(await ruleOnComment(as(officer), { commentId, show: false, reason: '维持' })).toEqual({ ok: false, error: 'own-decision' });
    expect(await refusal('update house_rule_comment set ruled_by = hidden_by where id = $1', commentId)).toContain('check');
    must(await ruleOnComment(as(otherOfficer), { commentId, show: true, reason: '没有点名' }));
    expect((await seen((tx) => commentsOn(tx, versionId)))[0]?.hidden).toBe('no');
  });
  it('handed in on paper carry who entered them', async () => {
    const { versionId } = await drafted();
    must(await discussDraft(as(secretary), { versionId, until: '2026-11-05' }));
    const onBehalfOf = { personId: residents[2]!.personId!, householdId: cailu.households[2]!.householdId, channel: 'paper' as const };
    const input = { versionId, articleId: null, text: '字大一点', named: true, onBehalfOf };
    expect(await commentOnClause(as(residents[0]!), input)).toEqual({ ok: false, error: 'not-allowed' });
    must(await commentOnClause(as(secretary), input));
    expect((await seen((tx) => commentsOn(tx, versionId)))[0]).toMatchObject({ channel: 'paper', enteredBy: secretary.personId });
  });
});

describe('the vote', () => {
  it('adopts; the text, its figures and its days are public; the next version replaces it', async () => {
    const { ruleId, versionId } = await adopted();
    const { version } = (await seen((tx) => findVersion(tx, versionId)))!;
    expect(version).toMatchObject({ state: 'adopted', fromDay: '2026-11-15', toDay: null });
    expect((await seen((tx) => findBallot(tx, version.ballotId!)))?.question).toContain(version.digest!.slice(0, 16));
    const notice = (await seen((tx) => noticesAbout(tx, ruleId))).find((one) => one.kind === 'house-rule-adopted');
    expect(notice?.body).toContain('同意 3，不同意 1，弃权 0');
    expect(await seen((tx) => dutiesOf(tx, { subjectId: ruleId }))).toEqual([]);
    expect(await seen((tx) => clausesInForce(tx, cailu.id, '2026-11-14'))).toEqual([]);

    t.clock.set('2026-11-20T09:00:00+08:00');
    const next = must(await draftNewVersion(as(secretary), { ruleId, reason: '加一条' }));
    expect(await draftNewVersion(as(secretary), { ruleId, reason: '再来' })).toEqual({ ok: false, error: 'under-way' });
    const [first] = await seen((tx) => clausesOf(tx, next.versionId));
    must(await saveClause(as(secretary), { versionId: next.versionId, articleId: first!.articleId, clause: { ...first!, text: '消防通道一律不停车。' } }));
    must(await discussDraft(as(secretary), { versionId: next.versionId, until: '2026-11-22' }));
    t.clock.set('2026-11-23T09:00:00+08:00');
    const { ballotId } = must(
      await putToVote(as(secretary), { versionId: next.versionId, law: 'residents-assembly-households', closesAt: new Date('2026-11-28T20:00:00+08:00') }),
    );
    await voted(ballotId, ['yes', 'yes', 'yes'], '2026-11-28T20:00:00+08:00', '2026-11-26T09:00:00+08:00', '2026-11-25');
    must(await settleVote(as(secretary), { versionId: next.versionId, fromDay: '2026-12-01', toDay: '2027-11-30' }));
    expect((await seen((tx) => versionsOf(tx, [ruleId]))).map((one) => [one.no, one.fromDay, one.toDay])).toEqual([
      [2, '2026-12-01', '2027-11-30'],
      [1, '2026-11-15', '2026-11-30'],
    ]);
    for (const [day, words] of [
      ['2026-11-30', '消防通道不停车。'],
      ['2026-12-01', '消防通道一律不停车。'],
    ] as const)
      expect((await seen((tx) => clausesInForce(tx, cailu.id, day))).find((one) => one.position === 1 && one.ruleId === ruleId)?.text).toBe(words);
  });
  it('rejects; nothing holds', async () => {
    const { versionId } = await drafted();
    await voted(await voting(versionId), ['yes', 'no', 'no']);
    expect(must(await settleVote(as(secretary), { versionId, fromDay: '2026-11-15', toDay: null })).adopted).toBe(false);
    expect((await seen((tx) => findVersion(tx, versionId)))?.version).toMatchObject({ state: 'rejected', fromDay: null });
  });
  it('can be taken back only after its ballot was given up', async () => {
    const { versionId } = await drafted();
    const ballotId = await voting(versionId);
    expect(await takeBack(as(secretary), { versionId })).toEqual({ ok: false, error: 'ballot-stands' });
    expect(await settleVote(as(secretary), { versionId, fromDay: '2026-11-15', toDay: null })).toEqual({ ok: false, error: 'vote-pending' });
    must(await cancelBallot(as(secretary), { ballotId, reason: '文字有误' }));
    must(await takeBack(as(secretary), { versionId }));
    expect((await seen((tx) => findVersion(tx, versionId)))?.version).toMatchObject({ state: 'discussion', ballotId: null, digest: null });
  });
  it('on a building’s convention waits for the office to say which', async () => {
    const { versionId } = await drafted('building');
    must(await discussDraft(as(secretary), { versionId, until: '2026-11-05' }));
    t.clock.set('2026-11-06T09:00:00+08:00');
    const vote = () => putToVote(as(secretary), { versionId, law: 'residents-assembly-households', closesAt: new Date('2026-11-12T20:00:00+08:00') });
    expect(await vote()).toEqual({ ok: false, error: 'law-unset' });
    await t.owner.query(
      `insert into office_setting (subdistrict_id, id, key, value, reason, set_by, set_by_name, set_on, set_at)
      values ($1, gen_random_uuid(), $2, 'residents-assembly-households', '楼组公约办法', $3, '周科长', '2026-11-01', now())`,
      [t.subdistrictId, buildingLawKey, officer.personId],
    );
    const { ballotId } = must(await vote());
    const ballot = await seen((tx) => findBallot(tx, ballotId));
    expect(ballot?.buildingId).not.toBeNull();
    expect(ballot?.clause).toBe('街镇规定（周科长，2026年11月1日）：楼组公约办法');
    await t.owner.query('alter table office_setting disable trigger all');
    await t.owner.query('delete from office_setting where key = $1', [buildingLawKey]);
    await t.owner.query('alter table office_setting enable trigger all');
  });
  it('repeals, from a last day on', async () => {
    const { versionId } = await adopted();
    t.clock.set('2026-11-20T09:00:00+08:00');
    const { ballotId } = must(
      await proposeRepeal(as(secretary), {
        versionId,
        law: 'residents-assembly-households',
        closesAt: new Date('2026-11-28T20:00:00+08:00'),
        reason: '并入管理规约',
      }),
    );
    expect(await settleRepeal(as(secretary), { versionId, lastDay: '2026-11-30' })).toEqual({ ok: false, error: 'vote-pending' });
    expect(await refusal("update house_rule_version set to_day = '2026-11-21' where id = $1", versionId)).toBe('no vote ends this version');
    await voted(ballotId, ['yes', 'yes', 'yes'], '2026-11-28T20:00:00+08:00', '2026-11-26T09:00:00+08:00', '2026-11-25');
    expect(must(await settleRepeal(as(secretary), { versionId, lastDay: '2026-11-30' })).repealed).toBe(true);
    expect((await seen((tx) => clausesInForce(tx, cailu.id, '2026-12-01'))).filter((one) => one.versionId === versionId)).toEqual([]);
  });
});

describe('the database, asked with plain SQL, refuses', () => {
  it('any change of a text that went to the vote', async () => {
    const { versionId } = await drafted();
    await voting(versionId);
    const frozen = 'the text of this version is frozen';
    expect(await refusal("update house_rule_clause set text = '改了' where version_id = $1", versionId)).toBe(frozen);
    expect(await refusal('delete from house_rule_clause where version_id = $1', versionId)).toBe(frozen);
    expect(await refusal("update house_rule_version set title = '改了' where id = $1", versionId)).toBe(frozen);
    expect(
      await refusal(
        `insert into house_rule_clause (subdistrict_id, version_id, article_id, position, text)
        select subdistrict_id, version_id, article_id, 99, '加的' from house_rule_clause where version_id = $1 limit 1`,
        versionId,
      ),
    ).toBe(frozen);
    expect(await seen((tx) => verifyHouseRules(tx))).toEqual([]);
  });
  it('adoption before, or against, the vote', async () => {
    const { versionId } = await drafted();
    const adopt = () => refusal("update house_rule_version set state = 'adopted', decided_at = now(), from_day = '2026-11-15' where id = $1", versionId);
    const ballotId = await voting(versionId);
    expect(await adopt()).toBe('the vote says otherwise');
    expect(await refusal("update house_rule_version set state = 'discussion', law = null, ballot_id = null, digest = null where id = $1", versionId)).toBe(
      'the ballot on this text stands',
    );
    await voted(ballotId, ['no', 'no', 'no']);
    expect(await adopt()).toBe('the vote says otherwise');
    expect(await refusal("update house_rule_version set state = 'rejected', decided_at = now() where id = $1", versionId)).toBe('accepted');
    expect(await refusal("update house_rule_version set state = 'draft' where id = $1", versionId)).toBe('a version that is given up cannot change');
  });
  it('a vote on another text', async () => {
    const [one, two] = [await drafted(), await drafted('procedure', '第一条 甲')];
    const ballotId = await voting(one.versionId);
    t.clock.set('2026-11-02T09:00:00+08:00');
    must(await discussDraft(as(secretary), { versionId: two.versionId, until: '2026-11-05' }));
    expect(
      await refusal(
        `update house_rule_version set state = 'voting', law = 'residents-assembly-households', ballot_id = $2,
        digest = house_rule_digest(subdistrict_id, id, title, preamble) where id = $1`,
        two.versionId,
        ballotId,
      ),
    ).toBe('the ballot is not about this text');
  });
  it('two versions in force at once, a changed adopted one, a deleted one', async () => {
    const { versionId } = await adopted();
    expect(await refusal("update house_rule_version set from_day = '2026-11-01' where id = $1", versionId)).toBe('an adopted version cannot change');
    expect(await refusal("update house_rule_version set replaced_by = id, to_day = '2026-11-16' where id = $1", versionId)).toBe('no vote ends this version');
    expect(await refusal('delete from house_rule_version where id = $1', versionId)).toContain('never deleted');
    expect(await refusal("update house_rule_version set state = 'voting' where id = $1", versionId)).not.toBe('accepted');
  });
  it('changed words of a comment, a comment on a text that is not open, a citation of a draft', async () => {
    const { versionId } = await drafted();
    must(await discussDraft(as(secretary), { versionId, until: '2026-11-05' }));
    const { commentId } = must(await commentOnClause(as(residents[0]!), { versionId, articleId: null, text: '原话', named: false }));
    expect(await refusal("update house_rule_comment set text = '改了' where id = $1", commentId)).toBe('the words of a comment never change');
    expect(
      await refusal(
        `insert into house_rule_comment (subdistrict_id, id, version_id, person_id, named, channel, text, at)
        select subdistrict_id, gen_random_uuid(), version_id, person_id, true, 'own', '晚了', '2026-11-06T09:00:00+08:00' from house_rule_comment where id = $1`,
        commentId,
      ),
    ).toBe('this text is not open to comments');
    expect(
      await refusal(
        `insert into house_rule_citation (subdistrict_id, id, version_id, article_id, kind, subject_kind, subject_id, at)
        select subdistrict_id, gen_random_uuid(), version_id, article_id, 'answer', 'notice', gen_random_uuid(), now() from house_rule_clause where version_id = $1 limit 1`,
        versionId,
      ),
    ).toBe('only an adopted clause is cited');
  });
});

describe('where clauses apply', () => {
  it('a matter finds them by topic and by the words searched for; staff cite, residents report a breach', async () => {
    const made = await drafted();
    const [, , third] = await seen((tx) => clausesOf(tx, made.versionId));
    must(await saveClause(as(secretary), { versionId: made.versionId, articleId: third!.articleId, clause: { ...third!, topics: ['堆物', '电瓶车'] } }));
    await voted(await voting(made.versionId), ['yes', 'yes', 'yes', 'no']);
    must(await settleVote(as(secretary), { versionId: made.versionId, fromDay: '2026-11-12', toDay: null }));
    const about = { neighbourhoodId: cailu.id, words: '三楼有人把电瓶车推上楼', day: '2026-11-13' };
    expect((await seen((tx) => clausesAbout(tx, about))).map((one) => [one.heading, one.spoken])).toEqual([['堆物', ['电瓶车']]]);
    const find = (query: string) => seen((tx) => searchClauses(tx, { neighbourhoodId: cailu.id, query, day: '2026-11-13' }));
    expect((await find('楼道 堆物')).map((one) => one.heading)).toEqual(['堆物']);
    expect((await find('劝')).some((one) => one.heading === '违反')).toBe(true);
    expect(await find('广场舞')).toEqual([]);
    expect(await find('100%_')).toEqual([]);

    const cite = { versionId: made.versionId, articleId: third!.articleId };
    const matter = must(
      await raiseMatter(as(residents[0]!), {
        neighbourhoodId: cailu.id,
        text: '三楼堆物',
        category: 'rules',
        anonymous: false,
        doorCode: null,
        photos: [],
        replyDays: null,
        supportUnit: null,
      }),
    );
    const answer = { ...cite, subjectKind: 'matter' as const, subjectId: matter.matterId, note: '请三天内清走' };
    expect(await citeClause(as(residents[0]!), answer)).toEqual({ ok: false, error: 'not-allowed' });
    expect(must(await citeClause(as(secretary), answer)).added).toBe(true);
    expect(must(await citeClause(as(secretary), answer)).added).toBe(false);
    const breach = must(
      await reportBreach(as(residents[1]!), { ...cite, text: '五楼把柜子放在楼道里', anonymous: true, photos: [], replyDays: null, supportUnit: null }),
    );
    expect(await seen((tx) => findMatter(tx, breach.matterId))).toMatchObject({ category: 'rules', anonymous: true });
    expect(await seen((tx) => citationsAbout(tx, breach.matterId))).toMatchObject([{ kind: 'breach', position: 3 }]);
    expect(await reportBreach(as(stranger), { ...cite, text: '别处的人', anonymous: false, photos: [], replyDays: null, supportUnit: null })).toMatchObject({
      ok: false,
    });
  });
});
