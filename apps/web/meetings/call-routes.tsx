import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import { findMatter } from '#modules/matters';
import { assemblyForms, callMeeting, inviteeRules, kindNames, meetingKinds } from '#modules/meetings';
import { listOrganisations, listRoles } from '#modules/people';
import { findNeighbourhood, listEntranceLabels, type Neighbourhood } from '#modules/places';
import { findProject } from '#modules/projects';
import { field, type FieldErrors, type Form, kitText, type Routes, type Web } from '../kit/index.ts';
import type { Option } from '../ui/index.ts';
import { CallPage } from './call-page.tsx';
import { meetingFormText } from './form-text.ts';

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
  const about = matter?.title ?? project?.title;
  return w.page(
    <CallPage
      page={w.frame({ neighbourhood: place })}
      place={place}
      matter={matter}
      project={project}
      today={w.today}
      start={{ kind: asked, title: about ? `${about}${kindNames[asked][w.lang]}` : '', purpose: matter?.text ?? '' }}
      chairs={await roleHolders(w, place)}
      organisations={await organisationOptions(w, place)}
      entrances={(await w.read((tx) => listEntranceLabels(tx, place.id))).map((one) => ({ value: one.id, label: one.label }))}
      errors={back ? w.errorTexts(back.errors, meetingFormText[w.lang]) : undefined}
      values={back?.form.values}
    />,
    back ? 422 : 200,
  );
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
});
const fieldOf: Record<string, string> = {
  'in-the-past': 'day',
  'agenda-required': 'agenda',
  'form-required': 'form',
  'entitled-required': 'entitled',
  'chair-unknown': 'chair',
  'matter-elsewhere': '',
};

async function call(w: Web) {
  const form = w.form();
  const from = { place: form.text('place'), matter: form.text('matter'), project: form.text('project') };
  const parsed = form.parse(schema);
  if (!parsed.ok) return showCall(w, from, { errors: parsed.error, form });
  const input = parsed.value;
  const startsAt = instantAt(input.day, input.time);
  if (!startsAt.ok) return showCall(w, from, { errors: { day: 'not-a-date' }, form });
  const done = await callMeeting(w.command(form), {
    neighbourhoodId: input.place,
    kind: input.kind,
    form: input.form ?? null,
    matterId: input.matter ?? null,
    projectId: input.project ?? null,
    entranceId: input.entrance ?? null,
    title: input.title,
    purpose: input.purpose ?? '',
    place: input.venue,
    startsAt: startsAt.value,
    convener: input.convener ?? '',
    chairPersonId: input.chair ?? null,
    agenda: input.agenda.split('\n'),
    inviteeRules: inviteeRules.filter((rule) => input.rules.includes(rule)),
    inviteeOrganisationIds: input.organisations.filter((id) => uuid.safeParse(id).success),
    entitledCount: input.entitled ?? null,
  });
  if (done.ok) return w.redirect(`/meetings/${done.value.meetingId}`, meetingFormText[w.lang].calledFlash);
  const at = fieldOf[done.error];
  if (at !== undefined) return showCall(w, from, { errors: { [at]: done.error }, form });
  return w.refuse(done.error, meetingFormText[w.lang]);
}
