import { listCategories } from '#modules/books';
import { findRound } from '#modules/funds';
import { resolutionsAbout } from '#modules/meetings';
import { completeApplication, emptyDraft, findApplication, findApplicationDraft } from '#modules/projects';
import type { PdfDocument } from '#platform/documents';
import type { Routes, Web } from '../kit/index.ts';
import { applicationPaper, budgetPaper, opinionPaper, type PaperAbout, type PaperView } from './application-paper.ts';
import { guideText } from './application-guide-text.ts';
import { applicationText } from './application-text.ts';
import { findVisible } from './view.ts';

/** The papers of an application, filled and ready to be signed: the form, the budget, the opinion of the committee. */
export function applicationPaperRoutes(r: Routes): void {
  r.paper('/projects/:id/application', 'project.read-staff', (w) => print(w, applicationPaper, guideText[w.lang].applicationForm));
  r.paper('/projects/:id/budget', 'project.read-staff', (w) => print(w, budgetPaper, guideText[w.lang].budgetForm));
  r.paper('/projects/:id/opinion', 'project.read-staff', (w) => print(w, opinionPaper, guideText[w.lang].opinionForm));
}

/** The version in force, or the draft once it is complete. */
async function print(w: Web, draw: (view: PaperView, about: PaperAbout) => PdfDocument, name: string) {
  const found = await w.read(async (tx) => {
    const visible = await findVisible(tx, w, w.id());
    if (!visible || !w.can('project.read-staff', visible.project)) return null;
    const { project, place } = visible;
    const version = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    const draft = version ? null : completeApplication((await findApplicationDraft(tx, project.id))?.content ?? emptyDraft());
    const application = version ?? (draft?.ok ? draft.value : null);
    const chosen = new Set(application?.resolutionIds ?? []);
    return {
      project,
      place,
      application,
      version: version?.version ?? null,
      keeperAccepted: version?.keeperAccepted ?? null,
      roundName: project.roundId ? ((await findRound(tx, project.roundId))?.name ?? null) : null,
      categories: new Map((await listCategories(tx)).map((one) => [one.code, w.lang === 'zh' ? one.zh : one.en])),
      resolutions: (await resolutionsAbout(tx, { matterId: project.matterId, projectId: project.id }))
        .filter((one) => chosen.has(one.id))
        .map((one) => one.text),
    };
  });
  if (!found) return w.notFound();
  const { application, project, place } = found;
  if (!application) return w.redirect(`/projects/${project.id}/application`, applicationText[w.lang].notComplete, 'bad');
  const about = {
    lang: w.lang,
    issuer: `${w.subdistrict.name} ${place.name}`,
    committee: place.name,
    office: w.subdistrict.name,
    address: w.absolute(`/projects/${project.id}`),
    today: w.today,
  };
  return w.paper(draw({ ...found, application }, about), `${project.number ?? project.serial}-${project.title}-${name}`);
}
