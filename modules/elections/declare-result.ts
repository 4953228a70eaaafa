import { addDays } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, read, runCommand } from '#platform/command';
import { sql } from '#platform/database';
import { type Ballot, closeBallot, type CloseBallotError, findBallot } from '#modules/ballots';
import { closeDuty } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import { type Candidate, chosenByLot, type Election, type Post, step } from './election.ts';
import { ballotOfPost, nextDuty, postNames } from './prepare-election.ts';
import {
  type CandidateResult,
  candidatesOf,
  findElection,
  insertElection,
  lockElection,
  officialsOf,
  postsOf,
  type ResultStatus,
  resultsOf,
  runoffOf,
  saveElection,
} from './store.ts';

type DeclareError = CloseBallotError | 'not-counted';

/**
 * Opens the votes of all ballots after the count of the box, declares the result, and publishes it with time for objections. A tie is decided by lot where the
 * office says so, with a published seed. Done again after an interruption it goes on where it stopped.
 * Errors: `not-counted` the box is not counted, `wrong-state`, those of closing a ballot.
 */
export async function declareResult(ctx: CommandContext, input: { electionId: string }): Promise<Result<{ elected: number }, DeclareError | 'key-reused'>> {
  const before = await read(ctx, async (tx) => {
    const election = await findElection(tx, input.electionId);
    return election && { election, posts: await postsOf(tx, election.id) };
  });
  if (!before) return err('not-found');
  if (!ctx.platform.permissions.can(ctx.actor, 'election.declare', { neighbourhoodId: before.election.neighbourhoodId })) return err('not-allowed');
  if (before.election.state !== 'counting') return err('wrong-state');
  if (before.election.countedAt === null) return err('not-counted');
  for (const post of before.posts) {
    const ballot = await read(ctx, (tx) => findBallot(tx, post.ballotId));
    if (ballot?.state === 'closed') continue;
    const closed = await closeBallot({ ...ctx, ...(ctx.key === undefined ? {} : { key: `${ctx.key}-${post.no}` }) }, { ballotId: post.ballotId });
    if (!closed.ok) return closed;
  }
  return runCommand(ctx, 'declare-result', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    const next = step(election, 'decided');
    if (!next.ok) return next;
    const posts = await postsOf(tx, election.id);
    const candidates = await candidatesOf(tx, election.id);
    const lotSeed = election.rules['election.tie'].value === 'lot' ? Buffer.from(tx.randomBytes(16)).toString('hex') : null;
    const drawn: { post: Post; ballot: Ballot }[] = [];
    for (const post of posts) {
      const ballot = await findBallot(tx, post.ballotId);
      if (!ballot?.outcome?.options) throw new Error('a closed ballot on candidates has standings');
      drawn.push({ post, ballot });
    }
    const tied = drawn.some(({ ballot }) => (ballot.outcome?.options?.ties.length ?? 0) > 0);
    const seeded = tied && lotSeed !== null ? { ...election, lotSeed } : election;
    if (seeded !== election) await saveElection(tx, election, { lotSeed });
    let elected = 0;
    for (const { post, ballot } of drawn)
      for (const { candidate, votes, status } of statusesOf(seeded, post, ballot, candidates)) {
        if (status === 'elected' || status === 'lot') elected += 1;
        await tx.exec(sql`insert into election_result (subdistrict_id, election_id, candidate_id, votes, status)
          values (${tx.subdistrictId}, ${election.id}, ${candidate.id}, ${votes}, ${status})`);
      }
    const results = await resultsOf(tx, election.id);
    const noticeId = await announce(tx, seeded, drawn, candidates, results);
    await saveElection(tx, seeded, { state: 'decided', decidedAt: tx.now, noticeId });
    await closeDuty(tx, { kind: 'election.next', subjectId: election.id });
    tx.audit({
      action: 'election.declare',
      subjectKind: 'election',
      subjectId: election.id,
      text: { lotSeed: seeded.lotSeed, results: results.map((one) => ({ name: candidates.find((each) => each.id === one.candidateId)?.name, ...one })) },
    });
    await tx.emit('election.decided', { electionId: election.id, elected, neighbourhoodId: election.neighbourhoodId });
    return ok({ elected });
  });
}

function statusesOf(
  election: Election,
  post: Post,
  ballot: Ballot,
  all: readonly Candidate[],
): { candidate: Candidate; votes: number; status: ResultStatus }[] {
  const listed = all.filter((one) => one.postNo === post.no && one.place !== null);
  const standings = ballot.outcome?.options?.standings ?? [];
  const status = (option: number) => standings.find((one) => one.option === option)?.status ?? 'not-elected';
  const tied = listed.filter((one) => status(one.place ?? 0) === 'tied');
  const places = post.seats - listed.filter((one) => status(one.place ?? 0) === 'elected').length;
  const lucky = election.lotSeed === null ? null : new Set(chosenByLot(tied, places, election.lotSeed).map((one) => one.id));
  return listed.map((candidate) => {
    const stands = status(candidate.place ?? 0);
    const votes = standings.find((one) => one.option === candidate.place)?.votes ?? 0;
    return { candidate, votes, status: stands === 'tied' && lucky !== null ? (lucky.has(candidate.id) ? ('lot' as const) : ('not-elected' as const)) : stands };
  });
}

