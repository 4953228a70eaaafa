import { z } from 'zod';
import { createOrganisation, editOrganisation, findOrganisation, listOrganisations, organisationKinds } from '#modules/people';
import { findNeighbourhood, listNeighbourhoods, type Neighbourhood } from '#modules/places';
import { field, type Routes, type Web } from '../kit/index.ts';
import { type FormErrors, type FormValues, tableXlsx, xlsxType } from '../ui/index.ts';
import { OrganisationForm, OrganisationsPage, organisationTable, type OrganisationsView } from './organisation-pages.tsx';
import { peopleText } from './text.ts';

const schema = z.object({
  name: field.text(100),
  kind: z.enum(organisationKinds, 'required'),
  neighbourhoodId: field.id().optional(),
  phone: field.text(20).optional(),
  note: field.text(500).optional(),
  active: field.tick(),
});
const fieldOf: Record<string, string> = { 'name-taken': 'name', 'bad-phone': 'phone' };
type Back = { errors: FormErrors; values: FormValues };

/** Organisations: lists and forms. */
export function organisationRoutes(r: Routes): void {
  r.get('/organisations', 'organisation.read', (w) => list(w, null));
  r.get('/n/:place/organisations', 'organisation.read', async (w) => {
    const neighbourhood = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
    return neighbourhood ? list(w, neighbourhood) : w.notFound();
  });
  r.get('/organisations/new', 'organisation.edit', (w) => form(w, null));
  r.post('/organisations/new', 'organisation.edit', (w) => save(w, null));
  r.get('/organisations/:id', 'organisation.edit', (w) => (w.id() ? form(w, w.id()) : w.notFound()));
  r.post('/organisations/:id', 'organisation.edit', (w) => (w.id() ? save(w, w.id()) : w.notFound()));
}

async function list(w: Web, neighbourhood: Neighbourhood | null) {
  const t = peopleText[w.lang];
  const mayEdit = w.can('organisation.edit', { neighbourhoodId: neighbourhood?.id ?? null });
  const view = await w.read(async (tx) => ({
    organisations: (await listOrganisations(tx, neighbourhood?.id ?? null)).filter((o) => mayEdit || o.active),
    placeNames: new Map((await listNeighbourhoods(tx)).map((n) => [n.id, n.name])),
  }));
  const full: OrganisationsView = {
    page: w.frame(neighbourhood ? { neighbourhood } : {}),
    title: `${neighbourhood?.name ?? w.subdistrict.name} ${t.organisations}`,
    path: neighbourhood ? `/n/${neighbourhood.code}/organisations` : '/organisations',
    neighbourhood,
    ...view,
    query: Object.fromEntries(w.url.searchParams),
    mayEdit,
    mayOpen: (organisation) => w.can('organisation.edit', { neighbourhoodId: organisation.neighbourhoodId }),
  };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(organisationTable(full)), xlsxType, `${full.title}.xlsx`);
  return w.page(<OrganisationsPage {...full} />);
}

async function form(w: Web, id: string | null, back?: Back) {
  const view = await w.read(async (tx) => ({
    known: id ? await findOrganisation(tx, id) : null,
    neighbourhoods: (await listNeighbourhoods(tx)).filter((n) => w.can('organisation.edit', { neighbourhoodId: n.id })),
  }));
  if (id && !view.known) return w.notFound();
  if (view.known && !w.can('organisation.edit', { neighbourhoodId: view.known.neighbourhoodId })) return w.forbidden();
  const only = !w.can('organisation.edit', { neighbourhoodId: null }) ? view.neighbourhoods[0] : undefined;
  const place = (view.neighbourhoods.find((n) => n.code === w.query('place')) ?? only)?.id;
  return w.page(
    <OrganisationForm
      page={w.frame()}
      action={w.href(`/organisations/${id ?? 'new'}`)}
      known={view.known ?? undefined}
      neighbourhoods={view.neighbourhoods}
      neighbourhoodId={place}
      {...back}
    />,
    back ? 422 : 200,
  );
}

async function save(w: Web, id: string | null) {
  const posted = w.form();
  const t = peopleText[w.lang];
  const parsed = posted.parse(schema);
  if (!parsed.ok) return form(w, id, { errors: w.errorTexts(parsed.error, t), values: posted.values });
  const { active, phone, note, neighbourhoodId, ...rest } = parsed.value;
  const input = {
    ...rest,
    phone: phone ?? null,
    note: note ?? null,
    neighbourhoodId: neighbourhoodId ?? null,
  };
  const saved = id ? await editOrganisation(w.command(posted), { ...input, id, active }) : await createOrganisation(w.command(posted), input);
  if (saved.ok) return w.redirect('/organisations', t.saved);
  const blamed = fieldOf[saved.error];
  return blamed ? form(w, id, { errors: { [blamed]: w.errorText(saved.error, t) }, values: posted.values }) : w.refuse(saved.error, t);
}
