import { findNeighbourhood, listBuildings, listHomes } from '#modules/places';
import { type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { homesText } from './homes.ts';
import { readQuestion } from './pays-form.ts';
import { PaysPage, type PaysPageView } from './pays-page.tsx';
import { paysPaper } from './pays-paper.ts';
import { paysText } from './pays-text.ts';
import { whoPays } from './who-pays.ts';

/** Who pays what: a tool for everybody. Nothing is stored. */
export function paysRoutes(r: Routes): void {
  r.get('/who-pays', 'cost.share', async (w) => show(w, await filled(w)));
  r.post('/who-pays', 'cost.share', async (w) => {
    const read = readQuestion(w.form(), w.lang);
    if (!read.ok) return refused(w, read.error);
    const question = read.value;
    return show(w, { values: w.form().values, answer: { question, methods: whoPays(question) } });
  });
  r.post('/who-pays/paper.pdf', 'cost.share', async (w) => {
    const read = readQuestion(w.form(), w.lang);
    if (!read.ok) return refused(w, read.error);
    const t = paysText[w.lang];
    const document = await paysPaper(read.value, {
      lang: w.lang,
      issuer: w.home ? `${w.subdistrict.name} ${w.home.name}` : w.subdistrict.name,
      today: w.today,
    });
    return w.paper(document, read.value.what === '' ? t.paperTitle : read.value.what);
  });
}

type Shown = { values: FormValues; errors?: FormErrors; answer?: PaysPageView['answer'] };

const refused = (w: Web, errors: Record<string, string>) => {
  const t = paysText[w.lang];
  // Sentences about rows are ready; the rest are codes.
  const texts = Object.fromEntries(Object.entries(errors).map(([name, code]) => [name, /^[a-z-]+$/.test(code) ? w.errorText(code, t) : code]));
  return show(w, { values: w.form().values, errors: texts });
};

/** What a building brings: its homes, for those who may read the roster. */
async function filled(w: Web): Promise<Shown> {
  const building = w.query('building');
  const what = (w.query('what') ?? '').slice(0, 60);
  const place = await readablePlace(w);
  if (!place || !building) return { values: { what } };
  const homes = await w.read(async (tx) => {
    const found = (await listBuildings(tx, place.id)).find(({ id }) => id === building);
    return found ? listHomes(tx, { buildingId: found.id }) : [];
  });
  return { values: { what, homes: homesText(homes.map(({ label, floor, areaCentiM2 }) => ({ id: label, floor, areaCentiM2 }))) } };
}

async function readablePlace(w: Web) {
  const code = w.query('n') ?? w.home?.code;
  const place = code ? await w.read((tx) => findNeighbourhood(tx, code)) : null;
  return place && w.can('home.read', { neighbourhoodId: place.id }) ? place : null;
}

async function show(w: Web, shown: Shown) {
  const place = await readablePlace(w);
  const buildings = place ? await w.read((tx) => listBuildings(tx, place.id)) : [];
  const several = new Set(buildings.map(({ compoundId }) => compoundId)).size > 1;
  return w.page(
    <PaysPage
      page={w.frame(place ? { neighbourhood: place } : {})}
      buildings={
        place && { place: place.code, items: buildings.map(({ id, name, compoundName }) => ({ id, name: several ? `${compoundName}${name}` : name })) }
      }
      values={shown.values}
      errors={shown.errors}
      answer={shown.answer ?? null}
    />,
    shown.errors ? 422 : 200,
  );
}
