import { type Ballot, ballotsAbout } from '#modules/ballots';
import { findMatter, publicTitle } from '#modules/matters';
import {
  agendaOf,
  type AttendanceHow,
  attendanceOf,
  findMeeting,
  type Invitee,
  inviteeNames,
  inviteeRules,
  inviteesOf,
  type Meeting,
  meetingFilesOf,
  type Minutes,
  minutesOf,
  type Resolution,
  resolutionsAbout,
  signaturesOf,
  signersOf,
  type SigningCapacity,
  standOf,
} from '#modules/meetings';
import { findOrganisation, maskName, personNames } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { findProject } from '#modules/projects';
import type { Tx } from '#platform/database';
import { type FileInfo, findFiles } from '#platform/files';
import type { Lang } from '#platform/i18n';
import { type Applying, loadApplying } from '../house-rules/applies.tsx';
import { loadTurns } from '../inbox/whose-turn.tsx';
import type { Web } from '../kit/index.ts';
import type { DutyItem } from '../ui/index.ts';
import { maskRecord } from './masked-record.ts';
import { meetingText } from './text.ts';

/** Somebody who came, as the reader may see it. */
export interface AttendeeView {
  name: string;
  /** Only for staff. */
  home: string;
  how: AttendanceHow;
  at: Date;
}

/** A resolution with the names of those it binds. */
export interface ResolutionView {
  resolution: Resolution;
  executor: string;
  supervisor: string;
}

/** Everything the page and the papers of a meeting show. */
export interface MeetingView {
  meeting: Meeting;
  place: { id: string; code: string; name: string };
  agenda: string[];
  invited: { words: string; clause: string | null }[];
  chair: string;
  recorder: string;
  attendees: AttendeeView[];
  present: number;
  entitled: number | null;
  /** Published minutes for everybody; for staff also the version that is not published yet. */
  minutes: (Minutes & { recorder: string })[];
  /** Who signed which version, residents masked unless the reader is staff. */
  signatures: { version: number; name: string; capacity: SigningCapacity }[];
  /** The reader's own signature is asked for. */
  mustSign: boolean;
  resolutions: ResolutionView[];
  ballots: Ballot[];
  files: { kind: string; caption: string; file: FileInfo }[];
  matter: { id: string; title: string } | null;
  project: { id: string; title: string } | null;
  turns: DutyItem[];
  /** House rules that its title and agenda speak of. */
  applying: Applying;
  staff: boolean;
  may: { attend: boolean; hold: boolean; record: boolean; publish: boolean; cancel: boolean; resolve: boolean; ballot: boolean };
  /** The reader has signed in. */
  here: boolean;
}

/** `3 户` or `3 人`, as the meeting counts. */
export const countWords = (meeting: Pick<Meeting, 'counted'>, n: number, lang: Lang): string =>
  meeting.counted === 'household' ? meetingText[lang].households(n) : meetingText[lang].people(n);

/** Names of those whom a resolution binds; residents' names are masked unless the reader is staff. */
export async function resolutionView(tx: Tx, resolution: Resolution, full: boolean): Promise<ResolutionView> {
  const names = await personNames(
    tx,
    [resolution.executorPersonId, resolution.supervisorPersonId].filter((id) => id !== null),
  );
  const shown = async (personId: string | null, organisationId: string | null) => {
    if (organisationId !== null) return (await findOrganisation(tx, organisationId))?.name ?? '';
    const name = names.get(personId ?? '') ?? '';
    return full ? name : maskName(name);
  };
  return {
    resolution,
    executor: await shown(resolution.executorPersonId, resolution.executorOrganisationId),
    supervisor: await shown(resolution.supervisorPersonId, resolution.supervisorOrganisationId),
  };
}

async function invitedWords(tx: Tx, invitees: readonly Invitee[], lang: Lang, full: boolean): Promise<MeetingView['invited']> {
  const names = await personNames(
    tx,
    invitees.map((one) => one.personId).filter((id) => id !== null),
  );
  const words: MeetingView['invited'] = [];
  for (const one of invitees) {
    const rule = inviteeRules.find((known) => known === one.rule);
    const organisation = one.organisationId ? await findOrganisation(tx, one.organisationId) : null;
    const name = names.get(one.personId ?? '') ?? '';
    words.push({ words: rule ? inviteeNames[rule][lang] : (organisation?.name ?? (full ? name : maskName(name))), clause: one.clause });
  }
  return words;
}

