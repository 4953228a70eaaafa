import { z } from 'zod';
import { officeSetting, setSettings } from '#modules/funds';
import { categories, findMatter, raiseMatter, supportMatter, supportsOf } from '#modules/matters';
import { personNames } from '#modules/people';
import { findNeighbourhood, listHouseholds } from '#modules/places';
import { field, type Routes, type Web } from '../kit/index.ts';
import { followText } from './follow-text.ts';
import { chosenPerson, peopleToChoose } from './people.ts';
import { loadPlans } from './plan.tsx';
import { sentSpot, spotFields } from './plan-routes.tsx';
import { storedPhotos } from './raise-routes.tsx';
import { matterSettings, settingKeys } from './settings.ts';
import { settingFields, SettingsPage, type SettingsNow } from './settings-page.tsx';
import { EnterPage, SupportersPage } from './staff-pages.tsx';
import { matterText } from './text.ts';

type Back = { errors: Record<string, string>; values: Record<string, string | string[]> };

/** What staff enters for others, who supports, and the office's settings for matters. */
export function staffRoutes(r: Routes): void {
  r.get('/matters/settings', 'setting.set', (w) => showSettings(w));
  r.post('/matters/settings', 'setting.set', saveSettings);
  r.get('/n/:place/matters/enter', 'matter.raise-for', (w) => showEnter(w));
  r.post('/n/:place/matters/enter', 'matter.raise-for', enter);
  r.get('/matters/:id/supporters', 'matter.read-supporters', showSupporters);
  r.post('/matters/:id/supporters', 'matter.support-for', enterSupporters);
}

async function showEnter(w: Web, back?: Back) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  if (!w.can('matter.raise-for', { neighbourhoodId: place.id })) return w.forbidden();
  const { people, plans } = await w.read(async (tx) => ({ people: await peopleToChoose(tx, place.id), plans: await loadPlans(tx, place.id) }));
  return w.page(
    <EnterPage page={w.frame({ neighbourhood: place })} place={place} people={people} plans={plans} errors={back?.errors} values={back?.values} />,
    back ? 422 : 200,
  );
}

const enterFields = z.object({
  channel: z.enum(['paper', 'phone', 'visit'], 'required'),
  person: z.string().optional(),
  name: field.text(60).optional(),
  text: field.text(2000),
  category: z.enum(categories, 'not-in-list').optional(),
  anonymous: field.tick(),
  ...spotFields,
});

async function enter(w: Web) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  const form = w.form();
  const t = matterText[w.lang];
  const again = (errors: Record<string, string>) => showEnter(w, { errors: w.errorTexts(errors, { ...t, ...followText[w.lang] }), values: form.values });
  const parsed = form.parse(enterFields);
  if (!parsed.ok) return again(parsed.error);
  const { channel, name, text, anonymous } = parsed.value;
  const person = parsed.value.person ? chosenPerson(parsed.value.person) : null;
  if (!person && !name) return again({ person: 'need-person' });
  const spot = sentSpot(await w.read((tx) => loadPlans(tx, place.id)), parsed.value);
  if (spot === 'no-such-spot') return again({ spot });
  const photos = await storedPhotos(w, form, { photos: [] });
  if (!photos.ok) return again({ photo: photos.error });
  const settings = await w.read((tx) => matterSettings(tx, w.today));
  const done = await raiseMatter(w.command(form), {
    neighbourhoodId: place.id,
    text,
    category: parsed.value.category ?? 'unsorted',
    anonymous,
    doorCode: null,
    photos: photos.value,
    spot,
    onBehalfOf: person ? { ...person, channel } : { name: name ?? '', householdId: null, channel },
    ...settings,
  });
  return done.ok ? w.redirect(`/matters/${done.value.matterId}`, t.raisedFlash) : w.refuse(done.error, t);
}

