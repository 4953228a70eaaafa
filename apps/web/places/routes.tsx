import { heldOn, holdersOf, lettersByNeighbourhood, listOrganisations, listRoles } from '#modules/people';
import {
  countsByNeighbourhood,
  doorOfNeighbourhood,
  doorsOfBuilding,
  findBuilding,
  findCompound,
  findDoor,
  findNeighbourhood,
  listBuildings,
  listCompounds,
  listEntrances,
  listHomes,
  listNeighbourhoods,
  type Neighbourhood,
  neighbourhoodCounts,
} from '#modules/places';
import { countOpenMatters, listMatters } from '#modules/matters';
import { openBallotsIn } from '#modules/ballots';
import { listMeetings } from '#modules/meetings';
import { listNotices } from '#modules/notices';
import { countProjectsByPlace, listProjects } from '#modules/projects';
import { z } from 'zod';
import { field, type Routes, type Web } from '../kit/index.ts';
import { askForVouching } from '../people/vouching.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { BuildingPage, type BuildingView, CompoundPage, homeTable } from './building-pages.tsx';
import { DoorPage } from './door-page.tsx';
import { doorText } from './door-text.ts';
import { editRoutes } from './edit-routes.tsx';
import { HomePage, type HomeView, neighbourhoodTable } from './home-page.tsx';
import { NeighbourhoodPage } from './neighbourhood-page.tsx';
import { doorSheets } from './papers.ts';
import { StartPage } from './start-page.tsx';
import { placesText } from './text.ts';

const publicRoles: readonly string[] = ['secretary', 'director', 'steward', 'supervisor', 'keeper', 'property'];

const nameFields = z.object({ name: field.text(60) });

/** Pages of places: the subdistrict's home, neighbourhoods, compounds, buildings, doors, the first steps. */
export function placeRoutes(r: Routes): void {
  r.get('/', 'place.read', home);
  r.get('/n/:place', 'place.read', neighbourhoodPage);
  r.get('/compounds/:id', 'place.read', async (w) => {
    const view = await w.read(async (tx) => {
      const compound = w.id() ? await findCompound(tx, w.id()!) : null;
      const neighbourhood = compound && (await findNeighbourhood(tx, compound.neighbourhoodId));
      return (
        compound &&
        neighbourhood && {
          compound,
          neighbourhood,
          buildings: (await listBuildings(tx, neighbourhood.id)).filter((b) => b.compoundId === compound.id),
        }
      );
    });
    if (!view) return w.notFound();
    return w.page(
      <CompoundPage
        page={w.frame({ neighbourhood: view.neighbourhood })}
        {...view}
        may={{ edit: w.can('place.edit', { neighbourhoodId: view.neighbourhood.id }) }}
      />,
    );
  });
  r.get('/buildings/:id', 'place.read', async (w) => {
    const view = await buildingView(w);
    if (!view) return w.notFound();
    if (w.query('format') === 'xlsx' && view.homes)
      return w.download(await tableXlsx(homeTable(view)), xlsxType, `${view.neighbourhood.name}${view.building.name}.xlsx`);
    return w.page(<BuildingPage {...view} />);
  });
  r.get('/buildings/:id/doors.pdf', 'door.print', async (w) => {
    const view = await buildingView(w);
    if (!view) return w.notFound();
    if (!view.may.doors) return w.forbidden();
    const bytes = await doorSheets(view.doors, {
      lang: w.lang,
      issuer: w.subdistrict.name,
      address: (path) => w.absolute(path),
    });
    return w.download(bytes, 'application/pdf', `${view.neighbourhood.name}${view.building.name}家园码.pdf`, true);
  });
  r.get('/d/:door', 'door.read', (w) => doorPage(w));
  r.post('/d/:door/vouching', 'household.ask-vouch', async (w) => {
    const form = w.form();
    const t = doorText[w.lang];
    const parsed = form.parse(nameFields);
    if (!parsed.ok) return doorPage(w, { errors: w.errorTexts(parsed.error), values: form.values });
    const asked = await askForVouching(w.command(form), {
      doorCode: w.param('door'),
      name: parsed.value.name,
    });
    return asked.ok ? w.redirect(`/d/${w.param('door')}`, t.asked) : w.refuse(asked.error, t);
  });
  r.get('/start', 'office.start', startPage);
  editRoutes(r);
}

async function home(w: Web) {
  const view = await w.read(async (tx): Promise<HomeView> => {
    const counts = await countsByNeighbourhood(tx);
    const [matters, projects] = [await countOpenMatters(tx), await countProjectsByPlace(tx)];
    const neighbourhoods = (await listNeighbourhoods(tx)).map((n) => {
      const count = counts.get(n.id);
      return {
        code: n.code,
        name: n.name,
        households: count?.households ?? 0,
        buildings: count?.buildings ?? 0,
        householdsText:
          n.publishedHouseholdsText ?? (count && count.households > 0 ? placesText[w.lang].householdsCount(count.households) : placesText[w.lang].notYet),
        openMatters: matters.get(n.id) ?? 0,
        projects: projects.get(n.id) ?? 0,
      };
    });
    const staff = w.can('person.read', { neighbourhoodId: null });
    return {
      page: w.frame(),
      title: w.subdistrict.name,
      neighbourhoods,
      notices: await listNotices(tx, { limit: 5 }),
      query: Object.fromEntries(w.url.searchParams),
      may: {
        create: w.can('neighbourhood.create', { neighbourhoodId: null }),
        start: w.can('office.start', { neighbourhoodId: null }),
        office: staff,
        compareMatters: w.can('matter.read-repeats', { neighbourhoodId: null }),
        setRules: w.can('setting.set', { neighbourhoodId: null }),
      },
    };
  });
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(neighbourhoodTable(view)), xlsxType, `${w.subdistrict.name}.xlsx`);
  return w.page(<HomePage {...view} />);
}

