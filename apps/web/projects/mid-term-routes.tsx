import { dayOf } from '#libs/civil-time';
import {
  checkMidTerm,
  listMidTerms,
  listNotes,
  listTasks,
  mayCheckMidTerm,
  type MidTerm,
  midTermResults,
  midTermRubricOf,
  midTermTotal,
  reportMidTerm,
  setMidTermRubric,
  stuckOf,
  worksFacts,
  worksGoOn,
} from '#modules/projects';
import { facts, heading, paper, paragraph, type PdfDocument, signatures, table } from '#platform/documents';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import type { Routes, Web } from '../kit/index.ts';
import { dayText } from '../ui/index.ts';
import { withProject } from './works-request.ts';
import { factRows, MidTermPage, pointsText } from './mid-term-page.tsx';
import { midTermText } from './mid-term-text.ts';
import { type Refused, refusedAt } from './works-nav.tsx';

/** The mid-term check: report, check, rubric, paper. */
export function midTermRoutes(r: Routes): void {
  r.get('/projects/:id/mid-term', 'project.read', (w) => midTermPage(w));
  r.paper('/projects/:id/mid-term', 'project.read', printMidTerm);
  r.post('/projects/:id/mid-term', 'project.note', postReport);
  r.post('/projects/:id/mid-term/rubric', 'setting.set', postRubric);
  r.post('/projects/:id/mid-term/:one', 'project.check-mid-term', postCheck);
}

/** A report as it writes itself: the notes of the way, what is stuck, the tasks that are left. */
async function draftOf(tx: Tx, projectId: string): Promise<{ progress: string; problems: string; nextSteps: string }> {
  const notes = await listNotes(tx, projectId);
  const tasks = (await listTasks(tx, projectId)).filter((task) => task.droppedReason === null);
  const stuck = (await stuckOf(tx, projectId)).filter((one) => one.state !== 'solved');
  const done = tasks.filter((task) => task.percent === 100).map((task) => `${task.title}：${task.lastNote}`);
  const left = tasks.filter((task) => task.percent < 100).map((task) => `${task.title}，${task.toDay} 前做完`);
  const problems = [...notes.map((note) => note.problems).filter((text) => text !== ''), ...stuck.map((one) => one.what)];
  return {
    progress: [...notes.map((note) => note.progress), ...done].join('\n').slice(0, 3000),
    problems: problems.join('\n').slice(0, 2000),
    nextSteps: left.join('\n').slice(0, 2000),
  };
}

async function midTermPage(w: Web, refused?: Refused) {
  const found = await withProject(w, async (tx, project) => ({
    reports: await listMidTerms(tx, project.id),
    facts: await worksFacts(tx, project.id, w.today),
    draft: await draftOf(tx, project.id),
    rubric: await midTermRubricOf(tx, project, w.today),
    mayCheck: worksGoOn(project.state) && w.can('project.check-mid-term', project) && (await mayCheckMidTerm(tx, w.actor, project)),
  }));
  if (!found) return w.notFound();
  const { project, more } = found;
  return w.page(
    <MidTermPage
      page={w.frame({ neighbourhood: found.place })}
      project={project}
      {...more}
      staff={w.can('project.read-staff', project)}
      mayReport={project.state === 'doing' && more.reports.at(-1)?.check?.result !== 'passed' && w.can('project.note', project)}
      maySet={w.can('setting.set', { neighbourhoodId: null })}
      refused={refused}
    />,
    refused ? 422 : 200,
  );
}

async function postReport(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = midTermText[w.lang];
  const done = await reportMidTerm(w.command(form), {
    projectId: id,
    progress: form.text('progress'),
    problems: form.text('problems'),
    nextSteps: form.text('nextSteps'),
  });
  if (done.ok) return w.redirect(`/projects/${id}/mid-term`, t.sent);
  if (done.error === 'required' || done.error === 'too-long') {
    const empty = (['progress', 'nextSteps'] as const).find((name) => form.text(name) === '') ?? 'progress';
    return midTermPage(w, refusedAt(w, 'report', { [empty]: done.error }, form.values, t));
  }
  return w.refuse(done.error, t);
}

