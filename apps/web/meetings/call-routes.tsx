import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import { findMatter, listMatters, liveThresholds, publicTitle } from '#modules/matters';
import {
  attachMeetingFile,
  assemblyForms,
  bodyKindNames,
  callMeeting,
  inviteeRules,
  kindNames,
  listBodies,
  meetingKinds,
  meetingModes,
} from '#modules/meetings';
import { listOrganisations, listRoles, maskPhonesIn } from '#modules/people';
import { findNeighbourhood, listBuildings, listEntranceLabels, type Neighbourhood } from '#modules/places';
import { findProject } from '#modules/projects';
import { field, type FieldErrors, type Form, kitText, type Routes, type Web } from '../kit/index.ts';
import type { Option } from '../ui/index.ts';
import { CallPage, type CallPageView } from './call-page.tsx';
import { callText } from './call-words.ts';
import { meetingFormText } from './form-text.ts';
import { storeUploads } from './uploads.ts';

/** The form that calls a meeting, from a matter, a project or a place. */
export function callRoutes(r: Routes): void {
  r.get('/meetings/new', 'meeting.call', (w) => showCall(w, { place: w.query('place'), matter: w.query('matter'), project: w.query('project') }));
  r.post('/meetings/new', 'meeting.call', call);
}

const uuid = z.uuid();
const idOf = (text: string | undefined): string | null => (uuid.safeParse(text).success ? (text ?? null) : null);

/** The place asked for: by the matter, the project, its name in the address, or the only one where the actor calls meetings. */
async function contextOf(w: Web, from: { place?: string | undefined; matter?: string | undefined; project?: string | undefined }) {
  return w.read(async (tx) => {
    const matterId = idOf(from.matter);
    const projectId = idOf(from.project);
    const matter = matterId ? await findMatter(tx, matterId) : null;
    const project = projectId ? await findProject(tx, projectId) : null;
    const own = w.actor.grants.find(
      (grant) => grant.neighbourhoodId !== null && w.can('meeting.call', { neighbourhoodId: grant.neighbourhoodId }),
    )?.neighbourhoodId;
    const wanted = matter?.neighbourhoodId ?? project?.neighbourhoodId ?? from.place ?? own;
    const place = wanted ? await findNeighbourhood(tx, wanted) : null;
    return { place, matter, project };
  });
}

/** Those who hold a role in the place, by name and role: who may chair, carry out or supervise. */
export async function roleHolders(w: Web, place: Pick<Neighbourhood, 'id'>): Promise<Option[]> {
  const roles = await w.read((tx) => listRoles(tx, { neighbourhoodId: place.id }));
  const people = new Map<string, { name: string; roles: string[] }>();
  for (const role of roles.filter((one) => one.fromDay <= w.today && (one.toDay === null || one.toDay >= w.today))) {
    const person = people.get(role.personId) ?? { name: role.personName, roles: [] };
    person.roles.push(kitText[w.lang][role.role]);
    people.set(role.personId, person);
  }
  return [...people].map(([value, person]) => ({ value, label: `${person.name}（${[...new Set(person.roles)].join('、')}）` }));
}

/** Organisations of the place, to choose from. */
export const organisationOptions = async (w: Web, place: Pick<Neighbourhood, 'id'>): Promise<Option[]> =>
  (await w.read((tx) => listOrganisations(tx, place.id))).filter((one) => one.active).map((one) => ({ value: one.id, label: one.name }));

async function showCall(w: Web, from: Parameters<typeof contextOf>[1], back?: { errors: FieldErrors; form: Form }) {
  const { place, matter, project } = await contextOf(w, from);
  if (!place) return w.notFound();
  if (!w.can('meeting.call', { neighbourhoodId: place.id })) return w.forbidden();
  const venue = matter && 'venue' in matter.state ? matter.state.venue : null;
  const asked = meetingKinds.find((kind) => kind === (w.query('kind') ?? venue)) ?? 'hearing';
  // What stands in a public notice is written as the matter's own page shows it.
  const about = matter ? publicTitle(matter) : project?.title;
  return w.page(
    <CallPage
      page={w.frame({ neighbourhood: place })}
      place={place}
      matter={matter && { id: matter.id, title: publicTitle(matter) }}
      project={project}
      today={w.today}
      start={{
        kind: asked,
        title: about ? `${about}${kindNames[asked][w.lang]}` : '',
        purpose: matter && matter.hidden === 'no' ? maskPhonesIn(matter.text) : '',
        agenda: about ?? '',
        body: idOf(w.query('body')) ?? '',
      }}
      {...(await offers(w, place, matter))}
      chairs={await roleHolders(w, place)}
      organisations={await organisationOptions(w, place)}
      errors={back ? w.errorTexts(back.errors, { ...meetingFormText[w.lang], ...callText[w.lang] }) : undefined}
      values={back?.form.values}
    />,
    back ? 422 : 200,
  );
}

