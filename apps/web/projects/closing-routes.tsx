import { instantAt } from '#libs/civil-time';
import { z } from 'zod';
import { projectStanding } from '#modules/bank';
import { projectAccount } from '#modules/books';
import { findNotice } from '#modules/notices';
import { officeSettings, setSettings } from '#modules/funds';
import { meetingsAbout } from '#modules/meetings';
import {
  acceptanceItems,
  acceptProject,
  alarmDaysKey,
  bigChangeKey,
  callAppraisal,
  closeProject,
  deadlineKey,
  dutiesWithDeadline,
  findApplication,
  findSettlement,
  gradeChoices,
  gradeProject,
  gradeToldOf,
  mayBeGraded,
  listAcceptances,
  listCheckIns,
  listGrades,
  listReadings,
  publishSettlement,
  settlementCheckOf,
  settleProject,
  teamChangeKey,
} from '#modules/projects';
import { field, type Routes, type Web } from '../kit/index.ts';
import { type GradeBack, GradeToldSection } from '../closing/grade-told.tsx';
import { AcceptancePage, AppraisalPage, GradePage, SettlementPage } from './closing-pages.tsx';
import { closingText } from './closing-text.ts';
import { deadlineField, DeadlinesPage } from './deadlines-page.tsx';
import { type Back, backOf as worksBackOf, withProject } from './works-request.ts';
import { publicNames } from './public-names.ts';
import { settlementText, SettlementFacts, StandingFacts } from './settlement-parts.tsx';
import { figure } from './words.ts';

const backOf = (w: Web, errors: Record<string, string>, values: Back['values']): Back => worksBackOf(w, errors, values, closingText[w.lang]);

/** The pages of closing, and the office's deadlines. */
export function closingRoutes(r: Routes): void {
  r.get('/projects/:id/appraisal', 'project.call-appraisal', (w) => appraisalPage(w));
  r.post('/projects/:id/appraisal', 'project.call-appraisal', postAppraisal);
  r.get('/projects/:id/acceptance', 'project.read', (w) => acceptancePage(w));
  r.post('/projects/:id/acceptance', 'project.accept', postAcceptance);
  r.get('/projects/:id/settlement', 'project.read', (w) => settlementPage(w));
  r.post('/projects/:id/settlement', 'project.settle', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const form = w.form();
    const done = await settleProject(w.command(form), { projectId: id, note: form.text('note') });
    if (done.ok) return w.redirect(`/projects/${id}/settlement`, closingText[w.lang].settledFlash);
    const t = settlementText[w.lang];
    const words: Partial<Record<typeof done.error, string>> = {
      'open-requests': closingText[w.lang]['open-requests'],
      'open-advances': t['open-advances'],
      unexplained: t.unexplained,
      'cash-uncounted': t['cash-uncounted-error'],
    };
    const refused = words[done.error];
    return refused ? settlementPage(w, refused) : w.refuse(done.error, closingText[w.lang]);
  });
  r.post('/projects/:id/settlement/publish', 'project.publish-settlement', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await publishSettlement(w.command(w.form()), { projectId: id });
    return done.ok ? w.redirect(`/notices/${done.value}`, settlementText[w.lang].published) : w.refuse(done.error, settlementText[w.lang]);
  });
  r.get('/projects/:id/grade', 'project.read', (w) => gradePage(w));
  r.post('/projects/:id/grade', 'project.grade', postGrade);
  r.post('/projects/:id/close', 'project.close', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await closeProject(w.command(w.form()), { projectId: id });
    return done.ok ? w.redirect(`/projects/${id}`, closingText[w.lang].closedFlash) : w.refuse(done.error, closingText[w.lang]);
  });
  r.get('/project-deadlines', 'setting.set', (w) => deadlinesPage(w));
  r.post('/project-deadlines', 'setting.set', postDeadlines);
}

async function appraisalPage(w: Web, back?: Back) {
  const found = await withProject(w, async () => null);
  if (!found || found.project.state !== 'doing' || !w.can('project.call-appraisal', found.project)) return w.notFound();
  return w.page(
    <AppraisalPage page={w.frame({ neighbourhood: found.place })} project={found.project} today={w.today} errors={back?.errors} values={back?.values} />,
    back ? 422 : 200,
  );
}

const postAppraisalFields = z.object({ day: field.day(), time: field.time(), place: field.text(200) });

