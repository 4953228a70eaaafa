import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, read, runCommand } from '#platform/command';
import { sql } from '#platform/database';
import { findBallot, openBallot, setBallotOptionsIn } from '#modules/ballots';
import { publishNotice } from '#modules/notices';
import { byDraw, byStrokes, type Candidate, comesOntoTheList, type Election, type Post, step, thereIsAChoice } from './election.ts';
import { rollIsNotSettled } from './nominate.ts';
import { nextDuty, postNames } from './prepare-election.ts';
import { candidatesOf, findElection, lockElection, officialsOf, postsOf, saveElection } from './store.ts';

/**
 * Makes the list: who has enough nominators, agrees, and passed the check, in the order that the office set (by a published draw, or by strokes).
 * Errors: `wrong-state`, `nomination-open` its days are not over, `too-few-candidates`, `roll-still-open`, `objections-unanswered`.
 */
export function listCandidates(
  ctx: CommandContext,
  input: { electionId: string },
): Promise<
  Result<
    { listed: number; seed: string | null },
    'not-allowed' | 'not-found' | 'wrong-state' | 'nomination-open' | 'too-few-candidates' | 'roll-still-open' | 'objections-unanswered' | 'key-reused'
  >
> {
  return runCommand(ctx, 'list-candidates', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    if (!tx.can('election.prepare', { neighbourhoodId: election.neighbourhoodId })) return err('not-allowed');
    const next = step(election, 'listed');
    if (!next.ok) return next;
    if (election.runoffOf === null && (election.nominateUntil === null || tx.today <= election.nominateUntil)) return err('nomination-open');
    const posts = await postsOf(tx, election.id);
    const fault = await rollIsNotSettled(tx, posts[0]?.ballotId ?? '');
    if (fault) return err(fault);
    const { rules } = election;
    const nominators = election.runoffOf === null ? Number(rules['election.nominators'].value) : 0;
    const contested = rules['election.contested'].value === 'yes' && election.runoffOf === null;
    const seed = rules['election.order'].value === 'draw' ? Buffer.from(tx.randomBytes(16)).toString('hex') : null;
    const all = await candidatesOf(tx, election.id);
    const listed: { post: Post; candidates: Candidate[] }[] = [];
    for (const post of posts) {
      const standing = all.filter((one) => one.postNo === post.no && comesOntoTheList(one, nominators));
      if (!thereIsAChoice(standing.length, post.seats, contested)) return err('too-few-candidates');
      listed.push({ post, candidates: seed === null ? byStrokes(standing) : byDraw(standing, seed) });
    }
    for (const { post, candidates } of listed) await writeList(tx, post, candidates);
    await saveElection(tx, election, { state: 'listed', orderSeed: seed, listedAt: tx.now });
    await announceList(tx, election, listed, seed);
    await nextDuty(tx, election, { zh: `开始投票：${election.title}`, en: `Open the voting: ${election.title}` });
    const count = listed.reduce((sum, each) => sum + each.candidates.length, 0);
    tx.audit({
      action: 'election.list',
      subjectKind: 'election',
      subjectId: election.id,
      text: { seed, candidates: listed.flatMap(({ post, candidates }) => candidates.map((one, index) => `${post.kind} ${index + 1} ${one.name}`)) },
    });
    await tx.emit('election.listed', { electionId: election.id, count });
    return ok({ listed: count, seed });
  });
}

async function writeList(tx: CommandTx, post: Post, candidates: readonly Candidate[]): Promise<void> {
  for (const [index, candidate] of candidates.entries())
    await tx.exec(sql`update election_candidate set place = ${index + 1} where subdistrict_id = ${tx.subdistrictId} and id = ${candidate.id}`);
  const set = await setBallotOptionsIn(tx, {
    ballotId: post.ballotId,
    // Two of one name are told apart by their place on the list.
    options: candidates.map((one, index) => ({
      label: candidates.some((other) => other !== one && other.name === one.name) ? `${one.name}（${index + 1}号）` : one.name,
      note: one.about,
      personId: one.personId,
    })),
  });
  if (!set.ok) throw new Error(`candidates cannot stand on the ballot: ${set.error}`);
}

async function announceList(tx: CommandTx, election: Election, listed: readonly { post: Post; candidates: Candidate[] }[], seed: string | null): Promise<void> {
  await publishNotice(tx, {
    kind: 'election',
    neighbourhoodId: election.neighbourhoodId,
    subjectKind: 'election',
    subjectId: election.id,
    title: `候选人公布：${election.title}`,
    body: [
      ...listed.map(
        ({ post, candidates }) =>
          `${postNames[post.kind].zh}（应选 ${post.seats} 名）候选人：${candidates.map((one, index) => `${index + 1}. ${one.name}`).join('　')}`,
      ),
      seed === null ? '排列以姓名笔画为序。' : `排列由抽签决定，抽签种子：${seed}（按种子和编号的 SHA-256 排序，任何人可以重算）。`,
    ].join('\n\n'),
    startDay: tx.today,
    endDay: null,
    acceptsObjections: false,
  });
}

type OpenError =
  | 'not-allowed'
  | 'not-found'
  | 'wrong-state'
  | 'roll-still-open'
  | 'objections-unanswered'
  | 'in-the-past'
  | 'options-missing'
  | 'no-vault'
  | 'no-counters';

/**
 * Opens the voting: every post's secret ballot, then the election. Done again after an interruption it goes on where it stopped.
 * Errors: those of opening a ballot, `no-counters` (two counters must be named), `wrong-state`.
 */
export async function openElectionVoting(ctx: CommandContext, input: { electionId: string }): Promise<Result<null, OpenError | 'key-reused'>> {
  const before = await read(ctx, async (tx) => {
    const election = await findElection(tx, input.electionId);
    return (
      election && {
        election,
        posts: await postsOf(tx, election.id),
        counters: (await officialsOf(tx, election.id)).filter((one) => one.duty === 'counter').length,
      }
    );
  });
  if (!before) return err('not-found');
  if (!ctx.platform.permissions.can(ctx.actor, 'election.prepare', { neighbourhoodId: before.election.neighbourhoodId })) return err('not-allowed');
  if (before.election.state !== 'listed') return err('wrong-state');
  if (before.counters < 2) return err('no-counters');
  for (const post of before.posts) {
    const ballot = await read(ctx, (tx) => findBallot(tx, post.ballotId));
    if (ballot?.state === 'open') continue;
    const opened = await openBallot({ ...ctx, ...(ctx.key === undefined ? {} : { key: `${ctx.key}-${post.no}` }) }, { ballotId: post.ballotId });
    if (!opened.ok) return opened;
  }
  return runCommand(ctx, 'open-election-voting', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    const next = step(election, 'voting');
    if (!next.ok) return next;
    await saveElection(tx, election, { state: 'voting' });
    await nextDuty(tx, election, { zh: `投票截止后开始计票：${election.title}`, en: `Begin the count after closing: ${election.title}` });
    tx.audit({ action: 'election.open-voting', subjectKind: 'election', subjectId: election.id, text: {} });
    await tx.emit('election.voting-opened', { electionId: election.id });
    return ok(null);
  });
}
