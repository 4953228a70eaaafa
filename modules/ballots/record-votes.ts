import { err, ok, type Result } from '#libs/result';
import { readableCode } from '#modules/meetings';
import type { CommandTx } from '#platform/command';
import { type Ballot, type Channel, voteIsInTime } from './ballot.ts';
import { boxIn, markIn } from './cast.ts';
import { marksOf, optionsOf } from './queries.ts';
import { type Answer, answerFault, type AnswerFault, type SecretAnswer } from './question.ts';
import { insertVote, lockBallot, lockLine } from './store.ts';

/** A named vote that another module hands in. */
export interface HandedInVote {
  electorId: string;
  answer: Answer;
  channel: Channel;
  castAt: Date;
  voterPersonId: string | null;
  voterName: string;
  recordedBy: string | null;
  fileId?: string | null;
}

/**
 * Records named votes that another module has taken (signed consents), inside its command, which authorises.
 * Errors: `not-open` (also a vote cast outside its time), `not-on-roll`, what is wrong with an answer.
 */
export async function recordVotesIn(
  tx: CommandTx,
  ballotId: string,
  votes: readonly HandedInVote[],
): Promise<Result<{ counting: number }, 'not-found' | 'not-open' | 'not-on-roll' | AnswerFault>> {
  const ballot = await lockBallot(tx, ballotId, 'share');
  if (!ballot) return err('not-found');
  const options = ballot.kind === 'yes-no' ? [] : await optionsOf(tx, ballot.id);
  let counting = 0;
  for (const vote of [...votes].sort((a, b) => (a.electorId < b.electorId ? -1 : 1))) {
    if (ballot.secrecy !== 'named' || !voteIsInTime(ballot, vote.castAt)) return err('not-open');
    const fault = answerFault(ballot, options, vote.answer);
    if (fault) return err(fault);
    if (!(await lockLine(tx, ballot.id, vote.electorId))) return err('not-on-roll');
    const { counts } = await insertVote(tx, { ballotId: ballot.id, ...vote }, ballot.mayChange);
    if (counts) counting += 1;
  }
  return ok({ counting });
}

/**
 * Takes the papers of a secret ballot from the box: those who handed one in are marked, the papers are shuffled and sealed like every other vote. There are as
 * many papers as voters; one that cannot be read is `spoiled`. The caller's command authorises.
 * Errors: `not-open`, `numbers-differ`, `not-on-roll`, `already-voted` (somebody of them; ask marksOf), what is wrong with an answer.
 */
export async function castSecretPapersIn(
  tx: CommandTx,
  ballot: Ballot,
  papers: { electorIds: readonly string[]; answers: readonly SecretAnswer[]; castAt: Date; recordedBy: string },
): Promise<Result<void, 'not-open' | 'numbers-differ' | 'not-on-roll' | 'already-voted' | AnswerFault>> {
  const { electorIds, answers, castAt, recordedBy } = papers;
  if (ballot.secrecy !== 'secret' || !voteIsInTime(ballot, castAt)) return err('not-open');
  if (electorIds.length !== answers.length || new Set(electorIds).size !== electorIds.length) return err('numbers-differ');
  const options = ballot.kind === 'yes-no' ? [] : await optionsOf(tx, ballot.id);
  for (const answer of answers) {
    const fault = answer.choice === 'spoiled' ? null : answerFault(ballot, options, answer);
    if (fault) return err(fault);
  }
  for (const electorId of [...electorIds].sort()) if (!(await lockLine(tx, ballot.id, electorId))) return err('not-on-roll');
  if ((await marksOf(tx, ballot.id, electorIds)).length > 0) return err('already-voted');
  await markIn(tx, ballot.id, electorIds, { channel: 'paper', recordedBy, castAt });
  await boxIn(
    tx,
    ballot,
    answers.map((answer) => ({ answer, receipt: ballot.receipts ? readableCode(tx.randomBytes(12)) : null })),
  );
  return ok();
}
