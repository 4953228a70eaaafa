import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerObjection, objectionsTo } from '#modules/notices';
import type { Actor } from '#platform/access';
import type { TestPlatform } from '#testing/platform';
import {
  castTabletVote,
  castVote,
  closeBallot,
  endTablet,
  noteUnfinishedVote,
  objectedLines,
  objectToRoll,
  openBallot,
  openTablet,
  rollOf,
  rollShowings,
  setBallotOptions,
  showRoll,
  unfinishedLines,
  verifyBallots,
  voicesOf,
  votesOf,
} from './index.ts';
import { ballotScene, type BallotScene, must } from './scene.fixture.ts';

let t: TestPlatform;
let secretary: Actor, wang: Actor, husband: Actor, zhang: Actor;
let scene: BallotScene;
beforeAll(async () => {
  scene = await ballotScene();
  ({ t, secretary, wang, husband, zhang } = scene);
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

const trees = [{ label: '香樟' }, { label: '樱花' }, { label: '桂花' }];
const picks = (...options: number[]) => ({ choice: 'picks', picks: options.map((option) => ({ option })) }) as const;
const refusedVote = async (ballotId: string, choice: string, json: string | null) => {
  const line = (await scene.seen((tx) => rollOf(tx, ballotId))).find((each) => each.householdId === wang.households[0]?.householdId)!;
  return scene.refused(
    t.owner.query(
      `insert into ballot_vote (subdistrict_id, id, ballot_id, elector_id, version, choice, picks, channel, voter_person_id, cast_at, recorded_at)
      values ($1, $2, $3, $4, 77, $5, $6::jsonb, 'own', $7, '2026-11-06', '2026-11-06')`,
      [t.subdistrictId, t.platform.sources.newId(), ballotId, line.electorId, choice, json, wang.personId],
    ),
  );
};

describe('several options', () => {
  it('are counted: one by the law’s majority, approval with its places, and proved again', async () => {
    const ballotId = await scene.opened({ question: '种什么树', kind: 'approval', options: trees, minPicks: 1, maxPicks: 2, seats: 1 });
    must(await castVote(t.contextFor(wang), { ballotId, answer: picks(1, 3) }));
    must(await castVote(t.contextFor(zhang), { ballotId, answer: picks(3) }));
    t.clock.set('2026-11-10T20:00:00+08:00');
    const outcome = must(await closeBallot(t.contextFor(secretary), { ballotId }));
    expect(outcome.options?.standings.map((each) => [each.option, each.label, each.votes])).toEqual([
      [3, '桂花', 2],
      [1, '香樟', 1],
      [2, '樱花', 0],
    ]);
    // Two of 62 households are no quorum: nothing is chosen.
    expect(outcome).toMatchObject({ passed: false, quorate: false, cast: 2 });
    expect(await scene.seen(verifyBallots)).toEqual([]);
  });

  it.each([
    ['one', { kind: 'one', options: trees }, '[{"o":1},{"o":2}]'],
    ['approval', { kind: 'approval', options: trees, minPicks: 2, maxPicks: 2 }, '[{"o":1}]'],
    ['an option that is not there', { kind: 'one', options: trees }, '[{"o":9}]'],
    ['one option twice', { kind: 'approval', options: trees, minPicks: 2, maxPicks: 2 }, '[{"o":1},{"o":1}]'],
    ['points out of range', { kind: 'score', options: trees, minPicks: 1, maxPicks: 3, scoreMax: 5 }, '[{"o":1,"s":6}]'],
    ['points where none are asked', { kind: 'one', options: trees }, '[{"o":1,"s":1}]'],
    ['no points where they are asked', { kind: 'score', options: trees, minPicks: 1, maxPicks: 3, scoreMax: 5 }, '[{"o":1}]'],
    [
      'more money than there is',
      { kind: 'budget', options: trees.map((each) => ({ ...each, costFen: 600n })), minPicks: 1, maxPicks: 3, budgetFen: 1000n },
      '[{"o":1},{"o":2}]',
    ],
  ] as const)('the database refuses an answer that does not fit: %s', async (_what, change, json) => {
    const ballotId = await scene.opened({ ...change });
    expect(await refusedVote(ballotId, 'picks', json)).toContain('does not fit the question');
    expect(await refusedVote(ballotId, 'yes', null)).toContain('does not fit the question');
  });

  it('are frozen when the ballot opens, and must be enough to open with', async () => {
    const draft = await scene.drafted({ kind: 'approval', options: [{ label: '香樟' }], minPicks: 1, maxPicks: 2 });
    must(await showRoll(t.contextFor(secretary), { ballotId: draft, objectionsUntil: '2026-11-04' }));
    t.clock.set('2026-11-05T09:00:00+08:00');
    expect(await openBallot(t.contextFor(secretary), { ballotId: draft })).toEqual({ ok: false, error: 'options-missing' });
    expect(
      await scene.refused(
        t.owner.query(
          "update ballot set state = 'open', opened_at = '2026-11-05', roll_source = 'x', roll_count = 62, roll_digest = repeat('a', 64) where id = $1",
          [draft],
        ),
      ),
    ).toContain('the options do not fit');
    must(await setBallotOptions(t.contextFor(secretary), { ballotId: draft, options: trees }));
    must(await openBallot(t.contextFor(secretary), { ballotId: draft }));
    expect(await setBallotOptions(t.contextFor(secretary), { ballotId: draft, options: trees.slice(1) })).toEqual({ ok: false, error: 'wrong-state' });
    for (const change of ['delete from ballot_option where ballot_id = $1', "update ballot_option set label = '别的' where ballot_id = $1"])
      expect(await scene.refused(t.owner.query(change, [draft]))).toMatch(/frozen|not changed/);
    expect(await scene.refused(t.owner.query('update ballot set max_picks = 3 where id = $1', [draft]))).toContain('an open ballot cannot change');
  });
});

describe('a vote that cannot be changed', () => {
  it('is the first one, and a page that shows it takes no second', async () => {
    const ballotId = await scene.opened({ mayChange: false });
    must(await castVote(t.contextFor(wang), { ballotId, answer: { choice: 'yes' } }));
    expect(await castVote(t.contextFor(husband), { ballotId, answer: { choice: 'no' }, seenVersion: 1 })).toEqual({ ok: false, error: 'already-voted' });
    expect((await scene.seen((tx) => voicesOf(tx, ballotId))).map((voice) => voice.choice)).toEqual(['yes']);
  });
  it('and one that can keeps every version', async () => {
    const ballotId = await scene.opened();
    must(await castVote(t.contextFor(wang), { ballotId, answer: { choice: 'yes' } }));
    must(await castVote(t.contextFor(wang), { ballotId, answer: { choice: 'no' } }));
    expect((await scene.seen((tx) => votesOf(tx, ballotId))).map((vote) => vote.choice)).toEqual(['yes', 'no']);
    // Before closing the records say that, not what.
    const { rows } = await t.owner.query('select count(*)::int as n from audit_queue where to_jsonb(audit_queue)::text ~ \'"choice"\'');
    expect(rows[0].n).toBe(0);
  });
  it('is unfinished while it is only looked at', async () => {
    const ballotId = await scene.opened();
    const line = (await scene.seen((tx) => rollOf(tx, ballotId))).find((each) => each.householdId === wang.households[0]?.householdId)!;
    must(await noteUnfinishedVote(t.contextFor(wang), { ballotId, electorId: line.electorId }));
    expect([...(await scene.seen((tx) => unfinishedLines(tx, ballotId)))]).toEqual([line.id]);
    must(await castVote(t.contextFor(wang), { ballotId, answer: { choice: 'yes' } }));
    expect((await scene.seen((tx) => unfinishedLines(tx, ballotId))).size).toBe(0);
  });
});

describe('a tablet', () => {
  it('votes for whoever shows a code, names who opened it, and ends for good', async () => {
    const ballotId = await scene.opened();
    const token = 'a'.repeat(24);
    const { tabletId } = must(await openTablet(t.contextFor(secretary), { ballotId, token }));
    const [line] = await scene.seen((tx) => rollOf(tx, ballotId));
    const anonymousCast = (code: string) =>
      castTabletVote(
        { platform: t.platform, subdistrictId: t.subdistrictId, actor: { ...wang, personId: null } },
        { token, code, answer: { choice: 'yes' }, seenVersion: 0 },
      );
    expect(await anonymousCast('ZZZZZZ')).toEqual({ ok: false, error: 'not-on-roll' });
    must(await anonymousCast(line!.code));
    const [voice] = await scene.seen((tx) => voicesOf(tx, ballotId));
    expect(voice).toMatchObject({ channel: 'tablet', recordedBy: secretary.personId });
    must(await endTablet(t.contextFor(secretary), { ballotId, tabletId }));
    expect(await anonymousCast(line!.code)).toEqual({ ok: false, error: 'not-found' });
    expect(await scene.refused(t.owner.query('update ballot_tablet set ended_at = null where id = $1', [tabletId]))).toContain('can only be ended');
    expect(await openTablet(t.contextFor(wang), { ballotId, token: 'b'.repeat(24) })).toEqual({ ok: false, error: 'not-allowed' });
  });
});

describe('an objection to the roll', () => {
  it('names a line, is answered, and the roll is shown anew with what changed; none stays unanswered', async () => {
    const ballotId = await scene.drafted();
    must(await showRoll(t.contextFor(secretary), { ballotId, objectionsUntil: '2026-11-04' }));
    expect(await objectToRoll(t.contextFor(wang), { ballotId, wish: 'remove', lineNo: 99, text: '搬走了。' })).toEqual({ ok: false, error: 'line-unknown' });
    const { objectionId, noticeId } = must(await objectToRoll(t.contextFor(wang), { ballotId, wish: 'remove', lineNo: 62, text: '早就搬走了。' }));
    expect((await scene.seen((tx) => objectionsTo(tx, noticeId)))[0]?.text).toBe('名册第 62 号不应在名册里。早就搬走了。');
    expect([...(await scene.seen((tx) => objectedLines(tx, ballotId)))]).toEqual([[62, 1]]);
    const gone = (await scene.seen((tx) => rollOf(tx, ballotId))).find((line) => line.no === 62)!;
    await t.owner.query("update household set until_day = '2026-11-02' where id = $1", [gone.householdId]);
    must(await showRoll(t.contextFor(secretary), { ballotId, objectionsUntil: '2026-11-04' }));
    await t.owner.query('update household set until_day = null where id = $1', [gone.householdId]);
    expect((await scene.seen((tx) => rollShowings(tx, ballotId))).map(({ no, count, added, removed }) => ({ no, count, added, removed }))).toEqual([
      { no: 1, count: 62, added: [], removed: [] },
      { no: 2, count: 61, added: [], removed: [gone.label] },
    ]);
    t.clock.set('2026-11-05T09:00:00+08:00');
    // The objection was to the first showing; the ballot still waits for its answer.
    expect(await openBallot(t.contextFor(secretary), { ballotId })).toEqual({ ok: false, error: 'objections-unanswered' });
    must(await answerObjection(t.contextFor(secretary), { objectionId, outcome: 'accepted', text: '属实，已去掉。' }));
    expect(must(await openBallot(t.contextFor(secretary), { ballotId })).count).toBe(61);
  });
});
