import { evidenceRequired } from '#libs/policy';
import { type Ballot, ballotsAbout } from '#modules/ballots';
import { listCategories } from '#modules/books';
import { checkApplicationIn, currentPack } from '#modules/funds';
import { findMatter } from '#modules/matters';
import { meetingsAbout, resolutionsAbout } from '#modules/meetings';
import { listOrganisations, listRoles } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import {
  type ApplicationDraft,
  applicationFacts,
  applicationIsOpen,
  completeApplication,
  emptyDraft,
  findApplication,
  findApplicationDraft,
  findProject,
  saveApplication,
  startApplication,
  submitApplication,
} from '#modules/projects';
import type { Tx } from '#platform/database';
import type { Routes, Web } from '../kit/index.ts';
import { afterDeed, deedOf, draftFromForm, namedErrors, withFirstRows } from './application-form.ts';
import { ApplicationPage, type EditorView } from './application-page.tsx';
import { applicationPaper } from './application-paper.ts';
import { applicationText, fieldLabels } from './application-text.ts';
import { StartPage, startText } from './start-page.tsx';
import { storedUploads } from './uploads.ts';
import { findVisible } from './view.ts';

/** Starting, writing, submitting and printing an application. */
export function applicationRoutes(r: Routes): void {
  r.post('/projects/new', 'project.start', async (w) => {
    const form = w.form();
    const matterId = form.id('matter');
    const resolutionId = form.id('resolution');
    const origin = matterId ? { matterId } : resolutionId ? { resolutionId } : null;
    if (!origin) return w.notFound();
    const started = await startApplication(w.command(form), origin);
    return started.ok ? w.redirect(`/projects/${started.value}/application`) : w.refuse(started.error, startText[w.lang]);
  });
  r.get('/projects/new', 'project.start', startPage);
  r.get('/projects/:id/application', 'project.edit', (w) => editor(w));
  r.post('/projects/:id/application', 'project.edit', save);
  r.get('/projects/:id/application.pdf', 'project.read-staff', print);
}

/** The version in force, or the draft once it is complete. */
async function print(w: Web) {
  const paper = await w.read(async (tx) => {
    const found = await findVisible(tx, w, w.id());
    if (!found || !w.can('project.read-staff', found.project)) return null;
    const { project, place } = found;
    const version = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    const draft = version ? null : completeApplication((await findApplicationDraft(tx, project.id))?.content ?? emptyDraft());
    const application = version ?? (draft?.ok ? draft.value : null);
    const chosen = new Set(application?.resolutionIds ?? []);
    return {
      project,
      place,
      application,
      version: version?.version ?? null,
      categories: new Map((await listCategories(tx)).map((one) => [one.code, w.lang === 'zh' ? one.zh : one.en])),
      resolutions: (await resolutionsAbout(tx, { matterId: project.matterId, projectId: project.id }))
        .filter((one) => chosen.has(one.id))
        .map((one) => one.text),
    };
  });
  if (!paper) return w.notFound();
  const { application } = paper;
  if (!application) return w.redirect(`/projects/${paper.project.id}/application`, applicationText[w.lang].notComplete, 'bad');
  const about = { lang: w.lang, issuer: `${w.subdistrict.name} ${paper.place.name}`, address: w.absolute(`/projects/${paper.project.id}`), today: w.today };
  return w.download(await applicationPaper({ ...paper, application }, about), 'application/pdf', `${paper.project.serial}-${paper.project.title}.pdf`, true);
}

async function startPage(w: Web) {
  const asked = w.query('matter');
  const matterId = asked && /^[0-9a-f-]{36}$/.test(asked) ? asked : null;
  const found = await w.read(async (tx) => {
    const matter = matterId ? await findMatter(tx, matterId) : null;
    if (!matter || !w.can('project.start', matter)) return null;
    return { matter, place: await findNeighbourhood(tx, matter.neighbourhoodId), ready: (await resolutionsAbout(tx, { matterId: matter.id })).length > 0 };
  });
  if (matterId && !found) return w.notFound();
  const matter = found ? { id: found.matter.id, title: found.matter.title, ready: found.ready } : null;
  return w.page(<StartPage page={w.frame(found?.place ? { neighbourhood: found.place } : {})} matter={matter} />);
}

