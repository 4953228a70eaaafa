import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { openDuty } from '#modules/inbox';
import { findMatter, linkMatterMeetingIn } from '#modules/matters';
import { publishNotice } from '#modules/notices';
import { findPerson, holdersOf } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { bodyNotice, bodyOfMeeting, proxiesAllowed, quorumFor } from './body.ts';
import { findBody, listBodies } from './body-queries.ts';
import { readableCode } from './code.ts';
import { committeeOf } from './committee-name.ts';
import { type Guests, inviteIn } from './invite.ts';
import { type AssemblyForm, cite, type InviteeRule, isOfResidentsCommitteesOnly, requiredInvitees } from './law.ts';
import { countedIn, meetingDay, type MeetingKind, type MeetingMode, noticeDaysGiven } from './meeting.ts';
import { noticeTerm, ownNoticeTerm } from './notice-days.ts';
import { callNotice } from './notice-text.ts';
import { insertAgenda, insertInvitee, insertMeeting, setNotice } from './store.ts';

/** What the convener says when calling a meeting. */
export interface CallMeetingInput {
  neighbourhoodId: string;
  kind: MeetingKind;
  /** Only for an assembly, and needed there. */
  form?: AssemblyForm | null;
  matterId?: string | null;
  projectId?: string | null;
  entranceId?: string | null;
  /** A meeting of one building. */
  buildingId?: string | null;
  /** The body that meets: needed for `body`; for a committee or the representatives, theirs when left out. */
  bodyId?: string | null;
  /** Where people meet; in the room when left out. */
  mode?: MeetingMode;
  /** Where those at home take part; shown to people of the place and those invited only. */
  onlineLink?: string | null;
  title: string;
  purpose?: string;
  place: string;
  startsAt: Date;
  /** Who convenes; the neighbourhood's committee when left out. */
  convener?: string;
  /** Who chairs; for a hearing the committee's director when left out. */
  chairPersonId?: string | null;
  recorderPersonId?: string | null;
  /** At least one item. */
  agenda: readonly string[];
  /** Groups invited beside those whom the law wants. */
  inviteeRules?: readonly InviteeRule[];
  inviteePersonIds?: readonly string[];
  inviteeOrganisationIds?: readonly string[];
  /** Departments and guests by name, one each. */
  inviteeNames?: readonly string[];
  /** Buildings and entrances whose residents are affected. */
  affected?: Guests['affected'];
  /** How many residents' groups' representatives there are: needed for that form of assembly only. */
  entitledCount?: number | null;
}

export type CallMeetingError =
  | 'not-allowed'
  | 'not-found'
  | 'in-the-past'
  | 'agenda-required'
  | 'form-required'
  | 'entitled-required'
  | 'matter-elsewhere'
  | 'chair-unknown'
  | 'body-required'
  | 'not-for-village'
  | 'place-required'
  | 'bad-link';

/**
 * Calls a meeting: notice, agenda, invitations, duty to hold it. A notice shorter than the policy asks for does not stop
 * the call; the minutes will say so.
 * Errors: `in-the-past`, `agenda-required`, `form-required` (an assembly needs its form, nothing else has one),
 * `entitled-required` (groups' representatives must be counted), `matter-elsewhere`, `chair-unknown`,
 * `body-required` (a body's meeting needs the body), `not-for-village` (the law of residents' committees does not speak of villages),
 * `place-required` (an entrance meeting needs its entrance or building), `bad-link`.
 */
export function callMeeting(
  ctx: CommandContext,
  input: CallMeetingInput,
): Promise<Result<{ meetingId: string; signInCode: string }, CallMeetingError | 'key-reused'>> {
  return runCommand(ctx, 'call-meeting', (tx) => callMeetingIn(tx, input));
}

