import { inboxPermissions } from '#modules/inbox';
import { meetingPermissions } from '#modules/meetings';
import { noticePermissions } from '#modules/notices';
import type { Actor } from '#platform/access';
import { read } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import { type Ballot, ballotPermissions, castVote, type Choice, createBallot, findBallot, openBallot, showRoll } from './index.ts';
import { handInPapers } from './paper.fixture.ts';

type Change = Partial<Parameters<typeof createBallot>[1]>;

/** The value of a success; anything else breaks the test that expected it. */
export const must = <T, E>(result: { ok: true; value: T } | { ok: false; error: E }): T => {
  if (!result.ok) throw new Error(String(result.error));
  return result.value;
};

/** 蔡路 with 62 households, its people, and the steps that bring a ballot to where a test begins. */
export interface BallotScene {
  t: TestPlatform;
  cailu: TestNeighbourhood;
  secretary: Actor;
  /** Who enters papers a second time. */
  director: Actor;
  /** Of the first household, with the husband and a child. */
  wang: Actor;
  husband: Actor;
  child: Actor;
  /** Of the second household. */
  zhang: Actor;
  /** Lives in another neighbourhood. */
  stranger: Actor;
  officer: Actor;
  seen<T>(work: Parameters<typeof read<T>>[1]): Promise<T>;
  drafted(change?: Change): Promise<string>;
  /** Open since 5 November, 9:00, until 10 November, 20:00. */
  opened(change?: Change): Promise<string>;
  vote(actor: Actor, ballotId: string, choice: Choice, seenVersion?: number): ReturnType<typeof castVote>;
  /** Papers handed out, entered by two persons, recorded. */
  paper(ballotId: string, lines: string, castAt?: string): ReturnType<typeof handInPapers>;
  ballotOf(id: string): Promise<Ballot>;
  /** What the database says to a statement; `accepted` when it takes it. */
  refused(work: Promise<unknown>): Promise<string>;
}

export async function ballotScene(): Promise<BallotScene> {
  const t = await testPlatform([ballotPermissions, meetingPermissions, inboxPermissions, noticePermissions]);
  const cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 62);
  const shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 1);
  const [first, second, elsewhere] = [cailu.households[0], cailu.households[1], shengli.households[0]];
  if (!first || !second || !elsewhere) throw new Error('households are missing');
  const child = await makeResident(t, '赵小宝', first);
  await t.owner.query('update person set adult = false where id = $1', [child.personId]);
  const secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  const director = await makePerson(t, '张主任', { role: 'director', neighbourhoodId: cailu.id });
  const seen = <T>(work: Parameters<typeof read<T>>[1]) => read(t.contextFor(secretary), work);
  const drafted = async (change: Change = {}) =>
    must(
      await createBallot(t.contextFor(secretary), {
        neighbourhoodId: cailu.id,
        question: '每户筹集 50 元，用于楼道照明',
        law: 'collection-households',
        closesAt: new Date('2026-11-10T20:00:00+08:00'),
        ...change,
      }),
    ).ballotId;
  return {
    t,
    cailu,
    secretary,
    director,
    child,
    seen,
    drafted,
    wang: await makeResident(t, '王小英', first),
    husband: await makeResident(t, '赵国强', first),
    zhang: await makeResident(t, '张伟', second),
    stranger: await makeResident(t, '钱多多', elsewhere),
    officer: await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null }),
    async opened(change = {}) {
      t.clock.set('2026-11-02T09:00:00+08:00');
      const ballotId = await drafted(change);
      must(await showRoll(t.contextFor(secretary), { ballotId, objectionsUntil: '2026-11-04' }));
      t.clock.set('2026-11-05T09:00:00+08:00');
      must(await openBallot(t.contextFor(secretary), { ballotId }));
      return ballotId;
    },
    vote: (actor, ballotId, choice, seenVersion) =>
      castVote(t.contextFor(actor), { ballotId, answer: { choice }, ...(seenVersion === undefined ? {} : { seenVersion }) }),
    paper: (ballotId, lines, castAt = '2026-11-06T10:00:00+08:00') =>
      handInPapers({ first: t.contextFor(secretary), second: t.contextFor(director) }, { ballotId, castAt: new Date(castAt), lines }),
    async ballotOf(id) {
      const found = await seen((tx) => findBallot(tx, id));
      if (!found) throw new Error('no ballot');
      return found;
    },
    refused: async (work) =>
      work.then(
        () => 'accepted',
        (error: Error) => error.message,
      ),
  };
}