/** The editor with the saved draft, or with what was typed and what is wrong about it. */
async function editor(w: Web, typed?: { draft: ApplicationDraft; errors?: Record<string, string>; note?: string }, id = w.id()) {
  const view = await w.read(async (tx): Promise<EditorView | null> => {
    const found = await findVisible(tx, w, id);
    if (!found || !w.can('project.edit', found.project) || !applicationIsOpen(found.project.state)) return null;
    const { project, place } = found;
    const saved = await findApplicationDraft(tx, project.id);
    const draft = withFirstRows(typed?.draft ?? saved?.content ?? emptyDraft());
    const pack = await currentPack(tx, w.today, project);
    const complete = completeApplication(draft);
    const facts = complete.ok && pack ? await applicationFacts(tx, project, complete.value) : null;
    const evidence = pack
      ? evidenceRequired(pack, 'application', { amountFen: 0n, isCollecting: draft.sources.some((source) => source.kind === 'household') })
      : [];
    return {
      page: w.frame({ neighbourhood: place }),
      project,
      draft,
      revision: saved?.revision ?? 0,
      errors: namedErrors(w.errorTexts(typed?.errors ?? {}, applicationText[w.lang]), fieldLabels(w.lang)),
      ...(typed?.note ? { note: typed.note } : {}),
      categories: (await listCategories(tx)).map((one) => ({ value: one.code, label: w.lang === 'zh' ? one.zh : one.en })),
      organisations: (await listOrganisations(tx, project.neighbourhoodId)).map((one) => ({ value: one.id, label: one.name })),
      persons: await personOptions(tx, project.neighbourhoodId),
      resolutions: (await resolutionsAbout(tx, { matterId: project.matterId, projectId: project.id })).map((one) => ({ value: one.id, label: one.text })),
      ballots: (await passedBallots(tx, project)).map((one) => ({ value: one.id, label: one.question })),
      evidenceKinds: evidence.map((one) => ({ value: one.code, label: one.title[w.lang] })),
      verdict: facts ? await checkApplicationIn(tx, facts, w.today, project) : null,
      policyInForce: pack !== null,
    };
  });
  if (!view) return w.notFound();
  return w.page(<ApplicationPage {...view} />, typed ? 422 : 200);
}

async function personOptions(tx: Tx, neighbourhoodId: string) {
  const names = new Map((await listRoles(tx, { neighbourhoodId })).filter((role) => role.toDay === null).map((role) => [role.personId, role.personName]));
  return [...names].map(([value, label]) => ({ value, label }));
}

async function passedBallots(tx: Tx, project: { id: string; matterId: string | null }): Promise<Ballot[]> {
  const found = await ballotsAbout(tx, { matterId: project.matterId, projectId: project.id });
  for (const meeting of await meetingsAbout(tx, { matterId: project.matterId })) found.push(...(await ballotsAbout(tx, { meetingId: meeting.id })));
  return [...new Map(found.filter((ballot) => ballot.outcome?.passed).map((ballot) => [ballot.id, ballot])).values()];
}

/** Save, add or remove a row, or submit: whatever happens, what was typed stays. */
async function save(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = applicationText[w.lang];
  const deed = deedOf(form.text('do'));
  let content = afterDeed(draftFromForm(form.values), deed);
  let revision = /^\d{1,9}$/.test(form.text('revision')) ? Number(form.text('revision')) : 0;
  const papers = await storedUploads(w, form.files('paper'));
  if (!papers.ok) return editor(w, { draft: content, errors: { paper: papers.error } }, id);
  const complete = completeApplication(content);
  if (deed.kind !== 'submit' || papers.value.length > 0 || !complete.ok) {
    const saved = await saveApplication(w.command(), {
      projectId: id,
      content,
      revision,
      papers: papers.value.map((upload) => ({ kind: form.text('paperKind') || 'other', upload })),
    });
    if (!saved.ok) return saved.error === 'changed-meanwhile' ? editor(w, { draft: content, note: t['changed-meanwhile'] }, id) : w.refuse(saved.error, t);
    ({ content, revision } = saved.value);
  }
  if (deed.kind === 'add') return w.redirect(`/projects/${id}/application#${deed.list}-${content[deed.list].length - 1}`);
  if (deed.kind === 'remove') return w.redirect(`/projects/${id}/application#${deed.list}`);
  if (deed.kind === 'save') return w.redirect(`/projects/${id}/application`, t.saved);
  if (!complete.ok) return editor(w, { draft: content, errors: complete.error }, id);
  const awarded = (await w.read((tx) => findProject(tx, id)))?.state === 'awarded';
  const done = await submitApplication(w.command(form), { projectId: id, content, revision });
  if (done.ok) return w.redirect(`/projects/${id}`, awarded ? t.revisedFlash : t.submittedFlash);
  if (done.error === 'not-found' || done.error === 'not-allowed' || done.error === 'wrong-state' || done.error === 'key-reused') return w.refuse(done.error, t);
  // What was typed is kept for the next try, also when the submission was refused.
  if (done.error !== 'changed-meanwhile') await saveApplication(w.command(), { projectId: id, content, revision });
  return editor(w, { draft: content, note: w.errorText(done.error, t) }, id);
}
