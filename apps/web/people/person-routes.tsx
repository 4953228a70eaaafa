import { z } from 'zod';
import { assistedActsFor, bindAccount, editPerson, findPerson, homesOfPerson, listPersons, listRoles, recordExport } from '#modules/people';
import { findHome, findNeighbourhood, type Neighbourhood } from '#modules/places';
import { field, type Routes, type Web } from '../kit/index.ts';
import { type FormErrors, type FormValues, tableXlsx, xlsxType } from '../ui/index.ts';
import { LinkPage, PeoplePage, peopleTable, type PeopleView, PersonPage } from './person-pages.tsx';
import { peopleText } from './text.ts';

const personSchema = z.object({
  name: field.text(60),
  phone: field.text(20).optional(),
  adult: field.tick(),
});

/** Lists of people, one person, the one-time link. */
export function personRoutes(r: Routes): void {
  r.get('/people', 'person.read', (w) => list(w, null));
  r.get('/n/:place/people', 'person.read', async (w) => {
    const neighbourhood = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
    return neighbourhood ? list(w, neighbourhood) : w.notFound();
  });
  r.get('/people/:id', 'person.read', (w) => show(w));
  r.post('/people/:id', 'person.edit', async (w) => {
    const personId = w.id();
    if (!personId) return w.notFound();
    const form = w.form();
    const t = peopleText[w.lang];
    const parsed = form.parse(personSchema);
    if (!parsed.ok) return show(w, { errors: w.errorTexts(parsed.error), values: form.values });
    const saved = await editPerson(w.command(form), {
      personId,
      ...parsed.value,
      phone: parsed.value.phone ?? null,
    });
    if (saved.ok) return w.redirect(`/people/${personId}`, t.saved);
    return saved.error === 'bad-phone' ? show(w, { errors: { phone: t['bad-phone'] }, values: form.values }) : w.refuse(saved.error, t);
  });
  r.post('/people/:id/link', 'person.link', giveLink);
}

async function list(w: Web, neighbourhood: Neighbourhood | null) {
  const place = { neighbourhoodId: neighbourhood?.id ?? null };
  if (!w.can('person.read', place)) return w.forbidden();
  const people = await w.read((tx) => listPersons(tx, place.neighbourhoodId));
  const t = peopleText[w.lang];
  const view: PeopleView = {
    page: w.frame(neighbourhood ? { neighbourhood } : {}),
    title: `${neighbourhood?.name ?? w.subdistrict.name} ${t.people}`,
    path: neighbourhood ? `/n/${neighbourhood.code}/people` : '/people',
    people,
    mayExport: w.can('person.export', place),
    query: Object.fromEntries(w.url.searchParams),
  };
  if (w.query('format') !== 'xlsx') return w.page(<PeoplePage {...view} />);
  const logged = await recordExport(w.command(), {
    what: 'people',
    neighbourhoodId: place.neighbourhoodId,
    rows: people.length,
  });
  return logged.ok ? w.download(await tableXlsx(peopleTable(view)), xlsxType, `${view.title}.xlsx`) : w.refuse(logged.error);
}

/** Whoever may read people in one of the person's neighbourhoods reads the person; to others there is no such person. */
async function show(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const id = w.id();
  const view =
    id &&
    (await w.read(async (tx) => {
      const person = await findPerson(tx, id);
      if (!person) return null;
      const roles = await listRoles(tx, { personId: id });
      const homes = [];
      for (const home of await homesOfPerson(tx, id)) homes.push({ ...home, label: (await findHome(tx, home.homeId))?.label ?? '' });
      const places = [null, ...homes.map((home) => home.neighbourhoodId), ...roles.flatMap((role) => (role.neighbourhoodId ? [role.neighbourhoodId] : []))];
      if (!places.some((neighbourhoodId) => w.can('person.read', { neighbourhoodId }))) return null;
      const may = {
        edit: places.some((neighbourhoodId) => w.can('person.edit', { neighbourhoodId })),
        link: w.can('person.link', { neighbourhoodId: null }),
      };
      return { person, roles, homes, may, assisted: await assistedActsFor(tx, id) };
    }));
  if (!view) return w.notFound();
  return w.page(<PersonPage page={w.frame()} {...view} {...back} />, back ? 422 : 200);
}

/** Makes an account where there is none, binds it, and shows its one-time link once. */
async function giveLink(w: Web) {
  const id = w.id();
  const person = id ? await w.read((tx) => findPerson(tx, id)) : null;
  if (!person) return w.notFound();
  const to = w.href('/inbox');
  const { accounts } = w.site;
  const link = person.accountId
    ? { accountId: person.accountId, path: await accounts.linkFor(person.accountId, to) }
    : await accounts.makeAccountWithLink({ name: person.name, to });
  const bound = await bindAccount(w.command(w.form()), { personId: person.id, accountId: link.accountId });
  if (!bound.ok) return w.refuse(bound.error, peopleText[w.lang]);
  return w.page(<LinkPage page={w.frame()} name={person.name} address={`${w.site.publicOrigin}${link.path}`} />);
}
