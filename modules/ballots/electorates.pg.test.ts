import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callMeeting, enterAttendance, holdMeeting } from '#modules/meetings';
import { type Actor, anonymous } from '#platform/access';
import type { TestNeighbourhood } from '#testing/neighbourhood';
import type { TestPlatform } from '#testing/platform';
import { countNow, createBallot, recordVotesOfOthers, rollOf, showRoll } from './index.ts';
import { ballotScene, type BallotScene, must } from './scene.fixture.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood;
let secretary: Actor, wang: Actor, stranger: Actor, officer: Actor;
let seen: BallotScene['seen'], drafted: BallotScene['drafted'], opened: BallotScene['opened'], vote: BallotScene['vote'], ballotOf: BallotScene['ballotOf'];
beforeAll(async () => {
  ({ t, cailu, secretary, wang, stranger, officer, seen, drafted, opened, vote, ballotOf } = await ballotScene());
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

describe('a ballot of a meeting', () => {
  it('counts who signed in as present: silence in the room is no yes', async () => {
    const { meetingId } = must(
      await callMeeting(t.contextFor(secretary), {
        neighbourhoodId: cailu.id,
        kind: 'assembly',
        form: 'one_per_household',
        title: '居民会议',
        place: '活动室',
        agenda: ['筹集费用'],
        startsAt: new Date('2026-11-05T19:00:00+08:00'),
      }),
    );
    const ballotId = await opened({ meetingId });
    const roll = await seen((tx) => rollOf(tx, ballotId));
    t.clock.set('2026-11-05T19:30:00+08:00');
    must(
      await enterAttendance(t.contextFor(secretary), {
        meetingId,
        how: 'paper',
        lines: roll
          .slice(0, 40)
          .map((line) => line.label)
          .join('\n'),
      }),
    );
    must(await holdMeeting(t.contextFor(secretary), { meetingId }));
    must(
      await recordVotesOfOthers(t.contextFor(secretary), {
        ballotId,
        channel: 'hands',
        castAt: new Date('2026-11-05T19:20:00+08:00'),
        votes: roll.slice(0, 20).map((line) => ({ electorId: line.electorId, answer: { choice: 'yes' as const } })),
      }),
    );
    const ballot = await ballotOf(ballotId);
    const outcome = await seen((tx) => countNow(tx, ballot));
    expect(outcome.tests.map((test) => [test.numerator, test.denominator, test.passed, test.missing])).toEqual([
      [40, 62, true, 0],
      [20, 40, false, 1],
    ]);
    expect(outcome.certain).toBe(false);
  });
});

describe('owners', () => {
  it('vote by head and by area, with every home counted once', async () => {
    await t.owner.query(
      "update home set area_centi_m2 = 6000, owner_no = case when room in ('101', '102') then 'Y' || building_id::text else null end where neighbourhood_id = $1",
      [cailu.id],
    );
    const ballotId = await drafted({ law: 'owners-special', question: '利用公共部位经营' });
    const { count } = must(await showRoll(t.contextFor(secretary), { ballotId, objectionsUntil: '2026-11-04' }));
    const roll = await seen((tx) => rollOf(tx, ballotId));
    expect(roll).toHaveLength(count);
    expect(roll.reduce((sum, line) => sum + (line.areaCentiM2 ?? 0n), 0n)).toBe(62n * 6000n);
    expect(count).toBeLessThan(62);
    await t.owner.query('update home set area_centi_m2 = null where neighbourhood_id = $1', [cailu.id]);
    expect(await showRoll(t.contextFor(secretary), { ballotId, objectionsUntil: '2026-11-04' })).toEqual({ ok: false, error: 'area-missing' });
  });
});

describe('who may and who sees', () => {
  it('only the neighbourhood’s own staff may run a ballot', async () => {
    for (const actor of [wang, officer, stranger, anonymous]) {
      expect(
        await createBallot(t.contextFor(actor), {
          neighbourhoodId: cailu.id,
          question: '每户筹集 50 元',
          law: 'collection-households',
          closesAt: new Date('2026-11-10T20:00:00+08:00'),
        }),
      ).toEqual({ ok: false, error: 'not-allowed' });
    }
    expect(
      await createBallot(t.contextFor(secretary), {
        neighbourhoodId: cailu.id,
        question: '每户筹集 50 元',
        law: 'toString',
        closesAt: new Date('2026-11-10T20:00:00+08:00'),
      }),
    ).toEqual({ ok: false, error: 'law-unknown' });
  });

  it('another subdistrict sees none of it', async () => {
    const ballotId = await opened();
    must(await vote(wang, ballotId, 'yes'));
    await t.app.query('begin');
    await t.app.query(`set local app.subdistrict = '${t.otherSubdistrictId}'`);
    for (const table of ['ballot', 'ballot_roll', 'ballot_vote', 'ballot_voice']) {
      expect((await t.app.query(`select count(*)::int as n from ${table}`)).rows).toEqual([{ n: 0 }]);
    }
    await t.app.query('rollback');
  });
});
