import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBallot, marksOf, secretVotesOf, verifyBallots } from '#modules/ballots';
import { dutiesOf } from '#modules/inbox';
import { findNotice } from '#modules/notices';
import { listRoles } from '#modules/people';
import {
  beginCount,
  candidatesOf,
  committeeOn,
  declareResult,
  decidePaper,
  findElection,
  finishCount,
  handOutPapers,
  postsOf,
  readingsOf,
  readPaper,
  resultsOf,
  runningTally,
  takeInPapers,
  takeOffice,
} from './index.ts';
import { type ElectionScene, electionScene, must } from './scene.fixture.ts';

// A committee of five is elected directly from seven candidates, on a roll of 120: 50 vote by phone, 40 on paper. The figures are the test's own.
let s: ElectionScene;
let electionId: string;
beforeAll(async () => {
  s = await electionScene(120);
  await s.answers();
  electionId = await s.voting([{ kind: 'member', seats: 5, who: s.electors.slice(0, 7) }]);
}, 120_000);
afterAll(() => s?.t.close());

const election = async () => (await s.seen((tx) => findElection(tx, electionId)))!;
const [byPhone, onPaper] = [50, 40];

describe('a direct election of a committee of five with seven candidates', () => {
  it('takes votes by phone and on paper against one roll', async () => {
    for (const [index, elector] of s.electors.slice(0, byPhone).entries())
      must(await s.vote(electionId, elector, ...(index % 10 === 9 ? [] : [1, 2, 3, 4, index % 2 === 0 ? 5 : 6])));
    expect(await s.vote(electionId, s.electors[0]!, 1)).toEqual({ ok: false, error: 'already-voted' });
    expect(await s.vote(electionId, s.electors[100]!, 1, 2, 3, 4, 5, 6)).toEqual({ ok: false, error: 'too-many' });
    expect(await handOutPapers(s.as(s.secretary), { electionId, electorId: s.electors[0]!.personId!, place: 'station' })).toEqual({
      ok: false,
      error: 'voted-already',
    });
    for (const elector of s.electors.slice(byPhone, byPhone + onPaper)) {
      const electorId = elector.personId!;
      must(await handOutPapers(s.as(s.secretary), { electionId, electorId, place: 'station' }));
      must(await takeInPapers(s.as(s.secretary), { electionId, electorId }));
    }
    const first = s.electors[byPhone]!;
    expect(await s.vote(electionId, first, 1)).toMatchObject({ ok: false });
    expect(await handOutPapers(s.as(s.secretary), { electionId, electorId: first.personId!, place: 'station' })).toMatchObject({
      ok: false,
      error: 'came-before',
    });
    expect(await takeInPapers(s.as(s.secretary), { electionId, electorId: first.personId! })).toMatchObject({ ok: false, error: 'no-papers' });
  }, 60_000);

  it('handed papers but voted by phone: the papers stay out of the box', async () => {
    const late = s.electors[95]!;
    must(await handOutPapers(s.as(s.secretary), { electionId, electorId: late.personId!, place: 'station' }));
    must(await s.vote(electionId, late, 1));
    expect(await takeInPapers(s.as(s.secretary), { electionId, electorId: late.personId! })).toEqual({ ok: false, error: 'voted-already' });
  });

  it('one person votes for no more others than the office allows, with a written word', async () => {
    const proxy = (electorId: string, note = '委托书') =>
      handOutPapers(s.as(s.secretary), { electionId, electorId, place: 'mobile', proxy: { personId: s.electors[0]!.personId!, note } });
    expect(await proxy(s.electors[96]!.personId!, ' ')).toEqual({ ok: false, error: 'proxy-unfit' });
    must(await proxy(s.electors[96]!.personId!));
    expect(await proxy(s.electors[97]!.personId!)).toEqual({ ok: false, error: 'no-proxies' });
    expect(
      await s.refusal(
        `insert into election_visit (subdistrict_id, election_id, elector_id, place, proxy_person_id, proxy_note, issued_by, issued_at)
      values ($1, $2, $3, 'station', $4, '委托书', $5, $6)`,
        s.t.subdistrictId,
        electionId,
        s.electors[97]!.personId,
        s.electors[0]!.personId,
        s.secretary.personId,
        s.t.clock.now(),
      ),
    ).toBe('nobody votes for more than 1 others');
    // Taken home and not brought back: the box never saw it.
  });

  it('is counted only after closing, papers called out and read by two', async () => {
    expect(await beginCount(s.as(s.secretary), { electionId })).toEqual({ ok: false, error: 'still-open' });
    s.t.clock.set('2026-11-15T17:00:00+08:00');
    must(await beginCount(s.as(s.secretary), { electionId }));
    const [one, two] = s.counters;
    const [post] = await s.seen((tx) => postsOf(tx, electionId));
    const ballotId = post!.ballotId;
    expect(await declareResult(s.as(s.secretary), { electionId })).toEqual({ ok: false, error: 'not-counted' });
    expect(await s.refusal("update ballot set state = 'closed', closed_at = now(), outcome = '{}' where id = $1", ballotId)).toBe(
      'no result without the count',
    );
    const call = (counter: typeof one, ...picks: number[]) =>
      readPaper(s.as(counter), { electionId, postNo: 1, finding: picks.length === 0 ? 'blank' : 'vote', picks });
    expect(await readPaper(s.as(s.secretary), { electionId, postNo: 1, finding: 'blank', picks: [] })).toEqual({ ok: false, error: 'not-a-counter' });
    // A press of the button does not make unread papers spoiled ones.
    for (const missing of [undefined, onPaper - 1])
      expect(await finishCount(s.as(s.secretary), { electionId, missing })).toEqual({ ok: false, error: 'papers-missing' });
    for (let paper = 1; paper <= onPaper; paper++) {
      const picks = paper === 40 ? [1, 2, 3, 4, 5, 6] : paper === 39 ? [] : [3, 4, 5, 6, 7];
      must(await call(one, ...picks));
      // The second counter misreads the tenth.
      must(await call(two, ...(paper === 10 ? [3, 4, 5, 6] : picks)));
    }
    expect(await call(one, 1)).toEqual({ ok: false, error: 'more-papers-than-people' });
    const running = runningTally(await s.seen((tx) => readingsOf(tx, electionId, 1)));
    expect(running).toMatchObject({ read: 39, blank: 1, spoiled: 1, differing: [10], waiting: [] });
    expect(running.votes.get(7)).toBe(37);
    expect(await finishCount(s.as(s.secretary), { electionId })).toEqual({ ok: false, error: 'papers-open' });
    must(await decidePaper(s.as(two), { electionId, postNo: 1, no: 10, finding: 'vote', picks: [3, 4, 5, 6, 7], note: '重看：第7位也打了圈' }));
    // Nothing of the sealed votes is known yet.
    expect(await s.seen((tx) => secretVotesOf(tx, ballotId))).toEqual([]);
    expect(must(await finishCount(s.as(s.secretary), { electionId }))).toEqual({ papers: onPaper, missing: 0 });
  }, 60_000);

  it('has a result that adds up, published with time for objections', async () => {
    expect(must(await declareResult(s.as(s.secretary), { electionId })).elected).toBe(5);
    const [post] = await s.seen((tx) => postsOf(tx, electionId));
    const ballot = (await s.seen((tx) => findBallot(tx, post!.ballotId)))!;
    // 51 by phone (5 abstained) and 40 papers (1 blank, 1 spoiled).
    expect(ballot.outcome).toMatchObject({ cast: 91, spoiled: 1, quorate: true, passed: true });
    const candidates = await s.seen((tx) => candidatesOf(tx, electionId));
    const results = new Map((await s.seen((tx) => resultsOf(tx, electionId))).map((one) => [one.candidateId, one]));
    const votes = candidates.map((one) => [one.place, results.get(one.id)?.votes, results.get(one.id)?.status]);
    expect(votes).toEqual([
      [1, 46, 'elected'],
      [2, 45, 'not-elected'],
      [3, 83, 'elected'],
      [4, 83, 'elected'],
      [5, 63, 'elected'],
      [6, 58, 'elected'],
      [7, 38, 'not-elected'],
    ]);
    const notice = await s.seen(async (tx) => findNotice(tx, (await findElection(tx, electionId))!.noticeId!));
    expect(notice).toMatchObject({ endDay: '2026-11-20', acceptsObjections: true });
    expect(notice?.body).toContain('参加投票 91，其中废票 1');
    expect(await s.seen((tx) => verifyBallots(tx))).toEqual([]);
    // Who voted is known, in no order with what was voted.
    expect((await s.seen((tx) => marksOf(tx, post!.ballotId))).length).toBe(91);
    expect((await s.seen((tx) => secretVotesOf(tx, post!.ballotId))).length).toBe(91);
    expect(await s.seen((tx) => dutiesOf(tx, { subjectId: electionId }))).toEqual([]);
  }, 60_000);

  it('takes office when the objections are over, for the years the office set', async () => {
    expect(await takeOffice(s.as(s.officer), { electionId, fromDay: '2026-12-01' })).toEqual({ ok: false, error: 'objections-open' });
    s.t.clock.set('2026-11-21T09:00:00+08:00');
    expect(await takeOffice(s.as(s.secretary), { electionId, fromDay: '2026-12-01' })).toEqual({ ok: false, error: 'not-allowed' });
    expect(must(await takeOffice(s.as(s.officer), { electionId, fromDay: '2026-12-01' }))).toEqual({ terms: 5, toDay: '2031-11-30' });
    expect((await s.seen((tx) => committeeOn(tx, s.place.id, '2026-12-01'))).length).toBe(5);
    expect((await election()).state).toBe('in-office');
    expect((await s.seen((tx) => listRoles(tx, { neighbourhoodId: s.place.id }))).filter((one) => one.role === 'director')).toEqual([]);
  });
});
