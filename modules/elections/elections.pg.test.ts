import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRoles } from '#modules/people';
import {
  beginCount,
  callRunoff,
  candidatesOf,
  declareResult,
  findElection,
  finishCount,
  listCandidates,
  nameOfficial,
  nominate,
  prepareElection,
  resultsOf,
  takeOffice,
} from './index.ts';
import { type ElectionScene, electionScene, must } from './scene.fixture.ts';

let s: ElectionScene;
beforeAll(async () => {
  s = await electionScene(9);
}, 60_000);
afterAll(() => s?.t.close());

const byStatus = async (electionId: string) => {
  const results = new Map((await s.seen((tx) => resultsOf(tx, electionId))).map((one) => [one.candidateId, one.status]));
  return (await s.seen((tx) => candidatesOf(tx, electionId))).map((one) => [one.name, results.get(one.id)]);
};

describe('an election', () => {
  it('is not prepared before the office has answered everything', async () => {
    const input = {
      neighbourhoodId: s.place.id,
      title: '换届选举',
      posts: [{ kind: 'member' as const, seats: 5 }],
      closesAt: new Date('2026-11-15T17:00:00+08:00'),
    };
    expect(await prepareElection(s.as(s.secretary), input)).toEqual({ ok: false, error: 'rules-missing' });
    await s.answers();
    expect(await prepareElection(s.as(s.secretary), { ...input, posts: [{ kind: 'director', seats: 2 }] })).toEqual({ ok: false, error: 'no-posts' });
    expect(await prepareElection(s.as(s.electors[0]!), input)).toEqual({ ok: false, error: 'not-allowed' });
    expect((await prepareElection(s.as(s.secretary), input)).ok).toBe(true);
  });

  it('lists nobody without enough nominators, consent and check, and asks for a choice where the office does', async () => {
    const electionId = await s.nominating([{ kind: 'member', seats: 1 }]);
    await s.stand(electionId, 1, [s.electors[0]!]);
    expect(await nominate(s.as(s.secretary), { electionId, postNo: 1, name: '选民3' })).toEqual({ ok: false, error: 'not-on-roll' });
    expect(await nominate(s.as(s.electors[4]!), { electionId, postNo: 1, name: '没有此人' })).toEqual({ ok: false, error: 'unknown-person' });
    must(await nominate(s.as(s.electors[4]!), { electionId, postNo: 1, name: '选民3' }));
    expect(await nominate(s.as(s.electors[4]!), { electionId, postNo: 1, name: '选民3' })).toEqual({ ok: false, error: 'nominated-before' });
    expect(await listCandidates(s.as(s.secretary), { electionId })).toEqual({ ok: false, error: 'nomination-open' });
    s.t.clock.set('2026-11-09T09:00:00+08:00');
    expect(await listCandidates(s.as(s.secretary), { electionId })).toEqual({ ok: false, error: 'too-few-candidates' });
    expect(await nominate(s.as(s.electors[5]!), { electionId, postNo: 1, name: '选民3' })).toEqual({ ok: false, error: 'not-open' });
    expect(await nameOfficial(s.as(s.secretary), { electionId, personId: s.electors[0]!.personId!, duty: 'counter' })).toEqual({
      ok: false,
      error: 'is-candidate',
    });
  });

  it('a tie goes to another vote; the director elected there takes over the role', async () => {
    const before = s.electors[8]!;
    await s.t.owner.query(
      `insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, from_day, given_at) values ($1, gen_random_uuid(), $2, 'director', $3, '2021-12-01', '2021-12-01T09:00:00+08:00')`,
      [s.t.subdistrictId, before.personId, s.place.id],
    );
    const electionId = await s.voting([{ kind: 'director', seats: 1, who: s.electors.slice(0, 2) }]);
    for (const [index, elector] of s.electors.slice(0, 6).entries()) must(await s.vote(electionId, elector, 1 + (index % 2)));
    s.t.clock.set('2026-11-15T17:00:00+08:00');
    must(await beginCount(s.as(s.secretary), { electionId }));
    must(await finishCount(s.as(s.secretary), { electionId }));
    expect(must(await declareResult(s.as(s.secretary), { electionId })).elected).toBe(0);
    expect(new Set((await byStatus(electionId)).map(([, status]) => status))).toEqual(new Set(['tied']));
    s.t.clock.set('2026-11-21T09:00:00+08:00');
    expect(await takeOffice(s.as(s.officer), { electionId, fromDay: '2026-12-01' })).toEqual({ ok: false, error: 'nobody-elected' });
    const runoff = must(await callRunoff(s.as(s.secretary), { electionId, closesAt: new Date('2026-12-10T17:00:00+08:00') })).electionId;
    expect(await callRunoff(s.as(s.secretary), { electionId, closesAt: new Date('2026-12-10T17:00:00+08:00') })).toEqual({ ok: false, error: 'called-before' });
    expect((await s.seen((tx) => candidatesOf(tx, runoff))).map((one) => one.consent)).toEqual(['yes', 'yes']);
    expect((await s.seen((tx) => findElection(tx, runoff)))?.runoffOf).toBe(electionId);
  });

  it('a lot decides where the office says so, and anybody can draw it again', async () => {
    await s.answers({ 'election.tie': 'lot' });
    const electionId = await s.voting([{ kind: 'director', seats: 1, who: s.electors.slice(0, 2) }]);
    for (const [index, elector] of s.electors.slice(0, 6).entries()) must(await s.vote(electionId, elector, 1 + (index % 2)));
    s.t.clock.set('2026-11-15T17:00:00+08:00');
    must(await beginCount(s.as(s.secretary), { electionId }));
    must(await finishCount(s.as(s.secretary), { electionId }));
    expect(must(await declareResult(s.as(s.secretary), { electionId })).elected).toBe(1);
    expect((await s.seen((tx) => findElection(tx, electionId)))?.lotSeed).toMatch(/^[0-9a-f]{32}$/);
    const [won] = (await byStatus(electionId)).filter(([, status]) => status === 'lot');
    s.t.clock.set('2026-11-21T09:00:00+08:00');
    must(await takeOffice(s.as(s.officer), { electionId, fromDay: '2026-12-01' }));
    const roles = (await s.seen((tx) => listRoles(tx, { neighbourhoodId: s.place.id }))).filter((one) => one.role === 'director');
    expect(roles.map((one) => [one.personName, one.fromDay, one.toDay])).toEqual([
      [won?.[0], '2026-12-01', '2031-11-30'],
      [s.electors[8]!.name, '2021-12-01', '2026-11-30'],
    ]);
  });
});