async function announce(
  tx: CommandTx,
  election: Election,
  drawn: readonly { post: Post; ballot: Ballot }[],
  candidates: readonly Candidate[],
  results: readonly CandidateResult[],
): Promise<string> {
  const words: Record<ResultStatus, string> = { elected: '当选', lot: '当选（抽签）', tied: '得票相等，待另行选举', 'not-elected': '未当选' };
  const days = Number(election.rules['election.noticeDays'].value);
  return publishNotice(tx, {
    kind: 'election-result',
    neighbourhoodId: election.neighbourhoodId,
    subjectKind: 'election',
    subjectId: election.id,
    title: `选举结果：${election.title}`,
    body: [
      ...drawn.flatMap(({ post, ballot }) => {
        const cast = ballot.outcome?.cast ?? 0;
        const head = `${postNames[post.kind].zh}（应选 ${post.seats} 名）：名册 ${ballot.rollCount ?? 0}，参加投票 ${cast}，其中废票 ${ballot.outcome?.spoiled ?? 0}、弃权 ${ballot.outcome?.counts.abstain ?? 0}。${ballot.outcome?.quorate ? '' : '参加人数不足，选举无效。'}`;
        const lines = results
          .map((result) => ({ result, candidate: candidates.find((one) => one.id === result.candidateId) }))
          .filter(({ candidate }) => candidate?.postNo === post.no)
          .map(({ result, candidate }) => `${candidate?.name ?? ''}：${result.votes} 票，${words[result.status]}`);
        return [head, lines.join('\n')];
      }),
      ...(election.lotSeed === null ? [] : [`得票相等由抽签决定，抽签种子：${election.lotSeed}。`]),
      `唱票、计票、监票：${(await officialsOf(tx, election.id))
        .filter((one) => one.duty !== 'chair' && one.duty !== 'member')
        .map((one) => one.name)
        .join('、')}。`,
    ].join('\n\n'),
    startDay: tx.today,
    endDay: days === 0 ? null : addDays(tx.today, days),
    acceptsObjections: days > 0,
  });
}

/**
 * Prepares the other vote (另行选举) for the places that are not filled: among the tied where there is a tie, else among those who were not elected.
 * Errors: `wrong-state`, `nothing-open` every place is filled, `called-before`, `in-the-past`, `left-vacant` the office leaves them vacant.
 */
export function callRunoff(
  ctx: CommandContext,
  input: { electionId: string; closesAt: Date },
): Promise<
  Result<
    { electionId: string },
    'not-allowed' | 'not-found' | 'wrong-state' | 'nothing-open' | 'called-before' | 'left-vacant' | 'in-the-past' | 'rules-unfit' | 'key-reused'
  >
> {
  return runCommand(ctx, 'call-runoff', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    const { neighbourhoodId, rules } = election;
    if (!tx.can('election.prepare', { neighbourhoodId })) return err('not-allowed');
    if (election.state !== 'decided' && election.state !== 'in-office') return err('wrong-state');
    if (await runoffOf(tx, election.id)) return err('called-before');
    const results = new Map((await resultsOf(tx, election.id)).map((one) => [one.candidateId, one.status]));
    const candidates = await candidatesOf(tx, election.id);
    const title = `${election.title}（另行选举）`.slice(0, 100);
    const posts: Post[] = [];
    const again: { postNo: number; candidate: Candidate }[] = [];
    let open = 0;
    for (const post of await postsOf(tx, election.id)) {
      const of = candidates.filter((one) => one.postNo === post.no && one.place !== null);
      const seats = post.seats - of.filter((one) => ['elected', 'lot'].includes(results.get(one.id) ?? '')).length;
      const tied = of.filter((one) => results.get(one.id) === 'tied');
      if (seats === 0) continue;
      open += seats;
      if (tied.length === 0 && rules['election.unfilled'].value === 'vacant') continue;
      const who = tied.length > 0 ? tied : of.filter((one) => results.get(one.id) === 'not-elected');
      if (who.length === 0) continue;
      const places = Math.min(seats, who.length);
      const ballot = await ballotOfPost(tx, { neighbourhoodId, title, closesAt: input.closesAt, rules }, { kind: post.kind, seats: places });
      if (!ballot.ok) return ballot;
      posts.push({ no: posts.length + 1, kind: post.kind, seats: places, ballotId: ballot.value });
      again.push(...who.map((candidate) => ({ postNo: posts.length, candidate })));
    }
    if (open === 0) return err('nothing-open');
    if (posts.length === 0) return err('left-vacant');
    const electionId = await insertElection(tx, { neighbourhoodId, title, rules, closesAt: input.closesAt, runoffOf: election.id }, posts);
    // They agreed to stand and were checked; nobody is nominated anew.
    for (const { postNo, candidate } of again)
      await tx.exec(sql`insert into election_candidate (subdistrict_id, id, election_id, post_no, person_id, name, about, consent, consent_channel,
          consent_recorded_by, consent_at, eligible, check_note, checked_by, checked_at, proposed_at)
        select subdistrict_id, ${tx.newId()}, ${electionId}, ${postNo}, person_id, name, about, consent, consent_channel, consent_recorded_by, consent_at,
          eligible, check_note, checked_by, checked_at, ${tx.now} from election_candidate
        where subdistrict_id = ${tx.subdistrictId} and id = ${candidate.id}`);
    for (const official of await officialsOf(tx, election.id))
      await tx.exec(sql`insert into election_official (subdistrict_id, election_id, person_id, duty, from_at)
        values (${tx.subdistrictId}, ${electionId}, ${official.personId}, ${official.duty}, ${tx.now})`);
    await nextDuty(tx, { id: electionId, neighbourhoodId }, { zh: `公示选民名册：${title}`, en: `Show the roll: ${title}` });
    tx.audit({
      action: 'election.runoff',
      subjectKind: 'election',
      subjectId: electionId,
      text: { of: election.id, candidates: again.map((one) => one.candidate.name) },
    });
    await tx.emit('election.prepared', { electionId, neighbourhoodId, runoffOf: election.id });
    return ok({ electionId });
  });
}
