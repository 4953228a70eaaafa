import { err, ok, type Result } from '#libs/result';
import type { CommandContext } from '#platform/command';
import { inSession, type InSessionError, type Session } from './in-session.ts';
import { cite, organicLaw9 } from './law.ts';
import type { Meeting } from './meeting.ts';
import { enoughAgree, handsFitTheRoom, type HandsNeed, presentAtCount } from './proceedings.ts';
import { unitOf, unitsOf, voicesFromAfar } from './proceedings-queries.ts';
import { insertCount, insertQuestion, saveVoice } from './proceedings-store.ts';

/** What a meeting may agree that must agree; `count-only` decides nothing. Where the law speaks, its rule is taken. */
export const handsRules = ['half', 'two-thirds', 'three-quarters', 'count-only'] as const;
export type HandsRule = (typeof handsRules)[number];

const shares: Record<Exclude<HandsRule, 'count-only'>, HandsNeed> = {
  half: { num: 1, den: 2, strict: true },
  'two-thirds': { num: 2, den: 3, strict: false },
  'three-quarters': { num: 3, den: 4, strict: false },
};

/** What the law asks for when hands are raised: an assembly decides with more than half of those present (§9). Null: no rule was read, the meeting says. */
export const lawOfHands = (meeting: Pick<Meeting, 'kind'>): { need: HandsNeed; clause: string } | null =>
  meeting.kind === 'assembly' ? { need: shares.half, clause: cite(organicLaw9) } : null;

function needOf(meeting: Meeting, rule: HandsRule | null): Result<{ need: HandsNeed | null; clause: string }, 'rule-required'> {
  if (rule === 'count-only') return ok({ need: null, clause: '' });
  const law = lawOfHands(meeting);
  if (law) return ok(law);
  return rule === null ? err('rule-required') : ok({ need: shares[rule], clause: '本次会议商定' });
}

function wordsOf(session: Session, input: { proposalId?: string | null; amendmentId?: string | null; question?: string }) {
  const amendment = session.record.proposals.flatMap((one) => one.amendments).find((one) => one.id === input.amendmentId);
  const proposal = session.record.proposals.find((one) => one.id === (amendment?.proposalId ?? input.proposalId));
  return { amendment, proposal, question: (amendment?.text ?? proposal?.versions.at(-1)?.text ?? input.question ?? '').trim() };
}

/**
 * Puts a question to the vote by hands: a proposal as it reads now, an amendment, or words of its own. Whoever takes part from
 * afar answers on the phone until the hands are counted. One question at a time.
 * Errors: `question-required`, `rule-required` (no law says what must agree, so the meeting must), `question-open`, `wrong-state`.
 */
export function askHands(
  ctx: CommandContext,
  input: { meetingId: string; proposalId?: string | null; amendmentId?: string | null; question?: string; rule?: HandsRule | null },
): Promise<Result<{ questionId: string }, InSessionError | 'question-required' | 'too-long' | 'rule-required' | 'question-open'>> {
  return inSession(ctx, 'ask-hands', input.meetingId, async (tx, session) => {
    const { meeting, record, position } = session;
    const { amendment, proposal, question } = wordsOf(session, input);
    if ((input.amendmentId && !amendment) || (input.proposalId && !proposal)) return err('not-found');
    if (question === '') return err('question-required');
    if (question.length > 2000) return err('too-long');
    if (record.questions.some((one) => one.state === 'open')) return err('question-open');
    if ((proposal && proposal.state !== 'open') || (amendment && amendment.state !== 'open')) return err('wrong-state');
    const needed = needOf(meeting, input.rule ?? null);
    if (!needed.ok) return needed;
    const questionId = tx.newId();
    await insertQuestion(tx, meeting.id, {
      id: questionId,
      position: proposal?.position ?? position,
      proposalId: proposal?.id ?? null,
      proposalVersion: proposal?.versions.length ?? null,
      amendmentId: amendment?.id ?? null,
      question,
      ...needed.value,
    });
    tx.audit({ action: 'meeting.ask-hands', subjectKind: 'meeting', subjectId: meeting.id, text: { question, ...needed.value } });
    await tx.emit('meeting.hands-asked', { meetingId: meeting.id, questionId });
    return ok({ questionId });
  });
}

