import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { cancelBallotIn, createBallotIn, findBallot } from '#modules/ballots';
import { officeSettings } from '#modules/funds';
import { dropDuties, openDuty } from '#modules/inbox';
import { findNeighbourhood } from '#modules/places';
import { missingRules, type Post, type PostKind, type RuleAnswer, type RuleKey, ruleKeys, type Rules, step, tallyRuleOf } from './election.ts';
import { insertElection, lockElection, postsOf, saveElection } from './store.ts';

/** What the office has answered so far to what the law leaves open about elections. */
export async function electionRules(tx: Tx): Promise<Partial<Record<RuleKey, RuleAnswer>>> {
  const known: Partial<Record<RuleKey, RuleAnswer>> = {};
  for (const { key, value, setBy, setOn, reason } of await officeSettings(tx)) {
    const rule = ruleKeys.find((one) => one === key);
    if (rule) known[rule] = { value, setBy, setOn, source: reason };
  }
  return known;
}

export const postNames: Record<PostKind, { zh: string; en: string }> = {
  director: { zh: '主任', en: 'Director' },
  deputy: { zh: '副主任', en: 'Deputy director' },
  member: { zh: '委员', en: 'Member' },
};

/** Drafts the ballot of a post by an election's rules. */
export async function ballotOfPost(
  tx: CommandTx,
  about: { neighbourhoodId: string; title: string; closesAt: Date; rules: Rules },
  post: Pick<Post, 'kind' | 'seats'>,
): Promise<Result<string, 'not-allowed' | 'not-found' | 'in-the-past' | 'rules-unfit'>> {
  const { rules } = about;
  const electorate = rules['election.electorate'].value;
  const made = await createBallotIn(tx, {
    neighbourhoodId: about.neighbourhoodId,
    question: `${about.title}：${postNames[post.kind].zh}${post.seats} 名`,
    explanation: `在候选人中选 ${post.seats} 名${postNames[post.kind].zh}，可以少选，不能多选。无记名投票。`,
    kind: 'approval',
    minPicks: 1,
    maxPicks: post.seats,
    seats: post.seats,
    secrecy: 'secret',
    receipts: rules['election.receipts'].value === 'yes',
    // Without votes online nobody casts one on the ballot's own page.
    takenBy: rules['election.online'].value === 'yes' ? 'ballot' : 'consent',
    custom: {
      title: `居民委员会选举（${postNames[post.kind].zh}）`,
      electorate: electorate === 'household' ? 'household' : electorate === 'representative' ? 'representative' : 'person',
      rule: tallyRuleOf(rules),
      clause: `街镇规定：${rules['election.majority'].setBy}，${rules['election.majority'].setOn}，依据 ${rules['election.majority'].source}`.slice(0, 300),
    },
    closesAt: about.closesAt,
  });
  if (made.ok) return ok(made.value.ballotId);
  return err(made.error === 'not-allowed' || made.error === 'not-found' || made.error === 'in-the-past' ? made.error : 'rules-unfit');
}

/** The next step is somebody's duty. */
export const nextDuty = (tx: CommandTx, election: { id: string; neighbourhoodId: string }, title: { zh: string; en: string }, dueDay: string | null = null) =>
  openDuty(tx, {
    kind: 'election.next',
    role: 'secretary',
    neighbourhoodId: election.neighbourhoodId,
    subjectKind: 'election',
    subjectId: election.id,
    title,
    href: `/elections/${election.id}`,
    dueDay,
  });

export interface PrepareInput {
  neighbourhoodId: string;
  title: string;
  /** Each kind once, in the order of the paper. */
  posts: readonly { kind: PostKind; seats: number }[];
  /** When the polling place closes. */
  closesAt: Date;
}

/**
 * Prepares an election by the rules that the office has set, which it keeps. Errors: `rules-missing` (ask the office first), `no-posts` (none, one twice,
 * or seats out of 1 to 20), `empty`, `too-long`, `in-the-past`, `rules-unfit`.
 */
export function prepareElection(
  ctx: CommandContext,
  input: PrepareInput,
): Promise<
  Result<
    { electionId: string },
    'not-allowed' | 'not-found' | 'rules-missing' | 'no-posts' | 'empty' | 'too-long' | 'in-the-past' | 'rules-unfit' | 'key-reused'
  >
> {
  return runCommand(ctx, 'prepare-election', async (tx) => {
    const { neighbourhoodId, closesAt } = input;
    if (!tx.can('election.prepare', { neighbourhoodId })) return err('not-allowed');
    if (!(await findNeighbourhood(tx, neighbourhoodId))) return err('not-found');
    const known = await electionRules(tx);
    if (missingRules(known).length > 0) return err('rules-missing');
    // Nothing is missing: every key has its answer.
    const rules = known as Rules;
    const title = input.title.trim();
    if (title === '') return err('empty');
    if ([...title].length > 100) return err('too-long');
    const kinds = new Set(input.posts.map((post) => post.kind));
    if (input.posts.length === 0 || kinds.size !== input.posts.length) return err('no-posts');
    if (input.posts.some((post) => !Number.isInteger(post.seats) || post.seats < 1 || post.seats > (post.kind === 'director' ? 1 : 20))) return err('no-posts');
    const posts: Post[] = [];
    for (const [index, post] of input.posts.entries()) {
      const ballot = await ballotOfPost(tx, { neighbourhoodId, title, closesAt, rules }, post);
      if (!ballot.ok) return ballot;
      await dropDuties(tx, { subjectId: ballot.value });
      posts.push({ ...post, no: index + 1, ballotId: ballot.value });
    }
    const electionId = await insertElection(tx, { neighbourhoodId, title, rules, closesAt, runoffOf: null }, posts);
    await nextDuty(tx, { id: electionId, neighbourhoodId }, { zh: `公示选民名册：${title}`, en: `Show the roll: ${title}` });
    tx.audit({ action: 'election.prepare', subjectKind: 'election', subjectId: electionId, text: { title, posts: input.posts, rules } });
    await tx.emit('election.prepared', { electionId, neighbourhoodId });
    return ok({ electionId });
  });
}

/** Gives an election up before the voting, with its ballots. Errors: `wrong-state`, `empty`, `too-long`. */
export function cancelElection(
  ctx: CommandContext,
  input: { electionId: string; reason: string },
): Promise<Result<null, 'not-allowed' | 'not-found' | 'wrong-state' | 'empty' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'cancel-election', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    if (!tx.can('election.prepare', { neighbourhoodId: election.neighbourhoodId })) return err('not-allowed');
    const next = step(election, 'cancelled');
    if (!next.ok) return next;
    const reason = input.reason.trim();
    if (reason === '') return err('empty');
    if ([...reason].length > 500) return err('too-long');
    for (const post of await postsOf(tx, election.id)) {
      const cancelled = await cancelBallotIn(tx, { ballotId: post.ballotId, reason });
      // Opened by itself meanwhile: an open ballot runs to its end.
      if (!cancelled.ok && (await findBallot(tx, post.ballotId))?.state !== 'cancelled') return err('wrong-state');
    }
    await saveElection(tx, election, { state: 'cancelled', cancelledReason: reason });
    await dropDuties(tx, { subjectId: election.id });
    tx.audit({ action: 'election.cancel', subjectKind: 'election', subjectId: election.id, text: { reason } });
    await tx.emit('election.cancelled', { electionId: election.id });
    return ok(null);
  });
}
