import { z } from 'zod';
import { type Election, parsePb, writePb } from '#libs/decide';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { findRound } from './store.ts';

/** A vote over the projects of a round, taken elsewhere and handed in as a `.pb` file. */
export interface RoundVote {
  id: string;
  fileName: string;
  /** Who voted, when and how, in the office's words. */
  source: string;
  /** The file, with the ballots in no order and nothing about the voters. */
  content: string;
  keptByName: string;
  keptOn: string;
}

/** `source-required`: it is not said where the vote comes from. */
export type KeepRoundVoteError = 'not-allowed' | 'not-found' | 'source-required';

/** An election without its voters: ballots sorted by what they say and counted anew, so that neither order nor column tells who cast them. */
export function withoutVoters(election: Election): Election {
  const { start, choice, points, voters } = election;
  const ballots = Array.from({ length: voters }, (_, voter) => {
    const marks = [...choice.subarray(start[voter], start[voter + 1])].map((project, at) => ({ project, points: points?.[(start[voter] ?? 0) + at] ?? 1 }));
    // What stands first means something only where ballots rank.
    if (election.voteType !== 'ordinal') marks.sort((a, b) => a.project - b.project);
    return { marks, key: marks.map((mark) => `${mark.project}:${mark.points}`).join(',') };
  }).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const marks = ballots.flatMap((ballot) => ballot.marks);
  const newStart = new Int32Array(voters + 1);
  for (const [at, ballot] of ballots.entries()) newStart[at + 1] = (newStart[at] ?? 0) + ballot.marks.length;
  const { voteType, projects, budget, scale, maxLength, threshold } = election;
  return {
    voteType,
    projects,
    budget,
    scale,
    voters,
    maxLength,
    threshold,
    start: newStart,
    choice: Int32Array.from(marks, ({ project }) => project),
    points: points ? Int32Array.from(marks, (mark) => mark.points) : null,
    voterId: (voter) => String(voter + 1),
  };
}

/** Reads a vote before it is kept. Errors: `too-large`, `empty-vote`, `bad-pb` with line and reason. */
export function readRoundVote(bytes: Uint8Array): Result<Election, 'too-large' | 'empty-vote' | { code: 'bad-pb'; line: number; reason: string }> {
  if (bytes.length > 5_000_000) return err('too-large');
  const read = parsePb(bytes);
  if (!read.ok) return read;
  if (read.value.projects.length > 200) return err('too-large');
  return read.value.projects.length === 0 || read.value.voters === 0 ? err('empty-vote') : ok(withoutVoters(read.value));
}

/** Keeps a vote with its round; an earlier one stays, the newest counts. Errors: {@link KeepRoundVoteError}. */
export const keepRoundVote = (context: CommandContext, input: { roundId: string; fileName: string; source: string; election: Election }) =>
  runCommand(context, 'keep-round-vote', async (tx): Promise<Result<string, KeepRoundVoteError>> => {
    if (!tx.can('round.keep-vote', { neighbourhoodId: null })) return err('not-allowed');
    const round = await findRound(tx, input.roundId);
    if (!round) return err('not-found');
    const source = input.source.trim().slice(0, 300);
    if (source === '') return err('source-required');
    const fileName = input.fileName.trim().slice(0, 200) || 'vote.pb';
    const content = writePb(withoutVoters(input.election), { description: round.name });
    const id = tx.newId();
    await tx.exec(sql`insert into round_vote (subdistrict_id, id, round_id, file_name, source, content, kept_by, kept_by_name, kept_on, kept_at)
      values (${tx.subdistrictId}, ${id}, ${round.id}, ${fileName}, ${source}, ${content}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
    await tx.emit('round.vote-kept', { roundId: round.id });
    tx.audit({ action: 'round.keep-vote', subjectKind: 'round', subjectId: round.id, text: { source, fileName } });
    return ok(id);
  });

const voteRow = z
  .object({ id: z.string(), file_name: z.string(), source: z.string(), content: z.string(), kept_by_name: z.string(), kept_on: z.string() })
  .transform((r): RoundVote => ({ id: r.id, fileName: r.file_name, source: r.source, content: r.content, keptByName: r.kept_by_name, keptOn: r.kept_on }));

/** The newest vote that was handed in for a round, or null. */
export const roundVoteOf = (tx: Tx, roundId: string): Promise<RoundVote | null> =>
  tx.maybe(
    sql`select id, file_name, source, content, kept_by_name, kept_on from round_vote where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId}
    order by kept_at desc, id desc limit 1`,
    voteRow,
  );
