import { auditsOfYear } from '#modules/audits';
import { countsOfYear, funnelOf, gradesOfYear, placesOf, roleTimesOf, spreadOf, stepTimesOf, wordOfNow, yearsOf } from '#modules/office';
import type { Routes, Web } from '../kit/index.ts';
import { alarms, duties, places, projects, stays, yearIn } from './list-routes.ts';
import { referralRoutes } from './referral-routes.tsx';
import { gradeNames } from './grade-names.ts';
import { YearFigures, YearPage, type YearView } from './year-page.tsx';

/** The office's year, the lists behind its figures, and problems referred upwards. */
export function officeRoutes(r: Routes): void {
  r.get('/office/year', 'office-year.read', (w) => w.redirect(`/office/year/${w.today.slice(0, 4)}`));
  r.get('/office/year/:year', 'office-year.read', showYear);
  r.get('/office/year/:year/projects', 'office-year.read', projects);
  r.get('/office/year/:year/places', 'office-year.read', places);
  r.get('/office/year/:year/duties', 'office-year.read', duties);
  r.get('/office/year/:year/stays', 'office-year.read', stays);
  r.get('/office/alarms', 'office-year.read', alarms);
  referralRoutes(r);
}

/** Figures that were drawn already, by subdistrict, year, language, hour and the word of what was done last; the oldest go first. */
const drawn = new Map<string, string>();
const mostDrawn = 60;

async function showYear(w: Web) {
  const year = yearIn(w);
  if (year === null) return w.notFound();
  const word = await w.read((tx) => wordOfNow(tx));
  // Waiting goes on while nothing is done: the hour is part of the name.
  const name = [w.subdistrict.id, year, w.lang, w.today, w.now.getHours(), word].join('|');
  let body = drawn.get(name);
  if (body === undefined) {
    body = String(<YearFigures page={{ lang: w.lang, base: w.base }} view={await loadYear(w, year)} />);
    drawn.set(name, body);
    const [oldest] = drawn.keys();
    if (drawn.size > mostDrawn && oldest !== undefined) drawn.delete(oldest);
  }
  return w.page(<YearPage page={w.frame()} year={year} body={body} />);
}

async function loadYear(w: Web, year: number): Promise<YearView> {
  const newest = Math.max(year, Number(w.today.slice(0, 4)));
  // On three connections: the parts are read at the same time.
  const [money, compared, time] = await Promise.all([
    w.read(async (tx) => {
      const [funnel, found, grades, names, audits, counts] = await Promise.all([
        funnelOf(tx, year),
        placesOf(tx, year),
        gradesOfYear(tx, year),
        gradeNames(tx, w.today),
        auditsOfYear(tx, year, w.today),
        countsOfYear(tx, year),
      ]);
      return { funnel, places: found, audits, counts, grades: grades.map((one) => ({ ...one, name: names.get(one.grade)?.[w.lang] ?? one.grade })) };
    }),
    w.read((tx) => yearsOf(tx, newest)),
    w.read(async (tx) => {
      const [steps, roles] = await Promise.all([stepTimesOf(tx, year, w.now), roleTimesOf(tx, year, w.today)]);
      return { steps, roles };
    }),
  ]);
  return { year, ...money, ...time, years: compared, spread: spreadOf(money.places.map(({ grantedFen }) => ({ fen: grantedFen }))) };
}
