import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { type Vote, voteIsInTime } from './ballot.ts';
import { presentElectors } from './outcome.ts';
import { type EntryFault, type PaperEntry, readPaperEntries } from './paper-entry.ts';
import { optionsOf, rollOf } from './queries.ts';
import type { Answer, BallotOption, Question } from './question.ts';
import type { RollLine } from './ballot.ts';
import { currentVote, insertVote, lockBallot, lockLine } from './store.ts';

/** A vote of somebody on the roll. */
export interface VoteOfOther {
  electorId: string;
  answer: Answer;
}

export interface RecordVotesOfOthersInput {
  ballotId: string;
  /** `assisted` said to staff · `hands` raised in the meeting of the ballot. Papers come in by `enterPapers`. */
  channel: 'assisted' | 'hands';
  /** When it was said, or the hands raised: decides which vote is the last. */
  castAt: Date;
  /** Pasted lines: number, code or door, and the answer. */
  lines?: string;
  /** Votes chosen from the list on the page. */
  votes?: readonly VoteOfOther[];
}

/** Reads votes typed one a line: the code of the roll, its number (`#12`) or the door, and the answer. Nothing is guessed. */
export function readVotes(
  text: string,
  roll: readonly Pick<RollLine, 'electorId' | 'no' | 'code' | 'label'>[],
  question: Question,
  options: readonly BallotOption[],
): { votes: VoteOfOther[]; faults: EntryFault[] } {
  const electors = new Map(roll.map((line) => [line.code, line.electorId]));
  const slips = roll.map(({ code, no, label }) => ({ code, no, label, replaced: false, returnedIn: null }));
  const { entries, faults } = readPaperEntries(text, slips, question, options);
  const isVote = (entry: PaperEntry): entry is PaperEntry & { answer: Answer } => entry.answer !== null;
  return {
    votes: entries.filter(isVote).map((entry) => ({ electorId: electors.get(entry.code) ?? '', answer: entry.answer })),
    faults: [...faults, ...entries.filter((entry) => !isVote(entry)).map((entry) => ({ line: entry.code, reason: 'no-answer' as const }))],
  };
}

/** A hand is raised by somebody who signed in: counts taken in a room and the roll meet nowhere else. */
export const handsAreOfThosePresent = (votes: readonly VoteOfOther[], present: readonly string[]): boolean =>
  votes.every((vote) => present.includes(vote.electorId));

/** Whoever voted on their own phone changes their vote there, or by a signed paper with its scan: nobody else's word overwrites it. */
export const noWordOverwritesAnOwnVote = (current: Pick<Vote, 'channel'> | null): boolean => current?.channel !== 'own';

/**
 * Records votes that were said to staff, or hands that were raised by name in the ballot's meeting, against the same roll as the phone's. Whoever records them
 * is named. All lines must fit, or none is recorded. A count of hands without names is no vote of this ballot: it stands in the minutes, and nothing here
 * adds it to a roll.
 * Errors: `not-open` (closed, or outside the opening hours), `secret`, `nothing-entered`, `lines-unfit`, `not-signed-in` (hands of a ballot without a meeting, or of somebody
 * who is not on its sign-in), `not-on-roll`, `voted-themselves` (somebody voted on their own phone).
 */
export function recordVotesOfOthers(
  ctx: CommandContext,
  input: RecordVotesOfOthersInput,
): Promise<
  Result<
    { recorded: number; counting: number },
    | 'not-allowed'
    | 'not-found'
    | 'not-open'
    | 'secret'
    | 'nothing-entered'
    | 'lines-unfit'
    | 'not-signed-in'
    | 'not-on-roll'
    | 'voted-themselves'
    | 'key-reused'
  >
> {
  return runCommand(ctx, 'record-votes-of-others', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId, 'share');
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.record', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
    if (tx.actor.personId === null) return err('not-allowed');
    if (ballot.secrecy !== 'named') return err('secret');
    if (input.castAt > tx.now || !voteIsInTime(ballot, input.castAt)) return err('not-open');
    const roll = await rollOf(tx, ballot.id);
    const read = readVotes(input.lines ?? '', roll, ballot, await optionsOf(tx, ballot.id));
    if (read.faults.length > 0) return err('lines-unfit');
    const chosen = new Map([...(input.votes ?? []), ...read.votes].map((vote) => [vote.electorId, vote]));
    if (chosen.size === 0) return err('nothing-entered');
    if (input.channel === 'hands' && !handsAreOfThosePresent([...chosen.values()], await presentElectors(tx, ballot, roll))) return err('not-signed-in');
    let counting = 0;
    // Always in the same order, so that two helpers who type at once wait for each other instead of blocking each other.
    for (const { electorId, answer } of [...chosen.values()].sort((a, b) => (a.electorId < b.electorId ? -1 : 1))) {
      const line = await lockLine(tx, ballot.id, electorId);
      if (!line) return err('not-on-roll');
      if (!noWordOverwritesAnOwnVote(await currentVote(tx, ballot, electorId))) return err('voted-themselves');
      const vote = {
        ballotId: ballot.id,
        electorId,
        answer,
        channel: input.channel,
        voterPersonId: line.personId,
        voterName: '',
        recordedBy: tx.actor.personId,
        castAt: input.castAt,
      };
      const { counts } = await insertVote(tx, vote, ballot.mayChange);
      if (counts) counting += 1;
    }
    tx.audit({ action: 'ballot.record', subjectKind: 'ballot', subjectId: ballot.id, text: { channel: input.channel, recorded: chosen.size, counting } });
    await tx.emit('ballot.recorded', { ballotId: ballot.id, recorded: chosen.size });
    return ok({ recorded: chosen.size, counting });
  });
}
