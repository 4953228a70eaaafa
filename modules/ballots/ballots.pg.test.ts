import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dutiesOf } from '#modules/inbox';
import { answerObjection, findNotice, noticesAbout, objectToNotice, objectionsTo } from '#modules/notices';
import type { Actor } from '#platform/access';
import { anonymous } from '#platform/access';
import type { TestNeighbourhood } from '#testing/neighbourhood';
import type { TestPlatform } from '#testing/platform';
import {
  ballotOutcome,
  cancelBallot,
  castVote,
  closeBallot,
  linesFor,
  openBallot,
  recordVotesOfOthers,
  replaceSlip,
  rollOf,
  showRoll,
  verifyBallots,
  voicesOf,
  votesOf,
} from './index.ts';
import { signSheet } from './paper.fixture.ts';
import { ballotScene, type BallotScene, must } from './scene.fixture.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood;
let secretary: Actor, wang: Actor, husband: Actor, child: Actor, zhang: Actor, stranger: Actor, officer: Actor;
let seen: BallotScene['seen'], drafted: BallotScene['drafted'], opened: BallotScene['opened'], vote: BallotScene['vote'], paper: BallotScene['paper'];
let ballotOf: BallotScene['ballotOf'], refused: BallotScene['refused'];
beforeAll(async () => {
  ({ t, cailu, secretary, wang, husband, child, zhang, stranger, officer, seen, drafted, opened, vote, paper, ballotOf, refused } = await ballotScene());
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

describe('the roll', () => {
  it('is shown with its objections before it is frozen', async () => {
    const ballotId = await drafted();
    expect(await openBallot(t.contextFor(secretary), { ballotId })).toEqual({ ok: false, error: 'wrong-state' });
    const { count, noticeId } = must(await showRoll(t.contextFor(secretary), { ballotId, objectionsUntil: '2026-11-04' }));
    expect(count).toBe(62);
    const { objectionId } = must(await objectToNotice(t.contextFor(wang), { noticeId, text: '6 号楼 101 已经搬走。' }));
    t.clock.set('2026-11-04T23:00:00+08:00');
    expect(await openBallot(t.contextFor(secretary), { ballotId })).toEqual({ ok: false, error: 'roll-still-open' });
    t.clock.set('2026-11-05T09:00:00+08:00');
    expect(await openBallot(t.contextFor(secretary), { ballotId })).toEqual({ ok: false, error: 'objections-unanswered' });
    must(await answerObjection(t.contextFor(secretary), { objectionId, outcome: 'rejected', text: '经核实，该户仍居住。' }));
    expect(await seen((tx) => objectionsTo(tx, noticeId))).toHaveLength(1);
    must(await openBallot(t.contextFor(secretary), { ballotId }));
    const ballot = await ballotOf(ballotId);
    expect(ballot).toMatchObject({ state: 'open', rollCount: 62, rollSource: expect.stringContaining('名册') });
    expect(ballot.rollDigest).toMatch(/^[0-9a-f]{64}$/);
    expect((await seen((tx) => dutiesOf(tx, { subjectId: ballotId }))).map((duty) => duty.kind)).toEqual(['ballot.close']);
  });

  it('cannot change once the ballot is open, whoever writes to the database', async () => {
    const ballotId = await opened();
    for (const client of [t.owner, t.app]) {
      await client.query('begin');
      await client.query(`set local app.subdistrict = '${t.subdistrictId}'`);
      expect(await refused(client.query('delete from ballot_roll where ballot_id = $1', [ballotId]))).toContain('the roll is frozen');
      await client.query('rollback');
    }
    expect(await refused(t.owner.query("update ballot_roll set label = '别人' where ballot_id = $1", [ballotId]))).toContain('not changed');
    const extra = t.platform.sources.newId();
    expect(
      await refused(
        t.owner.query(
          `insert into ballot_roll (subdistrict_id, id, ballot_id, elector_id, no, code, label)
      values ($1, $2, $3, $2, 99, 'ABCDEF', '添加')`,
          [t.subdistrictId, extra, ballotId],
        ),
      ),
    ).toContain('the roll is frozen');
    expect(await refused(t.owner.query("update ballot set closes_at = closes_at + interval '1 day' where id = $1", [ballotId]))).toContain(
      'an open ballot cannot change',
    );
    expect(await refused(t.owner.query("update ballot set state = 'roll_shown' where id = $1", [ballotId]))).toContain('cannot go');
    expect(await showRoll(t.contextFor(secretary), { ballotId, objectionsUntil: '2026-11-06' })).toEqual({ ok: false, error: 'wrong-state' });
  });

  it('is the one that was shown, also when a household moves in before the opening', async () => {
    const ballotId = await drafted();
    must(await showRoll(t.contextFor(secretary), { ballotId, objectionsUntil: '2026-11-04' }));
    await t.owner.query("update household set until_day = '2026-11-03' where id = $1", [cailu.households[61]!.householdId]);
    t.clock.set('2026-11-05T09:00:00+08:00');
    expect(must(await openBallot(t.contextFor(secretary), { ballotId })).count).toBe(62);
    await t.owner.query('update household set until_day = null where id = $1', [cailu.households[61]!.householdId]);
  });
});

describe('giving up', () => {
  it('a ballot that has not opened takes a reason, drops its duties and replaces the notice of its roll', async () => {
    const cancel = (ballotId: string, reason = '问题写错了', actor = secretary) => cancelBallot(t.contextFor(actor), { ballotId, reason });
    const draft = await drafted();
    expect(await cancel(draft, ' ')).toEqual({ ok: false, error: 'reason-required' });
    expect(await cancel(draft, '字'.repeat(501))).toEqual({ ok: false, error: 'too-long' });
    for (const actor of [wang, officer, stranger]) expect(await cancel(draft, '不要', actor)).toEqual({ ok: false, error: 'not-allowed' });
    must(await cancel(draft));
    expect(await ballotOf(draft)).toMatchObject({ state: 'cancelled', cancelledReason: '问题写错了' });
    expect(await seen((tx) => dutiesOf(tx, { subjectId: draft }))).toEqual([]);
    expect(await seen((tx) => noticesAbout(tx, draft))).toEqual([]);
    const shown = await drafted();
    const { noticeId } = must(await showRoll(t.contextFor(secretary), { ballotId: shown, objectionsUntil: '2026-11-04' }));
    must(await cancel(shown));
    // Both are of one standing instant, in which ids have no order.
    const notices = await seen((tx) => noticesAbout(tx, shown));
    const first = notices.find((notice) => notice.id === noticeId);
    const last = notices.find((notice) => notice.id !== noticeId);
    expect(first).toMatchObject({ id: noticeId, correctedById: last?.id });
    expect(last).toMatchObject({ correctionReason: '问题写错了', acceptsObjections: false, body: expect.stringContaining('原因：问题写错了') });
    expect((await seen((tx) => findNotice(tx, noticeId)))?.closedAt).not.toBeNull();
    expect(await objectToNotice(t.contextFor(wang), { noticeId, text: '名册不对。' })).toMatchObject({ ok: false });
    expect(await seen((tx) => dutiesOf(tx, { subjectId: shown }))).toEqual([]);
    expect(await cancel(shown)).toEqual({ ok: false, error: 'wrong-state' });
    expect(await refused(t.owner.query("update ballot set state = 'draft' where id = $1", [shown]))).toContain('a cancelled ballot cannot change');
    const running = await opened();
    expect(await cancel(running)).toEqual({ ok: false, error: 'wrong-state' });
    expect(await refused(t.owner.query("update ballot set state = 'cancelled', cancelled_reason = '不要' where id = $1", [running]))).toContain('cannot go');
  });
});

describe('voting', () => {
  it('is one voice a household: the second member sees the first vote and may change it', async () => {
    const ballotId = await opened();
    expect(must(await vote(wang, ballotId, 'yes', 0))).toMatchObject({ version: 1, changed: false });
    expect(await vote(husband, ballotId, 'no', 0)).toEqual({ ok: false, error: 'voted-meanwhile' });
    const [mine] = await seen(async (tx) => linesFor(tx, await ballotOf(ballotId), husband));
    expect(mine?.vote).toMatchObject({ voterName: '王小英', choice: 'yes', version: 1 });
    expect(must(await vote(husband, ballotId, 'no', 1))).toMatchObject({ version: 2, changed: true });
    expect((await seen((tx) => voicesOf(tx, ballotId))).map((voice) => voice.choice)).toEqual(['no']);
    expect((await seen((tx) => votesOf(tx, ballotId))).map((each) => [each.version, each.choice])).toEqual([
      [1, 'yes'],
      [2, 'no'],
    ]);
  });

  it('by two members at the same moment leaves one voice; who came second is told', async () => {
    for (let round = 0; round < 5; round++) {
      const ballotId = await opened();
      const results = await Promise.all([vote(wang, ballotId, 'yes', 0), vote(husband, ballotId, 'no', 0)]);
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      expect(results.find((result) => !result.ok)).toEqual({ ok: false, error: 'voted-meanwhile' });
      expect(await seen((tx) => voicesOf(tx, ballotId))).toHaveLength(1);
    }
  });

  it('twice with one key is one vote', async () => {
    const ballotId = await opened();
    const context = t.contextFor(wang, 'one-key-for-both');
    const first = await castVote(context, { ballotId, answer: { choice: 'yes' } });
    expect(await castVote(context, { ballotId, answer: { choice: 'yes' } })).toEqual(first);
    expect(await seen((tx) => votesOf(tx, ballotId))).toHaveLength(1);
  });

  it('is for those on the roll: not for a neighbour of another place, a child, an officer, or nobody', async () => {
    const ballotId = await opened();
    expect(await vote(stranger, ballotId, 'yes')).toEqual({ ok: false, error: 'not-on-roll' });
    expect(await vote(officer, ballotId, 'yes')).toEqual({ ok: false, error: 'not-on-roll' });
    expect(await vote(child, ballotId, 'yes')).toEqual({ ok: false, error: 'not-adult' });
    expect(await vote(anonymous, ballotId, 'yes')).toEqual({ ok: false, error: 'not-allowed' });
    expect(await castVote({ ...t.contextFor(wang), subdistrictId: t.otherSubdistrictId }, { ballotId, answer: { choice: 'yes' } })).toEqual({
      ok: false,
      error: 'not-found',
    });
  });

  it('on paper and by phone is one vote: the one cast last counts, both versions stay', async () => {
    const ballotId = await opened();
    const roll = await seen((tx) => rollOf(tx, ballotId));
    const label = roll.find((line) => line.householdId === cailu.households[1]!.householdId)!.label;
    t.clock.set('2026-11-07T09:00:00+08:00');
    must(await vote(zhang, ballotId, 'no'));
    // Handed in the day before, typed in the day after: the phone's vote is the later one.
    t.clock.set('2026-11-08T09:00:00+08:00');
    expect(must(await paper(ballotId, `${label} 同意`))).toEqual({ recorded: 1, counting: 0 });
    expect((await seen((tx) => voicesOf(tx, ballotId))).map((voice) => voice.choice)).toEqual(['no']);
    // They ask for another paper and hand that in, too.
    const electorId = cailu.households[1]!.householdId;
    must(await replaceSlip(t.contextFor(secretary), { ballotId, electorId, because: '改主意' }));
    expect(must(await paper(ballotId, `${label} 同意`, '2026-11-07T18:00:00+08:00'))).toEqual({ recorded: 1, counting: 1 });
    expect((await seen((tx) => voicesOf(tx, ballotId))).map((voice) => [voice.choice, voice.channel])).toEqual([['yes', 'paper']]);
    expect(await seen((tx) => votesOf(tx, ballotId))).toHaveLength(3);
    expect(await seen((tx) => verifyBallots(tx))).toEqual([]);
  });

  it('takes no papers that fit nobody, and none from outside the opening hours', async () => {
    const ballotId = await opened();
    t.clock.set('2026-11-06T12:00:00+08:00');
    expect(await paper(ballotId, '#1 同意\n#77 同意')).toEqual({ ok: false, error: 'lines-unfit' });
    expect(await seen((tx) => votesOf(tx, ballotId))).toEqual([]);
    expect(await paper(ballotId, '#1 同意', '2026-11-05T08:59:00+08:00')).toEqual({ ok: false, error: 'not-open' });
    expect(await paper(ballotId, '#1 同意', '2026-11-06T12:01:00+08:00')).toEqual({ ok: false, error: 'not-open' });
    expect(await paper(ballotId, '  \n')).toEqual({ ok: false, error: 'nothing-entered' });
    expect(await recordVotesOfOthers(t.contextFor(wang), { ballotId, channel: 'assisted', castAt: t.clock.now(), lines: '#1 同意' })).toEqual({
      ok: false,
      error: 'not-allowed',
    });
  });

  it('said to staff names who recorded it; a paper vote is none by itself', async () => {
    const ballotId = await opened();
    t.clock.set('2026-11-06T12:00:00+08:00');
    const bare = { ballotId, castAt: t.clock.now(), lines: '#1 同意' };
    const [line] = await seen((tx) => rollOf(tx, ballotId));
    const insert = (channel: string, recorder: string | null) =>
      t.owner.query(
        `insert into ballot_vote (subdistrict_id, id, ballot_id, elector_id, version, choice, channel, recorded_by, cast_at, recorded_at)
      values ($1, $2, $3, $4, 1, 'yes', $5, $6, '2026-11-06T10:00:00+08:00', '2026-11-06T10:00:00+08:00')`,
        [t.subdistrictId, t.platform.sources.newId(), ballotId, line!.electorId, channel, recorder],
      );
    expect(await refused(insert('paper', secretary.personId))).toContain('a paper vote needs its paper, read alike by two persons');
    expect(await refused(insert('assisted', null))).toContain('violates check constraint');
    expect(await seen((tx) => votesOf(tx, ballotId))).toEqual([]);
    must(await recordVotesOfOthers(t.contextFor(secretary), { ...bare, channel: 'assisted' }));
    expect((await seen((tx) => votesOf(tx, ballotId))).map((each) => each.recordedBy)).toEqual([secretary.personId]);
  });

  it('never counts an elector twice, nor a vote that says something else', async () => {
    const ballotId = await opened();
    must(await vote(wang, ballotId, 'yes'));
    const [voice] = await seen((tx) => voicesOf(tx, ballotId));
    const again = [t.subdistrictId, ballotId, voice!.electorId, voice!.id];
    expect(
      await refused(t.owner.query("insert into ballot_voice (subdistrict_id, ballot_id, elector_id, vote_id, choice) values ($1, $2, $3, $4, 'yes')", again)),
    ).toContain('duplicate key');
    expect(await refused(t.owner.query("update ballot_voice set choice = 'no' where ballot_id = $1", [ballotId]))).toContain('foreign key');
    expect(await refused(t.owner.query('delete from ballot_voice where ballot_id = $1', [ballotId]))).toContain('never deleted');
    expect(await refused(t.owner.query("update ballot_vote set choice = 'no' where ballot_id = $1", [ballotId]))).toContain('append-only');
  });
});

describe('closing', () => {
  it('waits for the closing time, also when everybody has voted: until then they may change it', async () => {
    const ballotId = await opened();
    expect(await closeBallot(t.contextFor(secretary), { ballotId })).toEqual({ ok: false, error: 'still-open' });
    expect(await closeBallot(t.contextFor(wang), { ballotId })).toEqual({ ok: false, error: 'not-allowed' });
    t.clock.set('2026-11-06T12:00:00+08:00');
    expect(
      await refused(t.owner.query("update ballot set state = 'closed', closed_at = '2026-11-06T12:00:00+08:00', outcome = '{}' where id = $1", [ballotId])),
    ).toContain('violates check constraint');
    must(await paper(ballotId, Array.from({ length: 62 }, (_, i) => `#${i + 1} 同意`).join('\n')));
    expect(await closeBallot(t.contextFor(secretary), { ballotId })).toEqual({ ok: false, error: 'still-open' });
    expect(await seen((tx) => ballotOutcome(tx, ballotId))).toBeNull();
    t.clock.set('2026-11-10T20:00:00+08:00');
    expect(await closeBallot(t.contextFor(secretary), { ballotId })).toEqual({ ok: false, error: 'papers-unreconciled' });
    must(await signSheet(t.contextFor(secretary), ballotId));
    expect(must(await closeBallot(t.contextFor(secretary), { ballotId })).counts).toEqual({ yes: 62, no: 0, abstain: 0, roll: 62 });
  });

  it('60 of 62 households, 55 yes: passed, with every test', async () => {
    const ballotId = await opened();
    t.clock.set('2026-11-06T12:00:00+08:00');
    must(await vote(wang, ballotId, 'yes'));
    const roll = await seen((tx) => rollOf(tx, ballotId));
    const others = roll.filter((line) => line.householdId !== cailu.households[0]!.householdId);
    must(
      await paper(
        ballotId,
        others
          .slice(0, 59)
          .map((line, i) => `${line.label} ${i < 54 ? '同意' : i < 57 ? '不同意' : '弃权'}`)
          .join('\n'),
      ),
    );
    expect(await seen((tx) => ballotOutcome(tx, ballotId))).toBeNull();
    t.clock.set('2026-11-10T20:00:00+08:00');
    expect(await vote(zhang, ballotId, 'no')).toEqual({ ok: false, error: 'not-open' });
    must(await signSheet(t.contextFor(secretary), ballotId));
    const outcome = must(await closeBallot(t.contextFor(secretary), { ballotId }));
    expect(outcome).toEqual({
      passed: true,
      quorate: true,
      certain: true,
      conflicts: [],
      cast: 60,
      spoiled: 0,
      options: null,
      counts: { yes: 55, no: 3, abstain: 2, roll: 62 },
      tests: [
        { of: 'quorum', measure: 'households', base: 'all', numerator: 60, denominator: 62, threshold: '1/2', strict: true, passed: true, missing: 0 },
        { of: 'pass', measure: 'households', base: 'present', numerator: 55, denominator: 60, threshold: '1/2', strict: true, passed: true, missing: 0 },
      ],
    });
    expect((await ballotOf(ballotId)).outcome).toEqual(outcome);
    expect((await ballotOf(ballotId)).clause).toContain('第九条、第十六条');
    expect(await seen((tx) => verifyBallots(tx))).toEqual([]);
    expect(await seen((tx) => dutiesOf(tx, { subjectId: ballotId }))).toEqual([]);
  });

  it('is final: no vote, no other result, by whatever way', async () => {
    const ballotId = await opened();
    must(await vote(wang, ballotId, 'yes'));
    const [voice] = await seen((tx) => voicesOf(tx, ballotId));
    t.clock.set('2026-11-10T20:00:00+08:00');
    must(await closeBallot(t.contextFor(secretary), { ballotId }));
    expect(await vote(wang, ballotId, 'no')).toEqual({ ok: false, error: 'not-open' });
    expect(await paper(ballotId, '#2 同意')).toEqual({ ok: false, error: 'not-open' });
    const id = t.platform.sources.newId();
    const late = [t.subdistrictId, id, ballotId, voice!.electorId, secretary.personId];
    for (const at of ['2026-11-06T10:00:00+08:00', '2026-11-11T10:00:00+08:00']) {
      expect(
        await refused(
          t.owner.query(
            `insert into ballot_vote (subdistrict_id, id, ballot_id, elector_id, version, choice, channel, recorded_by, cast_at, recorded_at)
        values ($1, $2, $3, $4, 2, 'no', 'assisted', $5, $6, $6)`,
            [...late, at],
          ),
        ),
      ).toContain('the ballot is not open');
    }
    expect(await refused(t.owner.query("update ballot set outcome = '{}' where id = $1", [ballotId]))).toContain('a closed ballot cannot change');
    expect(await refused(t.owner.query("update ballot set state = 'open' where id = $1", [ballotId]))).toContain('cannot go');
    expect(await refused(t.owner.query('delete from ballot where id = $1', [ballotId]))).toContain('never deleted');
  });

  it('also refuses a vote by plain SQL that was cast after closing time while nobody had closed the ballot', async () => {
    const ballotId = await opened();
    const [line] = await seen((tx) => rollOf(tx, ballotId));
    expect(
      await refused(
        t.owner.query(
          `insert into ballot_vote (subdistrict_id, id, ballot_id, elector_id, version, choice, channel, recorded_by, cast_at, recorded_at)
      values ($1, $2, $3, $4, 1, 'yes', 'assisted', $5, '2026-11-10T20:00:00+08:00', '2026-11-10T20:00:00+08:00')`,
          [t.subdistrictId, t.platform.sources.newId(), ballotId, line!.electorId, secretary.personId],
        ),
      ),
    ).toContain('the ballot is not open');
  });

  it('waits for votes under way, so that none is lost or added afterwards', async () => {
    const ballotId = await opened({ closesAt: new Date('2026-11-10T20:00:00+08:00') });
    t.clock.set('2026-11-10T20:00:00+08:00');
    // Votes said before closing time and typed while somebody closes.
    const [typed, closed] = await Promise.all([
      recordVotesOfOthers(t.contextFor(secretary), {
        ballotId,
        channel: 'assisted',
        castAt: new Date('2026-11-06T10:00:00+08:00'),
        lines: Array.from({ length: 61 }, (_, i) => `#${i + 2} 同意`).join('\n'),
      }),
      closeBallot(t.contextFor(secretary), { ballotId }),
    ]);
    expect(must(closed).counts.yes).toBe(typed.ok ? 61 : 0);
    if (!typed.ok) expect(typed.error).toBe('not-open');
    expect(await seen((tx) => verifyBallots(tx))).toEqual([]);
  });
});
