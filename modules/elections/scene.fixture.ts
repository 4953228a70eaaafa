import type { Actor } from '#platform/access';
import { read } from '#platform/command';
import { ballotPermissions, castSecretVote } from '#modules/ballots';
import { fundPermissions, setSettings } from '#modules/funds';
import { inboxPermissions } from '#modules/inbox';
import { meetingPermissions } from '#modules/meetings';
import { noticePermissions } from '#modules/notices';
import { peoplePermissions } from '#modules/people';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  answerNomination,
  candidatesOf,
  checkCandidate,
  electionPermissions,
  listCandidates,
  nameOfficial,
  nominate,
  openElectionVoting,
  openNominations,
  type PostKind,
  postsOf,
  prepareElection,
  showElectionRoll,
} from './index.ts';

export const must = <T>(result: { ok: true; value: T } | { ok: false; error: string }): T => {
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

/** What the office of the tests answers. */
export const officeAnswers: Record<string, string> = {
  'election.electorate': 'person',
  'election.nominators': '2',
  'election.contested': 'yes',
  'election.order': 'strokes',
  'election.turnout': 'over-half',
  'election.majority': 'most-votes',
  'election.tie': 'runoff',
  'election.unfilled': 'runoff',
  'election.online': 'yes',
  'election.receipts': 'no',
  'election.proxies': '1',
  'election.mobileBox': 'yes',
  'election.noticeDays': '5',
  'election.termYears': '5',
};

/** A neighbourhood with its electors, and the steps that bring an election to where a test begins. */
export interface ElectionScene {
  t: TestPlatform;
  place: TestNeighbourhood;
  secretary: Actor;
  officer: Actor;
  /** Adults, one a home. */
  electors: Actor[];
  /** Two who count; not electors. */
  counters: [Actor, Actor];
  as(actor: Actor): ReturnType<TestPlatform['contextFor']>;
  seen<T>(work: Parameters<typeof read<T>>[1]): Promise<T>;
  answers(change?: Record<string, string>): Promise<void>;
  prepared(posts?: { kind: PostKind; seats: number }[]): Promise<string>;
  /** The roll is settled and nominations are open on the 6th, until the 8th. */
  nominating(posts?: { kind: PostKind; seats: number }[]): Promise<string>;
  /** The named electors stand for a post, nominated by two others, and are found eligible. */
  stand(electionId: string, postNo: number, who: readonly Actor[]): Promise<void>;
  /** The voting is open on the 10th, until the 15th at 17:00. */
  voting(standing: readonly { kind: PostKind; seats: number; who: readonly Actor[] }[]): Promise<string>;
  vote(electionId: string, actor: Actor, ...options: number[]): ReturnType<typeof castSecretVote>;
  refusal(statement: string, ...values: unknown[]): Promise<string>;
}

export async function electionScene(electorCount: number): Promise<ElectionScene> {
  const t = await testPlatform([
    electionPermissions,
    ballotPermissions,
    fundPermissions,
    inboxPermissions,
    meetingPermissions,
    noticePermissions,
    peoplePermissions,
  ]);
  const place = await makeNeighbourhood(t, 'gq-cailu', '蔡路', electorCount);
  const secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: place.id });
  const officer = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
  const counters: [Actor, Actor] = [await makePerson(t, '计票员甲'), await makePerson(t, '计票员乙')];
  const electors: Actor[] = [];
  for (const [index, home] of place.households.entries()) electors.push(await makeResident(t, `选民${index + 1}`, home));
  const as = (actor: Actor) => t.contextFor(actor);
  const seen = <T>(work: Parameters<typeof read<T>>[1]) => read(as(secretary), work);
  const scene: ElectionScene = {
    t,
    place,
    secretary,
    officer,
    electors,
    counters,
    as,
    seen,
    async answers(change = {}) {
      must(await setSettings(as(officer), { values: { ...officeAnswers, ...change }, reason: '支点镇居委会换届选举工作办法（2026）' }));
    },
    async prepared(posts = [{ kind: 'member', seats: 5 }]) {
      t.clock.set('2026-11-02T09:00:00+08:00');
      return must(
        await prepareElection(as(secretary), {
          neighbourhoodId: place.id,
          title: '蔡路居委会换届选举',
          posts,
          closesAt: new Date('2026-11-15T17:00:00+08:00'),
        }),
      ).electionId;
    },
    async nominating(posts) {
      const electionId = await scene.prepared(posts);
      must(await showElectionRoll(as(secretary), { electionId, until: '2026-11-05' }));
      t.clock.set('2026-11-06T09:00:00+08:00');
      must(await openNominations(as(secretary), { electionId, until: '2026-11-08' }));
      return electionId;
    },
    async stand(electionId, postNo, who) {
      for (const candidate of who) {
        for (const nominator of electors.filter((one) => one !== candidate).slice(0, 2))
          must(await nominate(as(nominator), { electionId, postNo, name: candidate.name }));
        const { id } = (await seen((tx) => candidatesOf(tx, electionId))).find((one) => one.postNo === postNo && one.personId === candidate.personId)!;
        must(await answerNomination(as(candidate), { electionId, candidateId: id, stands: true, about: '愿意为大家做事', channel: 'own' }));
        must(await checkCandidate(as(secretary), { electionId, candidateId: id, eligible: true, note: '本居住地居民，年满十八周岁' }));
      }
    },
    async voting(standing) {
      const electionId = await scene.nominating(standing.map(({ kind, seats }) => ({ kind, seats })));
      for (const [index, { who }] of standing.entries()) await scene.stand(electionId, index + 1, who);
      t.clock.set('2026-11-09T09:00:00+08:00');
      must(await listCandidates(as(secretary), { electionId }));
      for (const counter of counters) must(await nameOfficial(as(secretary), { electionId, personId: counter.personId!, duty: 'counter' }));
      t.clock.set('2026-11-10T09:00:00+08:00');
      must(await openElectionVoting(as(secretary), { electionId }));
      return electionId;
    },
    async vote(electionId, actor, ...options) {
      const [post] = await seen((tx) => postsOf(tx, electionId));
      return castSecretVote(as(actor), {
        ballotId: post!.ballotId,
        answer: options.length === 0 ? { choice: 'abstain' } : { choice: 'picks', picks: options.map((option) => ({ option })) },
      });
    },
    refusal: (statement, ...values) =>
      t.owner.query(statement, values).then(
        () => 'accepted',
        (error: Error) => error.message,
      ),
  };
  return scene;
}
