import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql } from '#platform/database';
import { castSecretPapersIn, findBallot, optionsOf, type SecretAnswer } from '#modules/ballots';
import { type Election, isSpoiled, type Post, type Reading, readAlike, runningTally, step } from './election.ts';
import { nextDuty } from './prepare-election.ts';
import { lockElection, officialsOf, postsOf, readingsOf, saveElection, visitsOf } from './store.ts';

/** Begins the count in public, after closing. Errors: `wrong-state`, `still-open`. */
export function beginCount(
  ctx: CommandContext,
  input: { electionId: string },
): Promise<Result<null, 'not-allowed' | 'not-found' | 'wrong-state' | 'still-open' | 'key-reused'>> {
  return runCommand(ctx, 'begin-count', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    if (!tx.can('election.declare', { neighbourhoodId: election.neighbourhoodId })) return err('not-allowed');
    const next = step(election, 'counting');
    if (!next.ok) return next;
    if (tx.now < election.closesAt) return err('still-open');
    await saveElection(tx, election, { state: 'counting' });
    await nextDuty(tx, election, { zh: `计票并宣布结果：${election.title}`, en: `Count and declare: ${election.title}` });
    tx.audit({ action: 'election.begin-count', subjectKind: 'election', subjectId: election.id, text: {} });
    await tx.emit('election.count-begun', { electionId: election.id });
    return ok(null);
  });
}

/** What a counter reads on a paper: the numbers of the candidates, or that it is blank or spoiled. */
export interface ReadPaperInput {
  electionId: string;
  postNo: number;
  /** Number of the paper in the order in which they are called out; left out = the next one of this counter. */
  no?: number;
  finding: 'vote' | 'blank' | 'spoiled';
  picks: readonly number[];
}
/** `not-a-counter` · `read-before` this counter has read that paper, or both have · `more-papers-than-people` · `no-picks`. */
type ReadError = 'not-found' | 'not-allowed' | 'wrong-state' | 'not-a-counter' | 'read-before' | 'more-papers-than-people' | 'no-picks';

/**
 * A counter writes down a paper as it is called out. Each paper is read by two counters on their own; more votes than seats is spoiled, whatever was meant.
 */
export function readPaper(ctx: CommandContext, input: ReadPaperInput): Promise<Result<{ no: number; finding: Reading['finding'] }, ReadError | 'key-reused'>> {
  return runCommand(ctx, 'read-paper', async (tx): Promise<Result<{ no: number; finding: Reading['finding'] }, ReadError>> => {
    const counting = await lockCount(tx, input.electionId, input.postNo);
    if (!counting.ok) return counting;
    const { election, post, options, box } = counting.value;
    const readings = await readingsOf(tx, election.id, post.no);
    const no = input.no ?? Math.max(0, ...readings.filter((one) => one.enteredBy === tx.actor.personId && one.pass !== 3).map((one) => one.no)) + 1;
    const of = readings.filter((one) => one.no === no && one.pass !== 3);
    if (of.length > 1 || of.some((one) => one.enteredBy === tx.actor.personId)) return err('read-before');
    if (no > box) return err('more-papers-than-people');
    if (input.finding === 'vote' && input.picks.length === 0) return err('no-picks');
    const spoiled = input.finding === 'spoiled' || (input.finding === 'vote' && isSpoiled(input.picks, post.seats, options));
    const finding = spoiled ? 'spoiled' : input.finding;
    await insertReading(tx, election, post, { no, pass: of.length === 0 ? 1 : 2, finding, picks: finding === 'vote' ? input.picks : [] }, null);
    return ok({ no, finding });
  });
}

/** Where the two counters differ, a counter decides with the paper in hand and says what stands on it. Errors: `not-differing`, `empty` (no note). */
export function decidePaper(
  ctx: CommandContext,
  input: ReadPaperInput & { no: number; note: string },
): Promise<Result<null, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-a-counter' | 'not-differing' | 'no-picks' | 'empty' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'decide-paper', async (tx) => {
    const counting = await lockCount(tx, input.electionId, input.postNo);
    if (!counting.ok) return counting;
    const { election, post, options } = counting.value;
    const of = (await readingsOf(tx, election.id, post.no)).filter((one) => one.no === input.no);
    if (of.length !== 2 || readAlike(of) !== null) return err('not-differing');
    const note = input.note.trim();
    if (note === '') return err('empty');
    if ([...note].length > 300) return err('too-long');
    if (input.finding === 'vote' && input.picks.length === 0) return err('no-picks');
    const finding = input.finding === 'vote' && isSpoiled(input.picks, post.seats, options) ? 'spoiled' : input.finding;
    await insertReading(tx, election, post, { no: input.no, pass: 3, finding, picks: finding === 'vote' ? input.picks : [] }, note);
    tx.audit({ action: 'election.decide-paper', subjectKind: 'election', subjectId: election.id, text: { post: post.no, no: input.no, finding, note } });
    return ok(null);
  });
}