/** Reads a meeting for its page; null when there is none. */
export async function loadMeeting(w: Web, id: string): Promise<MeetingView | null> {
  return w.read(async (tx) => {
    const meeting = await findMeeting(tx, id);
    const place = meeting ? await findNeighbourhood(tx, meeting.neighbourhoodId) : null;
    if (!meeting || !place) return null;
    const at = { neighbourhoodId: meeting.neighbourhoodId };
    const staff = w.can('meeting.attend', at) || w.can('person.read', at);
    const versions = await minutesOf(tx, id);
    const names = await personNames(
      tx,
      [meeting.chairPersonId, meeting.recorderPersonId, ...versions.map((each) => each.recordedBy)].filter((each) => each !== null),
    );
    const came = await attendanceOf(tx, id);
    const officers = [meeting.chairPersonId, meeting.recorderPersonId].map((each) => names.get(each ?? ''));
    const residents = new Set(came.map((one) => one.name).filter((name) => !officers.includes(name)));
    const links = await meetingFilesOf(tx, id);
    const files = await findFiles(
      tx,
      links.map((link) => link.fileId),
    );
    const stand = meeting.state === 'called' ? await standOf(tx, meeting) : { present: meeting.presentCount ?? 0, entitled: meeting.entitledCount };
    const resolutions: ResolutionView[] = [];
    for (const resolution of await resolutionsAbout(tx, { meetingId: id })) resolutions.push(await resolutionView(tx, resolution, staff));
    const matter = meeting.matterId ? await findMatter(tx, meeting.matterId) : null;
    const project = meeting.projectId ? await findProject(tx, meeting.projectId) : null;
    const minuted = w.can('meeting.record', at);
    return {
      meeting,
      place,
      agenda: await agendaOf(tx, id),
      invited: await invitedWords(tx, await inviteesOf(tx, id), w.lang, staff),
      chair: names.get(meeting.chairPersonId ?? '') ?? '',
      recorder: names.get(meeting.recorderPersonId ?? '') ?? '',
      attendees: came.map((one) => ({ name: staff ? one.name : maskName(one.name), home: staff ? one.homeLabel : '', how: one.how, at: one.signedAt })),
      present: stand.present,
      entitled: stand.entitled,
      minutes: versions
        .filter((each) => minuted || (meeting.publishedVersion !== null && each.version <= meeting.publishedVersion))
        .map((each) => ({ ...each, body: staff ? each.body : maskRecord(each.body, residents), recorder: names.get(each.recordedBy ?? '') ?? '' })),
      signatures: (await signaturesOf(tx, id)).map((one) => ({
        version: one.version,
        capacity: one.capacity,
        name: staff || one.capacity === 'chair' || one.capacity === 'recorder' ? one.name : maskName(one.name),
      })),
      mustSign: w.actor.personId !== null && versions.length > 0 && (await signersOf(tx, meeting)).some((one) => one.personId === w.actor.personId),
      // What was decided is public once the minutes are.
      resolutions: minuted || meeting.publishedVersion !== null ? resolutions : [],
      ballots: (await ballotsAbout(tx, { meetingId: id })).filter((ballot) => staff || ballot.state !== 'draft'),
      files: links.flatMap((link) => {
        const file = files.find((each) => each.id === link.fileId);
        return file && (file.visibility === 'public' || w.can('file.read.office', at)) ? [{ kind: link.kind, caption: link.caption, file }] : [];
      }),
      matter: matter && matter.hidden === 'no' ? { id: matter.id, title: publicTitle(matter) } : null,
      project: project ? { id: project.id, title: project.title } : null,
      turns: await loadTurns(tx, { subjectId: id }, w),
      applying: await loadApplying(tx, w, {
        kind: 'meeting',
        id,
        neighbourhoodId: meeting.neighbourhoodId,
        words: [meeting.title, ...(await agendaOf(tx, id))].join(' '),
      }),
      staff,
      may: {
        attend: w.can('meeting.attend', at),
        hold: w.can('meeting.hold', at),
        record: minuted,
        publish: w.can('meeting.publish', at),
        cancel: w.can('meeting.cancel', at),
        resolve: w.can('resolution.make', at),
        ballot: w.can('ballot.create', at),
      },
      here: w.actor.personId !== null && came.some((one) => one.personId === w.actor.personId),
    };
  });
}
