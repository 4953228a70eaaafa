import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx } from '#platform/command';
import { inSession, type InSessionError } from './in-session.ts';
import { amendmentFits, mayRecord, standingCount } from './proceedings.ts';
import { recordOf } from './proceedings-queries.ts';
import { insertAmendment, insertProposal, insertProposalVersion, setAmendment, setProposal } from './proceedings-store.ts';
import { lockMeeting } from './store.ts';

export type WordsError = 'text-required' | 'too-long' | 'name-required';

function wordsOf(input: { text: string; authorName: string }): Result<{ text: string; authorName: string }, WordsError> {
  const text = input.text.trim();
  const authorName = input.authorName.trim();
  if (text === '') return err('text-required');
  if (authorName === '') return err('name-required');
  if (text.length > 2000 || authorName.length > 80) return err('too-long');
  return ok({ text, authorName });
}

/** Somebody puts a proposal on the item under discussion. Errors: `text-required`, `name-required`, `too-long`. */
export function putProposal(
  ctx: CommandContext,
  input: { meetingId: string; text: string; authorName: string; authorPersonId?: string | null },
): Promise<Result<{ proposalId: string }, InSessionError | WordsError>> {
  return inSession(ctx, 'put-proposal', input.meetingId, async (tx, { meeting, position }) => {
    const words = wordsOf(input);
    if (!words.ok) return words;
    const proposalId = tx.newId();
    await insertProposal(tx, meeting.id, { id: proposalId, position, authorPersonId: input.authorPersonId ?? null, authorName: words.value.authorName });
    await insertProposalVersion(tx, meeting.id, { proposalId, version: 1, text: words.value.text, amendmentId: null });
    tx.audit({ action: 'meeting.propose', subjectKind: 'meeting', subjectId: meeting.id, text: { ...words.value, position } });
    return ok({ proposalId });
  });
}

/** The mover takes the proposal back. Errors: `wrong-state` (withdrawn already, or its ballot decides). */
export function withdrawProposal(ctx: CommandContext, input: { meetingId: string; proposalId: string }): Promise<Result<null, InSessionError>> {
  return inSession(ctx, 'withdraw-proposal', input.meetingId, async (tx, { meeting, record }) => {
    const proposal = record.proposals.find((one) => one.id === input.proposalId);
    if (!proposal) return err('not-found');
    if (proposal.state !== 'open') return err('wrong-state');
    await setProposal(tx, proposal.id, 'withdrawn', null);
    tx.audit({ action: 'meeting.withdraw-proposal', subjectKind: 'meeting', subjectId: meeting.id, text: { no: proposal.no } });
    return ok(null);
  });
}

/** Somebody wants a proposal to say something else: `text` is the whole of it as it would read. Errors: as {@link putProposal}, `wrong-state`. */
export function proposeAmendment(
  ctx: CommandContext,
  input: { meetingId: string; proposalId: string; text: string; authorName: string; authorPersonId?: string | null },
): Promise<Result<{ amendmentId: string }, InSessionError | WordsError>> {
  return inSession(ctx, 'propose-amendment', input.meetingId, async (tx, { meeting, record }) => {
    const words = wordsOf(input);
    if (!words.ok) return words;
    const proposal = record.proposals.find((one) => one.id === input.proposalId);
    if (!proposal) return err('not-found');
    if (proposal.state !== 'open') return err('wrong-state');
    const amendmentId = await insertAmendment(tx, meeting.id, {
      proposalId: proposal.id,
      no: proposal.amendments.length + 1,
      baseVersion: proposal.versions.length,
      text: words.value.text,
      authorPersonId: input.authorPersonId ?? null,
      authorName: words.value.authorName,
    });
    tx.audit({ action: 'meeting.amend', subjectKind: 'meeting', subjectId: meeting.id, text: { ...words.value, proposal: proposal.no } });
    return ok({ amendmentId });
  });
}

/**
 * Settles an amendment: `accepted` the mover takes it over, `carried` and `rejected` as its hands say, `withdrawn` by whoever made
 * it. Accepted or carried, it becomes the proposal's next version. Errors: `outdated` (the words have changed since), `not-counted`
 * (no hands were counted on it), `against-the-count`.
 */
export function settleAmendment(
  ctx: CommandContext,
  input: { meetingId: string; amendmentId: string; as: 'accepted' | 'carried' | 'rejected' | 'withdrawn' },
): Promise<Result<{ version: number }, InSessionError | 'outdated' | 'not-counted' | 'against-the-count'>> {
  return inSession(ctx, 'settle-amendment', input.meetingId, async (tx, { meeting, record }) => {
    const proposal = record.proposals.find((one) => one.amendments.some((amendment) => amendment.id === input.amendmentId));
    const amendment = proposal?.amendments.find((one) => one.id === input.amendmentId);
    if (!proposal || !amendment) return err('not-found');
    if (amendment.state !== 'open' || proposal.state !== 'open') return err('wrong-state');
    const takesEffect = input.as === 'accepted' || input.as === 'carried';
    if (takesEffect && !amendmentFits(proposal, amendment)) return err('outdated');
    if (input.as === 'carried' || input.as === 'rejected') {
      const asked = record.questions.findLast((question) => question.amendmentId === amendment.id && question.counts.length > 0);
      const majority = asked ? standingCount(asked)?.majority : undefined;
      if (majority === undefined || majority === null) return err('not-counted');
      if (majority !== (input.as === 'carried')) return err('against-the-count');
    }
    await setAmendment(tx, amendment.id, input.as);
    const version = proposal.versions.length + (takesEffect ? 1 : 0);
    if (takesEffect) await insertProposalVersion(tx, meeting.id, { proposalId: proposal.id, version, text: amendment.text, amendmentId: amendment.id });
    tx.audit({
      action: `meeting.amendment-${input.as}`,
      subjectKind: 'meeting',
      subjectId: meeting.id,
      text: { proposal: proposal.no, amendment: amendment.no, version },
    });
    return ok({ version });
  });
}

/**
 * A ballot decides the proposal instead of hands; inside the command that drafts the ballot.
 * Errors: `wrong-state` (withdrawn, or it has its ballot), `not-yet`.
 */
export async function sendProposalToBallotIn(
  tx: CommandTx,
  input: { meetingId: string; proposalId: string; ballotId: string },
): Promise<Result<null, Exclude<InSessionError, 'key-reused'>>> {
  const meeting = await lockMeeting(tx, input.meetingId);
  if (!meeting) return err('not-found');
  if (!tx.can('meeting.record', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
  const open = mayRecord(meeting, tx.now);
  if (!open.ok) return open;
  const proposal = (await recordOf(tx, meeting.id)).proposals.find((one) => one.id === input.proposalId);
  if (!proposal) return err('not-found');
  if (proposal.state !== 'open') return err('wrong-state');
  await setProposal(tx, proposal.id, 'ballot', input.ballotId);
  tx.audit({ action: 'meeting.proposal-ballot', subjectKind: 'meeting', subjectId: meeting.id, text: { no: proposal.no, ballotId: input.ballotId } });
  return ok(null);
}
