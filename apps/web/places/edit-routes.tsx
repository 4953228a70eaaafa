import {
  createBuilding,
  createCompound,
  createHome,
  createNeighbourhood,
  editCompound,
  editHome,
  editNeighbourhood,
  findBuilding,
  findCompound,
  findHome,
  findNeighbourhood,
  listCompounds,
  listGroups,
  type Neighbourhood,
} from '#modules/places';
import type { Routes, Web } from '../kit/index.ts';
import { BuildingForm, CompoundForm, HomeForm, NeighbourhoodForm } from './place-forms.tsx';
import { buildingSchema, compoundSchema, homeSchema, neighbourhoodSchema, newHomeSchema } from './schemas.ts';
import { placesText } from './text.ts';

/** What comes back into a form that was refused. */
type Back = { errors: Record<string, string>; values: Record<string, string | string[]> };
const status = (back?: Back) => (back ? 422 : 200);
/** Codes that belong to one field, so that the words stand beside it. */
const fieldOf: Record<string, string> = {
  'bad-code': 'code',
  'code-taken': 'code',
  'name-taken': 'name',
  'bad-floors': 'lastFloor',
  'too-many': 'homesPerFloor',
  'room-taken': 'room',
};

/** A refused command: back into the form where a field is to blame, else a page with words. */
function refused(w: Web, error: string, again: (back: Back) => Response | Promise<Response>) {
  const name = fieldOf[error];
  return name ? again({ errors: { [name]: w.errorText(error, placesText[w.lang]) }, values: w.form().values }) : w.refuse(error, placesText[w.lang]);
}

/** Forms that make and change places. */
export function editRoutes(r: Routes): void {
  neighbourhoodRoutes(r);
  compoundRoutes(r);
  buildingRoutes(r);
  homeRoutes(r);
}

function neighbourhoodRoutes(r: Routes): void {
  const create = (w: Web, back?: Back) => w.page(<NeighbourhoodForm page={w.frame()} action={w.href('/neighbourhoods/new')} {...back} />, status(back));
  r.get('/neighbourhoods/new', 'neighbourhood.create', (w) => create(w));
  r.post('/neighbourhoods/new', 'neighbourhood.create', async (w) => {
    const parsed = w.form().parse(neighbourhoodSchema);
    if (!parsed.ok) return create(w, { errors: w.errorTexts(parsed.error, placesText[w.lang]), values: w.form().values });
    const made = await createNeighbourhood(w.command(w.form()), parsed.value);
    return made.ok ? w.redirect(`/n/${parsed.value.code}`, placesText[w.lang].saved) : refused(w, made.error, (back) => create(w, back));
  });
  const edit = (w: Web, n: Neighbourhood, back?: Back) =>
    w.page(<NeighbourhoodForm page={w.frame({ neighbourhood: n })} known={n} action={w.href(`/n/${n.code}/edit`)} {...back} />, status(back));
  r.get(
    '/n/:place/edit',
    'place.edit',
    at((w, n) => edit(w, n)),
  );
  r.post(
    '/n/:place/edit',
    'place.edit',
    at(async (w, n) => {
      const parsed = w.form().parse(neighbourhoodSchema);
      if (!parsed.ok)
        return edit(w, n, {
          errors: w.errorTexts(parsed.error, placesText[w.lang]),
          values: w.form().values,
        });
      const saved = await editNeighbourhood(w.command(w.form()), { id: n.id, ...parsed.value });
      return saved.ok ? w.redirect(`/n/${parsed.value.code}`, placesText[w.lang].saved) : refused(w, saved.error, (back) => edit(w, n, back));
    }),
  );
}

/** A handler at a neighbourhood in which the reader may edit places. */
function at(work: (w: Web, neighbourhood: Neighbourhood) => Promise<Response> | Response) {
  return async (w: Web) => {
    const neighbourhood = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
    if (!neighbourhood) return w.notFound();
    return w.can('place.edit', { neighbourhoodId: neighbourhood.id }) ? work(w, neighbourhood) : w.forbidden();
  };
}

function compoundRoutes(r: Routes): void {
  const create = (w: Web, n: Neighbourhood, back?: Back) =>
    w.page(<CompoundForm page={w.frame({ neighbourhood: n })} neighbourhood={n} action={w.href(`/n/${n.code}/compounds/new`)} {...back} />, status(back));
  r.get(
    '/n/:place/compounds/new',
    'place.edit',
    at((w, n) => create(w, n)),
  );
  r.post(
    '/n/:place/compounds/new',
    'place.edit',
    at(async (w, n) => {
      const parsed = w.form().parse(compoundSchema);
      if (!parsed.ok)
        return create(w, n, {
          errors: w.errorTexts(parsed.error, placesText[w.lang]),
          values: w.form().values,
        });
      const made = await createCompound(w.command(w.form()), { neighbourhoodId: n.id, ...parsed.value });
      return made.ok ? w.redirect(`/compounds/${made.value}`, placesText[w.lang].saved) : refused(w, made.error, (back) => create(w, n, back));
    }),
  );
  const edit = async (w: Web, back?: Back) => {
    const known = await w.read(async (tx) => {
      const compound = w.id() ? await findCompound(tx, w.id()!) : null;
      const neighbourhood = compound && (await findNeighbourhood(tx, compound.neighbourhoodId));
      return compound && neighbourhood && { compound, neighbourhood };
    });
    if (!known) return w.notFound();
    if (!w.can('place.edit', { neighbourhoodId: known.neighbourhood.id })) return w.forbidden();
    return w.page(
      <CompoundForm
        page={w.frame(known)}
        neighbourhood={known.neighbourhood}
        known={known.compound}
        action={w.href(`/compounds/${known.compound.id}/edit`)}
        {...back}
      />,
      status(back),
    );
  };
  r.get('/compounds/:id/edit', 'place.edit', (w) => edit(w));
  r.post('/compounds/:id/edit', 'place.edit', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const parsed = w.form().parse(compoundSchema);
    if (!parsed.ok) return edit(w, { errors: w.errorTexts(parsed.error, placesText[w.lang]), values: w.form().values });
    const saved = await editCompound(w.command(w.form()), { id, ...parsed.value });
    return saved.ok ? w.redirect(`/compounds/${id}`, placesText[w.lang].saved) : refused(w, saved.error, (back) => edit(w, back));
  });
}