/** What the form offers to choose from, and whether the residents ask for the assembly. */
async function offers(
  w: Web,
  place: Neighbourhood,
  matter: { id: string; neighbourhoodId: string } | null,
): Promise<Pick<CallPageView, 'entrances' | 'buildings' | 'bodies' | 'matters' | 'asked'>> {
  return w.read(async (tx) => {
    const reached = matter ? (await liveThresholds(tx, matter)).find((one) => one.reached && one.kind !== 'set') : undefined;
    return {
      entrances: (await listEntranceLabels(tx, place.id)).map((one) => ({ value: one.id, label: one.label })),
      buildings: (await listBuildings(tx, place.id)).map((one) => ({ value: one.id, label: one.name })),
      bodies: (await listBodies(tx, place.id)).map((one) => ({ value: one.id, label: `${one.name}（${bodyKindNames[one.kind][w.lang]}）` })),
      matters: (await listMatters(tx, { neighbourhoodId: place.id, open: true, limit: 30 }))
        .filter((one) => one.hidden === 'no' && one.id !== matter?.id)
        .map((one) => ({ value: one.id, label: publicTitle(one) })),
      asked: reached && reached.kind !== 'set' ? { by: reached.kind, count: reached.count ?? 0, of: reached.of } : null,
    };
  });
}

/** The agenda as typed, then the titles of the matters that were ticked. */
async function agendaOfForm(w: Web, typed: string, matterIds: readonly string[]): Promise<string[]> {
  const ids = matterIds.filter((id) => uuid.safeParse(id).success);
  const titles = ids.length === 0 ? [] : await w.read((tx) => Promise.all(ids.map((id) => findMatter(tx, id))));
  return [...typed.split('\n'), ...titles.flatMap((matter) => (matter && matter.hidden === 'no' ? [publicTitle(matter).slice(0, 200)] : []))];
}

const schema = z.object({
  place: field.id(),
  matter: field.id().optional(),
  project: field.id().optional(),
  kind: z.enum(meetingKinds, 'not-in-list'),
  form: z.enum(assemblyForms, 'not-in-list').optional(),
  entitled: field.whole(1, 100_000).optional(),
  title: field.text(120),
  day: field.day(),
  time: field.time(),
  venue: field.text(200),
  agenda: field.text(4000),
  purpose: field.text(4000).optional(),
  convener: field.text(120).optional(),
  chair: field.id().optional(),
  rules: field.list(),
  organisations: field.list(),
  entrance: field.id().optional(),
  building: field.id().optional(),
  body: field.id().optional(),
  mode: z.enum(meetingModes, 'not-in-list').default('room'),
  link: field.text(500).optional(),
  agendaMatters: field.list(),
  names: field.text(8000).optional(),
  affected: field.list(),
});
const fieldOf: Record<string, string> = {
  'in-the-past': 'day',
  'agenda-required': 'agenda',
  'form-required': 'form',
  'entitled-required': 'entitled',
  'chair-unknown': 'chair',
  'matter-elsewhere': '',
  'body-required': 'body',
  'not-for-village': 'kind',
  'bad-link': 'link',
  'place-required': 'entrance',
};

async function call(w: Web) {
  const form = w.form();
  const from = { place: form.text('place'), matter: form.text('matter'), project: form.text('project') };
  const parsed = form.parse(schema);
  if (!parsed.ok) return showCall(w, from, { errors: parsed.error, form });
  const input = parsed.value;
  const startsAt = instantAt(input.day, input.time);
  if (!startsAt.ok) return showCall(w, from, { errors: { day: 'not-a-date' }, form });
  const papers = await storeUploads(w, form, 'papers');
  if (!papers.ok) return showCall(w, from, { errors: { papers: papers.error }, form });
  const done = await callMeeting(w.command(form), {
    neighbourhoodId: input.place,
    kind: input.kind,
    form: input.form ?? null,
    matterId: input.matter ?? null,
    projectId: input.project ?? null,
    entranceId: input.entrance ?? null,
    buildingId: input.building ?? null,
    bodyId: input.body ?? null,
    mode: input.mode,
    onlineLink: input.link ?? null,
    title: input.title,
    purpose: input.purpose ?? '',
    place: input.venue,
    startsAt: startsAt.value,
    convener: input.convener ?? '',
    chairPersonId: input.chair ?? null,
    agenda: await agendaOfForm(w, input.agenda, input.agendaMatters),
    inviteeNames: (input.names ?? '').split('\n'),
    affected: { buildingIds: input.affected.filter((id) => uuid.safeParse(id).success), entranceIds: [] },
    inviteeRules: inviteeRules.filter((rule) => input.rules.includes(rule)),
    inviteeOrganisationIds: input.organisations.filter((id) => uuid.safeParse(id).success),
    entitledCount: input.entitled ?? null,
  });
  if (done.ok) {
    // The meeting stands; a paper that cannot be attached can be added on its page.
    for (const file of papers.value) await attachMeetingFile(w.command(), { meetingId: done.value.meetingId, file, kind: 'paper' });
    return w.redirect(`/meetings/${done.value.meetingId}`, meetingFormText[w.lang].calledFlash);
  }
  const at = fieldOf[done.error];
  if (at !== undefined) return showCall(w, from, { errors: { [at]: done.error }, form });
  return w.refuse(done.error, { ...meetingFormText[w.lang], ...callText[w.lang] });
}