async function lockCount(
  tx: CommandTx,
  electionId: string,
  postNo: number,
): Promise<Result<{ election: Election; post: Post; options: number; box: number }, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-a-counter'>> {
  const election = await lockElection(tx, electionId);
  if (!election) return err('not-found');
  if (!tx.can('election.count', { neighbourhoodId: election.neighbourhoodId })) return err('not-allowed');
  if (election.state !== 'counting' || election.countedAt !== null) return err('wrong-state');
  const counter = (await officialsOf(tx, election.id)).some((one) => one.duty === 'counter' && one.personId === tx.actor.personId);
  if (!counter) return err('not-a-counter');
  const post = (await postsOf(tx, election.id)).find((one) => one.no === postNo);
  if (!post) return err('not-found');
  return ok({
    election,
    post,
    options: (await optionsOf(tx, post.ballotId)).length,
    box: (await visitsOf(tx, election.id)).filter((one) => one.returned).length,
  });
}

async function insertReading(tx: CommandTx, election: Election, post: Post, reading: Reading, note: string | null): Promise<void> {
  await tx.exec(sql`insert into election_paper (subdistrict_id, election_id, post_no, no, pass, finding, picks, note, entered_by, entered_at)
    values (${tx.subdistrictId}, ${election.id}, ${post.no}, ${reading.no}, ${reading.pass}, ${reading.finding}, ${[...reading.picks].sort((a, b) => a - b)}::int[],
      ${note}, ${tx.actor.personId}, ${tx.now})`);
  await tx.emit('election.paper-read', { electionId: election.id, postNo: post.no, no: reading.no, pass: reading.pass });
}

/**
 * Ends the count of the box when every paper was read alike or decided: its votes are sealed among those cast online, so that none can be told from
 * the others. Where the box holds fewer papers than people put in, whoever ends the count says how many: those are spoiled, and the result sheet says so.
 * Errors: `papers-open` (some wait for the second counter, or differ), `papers-missing` (fewer were read than were put in, and that was not said).
 */
export function finishCount(
  ctx: CommandContext,
  input: { electionId: string; missing?: number | undefined },
): Promise<Result<{ papers: number; missing: number }, 'not-found' | 'not-allowed' | 'wrong-state' | 'papers-open' | 'papers-missing' | 'key-reused'>> {
  return runCommand(ctx, 'finish-count', async (tx) => {
    const election = await lockElection(tx, input.electionId);
    if (!election) return err('not-found');
    const { actor } = tx;
    if (!tx.can('election.declare', { neighbourhoodId: election.neighbourhoodId }) || actor.personId === null) return err('not-allowed');
    if (election.state !== 'counting' || election.countedAt !== null) return err('wrong-state');
    const electorIds = (await visitsOf(tx, election.id)).filter((one) => one.returned).map((one) => one.electorId);
    const posts = await postsOf(tx, election.id);
    const read = await Promise.all(posts.map(async (post) => new Set((await readingsOf(tx, election.id, post.no)).map((one) => one.no)).size));
    const fewest = Math.max(0, ...read.map((papers) => electorIds.length - papers));
    // Papers that nobody has read yet look like papers that are not there: never by a press of the button alone.
    if (fewest > 0 && input.missing !== fewest) return err('papers-missing');
    let missing = 0;
    for (const post of posts) {
      const readings = await readingsOf(tx, election.id, post.no);
      const running = runningTally(readings);
      if (running.waiting.length + running.differing.length > 0) return err('papers-open');
      const numbers = [...new Set(readings.map((one) => one.no))];
      const answers = numbers.map((no): SecretAnswer => {
        const paper = readAlike(readings.filter((one) => one.no === no));
        if (paper === null || paper.finding === 'spoiled') return { choice: 'spoiled' };
        return paper.finding === 'blank' ? { choice: 'abstain' } : { choice: 'picks', picks: paper.picks.map((option) => ({ option })) };
      });
      missing = Math.max(missing, electorIds.length - answers.length);
      const ballot = await findBallot(tx, post.ballotId);
      if (!ballot) throw new Error('a post has its ballot');
      if (electorIds.length === 0) continue;
      const cast = await castSecretPapersIn(tx, ballot, {
        electorIds,
        answers: [...answers, ...Array<SecretAnswer>(electorIds.length - answers.length).fill({ choice: 'spoiled' })],
        castAt: new Date(ballot.closesAt.getTime() - 1),
        recordedBy: actor.personId,
      });
      if (!cast.ok) throw new Error(`papers of an election cannot be sealed: ${cast.error}`);
    }
    await saveElection(tx, election, { countedAt: tx.now });
    tx.audit({ action: 'election.finish-count', subjectKind: 'election', subjectId: election.id, text: { papers: electorIds.length - missing, missing } });
    await tx.emit('election.counted', { electionId: election.id });
    return ok({ papers: electorIds.length - missing, missing });
  });
}
