import { auditsOfYear } from '#modules/audits';
import { countsOfYear, funnelOf, gradesOfYear, placesOf, roleTimesOf, spreadOf, stepTimesOf, yearsOf } from '#modules/office';
import { gradeChoices } from '#modules/projects';
import type { Routes, Web } from '../kit/index.ts';
import { alarms, duties, places, projects, stays, yearIn } from './list-routes.ts';
import { referralRoutes } from './referral-routes.tsx';
import { YearPage } from './year-page.tsx';

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

async function showYear(w: Web) {
  const year = yearIn(w);
  if (year === null) return w.notFound();
  const [money, time] = await Promise.all([
    w.read(async (tx) => {
      const [funnel, found, grades, { choices }, years] = await Promise.all([
        funnelOf(tx, year),
        placesOf(tx, year),
        gradesOfYear(tx, year),
        gradeChoices(tx, w.today),
        yearsOf(tx, Math.max(year, Number(w.today.slice(0, 4)))),
      ]);
      const names = new Map(choices.map((choice) => [choice.code, choice.title[w.lang]]));
      return { funnel, places: found, years, grades: grades.map((one) => ({ ...one, name: names.get(one.grade) ?? one.grade })) };
    }),
    // On a connection of its own: both halves are read at the same time.
    w.read(async (tx) => {
      const [steps, roles, counts, audits] = await Promise.all([
        stepTimesOf(tx, year, w.now),
        roleTimesOf(tx, year, w.today),
        countsOfYear(tx, year),
        auditsOfYear(tx, year, w.today),
      ]);
      return { steps, roles, counts, audits };
    }),
  ]);
  const spread = spreadOf(money.places.map(({ grantedFen }) => ({ fen: grantedFen })));
  return w.page(<YearPage page={w.frame()} view={{ year, ...money, ...time, spread }} />);
}
