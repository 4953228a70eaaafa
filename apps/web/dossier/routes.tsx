import { dossierParts, gatherDossier } from '#modules/dossier';
import type { Routes, Web } from '../kit/index.ts';
import { projectText } from '../projects/text.ts';
import { findVisible } from '../projects/view.ts';
import { DossierPage } from './dossier-page.tsx';
import { dossierPaper } from './paper.ts';

/** The dossier of a project: its contents and the whole as a paper. */
export function dossierRoutes(r: Routes): void {
  r.get('/projects/:id/dossier', 'dossier.read', async (w) => {
    const facts = await gathered(w);
    if (!facts) return w.notFound();
    const { project, place } = facts;
    const at = `/projects/${project.id}`;
    const links: Record<string, string> = {
      cover: at,
      application: `${at}/application.pdf`,
      sources: `${at}/account`,
      spending: `${at}/spending`,
      doing: `${at}/check-ins`,
      changes: `${at}/changes`,
      acceptance: `${at}/acceptance`,
      settlement: `${at}/settlement`,
      grade: `${at}/grade`,
      upkeep: `${at}/upkeep`,
      ...(project.matterId ? { matter: `/matters/${project.matterId}` } : {}),
    };
    return w.page(
      <DossierPage page={w.frame({ neighbourhood: place })} project={project} place={place} parts={dossierParts(facts, w.lang, stepName(w))} links={links} />,
    );
  });
  r.get('/projects/:id/dossier.pdf', 'dossier.read', async (w) => {
    const facts = await gathered(w);
    if (!facts) return w.notFound();
    const bytes = await dossierPaper(facts, w.files, {
      lang: w.lang,
      issuer: `${w.subdistrict.name} ${facts.place.name}`,
      address: w.absolute(`/projects/${facts.project.id}`),
      today: w.today,
      stepName: stepName(w),
    });
    return w.download(bytes, 'application/pdf', `${facts.project.serial}-${facts.project.title}.pdf`, true);
  });
}

/** The facts, for those who may read this project's dossier; for all others it is not there. */
const gathered = (w: Web) =>
  w.read(async (tx) => {
    const found = await findVisible(tx, w, w.id());
    return found && w.can('dossier.read', found.project) ? gatherDossier(tx, found.project.id, w.today) : null;
  });

const stepName =
  (w: Web) =>
  (action: string): string => {
    const words: Record<string, unknown> = projectText[w.lang];
    const text = words[`step${action.charAt(0).toUpperCase()}${action.slice(1)}`];
    return typeof text === 'string' ? text : projectText[w.lang].stepBegin;
  };