describe('the database, asked with plain SQL, refuses', () => {
  it('steps out of order, other rules, a list after it is made, a candidate who counts', async () => {
    await s.answers({ 'election.tie': 'runoff' });
    const electionId = await s.voting([{ kind: 'member', seats: 2, who: s.electors.slice(0, 3) }]);
    const refuse = (statement: string, ...more: unknown[]) => s.refusal(statement, electionId, ...more);
    expect(await refuse("update election set state = 'decided', decided_at = now(), counted_at = now() where id = $1")).toBe(
      'an election cannot go from voting to decided',
    );
    expect(await refuse(`update election set rules = rules || '{"election.proxies": {"value": "99"}}' where id = $1`)).toBe('an election keeps its rules');
    expect(await refuse('delete from election where id = $1')).toBe('an election is never deleted');
    expect(await refuse('update election_candidate set place = place + 10 where election_id = $1')).toBe('the list of candidates is made');
    expect(
      await refuse(
        `insert into election_official (subdistrict_id, election_id, person_id, duty, from_at) values ($2, $1, $3, 'counter', now())`,
        s.t.subdistrictId,
        s.electors[0]!.personId,
      ),
    ).toBe('a candidate does not count');
    expect(
      await refuse(
        `insert into election_paper (subdistrict_id, election_id, post_no, no, pass, finding, entered_by, entered_at) values ($2, $1, 1, 1, 1, 'blank', $3, now())`,
        s.t.subdistrictId,
        s.counters[0].personId,
      ),
    ).toBe('the count is not on');
    expect(
      await refuse(
        `insert into election_result (subdistrict_id, election_id, candidate_id, votes, status)
        select subdistrict_id, election_id, id, 99, 'elected' from election_candidate where election_id = $1 limit 1`,
      ),
    ).toBe('no result without the count');
    expect(
      await refuse(
        `insert into committee_term (subdistrict_id, id, neighbourhood_id, election_id, candidate_id, post_kind, person_id, name, from_day, to_day)
        select c.subdistrict_id, gen_random_uuid(), $2, election_id, c.id, 'member', person_id, name, '2026-12-01', '2031-11-30'
        from election_candidate c where election_id = $1 limit 1`,
        s.place.id,
      ),
    ).toBe('only who was elected holds the post');
  });
});