async function postCheck(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const form = w.form();
  const t = midTermText[w.lang];
  const back = (errors: Record<string, string>) => midTermPage(w, refusedAt(w, 'check', errors, form.values, t));
  const result = midTermResults.find((known) => known === form.text('result'));
  const codes = Object.keys(form.values).flatMap((name) => (name.startsWith('points-') ? [name.slice(7)] : []));
  const scores = codes.map((code) => ({
    code,
    points: /^\d{1,6}$/.test(form.text(`points-${code}`)) ? Number(form.text(`points-${code}`)) : -1,
    reason: form.text(`reason-${code}`),
  }));
  if (!result) {
    // Whoever may not check at all hears that first.
    const may = await withProject(w, async () => null);
    if (!may) return w.notFound();
    return w.can('project.check-mid-term', may.project) ? back({ result: 'required' }) : w.forbidden();
  }
  const done = await checkMidTerm(w.command(form), { projectId: id, reportId: one, result, scores, reason: form.text('reason') });
  if (done.ok) return w.redirect(`/projects/${id}/mid-term`, t.checked);
  if (done.error === 'reason-required') return back({ reason: 'required' });
  if (done.error === 'incomplete') return back({ '': 'incomplete' });
  return w.refuse(done.error, t);
}

async function postRubric(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = midTermText[w.lang];
  if (form.text('why') === '') return midTermPage(w, refusedAt(w, 'rubric', { why: 'required' }, form.values, t));
  const done = await setMidTermRubric(w.command(form), { rubric: form.text('rubric'), reason: form.text('why') });
  if (done.ok) return w.redirect(`/projects/${id}/mid-term`, t.setDone);
  return done.error === 'bad-rubric' ? midTermPage(w, refusedAt(w, 'rubric', { rubric: 'bad-rubric' }, form.values, t)) : w.refuse(done.error, t);
}

async function printMidTerm(w: Web) {
  const found = await withProject(w, async (tx, project) => (await listMidTerms(tx, project.id)).at(-1) ?? null);
  if (!found?.more) return w.notFound();
  const { project } = found;
  return w.paper(
    midTermPaper(found.more, {
      lang: w.lang,
      issuer: `${w.subdistrict.name} ${found.place.name}`,
      title: project.title,
      serial: project.serial,
      today: w.today,
    }),
    `${project.serial}-${project.title}-${midTermText.zh.paper}`,
  );
}

/** The mid-term report with its check, to be signed and stamped. */
export function midTermPaper(report: MidTerm, about: { lang: Lang; issuer: string; title: string; serial: string; today: string }): PdfDocument {
  const t = midTermText[about.lang];
  const { check } = report;
  const total = check ? midTermTotal(check.scores) : null;
  const lines = (text: string) => text.split('\n').map((line) => paragraph(line, { indent: true }));
  return paper({
    title: t.paper,
    subtitle: about.title,
    meta: { lang: about.lang, issuer: about.issuer, code: about.serial, printedDay: about.today },
    body: [
      heading(t.reportNo(report.no)),
      facts([...factRows(report.facts, about.lang), [t.reporter, report.byName]]),
      heading(t.progress, { level: 2 }),
      ...lines(report.progress),
      ...(report.problems === '' ? [] : [heading(t.problems, { level: 2 }), ...lines(report.problems)]),
      heading(t.nextSteps, { level: 2 }),
      ...lines(report.nextSteps),
      heading(t.checkTitle),
      ...(check
        ? [
            ...(check.scores.length > 0
              ? [
                  table({
                    columns: [
                      { label: t.criterion, width: 110 },
                      { label: t.weight, width: 46, align: 'right' },
                      { label: t.score, width: 60, align: 'right' },
                      { label: t.pointsReason, width: '*' },
                    ],
                    rows: check.scores.map((score) => [score.title, `${score.weight}%`, `${score.points}/${score.max}`, score.reason]),
                    total: [t.total, '', total === null ? '' : pointsText(total), ''],
                  }),
                ]
              : [paragraph(t.unset, { soft: true })]),
            facts([
              [t.result, t[check.result]],
              [t.reason, check.reason],
              [t.basis, check.rubric],
              [t.checker, `${check.byName}  ${dayText(dayOf(check.at), about.lang)}`],
            ]),
          ]
        : [paragraph(t.waits)]),
      signatures([{ label: t.secretary, note: report.byName }, { label: t.checker, note: check?.byName ?? '' }, { label: t.seal }], t.date),
    ],
  });
}
