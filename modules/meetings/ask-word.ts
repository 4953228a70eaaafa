import { err, ok, type Result } from '#libs/result';
import type { CommandContext } from '#platform/command';
import { inSession, type InSessionError } from './in-session.ts';
import { insertWord, setSaid, setSpeaking, setSpoken, setWordWithdrawn } from './proceedings-store.ts';
import { attendanceOf } from './queries.ts';

/**
 * Somebody who has signed in asks for the word from their phone. Asking again while waiting changes nothing.
 * Errors: `not-signed-in`.
 */
export function askForWord(ctx: CommandContext, input: { meetingId: string }): Promise<Result<{ ahead: number }, InSessionError | 'not-signed-in'>> {
  return inSession(
    ctx,
    'ask-for-word',
    input.meetingId,
    async (tx, { meeting, record, position }) => {
      const me = tx.actor.personId;
      const here = (await attendanceOf(tx, meeting.id)).find((one) => one.personId === me);
      if (me === null || !here) return err('not-signed-in');
      const waiting = record.words.filter((word) => word.state === 'waiting');
      const mine = waiting.findIndex((word) => word.personId === me);
      if (mine >= 0) return ok({ ahead: mine });
      await insertWord(tx, meeting.id, { id: tx.newId(), position, personId: me, name: here.name, how: 'own', limitSeconds: null });
      tx.audit({ action: 'meeting.ask-word', subjectKind: 'meeting', subjectId: meeting.id, text: { name: here.name } });
      return ok({ ahead: waiting.length });
    },
    'meeting.sign-in',
  );
}

/** The recorder puts somebody on the speaking list. Errors: `name-required`, `too-long`, `waiting-already`. */
export function enterWord(
  ctx: CommandContext,
  input: { meetingId: string; name: string; personId?: string | null },
): Promise<Result<{ wordId: string }, InSessionError | 'name-required' | 'too-long' | 'waiting-already'>> {
  return inSession(ctx, 'enter-word', input.meetingId, async (tx, { meeting, position }) => {
    const name = input.name.trim();
    if (name === '') return err('name-required');
    if (name.length > 80) return err('too-long');
    const id = tx.newId();
    const added = await insertWord(tx, meeting.id, { id, position, personId: input.personId ?? null, name, how: 'recorder', limitSeconds: null });
    if (!added) return err('waiting-already');
    tx.audit({ action: 'meeting.enter-word', subjectKind: 'meeting', subjectId: meeting.id, text: { name } });
    return ok({ wordId: id });
  });
}

/**
 * Gives the word; whoever spoke until now has finished. `limitSeconds` is the time the chair sets for it, null for none.
 * Errors: `wrong-state` (they have spoken or withdrawn).
 */
export function giveWord(
  ctx: CommandContext,
  input: { meetingId: string; wordId: string; limitSeconds?: number | null },
): Promise<Result<{ name: string }, InSessionError>> {
  return inSession(ctx, 'give-word', input.meetingId, async (tx, { meeting, record }) => {
    const word = record.words.find((one) => one.id === input.wordId);
    if (!word) return err('not-found');
    if (word.state !== 'waiting') return err('wrong-state');
    const speaking = record.words.find((one) => one.state === 'speaking');
    if (speaking) await setSpoken(tx, speaking.id, speaking.said);
    await setSpeaking(tx, word.id, input.limitSeconds ?? null);
    tx.audit({
      action: 'meeting.give-word',
      subjectKind: 'meeting',
      subjectId: meeting.id,
      text: { name: word.name, limitSeconds: input.limitSeconds ?? null },
    });
    return ok({ name: word.name });
  });
}

/** The speaker has finished; the recorder keeps their point. A point may still be written down, or made clearer, until the minutes are. */
export function endWord(ctx: CommandContext, input: { meetingId: string; wordId: string; said: string }): Promise<Result<null, InSessionError | 'too-long'>> {
  return inSession(ctx, 'end-word', input.meetingId, async (tx, { meeting, record }) => {
    const word = record.words.find((one) => one.id === input.wordId);
    if (!word) return err('not-found');
    const said = input.said.trim();
    if (said.length > 2000) return err('too-long');
    if (word.state === 'speaking') await setSpoken(tx, word.id, said);
    else if (word.state === 'spoken') await setSaid(tx, word.id, said);
    else return err('wrong-state');
    tx.audit({ action: 'meeting.end-word', subjectKind: 'meeting', subjectId: meeting.id, text: { name: word.name, said } });
    return ok(null);
  });
}

/** Takes somebody off the speaking list: themselves, or the recorder. */
export function withdrawWord(ctx: CommandContext, input: { meetingId: string; wordId: string }): Promise<Result<null, InSessionError>> {
  return inSession(
    ctx,
    'withdraw-word',
    input.meetingId,
    async (tx, { meeting, record }) => {
      const word = record.words.find((one) => one.id === input.wordId);
      const staff = tx.can('meeting.record', { neighbourhoodId: meeting.neighbourhoodId });
      if (!word || (!staff && word.personId !== tx.actor.personId)) return err('not-found');
      if (word.state !== 'waiting') return err('wrong-state');
      await setWordWithdrawn(tx, word.id);
      tx.audit({ action: 'meeting.withdraw-word', subjectKind: 'meeting', subjectId: meeting.id, text: { name: word.name } });
      return ok(null);
    },
    'meeting.sign-in',
  );
}
