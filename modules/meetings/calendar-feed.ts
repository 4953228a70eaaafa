import { createHash } from 'node:crypto';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { homesOfPerson } from '#modules/people';
import { feedOwner, meetingIdsOfPerson } from './around-queries.ts';
import { replaceFeed } from './around-store.ts';
import type { Meeting } from './meeting.ts';
import { meetingsByIds } from './queries.ts';

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Makes the actor a private calendar address; the one before stops working. The secret is given once and kept nowhere. Errors: `not-a-person`. */
export function makeCalendarFeed(ctx: CommandContext): Promise<Result<{ token: string }, 'not-allowed' | 'not-a-person' | 'key-reused'>> {
  return runCommand(ctx, 'make-calendar-feed', async (tx) => {
    if (!tx.can('meeting.calendar', { neighbourhoodId: null })) return err('not-allowed');
    if (tx.actor.personId === null) return err('not-a-person');
    const token = Buffer.from(tx.randomBytes(24)).toString('base64url');
    await replaceFeed(tx, tx.actor.personId, hashOf(token));
    tx.audit({ action: 'meeting.calendar', subjectKind: 'person', subjectId: tx.actor.personId, text: { made: true } });
    return ok({ token });
  });
}

/** Stops the actor's private calendar address. */
export function endCalendarFeed(ctx: CommandContext): Promise<Result<void, 'not-allowed' | 'not-a-person' | 'key-reused'>> {
  return runCommand(ctx, 'end-calendar-feed', async (tx) => {
    if (!tx.can('meeting.calendar', { neighbourhoodId: null })) return err('not-allowed');
    if (tx.actor.personId === null) return err('not-a-person');
    await replaceFeed(tx, tx.actor.personId, null);
    tx.audit({ action: 'meeting.calendar', subjectKind: 'person', subjectId: tx.actor.personId, text: { made: false } });
    return ok();
  });
}

/** The meetings behind a private calendar address; null for a secret that opens nothing. */
export async function meetingsOfFeed(tx: Tx, token: string): Promise<Meeting[] | null> {
  const owner = /^[A-Za-z0-9_-]{32}$/.test(token) ? await feedOwner(tx, hashOf(token)) : null;
  return owner ? meetingsOfPerson(tx, owner.personId) : null;
}

/** Meetings to which a person is invited, alone or with the household, or which they chair or write down; oldest first. */
export async function meetingsOfPerson(tx: Tx, personId: string): Promise<Meeting[]> {
  const homes = (await homesOfPerson(tx, personId)).filter((home) => home.relation !== 'owner').flatMap((home) => home.householdId ?? []);
  return meetingsByIds(tx, await meetingIdsOfPerson(tx, personId, homes));
}
