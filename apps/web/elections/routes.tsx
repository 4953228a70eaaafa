import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import { optionsOf } from '#modules/ballots';
import { committeeOn, electionRules, listElections, prepareElection, type RuleKey, ruleKeys } from '#modules/elections';
import { setSettings } from '#modules/funds';
import { findNeighbourhood } from '#modules/places';
import { field, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { countRoutes } from './count-routes.tsx';
import { fieldOf, ListPage, NewPage, ruleChoices, SettingsPage } from './list-pages.tsx';
import { ballotPapers, resultSheet } from './papers.ts';
import { showElection, stepRoutes } from './step-routes.tsx';
import { electionText } from './text.ts';
import { loadElection } from './view.ts';

type Back = { errors: FormErrors; values: FormValues };

/** Pages of elections. */
export function electionRoutes(r: Routes): void {
  r.get('/n/:place/elections', 'election.read', list);
  r.get('/n/:place/elections/new', 'election.prepare', (w) => showNew(w));
  r.post('/n/:place/elections/new', 'election.prepare', prepare);
  r.get('/elections/settings', 'setting.set', (w) => showSettings(w));
  r.post('/elections/settings', 'setting.set', saveSettings);
  r.get('/elections/:id', 'election.read', (w) => showElection(w));
  r.get('/elections/:id/papers.pdf', 'election.prepare', papers);
  r.paper('/elections/:id/result', 'election.read', result);
  stepRoutes(r);
  countRoutes(r);
}

async function list(w: Web) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  const { elections, committee } = await w.read(async (tx) => ({
    elections: await listElections(tx, place.id),
    committee: await committeeOn(tx, place.id, w.today),
  }));
  const may = { prepare: w.can('election.prepare', { neighbourhoodId: place.id }), set: w.can('setting.set', { neighbourhoodId: null }) };
  return w.page(<ListPage page={w.frame({ neighbourhood: place })} place={place} elections={elections} committee={committee} may={may} />);
}

async function showNew(w: Web, back?: Back) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  if (!w.can('election.prepare', { neighbourhoodId: place.id })) return w.forbidden();
  const answers = await w.read((tx) => electionRules(tx));
  return w.page(
    <NewPage
      page={w.frame({ neighbourhood: place })}
      place={place}
      answers={answers}
      today={w.today}
      maySet={w.can('setting.set', { neighbourhoodId: null })}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

const prepareFields = z.object({
  title: field.text(60),
  director: field.tick(),
  deputies: field.whole(0, 20).optional(),
  members: field.whole(0, 20).optional(),
  day: field.day(),
  time: field.time(),
});

async function prepare(w: Web) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  const form = w.form();
  const t = electionText[w.lang];
  const again = (errors: Record<string, string>) => showNew(w, { errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(prepareFields);
  if (!parsed.ok) return again(parsed.error);
  const { title, director, deputies = 0, members = 0, day, time } = parsed.value;
  const closesAt = instantAt(day, time);
  if (!closesAt.ok) return again({ day: 'not-a-date' });
  const posts = [
    { kind: 'director' as const, seats: director ? 1 : 0 },
    { kind: 'deputy' as const, seats: deputies },
    { kind: 'member' as const, seats: members },
  ].filter((post) => post.seats > 0);
  const done = await prepareElection(w.command(form), { neighbourhoodId: place.id, title, posts, closesAt: closesAt.value });
  if (done.ok) return w.redirect(`/elections/${done.value.electionId}`, t.created);
  if (done.error === 'no-posts') return again({ members: done.error });
  return done.error === 'in-the-past' ? again({ day: done.error }) : w.refuse(done.error, t);
}

async function showSettings(w: Web, back?: Back) {
  const answers = await w.read((tx) => electionRules(tx));
  return w.page(<SettingsPage page={w.frame()} answers={answers} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
}

async function saveSettings(w: Web) {
  const form = w.form();
  const t = electionText[w.lang];
  const shape = Object.fromEntries(
    ruleKeys.map((key: RuleKey) => {
      const choices = ruleChoices[key];
      return [fieldOf(key), choices ? z.enum(choices as [string, ...string[]], 'not-in-list').optional() : field.whole(0, 1000).optional()];
    }),
  );
  const parsed = form.parse(z.object({ ...shape, reason: field.text(400) }));
  if (!parsed.ok) return showSettings(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const known: Record<string, unknown> = parsed.value;
  const values = Object.fromEntries(ruleKeys.flatMap((key) => (known[fieldOf(key)] === undefined ? [] : [[key, String(known[fieldOf(key)])]])));
  const done = await setSettings(w.command(form), { values, reason: form.text('reason') });
  return done.ok ? w.redirect('/elections/settings', t.saved) : w.refuse(done.error, t);
}

async function papers(w: Web) {
  const id = w.id();
  const view = id ? await loadElection(w, id) : null;
  if (!view) return w.notFound();
  if (!view.may.prepare) return w.forbidden();
  if (view.election.listedAt === null) return w.notFound();
  const options = new Map(await w.read(async (tx) => Promise.all(view.posts.map(async (post) => [post.no, await optionsOf(tx, post.ballotId)] as const))));
  const bytes = await ballotPapers(view, options, { lang: w.lang, issuer: `${w.subdistrict.name} ${view.place.name}`, today: w.today });
  return w.download(bytes, 'application/pdf', `${view.election.title} ${electionText.zh.paperTitle}.pdf`, true);
}

async function result(w: Web) {
  const id = w.id();
  const view = id ? await loadElection(w, id) : null;
  const document = view && (await resultSheet(view, { lang: w.lang, issuer: `${w.subdistrict.name} ${view.place.name}`, today: w.today }));
  return view && document ? w.paper(document, `${view.election.title} ${electionText.zh.sheetTitle}`) : w.notFound();
}
