import { z } from 'zod';
import { formatYuan } from '#libs/money';
import { listMoneyAccounts, openDifferences } from '#modules/bank';
import { askYearClose, bookedYears, confirmYearClose, endYearClose, findReturn, returnsOf, yearCloses, type YearObstacles } from '#modules/books';
import { personNames } from '#modules/people';
import { findNeighbourhood, listNeighbourhoods } from '#modules/places';
import { findProject, listProjects, officeYearEnd, projectYearEnd, returnAtYearEnd, type SourceDue } from '#modules/projects';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import { field, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { returnSlip } from './papers.ts';
import { accountName } from './view.ts';
import { YearClosePage } from './year-close-page.tsx';
import { type DueLine, ProjectYearEndPage, YearEndPage } from './year-pages.tsx';
import { yearText } from './year-text.ts';

/** What must be returned at the end of the year, and closing a year's books. */
export function yearRoutes(r: Routes): void {
  r.get('/year-end', 'year-end.read', showYearEnd);
  r.get('/projects/:id/year-end', 'year-end.read', (w) => projectPage(w, w.id()));
  r.post('/awards/:id/return', 'money.return', postReturn);
  r.paper('/returns/:id/slip', 'award.read', printSlip);
  r.get('/year-close', 'books.read', (w) => yearClosePage(w));
  r.post('/year-close', 'year.close', (w) => step(w, 'ask'));
  r.post('/year-close/confirm', 'year.close', (w) => step(w, 'confirm'));
  r.post('/year-close/end', 'year.close', (w) => step(w, 'end'));
}

async function linesOf(w: Web, tx: Tx, dues: readonly SourceDue[]): Promise<DueLine[]> {
  const projects = new Map((await listProjects(tx)).map((one) => [one.id, one]));
  const places = new Map((await listNeighbourhoods(tx)).map((one) => [one.id, one.name]));
  return dues.flatMap((due) => {
    const project = projects.get(due.award.projectId);
    return project && w.can('year-end.read', project) ? [{ due, projectTitle: project.title, placeName: places.get(project.neighbourhoodId) ?? '' }] : [];
  });
}

async function showYearEnd(w: Web) {
  const found = await w.read(async (tx) => {
    const { term, dues } = await officeYearEnd(tx, w.today);
    return { term, lines: await linesOf(w, tx, dues) };
  });
  return w.page(<YearEndPage page={w.frame()} {...found} today={w.today} maySet={w.can('setting.set', { neighbourhoodId: null })} />);
}

async function projectPage(w: Web, id: string | null, back?: { errors: FormErrors; values: FormValues }) {
  const found = await w.read(async (tx) => {
    const project = id ? await findProject(tx, id) : null;
    if (!project || !w.can('year-end.read', project)) return null;
    const { term, dues } = await projectYearEnd(tx, project.id, w.today);
    const place = await findNeighbourhood(tx, project.neighbourhoodId);
    return { project, place, term, lines: await linesOf(w, tx, dues), returns: await returnsOf(tx, project.id) };
  });
  if (!found) return w.notFound();
  const { place, ...view } = found;
  return w.page(
    <ProjectYearEndPage
      page={w.frame(place ? { neighbourhood: place } : {})}
      {...view}
      today={w.today}
      mayReturn={w.can('money.return', found.project)}
      maySet={w.can('setting.set', { neighbourhoodId: null })}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

const postReturnFields = z.object({ amount: field.amount(), way: z.enum(['transfer', 'cash'], 'not-in-list'), note: field.text(300).optional() });

async function postReturn(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = yearText[w.lang];
  const projectId = await w.read(async (tx) => (await officeYearEnd(tx, w.today)).dues.find((due) => due.award.awardId === id)?.award.projectId ?? null);
  const parsed = form.parse(postReturnFields);
  if (!parsed.ok) return projectId ? projectPage(w, projectId, { errors: w.errorTexts(parsed.error, t), values: form.values }) : w.refuse('not-due', t);
  const done = await returnAtYearEnd(w.command(form), { awardId: id, amountFen: parsed.value.amount, way: parsed.value.way, note: parsed.value.note ?? '' });
  if (done.ok) return w.redirect(projectId ? `/projects/${projectId}/year-end` : '/year-end', t.returned);
  return projectId && (done.error === 'not-enough-money' || done.error === 'not-positive')
    ? projectPage(w, projectId, { errors: w.errorTexts({ amount: done.error }, t), values: form.values })
    : w.refuse(done.error, t);
}

async function printSlip(w: Web) {
  const id = w.id();
  const found = await w.read(async (tx) => {
    const slip = id ? await findReturn(tx, id) : null;
    const project = slip && (await findProject(tx, slip.projectId));
    if (!slip || !project || !w.can('award.read', project)) return null;
    const place = await findNeighbourhood(tx, project.neighbourhoodId);
    const names = await personNames(tx, slip.recordedBy ? [slip.recordedBy] : []);
    return { slip, project, issuer: `${w.subdistrict.name} ${place?.name ?? ''}`.trim(), recordedBy: names.get(slip.recordedBy ?? '') ?? '' };
  });
  if (!found) return w.notFound();
  const document = await returnSlip(found.slip, { lang: w.lang, today: w.today, ...found });
  return w.paper(document, `${yearText[w.lang].slip} ${found.project.serial}`);
}

/** What bank and cash leave unexplained up to the end of a year. */
const obstacles: YearObstacles = async (tx, year) => (await openDifferences(tx, `${year}-12-31`)).length;

async function obstacleWords(tx: Tx, year: number, lang: Lang): Promise<string[]> {
  const t = yearText[lang];
  return (await openDifferences(tx, `${year}-12-31`)).map((one) => {
    const name = accountName(one.account, lang);
    if (one.uncounted) return t.uncounted(name);
    return one.movements + one.rows > 0 ? t.bankOpen(name, one.rows, one.movements) : t.gap(name, formatYuan(one.leftOverFen));
  });
}

async function yearClosePage(w: Web, errors?: FormErrors) {
  const found = await w.read(async (tx) => {
    const closes = await yearCloses(tx);
    const years = [...new Set([...(await bookedYears(tx)), ...closes.map((one) => one.year)])].toSorted((a, b) => b - a);
    const lines = [];
    for (const year of years) {
      const close = closes.find((one) => one.year === year && one.endedAt === null) ?? null;
      const over = year < Number(w.today.slice(0, 4));
      lines.push({ year, over, close, obstacles: over && !close?.closedAt ? await obstacleWords(tx, year, w.lang) : [] });
    }
    return { lines, ended: closes.filter((one) => one.endedAt !== null), compared: (await listMoneyAccounts(tx)).length > 0 };
  });
  const at = { neighbourhoodId: null };
  return w.page(
    <YearClosePage
      page={w.frame()}
      {...found}
      me={w.actor.personId}
      rights={{ close: w.can('year.close', at), reopen: w.can('year.reopen', at) }}
      errors={errors}
    />,
    errors ? 422 : 200,
  );
}

async function step(w: Web, what: 'ask' | 'confirm' | 'end') {
  const form = w.form();
  const t = yearText[w.lang];
  const year = /^\d{4}$/.test(form.text('year')) ? Number(form.text('year')) : 0;
  if (year === 0) return w.notFound();
  const command = w.command(form);
  if (what === 'end') {
    const done = await endYearClose(command, { year, reason: form.text('reason') });
    if (done.ok) return w.redirect('/year-close', t.reopenedFlash);
    if (done.error === 'not-found') return w.fail('conflict', t.noRequest);
    return done.error === 'reason-required' ? yearClosePage(w, w.errorTexts({ reason: done.error }, t)) : w.refuse(done.error, t);
  }
  const done = what === 'ask' ? await askYearClose(command, { year, obstacles }) : await confirmYearClose(command, { year, obstacles });
  if (done.ok) return w.redirect('/year-close', what === 'ask' ? t.askedFlash : t.closedFlash);
  return done.error === 'not-found' ? w.fail('conflict', t.noRequest) : w.refuse(done.error, t);
}
