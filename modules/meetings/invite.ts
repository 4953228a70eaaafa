import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { findPerson, listOrganisations } from '#modules/people';
import { invitationCounts, invitationsOf } from './around-queries.ts';
import { insertInvitations } from './around-store.ts';
import { findBody } from './body-queries.ts';
import { readableCode } from './code.ts';
import type { Invited } from './invitation.ts';
import { cite, type InviteeRule, inviteeRules, requiredInvitees } from './law.ts';
import { attendanceIsOpen, type Meeting, meetingDay } from './meeting.ts';
import { inviteesOf } from './queries.ts';
import { peopleOfRule } from './resolve-invited.ts';
import { lockMeeting } from './store.ts';

/** Who is invited beside those whom the meeting's groups mean. */
export interface Guests {
  personIds?: readonly string[];
  organisationIds?: readonly string[];
  /** Departments and guests by name alone; one that is the name of a known organisation is that organisation. */
  names?: readonly string[];
  affected?: { buildingIds: readonly string[]; entranceIds: readonly string[] };
}

type Invitable = Pick<Meeting, 'id' | 'neighbourhoodId' | 'kind' | 'form' | 'entranceId' | 'buildingId' | 'bodyId' | 'startsAt' | 'title' | 'projectId'>;

/**
 * Writes the list of those invited by name, from the roll as it is now: those whom a rule wants, then whom the convener adds. Whoever stands on
 * it already stays as they are. Returns how many are new.
 */
export async function inviteIn(
  tx: CommandTx,
  meeting: Invitable,
  rules: readonly { rule: InviteeRule; clause: string | null }[],
  guests: Guests,
): Promise<number> {
  const body = meeting.bodyId === null ? null : await findBody(tx, meeting.bodyId);
  const affected = guests.affected ?? { buildingIds: [], entranceIds: [] };
  const wanted: Invited[] = [];
  for (const { rule, clause } of rules) wanted.push(...(await peopleOfRule(tx, rule, clause, { meeting, body, affected, today: tx.today })));
  const free = { rule: null, clause: null, personId: null, householdId: null, organisationId: null, door: '', seat: false };
  for (const personId of guests.personIds ?? []) {
    const person = await findPerson(tx, personId);
    if (person) wanted.push({ ...free, personId, name: person.name });
  }
  const known = await listOrganisations(tx, meeting.neighbourhoodId);
  for (const organisationId of guests.organisationIds ?? []) {
    const organisation = known.find((one) => one.id === organisationId);
    if (organisation) wanted.push({ ...free, organisationId, name: organisation.name });
  }
  for (const name of (guests.names ?? []).map((one) => one.trim().slice(0, 120)).filter((one) => one !== '')) {
    const organisation = known.find((one) => one.name === name);
    wanted.push({ ...free, organisationId: organisation?.id ?? null, name });
  }
  const codes = codesFor(tx, wanted.length, new Set((await invitationsOf(tx, meeting.id)).map((one) => one.code)));
  const added = await insertInvitations(
    tx,
    meeting.id,
    wanted.map((one, index) => ({ ...one, code: codes[index] ?? '' })),
  );
  await askToInform(tx, meeting);
  return added;
}

/** Codes of five signs that no line of this meeting bears yet. */
function codesFor(tx: CommandTx, count: number, taken: Set<string>): string[] {
  const codes: string[] = [];
  while (codes.length < count) {
    const code = readableCode(tx.randomBytes(5));
    // Digits alone could be read as a door.
    if (taken.has(code) || /^\d+$/.test(code)) continue;
    taken.add(code);
    codes.push(code);
  }
  return codes;
}

/** As long as somebody on the list has not been told, the secretary has it in the inbox; due on the day of the meeting. */
export async function askToInform(tx: CommandTx, meeting: Pick<Meeting, 'id' | 'neighbourhoodId' | 'title' | 'startsAt' | 'projectId'>): Promise<void> {
  const { untold } = await invitationCounts(tx, meeting.id);
  if (untold === 0) {
    await closeDuty(tx, { kind: 'meeting.inform', subjectId: meeting.id });
    return;
  }
  await openDuty(tx, {
    kind: 'meeting.inform',
    role: 'secretary',
    neighbourhoodId: meeting.neighbourhoodId,
    subjectKind: 'meeting',
    subjectId: meeting.id,
    ...(meeting.projectId ? { projectId: meeting.projectId } : {}),
    title: { zh: `通知参会的人：${meeting.title}`, en: `Tell those who are invited: ${meeting.title}` },
    href: `/meetings/${meeting.id}/invitations`,
    dueDay: meetingDay(meeting),
  });
}

/**
 * Adds to the list of a meeting that has not been minuted: departments by name, persons, and whoever the roll has now for its groups.
 * Errors: `wrong-state`, `nobody-new` (all of them are invited already, or nobody was named), `too-long`.
 */
export function inviteMore(
  ctx: CommandContext,
  input: { meetingId: string; rules?: readonly InviteeRule[]; refresh?: boolean } & Guests,
): Promise<Result<{ added: number }, 'not-allowed' | 'not-found' | 'wrong-state' | 'nobody-new' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'invite-more', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.invite', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (!attendanceIsOpen(meeting)) return err('wrong-state');
    if ((input.names ?? []).some((name) => name.trim().length > 120)) return err('too-long');
    const rules = (input.rules ?? []).map((rule) => ({ rule, clause: null }));
    const asked = input.refresh ? await groupsOf(tx, meeting) : [];
    const { meetingId: _meeting, rules: _rules, refresh: _refresh, ...guests } = input;
    const added = await inviteIn(tx, meeting, [...asked, ...rules], guests);
    if (added === 0) return err('nobody-new');
    tx.audit({
      action: 'meeting.invite',
      subjectKind: 'meeting',
      subjectId: meeting.id,
      text: { added, names: input.names ?? [], refresh: input.refresh ?? false },
    });
    await tx.emit('meeting.invited', { meetingId: meeting.id, added });
    return ok({ added });
  });
}

/** The groups that a meeting was called for, as they stand with it. */
async function groupsOf(tx: CommandTx, meeting: Meeting): Promise<{ rule: InviteeRule; clause: string | null }[]> {
  const kept = (await inviteesOf(tx, meeting.id)).flatMap((one) => {
    const rule = inviteeRules.find((known) => known === one.rule);
    return rule ? [{ rule, clause: one.clause }] : [];
  });
  // A meeting that was called before its groups were kept asks by its kind.
  return kept.length > 0 ? kept : requiredInvitees(meeting.kind, meeting.form).map(({ rule, clause }) => ({ rule, clause: clause && cite(clause) }));
}
