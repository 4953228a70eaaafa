import { z } from 'zod';
import {
  addMember,
  addOwner,
  chooseHead,
  endMember,
  endOwner,
  homeOwners,
  householdMembers,
  issueLetters,
  lettersOf,
  listOrganisations,
  membersOfNeighbourhood,
  moveIn,
  moveOut,
  recordExport,
  relations,
} from '#modules/people';
import { doorOfHome, findBuilding, findHome, findHousehold, findNeighbourhood, listHouseholds, type Neighbourhood } from '#modules/places';
import { field, type Routes, type Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { HomePage, type HomeView } from './home-page.tsx';
import { HouseholdsPage, type HouseholdLine, householdTable } from './households-page.tsx';
import { activationLetters } from './letters.ts';
import { peopleText } from './text.ts';

const fieldOf: Record<string, string> = {
  'bad-phone': 'phone',
  'bad-share': 'share',
  'shares-over-one': 'share',
  'already-there': 'name',
  'unknown-person': 'organisationId',
};
const memberSchema = z.object({
  householdId: field.id(),
  name: field.text(60),
  phone: field.text(20).optional(),
  relation: z.enum(relations, 'not-in-list'),
  adult: field.tick(),
});
const ownerSchema = z
  .object({
    name: field.text(60).optional(),
    phone: field.text(20).optional(),
    organisationId: field.id().optional(),
    share: z.string().regex(/^\s*\d{1,6}\s*\/\s*\d{1,6}\s*$/, 'bad-share'),
  })
  .refine((form) => form.name !== undefined || form.organisationId !== undefined, {
    path: ['name'],
    message: 'required',
  });
const idsSchema = z.object({ householdId: field.id(), memberId: field.id() });

/** A home with its household, the list of households, letters. */
export function homeRoutes(r: Routes): void {
  r.get('/homes/:id', 'home.read', (w) => show(w));
  r.get('/households/:id', 'home.read', async (w) => {
    const household = await w.read(async (tx) => (w.id() ? findHousehold(tx, w.id()!) : null));
    return household && w.can('home.read', { neighbourhoodId: household.neighbourhoodId }) ? w.redirect(`/homes/${household.homeId}`) : w.notFound();
  });
  r.get('/n/:place/households', 'home.read', households);
  r.post('/homes/:id/members', 'household.edit', async (w) => {
    const form = w.form();
    const parsed = form.parse(memberSchema);
    if (!parsed.ok) return show(w, { form: 'member', errors: w.errorTexts(parsed.error), values: form.values });
    const { householdId, relation, ...who } = parsed.value;
    return after(w, await addMember(w.command(form), { householdId, relation, who: { ...who, phone: who.phone ?? null } }), 'member');
  });
  r.post('/homes/:id/members/end', 'household.edit', (w) => withIds(w, (ids) => endMember(w.command(w.form()), ids)));
  r.post('/homes/:id/head', 'household.edit', (w) => withIds(w, (ids) => chooseHead(w.command(w.form()), ids)));
  r.post('/homes/:id/owners', 'household.edit', async (w) => {
    const form = w.form();
    const homeId = w.id();
    if (!homeId) return w.notFound();
    const parsed = form.parse(ownerSchema);
    if (!parsed.ok)
      return show(w, {
        form: 'owner',
        errors: w.errorTexts(parsed.error, peopleText[w.lang]),
        values: form.values,
      });
    const { name, phone, organisationId, share } = parsed.value;
    const [numerator = '0', denominator = '0'] = share.split('/').map((part) => part.trim());
    const who = organisationId ? { organisationId } : { name: name ?? '', phone: phone ?? null, adult: true };
    return after(
      w,
      await addOwner(w.command(form), {
        homeId,
        who,
        shareNumerator: BigInt(numerator),
        shareDenominator: BigInt(denominator),
      }),
      'owner',
    );
  });
  r.post('/homes/:id/owners/end', 'household.edit', async (w) => {
    const parsed = w.form().parse(z.object({ ownerId: field.id() }));
    const homeId = w.id();
    if (!parsed.ok || !homeId) return w.notFound();
    return after(w, await endOwner(w.command(w.form()), { homeId, ownerId: parsed.value.ownerId }), 'owner');
  });
  r.post('/homes/:id/move-out', 'household.edit', async (w) => {
    const parsed = w.form().parse(z.object({ householdId: field.id(), empty: field.tick() }));
    if (!parsed.ok) return w.notFound();
    return after(
      w,
      await moveOut(w.command(w.form()), {
        householdId: parsed.value.householdId,
        staysEmpty: parsed.value.empty,
      }),
      'member',
    );
  });
  r.post('/homes/:id/move-in', 'household.edit', async (w) => {
    const homeId = w.id();
    return homeId ? after(w, await moveIn(w.command(w.form()), { homeId }), 'member') : w.notFound();
  });
  r.post('/homes/:id/letter', 'letter.issue', async (w) => {
    const home = await w.read(async (tx) => (w.id() ? findHome(tx, w.id()!) : null));
    return home?.householdId ? printLetters(w, home.neighbourhoodId, { householdId: home.householdId }, home.label) : w.notFound();
  });
  r.post('/buildings/:id/letters', 'letter.issue', async (w) => {
    const building = await w.read(async (tx) => (w.id() ? findBuilding(tx, w.id()!) : null));
    return building ? printLetters(w, building.neighbourhoodId, { buildingId: building.id }, building.name) : w.notFound();
  });
}

/** The letters are the answer itself: their secrets are nowhere else, and are not kept. */
async function printLetters(w: Web, neighbourhoodId: string, what: { buildingId: string } | { householdId: string }, name: string) {
  const place = await w.read((tx) => findNeighbourhood(tx, neighbourhoodId));
  const issued = await issueLetters(w.command(w.form()), what);
  if (!issued.ok) return w.refuse(issued.error, peopleText[w.lang]);
  const bytes = await activationLetters(issued.value, {
    lang: w.lang,
    issuer: w.subdistrict.name,
    place: place?.name ?? '',
    address: (path) => w.absolute(path),
  });
  return w.download(bytes, 'application/pdf', `${place?.name ?? ''}${name}开通信.pdf`);
}

async function withIds(w: Web, command: (ids: { householdId: string; memberId: string }) => Promise<{ ok: true } | { ok: false; error: string }>) {
  const parsed = w.form().parse(idsSchema);
  return parsed.ok ? after(w, await command(parsed.value), 'member') : w.notFound();
}

/** Back to the home: with a line when it went well, with the words beside the field when a field is to blame. */
function after(w: Web, result: { ok: true } | { ok: false; error: string }, form: 'member' | 'owner') {
  const t = peopleText[w.lang];
  if (result.ok) return w.redirect(`/homes/${w.id()}`, t.saved);
  const name = fieldOf[result.error];
  return name ? show(w, { form, errors: { [name]: w.errorText(result.error, t) }, values: w.form().values }) : w.refuse(result.error, t);
}

async function show(w: Web, back?: HomeView['back']) {
  const id = w.id();
  const view =
    id &&
    (await w.read(async (tx) => {
      const home = await findHome(tx, id);
      const neighbourhood = home && (await findNeighbourhood(tx, home.neighbourhoodId));
      if (!home || !neighbourhood || !w.can('home.read', { neighbourhoodId: neighbourhood.id })) return null;
      return {
        home,
        neighbourhood,
        members: home.householdId ? await householdMembers(tx, home.householdId) : [],
        owners: await homeOwners(tx, id),
        letters: home.householdId ? await lettersOf(tx, home.householdId) : [],
        doorCode: (await doorOfHome(tx, id))?.code ?? null,
        organisations: (await listOrganisations(tx, neighbourhood.id)).filter((o) => o.active),
      };
    }));
  if (!view) return w.notFound();
  const place = { neighbourhoodId: view.neighbourhood.id };
  const may = {
    edit: w.can('household.edit', place),
    editPlace: w.can('place.edit', place),
    letters: w.can('letter.issue', place),
  };
  return w.page(<HomePage page={w.frame({ neighbourhood: view.neighbourhood })} now={w.now} {...view} may={may} back={back} />, back ? 422 : 200);
}

async function households(w: Web) {
  const view = await w.read(async (tx) => {
    const neighbourhood: Neighbourhood | null = await findNeighbourhood(tx, w.param('place'));
    if (!neighbourhood || !w.can('home.read', { neighbourhoodId: neighbourhood.id })) return null;
    const members = new Map<string, { names: string[]; adults: number; accounts: number }>();
    for (const member of await membersOfNeighbourhood(tx, neighbourhood.id)) {
      const entry = members.get(member.householdId) ?? { names: [], adults: 0, accounts: 0 };
      entry.names.push(member.name);
      if (member.adult) entry.adults++;
      if (member.hasAccount) entry.accounts++;
      members.set(member.householdId, entry);
    }
    const lines = (await listHouseholds(tx, neighbourhood.id)).map((household): HouseholdLine => {
      const entry = members.get(household.householdId);
      return {
        homeId: household.homeId,
        label: household.label,
        names: entry?.names.join('、') ?? '',
        people: entry?.names.length ?? 0,
        adults: entry?.adults ?? 0,
        accounts: entry?.accounts ?? 0,
      };
    });
    return { neighbourhood, lines };
  });
  if (!view) return w.notFound();
  const spec = {
    page: w.frame({ neighbourhood: view.neighbourhood }),
    ...view,
    query: Object.fromEntries(w.url.searchParams),
    mayImport: w.can('roster.import', { neighbourhoodId: view.neighbourhood.id }),
    mayExport: w.can('person.export', { neighbourhoodId: view.neighbourhood.id }),
  };
  if (w.query('format') !== 'xlsx') return w.page(<HouseholdsPage {...spec} />);
  const logged = await recordExport(w.command(), {
    what: 'households',
    neighbourhoodId: view.neighbourhood.id,
    rows: view.lines.length,
  });
  return logged.ok
    ? w.download(await tableXlsx(householdTable(spec)), xlsxType, `${view.neighbourhood.name}${peopleText[w.lang].households}.xlsx`)
    : w.refuse(logged.error);
}
