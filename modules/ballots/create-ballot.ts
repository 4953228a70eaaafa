import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { officeDeadline } from '#modules/funds';
import { openDuty } from '#modules/inbox';
import { findMeeting, findResolution } from '#modules/meetings';
import { findNeighbourhood } from '#modules/places';
import { ballotLaws, clauseOf } from './law.ts';
import { insertBallot } from './store.ts';

export interface CreateBallotInput {
  neighbourhoodId: string;
  matterId?: string | null;
  meetingId?: string | null;
  projectId?: string | null;
  resolutionId?: string | null;
  question: string;
  explanation?: string;
  /** Code of the rule in `ballotLaws`; it says who votes as well. */
  law: string;
  /** Only these homes, where a vote is one building's or one entrance's. */
  buildingId?: string | null;
  entranceId?: string | null;
  closesAt: Date;
}

/** `law-unknown`, `question-required`, `in-the-past`, `not-found` (place, meeting or resolution of another place). */
export type CreateBallotError = 'not-allowed' | 'not-found' | 'law-unknown' | 'question-required' | 'in-the-past';

/** Drafts a ballot. Errors: {@link CreateBallotError}. */
export const createBallot = (ctx: CommandContext, input: CreateBallotInput): Promise<Result<{ ballotId: string }, CreateBallotError | 'key-reused'>> =>
  runCommand(ctx, 'create-ballot', (tx) => createBallotIn(tx, input));

/** The same inside the caller's command. */
export async function createBallotIn(tx: CommandTx, input: CreateBallotInput): Promise<Result<{ ballotId: string }, CreateBallotError>> {
  const { neighbourhoodId } = input;
  if (!tx.can('ballot.create', { neighbourhoodId })) return err('not-allowed');
  if (!(await findNeighbourhood(tx, neighbourhoodId))) return err('not-found');
  const law = Object.hasOwn(ballotLaws, input.law) ? ballotLaws[input.law] : undefined;
  if (!law) return err('law-unknown');
  const question = input.question.trim();
  if (question === '') return err('question-required');
  if (input.closesAt <= tx.now) return err('in-the-past');
  const meeting = input.meetingId ? await findMeeting(tx, input.meetingId) : null;
  if (input.meetingId && meeting?.neighbourhoodId !== neighbourhoodId) return err('not-found');
  if (input.resolutionId && (await findResolution(tx, input.resolutionId))?.neighbourhoodId !== neighbourhoodId) return err('not-found');
  const ballotId = tx.newId();
  await insertBallot(tx, {
    id: ballotId,
    neighbourhoodId,
    matterId: input.matterId ?? meeting?.matterId ?? null,
    meetingId: input.meetingId ?? null,
    projectId: input.projectId ?? meeting?.projectId ?? null,
    resolutionId: input.resolutionId ?? null,
    question,
    explanation: input.explanation?.trim() ?? '',
    electorate: law.electorate,
    buildingId: input.buildingId ?? null,
    entranceId: input.entranceId ?? null,
    law: input.law,
    rule: law.rule,
    clause: clauseOf(law),
    closesAt: input.closesAt,
  });
  await openDuty(tx, {
    kind: 'ballot.show-roll',
    role: 'secretary',
    neighbourhoodId,
    subjectKind: 'ballot',
    subjectId: ballotId,
    ...(input.projectId ? { projectId: input.projectId } : {}),
    title: { zh: `公示表决名册：${question}`, en: `Show the roll: ${question}` },
    href: `/ballots/${ballotId}`,
    dueDay: await officeDeadline(tx, 'ballot.show-roll'),
  });
  tx.audit({
    action: 'ballot.create',
    subjectKind: 'ballot',
    subjectId: ballotId,
    text: { question, law: input.law, closesAt: input.closesAt.toISOString() },
  });
  await tx.emit('ballot.created', { ballotId, neighbourhoodId });
  return ok({ ballotId });
}