function buildingRoutes(r: Routes): void {
  const create = async (w: Web, n: Neighbourhood, back?: Back) => {
    const compounds = await w.read((tx) => listCompounds(tx, n.id));
    // A building stands in a compound: where there is none yet, that comes first.
    if (compounds.length === 0) return w.redirect(`/n/${n.code}/compounds/new`);
    return w.page(
      <BuildingForm
        page={w.frame({ neighbourhood: n })}
        neighbourhood={n}
        compounds={compounds}
        compoundId={w.query('compound')}
        action={w.href(`/n/${n.code}/buildings/new`)}
        {...back}
      />,
      status(back),
    );
  };
  r.get(
    '/n/:place/buildings/new',
    'place.edit',
    at((w, n) => create(w, n)),
  );
  r.post(
    '/n/:place/buildings/new',
    'place.edit',
    at(async (w, n) => {
      const t = placesText[w.lang];
      const parsed = w.form().parse(buildingSchema);
      if (!parsed.ok) return create(w, n, { errors: w.errorTexts(parsed.error, t), values: w.form().values });
      const { firstFloor, lastFloor, homesPerFloor, area, ...rest } = parsed.value;
      const made = await createBuilding(w.command(w.form()), {
        ...rest,
        floors: { first: firstFloor, last: lastFloor, homesPerFloor },
        areaCentiM2: area,
      });
      return made.ok
        ? w.redirect(`/buildings/${made.value.buildingId}`, t.built(made.value.homes.length))
        : refused(w, made.error, (back) => create(w, n, back));
    }),
  );
}

function homeRoutes(r: Routes): void {
  const create = async (w: Web, back?: Back) => {
    const known = await w.read(async (tx) => {
      const building = w.id() ? await findBuilding(tx, w.id()!) : null;
      const neighbourhood = building && (await findNeighbourhood(tx, building.neighbourhoodId));
      return building && neighbourhood && { building, neighbourhood, groups: await listGroups(tx, neighbourhood.id) };
    });
    if (!known) return w.notFound();
    const { building, neighbourhood, groups } = known;
    if (!w.can('place.edit', { neighbourhoodId: neighbourhood.id })) return w.forbidden();
    const href = w.href(`/buildings/${building.id}`);
    return w.page(
      <HomeForm
        page={w.frame({ neighbourhood })}
        neighbourhood={neighbourhood}
        groups={groups}
        crumb={{ label: building.name, href }}
        action={`${href}/homes/new`}
        {...back}
      />,
      status(back),
    );
  };
  r.get('/buildings/:id/homes/new', 'place.edit', (w) => create(w));
  r.post('/buildings/:id/homes/new', 'place.edit', async (w) => {
    const buildingId = w.id();
    if (!buildingId) return w.notFound();
    const t = placesText[w.lang];
    const parsed = w.form().parse(newHomeSchema);
    if (!parsed.ok) return create(w, { errors: w.errorTexts(parsed.error, t), values: w.form().values });
    const { area, ...rest } = parsed.value;
    const made = await createHome(w.command(w.form()), { buildingId, ...rest, areaCentiM2: area });
    return made.ok ? w.redirect(`/homes/${made.value}`, t.saved) : refused(w, made.error, (back) => create(w, back));
  });
  const edit = async (w: Web, back?: Back) => {
    const known = await w.read(async (tx) => {
      const home = w.id() ? await findHome(tx, w.id()!) : null;
      const neighbourhood = home && (await findNeighbourhood(tx, home.neighbourhoodId));
      return home && neighbourhood && { home, neighbourhood, groups: await listGroups(tx, neighbourhood.id) };
    });
    if (!known) return w.notFound();
    const { home, neighbourhood, groups } = known;
    if (!w.can('place.edit', { neighbourhoodId: neighbourhood.id })) return w.forbidden();
    const href = w.href(`/homes/${home.id}`);
    return w.page(
      <HomeForm
        page={w.frame({ neighbourhood })}
        neighbourhood={neighbourhood}
        groups={groups}
        known={home}
        crumb={{ label: home.label, href }}
        action={`${href}/edit`}
        {...back}
      />,
      status(back),
    );
  };
  r.get('/homes/:id/edit', 'place.edit', (w) => edit(w));
  r.post('/homes/:id/edit', 'place.edit', async (w) => {
    const homeId = w.id();
    if (!homeId) return w.notFound();
    const parsed = w.form().parse(homeSchema);
    if (!parsed.ok) return edit(w, { errors: w.errorTexts(parsed.error, placesText[w.lang]), values: w.form().values });
    const { area, ...rest } = parsed.value;
    const saved = await editHome(w.command(w.form()), { homeId, ...rest, areaCentiM2: area });
    return saved.ok ? w.redirect(`/homes/${homeId}`, placesText[w.lang].saved) : refused(w, saved.error, (back) => edit(w, back));
  });
}
