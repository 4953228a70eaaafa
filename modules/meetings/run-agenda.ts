import { err, ok, type Result } from '#libs/result';
import type { CommandContext } from '#platform/command';
import { inSession, type InSessionError } from './in-session.ts';
import { insertDecision, insertOpened, setStruck } from './proceedings-store.ts';
import { agendaOf } from './queries.ts';

/** Opens an item of the agenda, `position` counting from 1; what is recorded from now on belongs to it. Errors: `no-such-item`. */
export function openItem(
  ctx: CommandContext,
  input: { meetingId: string; position: number },
): Promise<Result<{ position: number }, InSessionError | 'no-such-item'>> {
  return inSession(ctx, 'open-item', input.meetingId, async (tx, { meeting, position }) => {
    const title = (await agendaOf(tx, meeting.id))[input.position - 1];
    if (title === undefined) return err('no-such-item');
    if (position !== input.position) {
      await insertOpened(tx, meeting.id, input.position);
      tx.audit({ action: 'meeting.open-item', subjectKind: 'meeting', subjectId: meeting.id, text: { position: input.position, title } });
    }
    return ok({ position: input.position });
  });
}

/** Writes down what was decided on the item under discussion without a vote. Errors: `text-required`, `too-long`. */
export function noteDecision(
  ctx: CommandContext,
  input: { meetingId: string; text: string },
): Promise<Result<null, InSessionError | 'text-required' | 'too-long'>> {
  return inSession(ctx, 'note-decision', input.meetingId, async (tx, { meeting, position }) => {
    const text = input.text.trim();
    if (text === '') return err('text-required');
    if (text.length > 2000) return err('too-long');
    await insertDecision(tx, meeting.id, { position, text });
    tx.audit({ action: 'meeting.decide', subjectKind: 'meeting', subjectId: meeting.id, text: { position, text } });
    return ok(null);
  });
}

/** Strikes a decision that was written down wrongly; it stays in the record with the reason. Errors: `reason-required`. */
export function strikeDecision(
  ctx: CommandContext,
  input: { meetingId: string; decisionId: string; reason: string },
): Promise<Result<null, InSessionError | 'reason-required'>> {
  return inSession(ctx, 'strike-decision', input.meetingId, async (tx, { meeting, record }) => {
    const decision = record.decisions.find((one) => one.id === input.decisionId);
    if (!decision) return err('not-found');
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('reason-required');
    if (decision.struck !== null) return err('wrong-state');
    await setStruck(tx, decision.id, reason);
    tx.audit({ action: 'meeting.strike', subjectKind: 'meeting', subjectId: meeting.id, text: { text: decision.text, reason } });
    return ok(null);
  });
}
