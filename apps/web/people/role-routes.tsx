import { z } from 'zod';
import { addDays } from '#libs/civil-time';
import {
  endRole,
  findRole,
  givenRoles,
  giveRole,
  homesOfPerson,
  listOrganisations,
  listPersons,
  listRoles,
  onlyTheOfficeGivesOfficeRoles,
  parsePhone,
} from '#modules/people';
import { findHome, findNeighbourhood, listEntranceLabels, listNeighbourhoods, type Neighbourhood } from '#modules/places';
import { field, type Routes, type Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { RolesPage, roleTable, type RolesView } from './role-pages.tsx';
import { peopleText } from './text.ts';

const roleSchema = z.object({
  role: z.enum(givenRoles, 'required'),
  neighbourhoodId: field.id().optional(),
  personId: z.union([field.id(), z.literal('new')]).optional(),
  name: field.text(60),
  phone: field.text(20).optional(),
  entranceId: field.id().optional(),
  organisationId: field.id().optional(),
  fromDay: field.day(),
  toDay: field.day().optional(),
});
const fieldOf: Record<string, string> = {
  'bad-phone': 'phone',
  'wrong-place': 'role',
  'bad-days': 'toDay',
  'already-held': 'role',
  'unknown-person': 'name',
};
/** Roles that everybody sees with their names: public functions. Reviewers, partners' contacts and auditors are not listed to the public. */
const publicRoles: readonly string[] = ['secretary', 'director', 'steward', 'supervisor', 'keeper', 'property', 'officer', 'head'];

/** Who holds which role: lists, giving, ending. */
export function roleRoutes(r: Routes): void {
  const at = (work: (w: Web, n: Neighbourhood | null) => Promise<Response>) => async (w: Web) => {
    const neighbourhood = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
    return neighbourhood ? work(w, neighbourhood) : w.notFound();
  };
  r.get('/roles', 'role.read', (w) => show(w, null));
  r.get('/n/:place/roles', 'role.read', at(show));
  r.post('/roles', 'role.give', (w) => give(w, null));
  r.post('/n/:place/roles', 'role.give', at(give));
  r.post('/roles/:id/end', 'role.give', async (w) => {
    const id = w.id();
    const role = id ? await w.read((tx) => findRole(tx, id)) : null;
    if (!role) return w.notFound();
    const ended = await endRole(w.command(w.form()), {
      roleId: role.id,
      lastDay: addDays(w.today, -1) < role.fromDay ? addDays(role.fromDay, -1) : addDays(w.today, -1),
    });
    const place = role.neighbourhoodId ? await w.read((tx) => findNeighbourhood(tx, role.neighbourhoodId ?? '')) : null;
    return ended.ok ? w.redirect(place ? `/n/${place.code}/roles` : '/roles', peopleText[w.lang].ended) : w.refuse(ended.error, peopleText[w.lang]);
  });
}

type Candidates = { personId: string; label: string; phone: string | null }[];
async function show(w: Web, neighbourhood: Neighbourhood | null, back?: Pick<RolesView, 'errors' | 'values'>, candidates: Candidates = []) {
  const t = peopleText[w.lang];
  const place = { neighbourhoodId: neighbourhood?.id ?? null };
  const mayGive = w.can('role.give', place);
  const seesAll = w.can('person.read', place);
  const view = await w.read(async (tx) => ({
    roles: (await listRoles(tx, neighbourhood ? { neighbourhoodId: neighbourhood.id } : {})).filter((role) => seesAll || publicRoles.includes(role.role)),
    give: mayGive
      ? {
          roles: givenRoles.filter(
            (role) => onlyTheOfficeGivesOfficeRoles(w.actor, role, place.neighbourhoodId) && (neighbourhood === null || !officeRoles.includes(role)),
          ),
          candidates,
          neighbourhoods: await listNeighbourhoods(tx),
          entrances: neighbourhood ? await listEntranceLabels(tx, neighbourhood.id) : [],
          organisations: (await listOrganisations(tx, place.neighbourhoodId)).filter((o) => o.active),
        }
      : null,
  }));
  const full: RolesView = {
    page: w.frame(neighbourhood ? { neighbourhood } : {}),
    title: `${neighbourhood?.name ?? w.subdistrict.name} ${t.roles}`,
    path: neighbourhood ? `/n/${neighbourhood.code}/roles` : '/roles',
    today: w.today,
    neighbourhood,
    ...view,
    query: Object.fromEntries(w.url.searchParams),
    ...back,
  };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(roleTable(full)), xlsxType, `${full.title}.xlsx`);
  return w.page(<RolesPage {...full} />, back ? 422 : 200);
}
const officeRoles: readonly string[] = ['officer', 'head', 'auditor', 'admin'];

async function give(w: Web, neighbourhood: Neighbourhood | null) {
  const form = w.form();
  const t = peopleText[w.lang];
  const parsed = form.parse(roleSchema);
  if (!parsed.ok) return show(w, neighbourhood, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const { name, phone, role, fromDay, toDay } = parsed.value;
  const number = phone === undefined ? undefined : parsePhone(phone);
  if (number === null) return show(w, neighbourhood, { errors: { phone: t['bad-phone'] }, values: form.values });
  const candidates = parsed.value.personId === undefined ? await namesakes(w, neighbourhood?.id ?? null, name) : [];
  const meant = number === undefined ? candidates : candidates.filter((one) => one.phone === number);
  // A number that the only namesake is not known by may belong to somebody else of that name: ask.
  if (candidates.length > 0 && meant.length !== 1) return show(w, neighbourhood, { errors: { personId: t.whichError }, values: form.values }, candidates);
  const personId = parsed.value.personId === 'new' ? undefined : (parsed.value.personId ?? meant[0]?.personId);
  const given = await giveRole(w.command(form), {
    who: personId ? { personId } : { name, phone: phone ?? null, adult: true },
    phone: phone ?? null,
    role,
    fromDay,
    toDay: toDay ?? null,
    neighbourhoodId: neighbourhood?.id ?? parsed.value.neighbourhoodId ?? null,
    entranceId: parsed.value.entranceId ?? null,
    organisationId: parsed.value.organisationId ?? null,
  });
  if (given.ok) return w.redirect(neighbourhood ? `/n/${neighbourhood.code}/roles` : '/roles', t.given);
  const blamed = fieldOf[given.error];
  return blamed ? show(w, neighbourhood, { errors: { [blamed]: w.errorText(given.error, t) }, values: form.values }) : w.refuse(given.error, t);
}

/** Adults of this name who are known here, each with a home to tell them apart. */
async function namesakes(w: Web, neighbourhoodId: string | null, name: string): Promise<Candidates> {
  return w.read(async (tx) => {
    const people = (await listPersons(tx, neighbourhoodId)).filter((person) => person.adult && person.name === name);
    const found: Candidates = [];
    for (const person of people.slice(0, 20)) {
      const home = (await homesOfPerson(tx, person.id))[0];
      const label = home ? ((await findHome(tx, home.homeId))?.label ?? '') : '';
      found.push({
        personId: person.id,
        phone: person.phone,
        label: [person.name, label, person.phone?.slice(-4)].filter((part) => part).join(' '),
      });
    }
    return found;
  });
}