/** The same inside another module's command. */
export async function callMeetingIn(tx: CommandTx, input: CallMeetingInput): Promise<Result<{ meetingId: string; signInCode: string }, CallMeetingError>> {
  const { neighbourhoodId, kind } = input;
  if (!tx.can('meeting.call', { neighbourhoodId })) return err('not-allowed');
  const neighbourhood = await findNeighbourhood(tx, neighbourhoodId);
  if (!neighbourhood) return err('not-found');
  if (input.startsAt <= tx.now) return err('in-the-past');
  const agenda = input.agenda.map((item) => item.trim()).filter((item) => item !== '');
  if (agenda.length === 0) return err('agenda-required');
  const form = input.form ?? null;
  if ((kind === 'assembly') !== (form !== null)) return err('form-required');
  if (form === 'group_representatives' && !(input.entitledCount && input.entitledCount > 0)) return err('entitled-required');
  if (neighbourhood.committeeKind === 'village' && isOfResidentsCommitteesOnly(kind)) return err('not-for-village');
  const bodyKind = bodyOfMeeting[kind];
  const bodies = bodyKind ? (await listBodies(tx, neighbourhoodId)).filter((one) => one.kind === bodyKind) : [];
  const body = input.bodyId ? await findBody(tx, input.bodyId) : kind !== 'body' && bodies.length === 1 ? (bodies[0] ?? null) : null;
  if (body && (body.neighbourhoodId !== neighbourhoodId || body.kind !== bodyKind || body.endedOn !== null)) return err('body-required');
  if (kind === 'body' && !body) return err('body-required');
  if (kind === 'entrance' && !input.entranceId && !input.buildingId) return err('place-required');
  const mode = input.mode ?? 'room';
  const onlineLink = mode === 'room' ? null : input.onlineLink?.trim() || null;
  if (onlineLink !== null && !(/^https?:\/\/\S+$/.test(onlineLink) && onlineLink.length <= 500)) return err('bad-link');
  const matter = input.matterId ? await findMatter(tx, input.matterId) : null;
  if (input.matterId && matter?.neighbourhoodId !== neighbourhoodId) return err('matter-elsewhere');
  const directors = kind === 'hearing' ? await holdersOf(tx, 'director', neighbourhoodId) : [];
  const chairPersonId = input.chairPersonId ?? directors[0]?.personId ?? null;
  if (chairPersonId !== null && !(await findPerson(tx, chairPersonId))) return err('chair-unknown');

  // The policies speak of the notice of a hearing and of an assembly only; for other kinds the office may have set its own.
  const ruled = kind === 'hearing' || kind === 'assembly' ? await noticeTerm(tx, kind, tx.today) : null;
  const term = ruled ?? (await ownNoticeTerm(tx, kind, bodyNotice(body), tx.today));
  const meetingId = tx.newId();
  const meeting = {
    id: meetingId,
    neighbourhoodId,
    kind,
    form,
    counted: body?.belonging === 'each_household' ? ('household' as const) : countedIn(form),
    matterId: input.matterId ?? null,
    projectId: input.projectId ?? null,
    entranceId: input.entranceId ?? null,
    buildingId: input.buildingId ?? null,
    bodyId: body?.id ?? null,
    mode,
    onlineLink,
    quorum: quorumFor(kind, body),
    proxies: proxiesAllowed(kind, body),
    title: input.title.trim(),
    purpose: input.purpose?.trim() ?? '',
    place: input.place.trim(),
    startsAt: input.startsAt,
    convener: input.convener?.trim() || (await usualConvener(tx, neighbourhood, kind, body)),
    chairPersonId,
    recorderPersonId: input.recorderPersonId ?? tx.actor.personId,
    calledBy: tx.actor.personId,
    calledAt: tx.now,
    noticeDaysNeeded: term?.days ?? null,
    noticeEarliest: term?.earliest ?? null,
    noticeClause: term?.clause ?? null,
    noticeId: null,
    signInCode: readableCode(tx.randomBytes(8)),
  };
  await insertMeeting(tx, meeting, form === 'group_representatives' ? (input.entitledCount ?? null) : null);
  await insertAgenda(tx, meetingId, agenda);
  const required = requiredInvitees(kind, form);
  const invitees = [
    ...required.map(({ rule, clause }) => ({ rule, ...(clause ? { clause: cite(clause) } : {}) })),
    ...(input.inviteeRules ?? []).map((rule) => ({ rule })),
    ...(input.inviteePersonIds ?? []).map((personId) => ({ personId })),
    ...(input.inviteeOrganisationIds ?? []).map((organisationId) => ({ organisationId })),
  ];
  for (const [index, who] of invitees.entries()) await insertInvitee(tx, meetingId, { position: index + 1, ...who });
  const rules = [...new Set([...required.map((item) => item.rule), ...(input.inviteeRules ?? [])])];
  const groups = rules.map((rule) => {
    const wanted = required.find((one) => one.rule === rule)?.clause ?? null;
    return { rule, clause: wanted && cite(wanted) };
  });
  await inviteIn(tx, meeting, groups, {
    personIds: input.inviteePersonIds ?? [],
    organisationIds: input.inviteeOrganisationIds ?? [],
    names: input.inviteeNames ?? [],
    ...(input.affected ? { affected: input.affected } : {}),
  });
  const notice = callNotice({ ...meeting, bodyName: body?.name ?? null }, agenda, rules);
  const noticeId = await publishNotice(tx, {
    kind: 'meeting',
    neighbourhoodId,
    subjectKind: 'meeting',
    subjectId: meetingId,
    title: notice.title,
    body: notice.body,
    startDay: tx.today,
    endDay: meetingDay(meeting),
    acceptsObjections: false,
  });
  await setNotice(tx, meetingId, noticeId);
  await openDuty(tx, {
    kind: 'meeting.hold',
    role: 'secretary',
    neighbourhoodId,
    subjectKind: 'meeting',
    subjectId: meetingId,
    ...(input.projectId ? { projectId: input.projectId } : {}),
    title: { zh: `召开会议：${meeting.title}`, en: `Hold the meeting: ${meeting.title}` },
    href: `/meetings/${meetingId}`,
    dueDay: meetingDay(meeting),
  });
  if (meeting.matterId) await linkMatterMeetingIn(tx, meeting.matterId, meetingId, meeting.title, kind);
  tx.audit({
    action: 'meeting.call',
    subjectKind: 'meeting',
    subjectId: meetingId,
    text: { title: meeting.title, kind, place: meeting.place, startsAt: meeting.startsAt.toISOString(), noticeDays: noticeDaysGiven(meeting) },
  });
  await tx.emit('meeting.called', { meetingId, neighbourhoodId, kind, matterId: meeting.matterId, projectId: meeting.projectId });
  return ok({ meetingId, signInCode: meeting.signInCode });
}

/** Who convenes when the form leaves it open: an owners' meeting the owners' committee, where one is registered; a body itself; else the committee. */
async function usualConvener(
  tx: CommandTx,
  place: { id: string; name: string; committeeKind: 'residents' | 'village' },
  kind: MeetingKind,
  body: { name: string } | null,
): Promise<string> {
  if (body && (kind === 'committee' || kind === 'body')) return body.name;
  // 居委会 convenes no meeting of the 业委会, registered or not.
  if (kind === 'committee') return '业主委员会';
  const owners = kind === 'owners' ? (await listBodies(tx, place.id)).filter((one) => one.kind === 'owners_committee') : [];
  return owners.length === 1 && owners[0] ? owners[0].name : committeeOf(place);
}