async function showSupporters(w: Web) {
  const id = w.id();
  const matter = id ? await w.read((tx) => findMatter(tx, id)) : null;
  if (!matter) return w.notFound();
  const at = { neighbourhoodId: matter.neighbourhoodId };
  const [names, enterFor] = [w.can('matter.read-names', at), w.can('matter.support-for', at)];
  if (!names && !enterFor) return w.forbidden();
  const view = await w.read(async (tx) => {
    const supports = await supportsOf(tx, matter.id);
    const known = await personNames(
      tx,
      supports.map((one) => one.personId),
    );
    const doors = new Map((await listHouseholds(tx, matter.neighbourhoodId)).map((household) => [household.householdId, household.label]));
    const place = await findNeighbourhood(tx, matter.neighbourhoodId);
    const supporting = new Set(supports.map((one) => (matter.supportUnit === 'household' ? one.householdId : one.personId)));
    const people = enterFor
      ? (await peopleToChoose(tx, matter.neighbourhoodId)).filter((option) => {
          const person = chosenPerson(option.value);
          return person !== null && !supporting.has(matter.supportUnit === 'household' ? person.householdId : person.personId);
        })
      : null;
    const t = matterText[w.lang];
    const ways = { own: t.wayOwn, door: t.wayDoor, paper: t.wayPaper, phone: t.wayPhone, visit: t.wayVisit };
    const lines = supports.map((one) => ({
      name: known.get(one.personId) ?? '',
      door: doors.get(one.householdId) ?? '',
      channel: ways[one.channel],
      at: one.at,
    }));
    return { place, people, lines: names ? lines : null };
  });
  return w.page(<SupportersPage page={w.frame(view.place ? { neighbourhood: view.place } : {})} matter={matter} lines={view.lines} people={view.people} />);
}

async function enterSupporters(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = matterText[w.lang];
  const channel = z.enum(['paper', 'phone', 'visit']).safeParse(form.text('channel'));
  let [added, known] = [0, 0];
  for (const value of form.texts('people').slice(0, 1000)) {
    const person = chosenPerson(value);
    if (!person) continue;
    // Each support is a command of its own; the form's key makes a repeated form a repeated list.
    const context = w.command(form);
    const done = await supportMatter(
      { ...context, ...(context.key ? { key: `${context.key}.${person.personId}`.slice(0, 100) } : {}) },
      { matterId: id, onBehalfOf: { ...person, channel: channel.success ? channel.data : 'paper' } },
    );
    if (done.ok) added += 1;
    else if (done.error === 'already-supported') known += 1;
    else return w.refuse(done.error, t);
  }
  return w.redirect(`/matters/${id}/supporters`, t.enteredSupport(added, known));
}

async function showSettings(w: Web, back?: Back) {
  const now = await w.read(async (tx): Promise<SettingsNow> => {
    const stand = async (name: keyof typeof settingFields) => {
      const setting = await officeSetting(tx, settingKeys[settingFields[name]]);
      return setting ? { value: setting.value, by: setting.setBy, day: setting.setOn } : null;
    };
    return {
      days: await stand('days'),
      unit: await stand('unit'),
      appeal: await stand('appeal'),
      assembly: await stand('assembly'),
      groups: await stand('groups'),
      ask: await stand('ask'),
    };
  });
  return w.page(<SettingsPage page={w.frame()} now={now} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
}

async function saveSettings(w: Web) {
  const form = w.form();
  const t = matterText[w.lang];
  const days = field.whole(1, 365).optional();
  const parsed = form.parse(
    z.object({
      days,
      unit: z.enum(['household', 'person'], 'not-in-list').optional(),
      appeal: days,
      assembly: days,
      groups: field.whole(1, 100).optional(),
      ask: field.whole(1, 9999).optional(),
      reason: field.text(500),
    }),
  );
  if (!parsed.ok) return showSettings(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const { reason, ...sent } = parsed.value;
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(sent)) {
    const key = Object.entries(settingFields).find(([one]) => one === name)?.[1];
    if (key && value !== undefined) values[settingKeys[key]] = String(value);
  }
  const done = await setSettings(w.command(form), { values, reason });
  return done.ok ? w.redirect('/matters/settings', t.saved) : w.refuse(done.error, t);
}
