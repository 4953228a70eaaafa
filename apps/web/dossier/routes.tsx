import { dossierParts, gatherDossier } from '#modules/dossier';
import type { Routes, Web } from '../kit/index.ts';
import { findVisible } from '../projects/view.ts';
import { DossierPage } from './dossier-page.tsx';
import { editionRoutes } from './edition-routes.tsx';
import { dossierPaper } from './paper.ts';
import { stepNameIn } from './step-names.ts';

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
      <DossierPage
        page={w.frame({ neighbourhood: place })}
        project={project}
        place={place}
        parts={dossierParts(facts, w.lang, stepNameIn(w.lang))}
        links={links}
        mayPublish={w.can('dossier.publish', project)}
      />,
    );
  });
  r.paper('/projects/:id/dossier', 'dossier.read', async (w) => {
    const facts = await gathered(w);
    if (!facts) return w.notFound();
    const document = await dossierPaper(facts, w.files, {
      lang: w.lang,
      issuer: `${w.subdistrict.name} ${facts.place.name}`,
      address: w.absolute(`/projects/${facts.project.id}`),
      today: w.today,
      stepName: stepNameIn(w.lang),
    });
    return w.paper(document, `${facts.project.serial}-${facts.project.title}`);
  });
  editionRoutes(r);
}

/** The facts, for those who may read this project's dossier; for all others it is not there. */
const gathered = (w: Web) =>
  w.read(async (tx) => {
    const found = await findVisible(tx, w, w.id());
    return found && w.can('dossier.read', found.project) ? gatherDossier(tx, found.project.id, w.today) : null;
  });

/** Words of a step of the project, for its dossier. */
export const stepName = (w: Web): ((action: string) => string) => stepNameIn(w.lang);
