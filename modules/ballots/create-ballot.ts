import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { officeDeadline } from '#modules/funds';
import { openDuty } from '#modules/inbox';
import { findMeeting, findResolution } from '#modules/meetings';
import { findNeighbourhood } from '#modules/places';
import type { TakenBy } from './ballot.ts';
import { type BallotLaw, ballotLaws, clauseOf, type CustomLaw } from './law.ts';
import { type BallotKind, type Bounds, boundsOf, questionFault, type QuestionFault, type Secrecy } from './question.ts';
import { type OptionInput, optionsFrom } from './set-options.ts';
import { insertBallot, replaceOptions } from './store.ts';

export interface CreateBallotInput extends Partial<Bounds> {
  neighbourhoodId: string;
  matterId?: string | null;
  meetingId?: string | null;
  projectId?: string | null;
  resolutionId?: string | null;
  question: string;
  explanation?: string;
  /** Code of the rule in `ballotLaws`; it says who votes as well. Left out where the rule is `custom`. */
  law?: string;
  /** A rule that the office has set itself, where the law leaves it open. */
  custom?: CustomLaw;
  /** Yes or no unless said. */
  kind?: BallotKind;
  options?: readonly OptionInput[];
  /** Named unless said. */
  secrecy?: Secrecy;
  receipts?: boolean;
  /** Named: whether a vote may be changed until closing; it may unless said. A secret one never. */
  mayChange?: boolean;
  takenBy?: TakenBy;
  /** Only these homes, where a vote is one building's or one entrance's. */
  buildingId?: string | null;
  entranceId?: string | null;
  compoundId?: string | null;
  buildingIds?: readonly string[] | null;
  closesAt: Date;
}

/**
 * `law-unknown`, `question-required`, `in-the-past`, `not-found` (place, meeting or resolution of another place), `bounds-unfit`, `options-unfit`,
 * `secret-needs-equals` (owners vote by area: the area would tell whose vote it is).
 */
export type CreateBallotError = 'not-allowed' | 'not-found' | 'law-unknown' | 'question-required' | 'in-the-past' | QuestionFault | 'secret-needs-equals';

/** Drafts a ballot. Errors: {@link CreateBallotError}. */
export const createBallot = (ctx: CommandContext, input: CreateBallotInput): Promise<Result<{ ballotId: string }, CreateBallotError | 'key-reused'>> =>
  runCommand(ctx, 'create-ballot', (tx) => createBallotIn(tx, input));

/** The same inside the caller's command. */
export async function createBallotIn(tx: CommandTx, input: CreateBallotInput): Promise<Result<{ ballotId: string }, CreateBallotError>> {
  const { neighbourhoodId } = input;
  if (!tx.can('ballot.create', { neighbourhoodId })) return err('not-allowed');
  if (!(await findNeighbourhood(tx, neighbourhoodId))) return err('not-found');
  const law = lawOf(input);
  if (!law) return err('law-unknown');
  const question = input.question.trim();
  if (question === '') return err('question-required');
  if (input.closesAt <= tx.now) return err('in-the-past');
  const meeting = input.meetingId ? await findMeeting(tx, input.meetingId) : null;
  if (input.meetingId && meeting?.neighbourhoodId !== neighbourhoodId) return err('not-found');
  if (input.resolutionId && (await findResolution(tx, input.resolutionId))?.neighbourhoodId !== neighbourhoodId) return err('not-found');
  const kind = input.kind ?? 'yes-no';
  const bounds = boundsOf(kind, input);
  const options = optionsFrom(input.options ?? []);
  const fault = questionFault({ kind, ...bounds }, options);
  if (fault) return err(fault);
  const secrecy = input.secrecy ?? 'named';
  if (secrecy === 'secret' && law.electorate === 'owner') return err('secret-needs-equals');
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
    compoundId: input.compoundId ?? null,
    buildingIds: input.buildingIds ? [...input.buildingIds] : null,
    kind,
    ...bounds,
    secrecy,
    receipts: secrecy === 'secret' && (input.receipts ?? true),
    mayChange: secrecy === 'named' && (input.mayChange ?? true),
    takenBy: input.takenBy ?? 'ballot',
    law: law.code,
    rule: law.rule,
    clause: law.clause,
    closesAt: input.closesAt,
  });
  await replaceOptions(tx, ballotId, options);
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
    text: { question, law: law.code, kind, secrecy, closesAt: input.closesAt.toISOString() },
  });
  await tx.emit('ballot.created', { ballotId, neighbourhoodId });
  return ok({ ballotId });
}

function lawOf(input: CreateBallotInput): { code: string; electorate: BallotLaw['electorate']; rule: BallotLaw['rule']; clause: string } | null {
  if (input.custom) return { ...input.custom, code: input.custom.title };
  const law = input.law !== undefined && Object.hasOwn(ballotLaws, input.law) ? ballotLaws[input.law] : undefined;
  return law && input.law !== undefined ? { code: input.law, electorate: law.electorate, rule: law.rule, clause: clauseOf(law) } : null;
}