/**
 * Somebody who takes part from afar raises a hand: named, once for their seat, household or self; changed at will until the hands
 * are counted. Errors: `not-signed-in` (or only watching), `in-the-room` (they, or somebody of their household, raise a hand there).
 */
export function giveVoice(
  ctx: CommandContext,
  input: { meetingId: string; questionId: string; choice: 'yes' | 'no' | 'abstain' },
): Promise<Result<null, InSessionError | 'not-signed-in' | 'in-the-room'>> {
  return inSession(
    ctx,
    'give-voice',
    input.meetingId,
    async (tx, { meeting, record }) => {
      const question = record.questions.find((one) => one.id === input.questionId);
      if (!question) return err('not-found');
      if (question.state !== 'open') return err('wrong-state');
      const mine = tx.actor.personId === null ? null : await unitOf(tx, meeting.id, tx.actor);
      if (!mine) return err('not-signed-in');
      if (mine.inRoom) return err('in-the-room');
      await saveVoice(tx, meeting.id, { questionId: question.id, unit: mine.unit, choice: input.choice });
      tx.audit({
        action: 'meeting.voice',
        subjectKind: 'meeting',
        subjectId: meeting.id,
        text: { question: question.question, name: tx.actor.name, choice: input.choice },
      });
      return ok(null);
    },
    'meeting.sign-in',
  );
}

export interface CountHandsInput {
  meetingId: string;
  questionId: string;
  yes: number;
  no: number;
  abstain: number;
  /** Heads that the counters found in the room, where they counted them as well: a paper list is often typed after the meeting. */
  found?: number | null;
  firstCounter: string;
  secondCounter: string;
  /** Why it is counted again; needed from the second count on. */
  reason?: string;
}

/**
 * Two people count the hands in the room; the voices from afar are added. A recount keeps both, the last stands.
 * Errors: `counters-required` (two, not the same), `nobody-present`, `too-many-hands`, `reason-required` (a recount says why),
 * `wrong-state` (the amendment was settled by the count before).
 */
export function countHands(
  ctx: CommandContext,
  input: CountHandsInput,
): Promise<
  Result<
    { majority: boolean | null; present: number },
    InSessionError | 'counters-required' | 'too-long' | 'nobody-present' | 'too-many-hands' | 'reason-required'
  >
> {
  return inSession(ctx, 'count-hands', input.meetingId, async (tx, { meeting, record }) => {
    const question = record.questions.find((one) => one.id === input.questionId);
    if (!question) return err('not-found');
    const firstCounter = input.firstCounter.trim();
    const secondCounter = input.secondCounter.trim();
    if (firstCounter === '' || secondCounter === '' || firstCounter === secondCounter) return err('counters-required');
    const reason = (input.reason ?? '').trim();
    if (firstCounter.length > 80 || secondCounter.length > 80 || reason.length > 500) return err('too-long');
    const again = question.counts.length > 0;
    if (again && reason === '') return err('reason-required');
    const amendment = record.proposals.flatMap((one) => one.amendments).find((one) => one.id === question.amendmentId);
    if (amendment && amendment.state !== 'open') return err('wrong-state');
    const units = await unitsOf(tx, meeting.id);
    const voices = await voicesFromAfar(tx, meeting.id, question.id);
    const count = {
      countNo: question.counts.length + 1,
      yes: input.yes,
      no: input.no,
      abstain: input.abstain,
      signed: units.room,
      found: input.found ?? null,
      onlineYes: voices.yes,
      onlineNo: voices.no,
      onlineAbstain: voices.abstain,
      onlinePresent: units.away,
      firstCounter,
      secondCounter,
      reason: again ? reason : '',
    };
    const present = presentAtCount(count);
    if (present === 0) return err('nobody-present');
    if (!handsFitTheRoom(count)) return err('too-many-hands');
    const majority = enoughAgree(question.need, count.yes + count.onlineYes, present);
    await insertCount(tx, meeting.id, question.id, { ...count, majority });
    tx.audit({
      action: again ? 'meeting.recount' : 'meeting.count',
      subjectKind: 'meeting',
      subjectId: meeting.id,
      text: { question: question.question, ...count, majority },
    });
    await tx.emit('meeting.hands-counted', { meetingId: meeting.id, questionId: question.id });
    return ok({ majority, present });
  });
}
