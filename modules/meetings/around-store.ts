import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { MeetingBody } from './body.ts';
import type { Invitation, InvitationState, InvitationStep, Invited, InformedHow } from './invitation.ts';

/** Writes invitations in one statement, numbered after those that are there; who is invited already stays as they are. Returns how many are new. */
export async function insertInvitations(tx: CommandTx, meetingId: string, list: readonly (Invited & { code: string })[]): Promise<number> {
  if (list.length === 0) return 0;
  const of = <T>(value: (one: (typeof list)[number]) => T): T[] => list.map(value);
  return tx.exec(sql`insert into meeting_invitation (subdistrict_id, id, meeting_id, position, rule, clause, person_id, household_id, organisation_id, name, door,
    seat, code, added_at)
    select ${tx.subdistrictId}, n.id, ${meetingId}, n.no + (select coalesce(max(position), 0) from meeting_invitation i
      where i.subdistrict_id = ${tx.subdistrictId} and i.meeting_id = ${meetingId}), n.rule, n.clause, n.person_id, n.household_id, n.organisation_id, n.name, n.door,
      n.seat, n.code, ${tx.now}
    from unnest(${of(() => tx.newId())}::uuid[], ${of((_) => _.rule)}::text[], ${of((_) => _.clause)}::text[], ${of((_) => _.personId)}::uuid[],
      ${of((_) => _.householdId)}::uuid[], ${of((_) => _.organisationId)}::uuid[], ${of((_) => _.name)}::text[], ${of((_) => _.door)}::text[],
      ${of((_) => _.seat)}::bool[], ${of((_) => _.code)}::text[])
      with ordinality n (id, rule, clause, person_id, household_id, organisation_id, name, door, seat, code, no)
    on conflict do nothing`);
}

/** Where an invitation stands now, with the step that took it there. */
export async function saveInvitationStep(
  tx: CommandTx,
  invitation: Pick<Invitation, 'id'>,
  to: { state: InvitationState; deputyName: string | null; informed?: { how: InformedHow } },
  step: { kind: InvitationStep; how: string; text: string },
): Promise<void> {
  const { informed } = to;
  await tx.exec(sql`update meeting_invitation set state = ${to.state}, deputy_name = ${to.deputyName},
    informed_at = coalesce(informed_at, ${informed ? tx.now : null}::timestamptz), informed_how = coalesce(informed_how, ${informed?.how ?? null})
    where subdistrict_id = ${tx.subdistrictId} and id = ${invitation.id}`);
  await tx.exec(sql`insert into meeting_invitation_step (subdistrict_id, id, invitation_id, kind, how, text, by_person_id, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${invitation.id}, ${step.kind}, ${step.how}, ${step.text}, ${tx.actor.personId}, ${tx.now})`);
}

/** The same step for many who were told at once. */
export async function saveInformed(tx: CommandTx, ids: readonly string[], how: InformedHow, text: string): Promise<void> {
  await tx.exec(sql`update meeting_invitation set state = case when state = 'invited' then 'informed' else state end,
    informed_at = coalesce(informed_at, ${tx.now}), informed_how = coalesce(informed_how, ${how})
    where subdistrict_id = ${tx.subdistrictId} and id = any(${[...ids]}::uuid[])`);
  await tx.exec(sql`insert into meeting_invitation_step (subdistrict_id, id, invitation_id, kind, how, text, by_person_id, at)
    select ${tx.subdistrictId}, n.id, n.invitation_id, 'inform', ${how}, ${text}, ${tx.actor.personId}, ${tx.now}
    from unnest(${ids.map(() => tx.newId())}::uuid[], ${[...ids]}::uuid[]) n (id, invitation_id)`);
}

/** Writes a person's code for one meeting, once. */
export const insertPass = (tx: CommandTx, meetingId: string, personId: string, code: string): Promise<number> =>
  tx.exec(sql`insert into meeting_pass (subdistrict_id, id, meeting_id, person_id, code, made_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${personId}, ${code}, ${tx.now}) on conflict do nothing`);

/** Ends the person's calendar address and, with a hash, makes a new one. */
export async function replaceFeed(tx: CommandTx, personId: string, tokenHash: string | null): Promise<void> {
  await tx.exec(sql`update calendar_feed set ended_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and person_id = ${personId} and ended_at is null`);
  if (tokenHash !== null)
    await tx.exec(sql`insert into calendar_feed (subdistrict_id, id, person_id, token_hash, made_at)
      values (${tx.subdistrictId}, ${tx.newId()}, ${personId}, ${tokenHash}, ${tx.now})`);
}

/** A new body, or the same with what was ruled for it. */
export async function saveBody(tx: CommandTx, body: Omit<MeetingBody, 'endedOn'>): Promise<void> {
  const { quorum } = body;
  await tx.exec(sql`insert into meeting_body (subdistrict_id, id, neighbourhood_id, kind, name, belonging, quorum_num, quorum_den, quorum_strict, notice_days,
    proxies, source, ruled_by_name, ruled_on, made_by, made_at) values (${tx.subdistrictId}, ${body.id}, ${body.neighbourhoodId}, ${body.kind}, ${body.name},
    ${body.belonging}, ${quorum?.num ?? null}, ${quorum?.den ?? null}, ${quorum?.strict ?? null}, ${body.noticeDays}, ${body.proxies}, ${body.source},
    ${body.ruledByName}, ${body.ruledOn}, ${tx.actor.personId}, ${tx.now})
    on conflict (subdistrict_id, id) do update set quorum_num = excluded.quorum_num, quorum_den = excluded.quorum_den, quorum_strict = excluded.quorum_strict,
    notice_days = excluded.notice_days, proxies = excluded.proxies, source = excluded.source, ruled_by_name = excluded.ruled_by_name, ruled_on = excluded.ruled_on,
    belonging = excluded.belonging, name = excluded.name`);
}

export async function endBody(tx: CommandTx, bodyId: string): Promise<void> {
  await tx.exec(sql`update meeting_body set ended_on = ${tx.today} where subdistrict_id = ${tx.subdistrictId} and id = ${bodyId} and ended_on is null`);
}

export async function insertBodyMember(tx: CommandTx, bodyId: string, member: { personId: string; post: string; fromDay: string }): Promise<number> {
  return tx.exec(sql`insert into meeting_body_member (subdistrict_id, id, body_id, person_id, post, from_day)
    values (${tx.subdistrictId}, ${tx.newId()}, ${bodyId}, ${member.personId}, ${member.post}, ${member.fromDay}) on conflict do nothing`);
}

/** Ends a membership today; one that began today never held, and ends the same day. */
export const endBodyMember = (tx: CommandTx, bodyId: string, personId: string): Promise<number> =>
  tx.exec(sql`update meeting_body_member set until_day = greatest(from_day, ${tx.today}::date) where subdistrict_id = ${tx.subdistrictId} and body_id = ${bodyId}
    and person_id = ${personId} and until_day is null`);

export async function setReminded(tx: CommandTx, meetingId: string): Promise<void> {
  await tx.exec(sql`update meeting set reminded_on = ${tx.today} where subdistrict_id = ${tx.subdistrictId} and id = ${meetingId}`);
}

/** An item that was put on the agenda after the call: `position` after the last. */
export async function addAgendaItem(tx: CommandTx, meetingId: string, title: string): Promise<void> {
  await tx.exec(sql`insert into meeting_agenda (subdistrict_id, id, meeting_id, position, title) select ${tx.subdistrictId}, ${tx.newId()}, ${meetingId},
    coalesce(max(position), 0) + 1, ${title} from meeting_agenda where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId}`);
}