async function neighbourhoodPage(w: Web) {
  const view = await w.read(async (tx) => {
    const neighbourhood = await findNeighbourhood(tx, w.param('place'));
    if (!neighbourhood) return null;
    const { id } = neighbourhood;
    const matters = await listMatters(tx, { neighbourhoodId: id, open: true });
    return {
      neighbourhood,
      matters: matters.slice(0, 6),
      openMatters: matters.length,
      projects: await listProjects(tx, { neighbourhoodId: id }),
      ballots: await openBallotsIn(tx, id),
      counts: await neighbourhoodCounts(tx, id),
      roles: (await listRoles(tx, { neighbourhoodId: id }))
        .filter((role) => publicRoles.includes(role.role) && heldOn(role, w.today))
        .sort((a, b) => publicRoles.indexOf(a.role) - publicRoles.indexOf(b.role)),
      organisations: (await listOrganisations(tx, id)).filter((o) => o.active && o.neighbourhoodId === id),
      compounds: await listCompounds(tx, id),
      buildings: await listBuildings(tx, id),
      doorCode: (await doorOfNeighbourhood(tx, id))?.code ?? null,
    };
  });
  if (!view) return w.notFound();
  const place = { neighbourhoodId: view.neighbourhood.id };
  const may = {
    edit: w.can('place.edit', place),
    staff: w.can('home.read', place),
    import: w.can('roster.import', place),
    vouch: w.can('household.vouch', place),
    roles: w.can('role.give', place),
  };
  return w.page(<NeighbourhoodPage page={w.frame({ neighbourhood: view.neighbourhood })} {...view} may={may} />);
}

async function buildingView(w: Web): Promise<BuildingView | null> {
  const id = w.id();
  const view =
    id &&
    (await w.read(async (tx) => {
      const building = await findBuilding(tx, id);
      const neighbourhood = building && (await findNeighbourhood(tx, building.neighbourhoodId));
      if (!building || !neighbourhood) return null;
      const place = { neighbourhoodId: neighbourhood.id };
      const may = {
        edit: w.can('place.edit', place),
        letters: w.can('letter.issue', place),
        doors: w.can('door.print', place),
      };
      return {
        building,
        neighbourhood,
        may,
        entrances: await listEntrances(tx, id),
        homes: w.can('home.read', place) ? await listHomes(tx, { buildingId: id }) : null,
        doors: may.doors || may.edit ? await doorsOfBuilding(tx, id) : [],
      };
    }));
  return view
    ? {
        page: w.frame({ neighbourhood: view.neighbourhood }),
        ...view,
        query: Object.fromEntries(w.url.searchParams),
      }
    : null;
}

async function doorPage(w: Web, back?: { errors: Record<string, string>; values: Record<string, string | string[]> }) {
  const view = await w.read(async (tx) => {
    const door = await findDoor(tx, w.param('door'));
    if (!door) return null;
    const { neighbourhoodId } = door;
    const shown = ['secretary', 'director', 'steward'];
    return {
      door,
      matters: await listMatters(tx, { neighbourhoodId, open: true, limit: 5 }),
      organisations: (await listOrganisations(tx, neighbourhoodId)).filter((o) => o.active),
      meetings: (await listMeetings(tx, neighbourhoodId))
        .filter((m) => m.state === 'called' && m.startsAt.getTime() > w.now.getTime() - 6 * 3_600_000)
        .slice(-3)
        .reverse(),
      ballots: await openBallotsIn(tx, neighbourhoodId),
      roles: (await listRoles(tx, { neighbourhoodId })).filter(
        (role) => shown.includes(role.role) && heldOn(role, w.today) && (role.entranceId === null || role.entranceId === door.entranceId),
      ),
    };
  });
  if (!view) return w.notFound();
  const { door } = view;
  const reader = {
    signedIn: w.actor.kind !== 'anonymous',
    boundHere: w.actor.households.some((household) => household.householdId === door.householdId),
  };
  return w.page(
    <DoorPage page={w.frame({ neighbourhood: { code: door.neighbourhoodCode, name: door.neighbourhoodName } })} {...view} reader={reader} {...back} />,
    back ? 422 : 200,
  );
}

async function startPage(w: Web) {
  const lines = await w.read(async (tx) => {
    const counts = await countsByNeighbourhood(tx);
    const letters = await lettersByNeighbourhood(tx);
    const lines = [];
    for (const n of (await listNeighbourhoods(tx)).filter((one: Neighbourhood) => w.can('place.edit', { neighbourhoodId: one.id }))) {
      lines.push({
        code: n.code,
        name: n.name,
        homes: counts.get(n.id)?.homes ?? 0,
        lettersOut: letters.has(n.id),
        hasSecretary: (await holdersOf(tx, 'secretary', n.id, w.today)).length > 0,
      });
    }
    return lines;
  });
  return w.page(<StartPage page={w.frame()} lines={lines} />);
}