async function postAppraisal(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postAppraisalFields);
  if (!parsed.ok) return appraisalPage(w, backOf(w, parsed.error, form.values));
  const { day, time, place } = parsed.value;
  const startsAt = instantAt(day, time);
  if (!startsAt.ok) return appraisalPage(w, backOf(w, { day: 'not-a-date' }, form.values));
  const done = await callAppraisal(w.command(form), { projectId: id, place, startsAt: startsAt.value });
  if (done.ok) return w.redirect(`/meetings/${done.value.meetingId}`, closingText[w.lang].called);
  return done.error === 'in-the-past' ? appraisalPage(w, backOf(w, { day: 'in-the-past' }, form.values)) : w.refuse(done.error, closingText[w.lang]);
}

async function acceptancePage(w: Web, back?: Back) {
  const found = await withProject(w, async (tx, project) => ({
    acceptances: await listAcceptances(tx, project.id),
    appraised: (await meetingsAbout(tx, { projectId: project.id })).some(
      (one) => one.kind === 'appraisal' && ['held', 'minuted', 'published'].includes(one.state),
    ),
  }));
  if (!found) return w.notFound();
  const may = found.project.state === 'appraisal' && w.can('project.accept', found.project);
  return w.page(
    <AcceptancePage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      {...found.more}
      may={may}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

async function postAcceptance(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = closingText[w.lang];
  const errors: Record<string, string> = {};
  const wholly = form.text('result') === 'all-in-order';
  const checklist = acceptanceItems.flatMap((item) => {
    // Who looked at everything says so once, and marks only what is not in order.
    const said = form.text(item) || (wholly ? 'ok' : '');
    const note = form.text(`${item}-note`).slice(0, 300);
    if (said !== 'ok' && said !== 'not') {
      errors[item] = 'required';
      return [];
    }
    if (said === 'not' && note === '') errors[`${item}-note`] = 'say-what-is-wrong';
    return [{ item, ok: said === 'ok', note }];
  });
  const result = wholly || form.text('result') === 'accepted' ? 'accepted' : 'rework';
  if (result === 'rework' && form.text('remark') === '') errors['remark'] = 'reason-required';
  if (Object.keys(errors).length > 0) return acceptancePage(w, backOf(w, errors, form.values));
  const done = await acceptProject(w.command(form), { projectId: id, checklist, result, remark: form.text('remark') });
  if (done.ok) return w.redirect(`/projects/${id}`, result === 'accepted' ? t.acceptedFlash : t.reworkFlash);
  if (done.error === 'not-in-order') return acceptancePage(w, backOf(w, { '': 'not-in-order' }, form.values));
  return w.refuse(done.error, { ...t, 'no-appraisal': t.noAppraisal, unchecked: t.unchecked, 'open-defects': t.openDefects });
}

async function settlementPage(w: Web, refused?: string) {
  const found = await withProject(w, async (tx, project) => {
    const settlement = await findSettlement(tx, project.id);
    const check = settlement && (await settlementCheckOf(tx, settlement.id));
    const settles = settlement === null && (project.state === 'accepted' || project.state === 'stopped') && w.can('project.settle', project);
    return {
      account: await projectAccount(tx, project.id),
      settlement,
      check,
      notice: check?.noticeId ? await findNotice(tx, check.noticeId) : null,
      standing: settles ? await projectStanding(tx, project) : null,
    };
  });
  if (!found) return w.notFound();
  const { account, settlement, check, notice, standing } = found.more;
  const page = w.frame({ neighbourhood: found.place });
  const facts = settlement ? (
    <SettlementFacts
      page={page}
      projectId={found.project.id}
      check={check}
      notice={notice}
      mayPublish={w.can('project.publish-settlement', found.project)}
      maySet={w.can('setting.set', { neighbourhoodId: null })}
      maySeeReturns={w.can('year-end.read', found.project)}
    />
  ) : standing ? (
    <StandingFacts page={page} standing={standing} />
  ) : undefined;
  return w.page(
    <SettlementPage page={page} project={found.project} account={account} settlement={settlement} may={standing !== null} refused={refused} facts={facts} />,
    refused ? 422 : 200,
  );
}

/** The page of a grade; `toldBack` is a form of what was said after it that came back. */
export async function gradePage(w: Web, back?: Back, toldBack?: GradeBack) {
  const t = closingText[w.lang];
  const found = await withProject(w, async (tx, project) => {
    const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    const readings = await listReadings(tx, project.id);
    const account = await projectAccount(tx, project.id);
    const appraisal = (await meetingsAbout(tx, { projectId: project.id })).findLast((one) => one.kind === 'appraisal');
    const facts = [
      ...(application?.indicators ?? []).map((one, index) => {
        const reading = readings.findLast((each) => each.indicatorNo === index + 1);
        return [
          `${t.indicators}：${one.name}`,
          `${figure(one.baseline, one.unit)} → ${figure(one.target, one.unit)}${reading ? `，${t.now} ${figure(reading.actual, one.unit)}` : ''}`,
        ] as const;
      }),
      [t.leverage, account.leverage ?? '—'] as const,
      [t.checkIns, t.times((await listCheckIns(tx, project.id)).length)] as const,
      ...(appraisal ? [[t.appraisalMeeting, <a href={w.href(`/meetings/${appraisal.id}`)}>{appraisal.title}</a>] as const] : []),
    ];
    return {
      ...(await gradeChoices(tx, w.today, project)),
      grades: await listGrades(tx, project.id),
      facts,
      told: await gradeToldOf(tx, project.id),
      settled: (await findSettlement(tx, project.id)) !== null,
      names: await publicNames(tx, w, project),
    };
  });
  if (!found) return w.notFound();
  const { project, more } = found;
  const { told, settled, names, ...shown } = more;
  const office = w.can('project.grade', project);
  const may = mayBeGraded(project.state, settled) && told === null && office;
  const mayClose = project.state === 'settled' && more.grades.length > 0 && w.can('project.close', project);
  return w.page(
    <GradePage
      page={w.frame({ neighbourhood: found.place })}
      project={project}
      {...shown}
      may={may}
      mayClose={mayClose}
      toldPart={
        <GradeToldSection
          page={w.frame({ neighbourhood: found.place })}
          projectId={project.id}
          grades={more.grades}
          told={told}
          choices={more.choices}
          names={names}
          today={w.today}
          may={{ tell: office, answer: w.can('project.answer-grade', project), decide: office, set: w.can('setting.set', { neighbourhoodId: null }) }}
          back={toldBack}
        />
      }
      errors={back?.errors}
      values={back?.values}
    />,
    back || toldBack ? 422 : 200,
  );
}

const postGradeFields = z.object({ grade: field.text(20), reason: field.text(1000) });

async function postGrade(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postGradeFields);
  if (!parsed.ok) return gradePage(w, backOf(w, parsed.error, form.values));
  const done = await gradeProject(w.command(form), { projectId: id, ...parsed.value });
  if (done.ok) return w.redirect(`/projects/${id}/grade`, closingText[w.lang].graded);
  return done.error === 'not-in-list' ? gradePage(w, backOf(w, { grade: 'not-in-list' }, form.values)) : w.refuse(done.error, closingText[w.lang]);
}

async function deadlinesPage(w: Web, back?: Back) {
  const settings = new Map((await w.read((tx) => officeSettings(tx))).map((one) => [one.key, one.value]));
  return w.page(
    <DeadlinesPage page={w.frame()} values={settings} bigFrom={settings.get(bigChangeKey) ?? ''} errors={back?.errors} typed={back?.values} />,
    back ? 422 : 200,
  );
}

async function postDeadlines(w: Web) {
  const form = w.form();
  const values: Record<string, string> = {};
  const errors: Record<string, string> = {};
  const take = (name: string, key: string, max: number) => {
    const text = form.text(name);
    if (text === '') return;
    if (!/^\d{1,4}$/.test(text) || Number(text) > max) errors[name] = 'not-a-number';
    else values[key] = String(Number(text));
  };
  for (const duty of dutiesWithDeadline) take(deadlineField(duty), deadlineKey(duty), 3660);
  take('bigFrom', bigChangeKey, 100);
  take('alarmDays', alarmDaysKey, 365);
  take('teamUpTo', teamChangeKey, 100);
  if (form.text('reason') === '') errors['reason'] = 'required';
  if (Object.keys(errors).length > 0) return deadlinesPage(w, backOf(w, errors, form.values));
  const done = await setSettings(w.command(form), { values, reason: form.text('reason') });
  return done.ok ? w.redirect('/project-deadlines', closingText[w.lang].deadlinesSaved) : w.refuse(done.error);
}
