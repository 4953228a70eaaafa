import {
  type DossierFacts,
  type EditionChoices,
  endEdition,
  gatherDossier,
  latestEdition,
  previewEdition,
  publishEdition,
  type StepNames,
  theDossierMayBePublished,
} from '#modules/dossier';
import { findNeighbourhood } from '#modules/places';
import { dossier, facts, paragraph, type PdfDocument } from '#platform/documents';
import { findVisible } from '../projects/view.ts';
import type { Routes, Web } from '../kit/index.ts';
import { dayText } from '../ui/index.ts';
import { partBlocks } from './blocks.ts';
import { PreviewPage, PublicDossierPage } from './edition-pages.tsx';
import { editionText } from './edition-text.ts';
import { stepNameIn } from './step-names.ts';

const stepNames: StepNames = { zh: stepNameIn('zh'), en: stepNameIn('en') };

/** A dossier for everybody: looked at before it is published, published, read, printed, taken back. */
export function editionRoutes(r: Routes): void {
  r.get('/projects/:id/public-edition', 'dossier.publish', (w) => {
    const query = w.url.searchParams;
    return showPreview(w, { kept: query.getAll('kept'), added: lines(query.get('added') ?? '') });
  });
  r.post('/projects/:id/public-edition', 'dossier.publish', publish);
  r.post('/projects/:id/public-edition/end', 'dossier.publish', end);
  r.get('/projects/:id/public-dossier', 'dossier.read-public', showPublic);
  r.paper('/projects/:id/public-dossier', 'dossier.read-public', print);
}

const lines = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

/** The project's dossier for those who may publish it. */
const gathered = (w: Web, choices: EditionChoices) =>
  w.read(async (tx) => {
    const found = await findVisible(tx, w, w.id());
    if (!found || !w.can('dossier.publish', found.project)) return null;
    const all: DossierFacts | null = await gatherDossier(tx, found.project.id, w.today);
    return all && { facts: all, preview: await previewEdition(tx, all, choices, stepNames), edition: await latestEdition(tx, all.project.id) };
  });

async function showPreview(w: Web, choices: EditionChoices, back?: { errors: Record<string, string>; values: Record<string, string | string[]> }) {
  const found = await gathered(w, choices);
  if (!found) return w.notFound();
  const { project, place } = found.facts;
  return w.page(
    <PreviewPage
      page={w.frame({ neighbourhood: place })}
      project={project}
      place={place}
      preview={found.preview}
      choices={choices}
      edition={found.edition}
      mayPublish={theDossierMayBePublished(project.state)}
      {...back}
    />,
    back ? 422 : 200,
  );
}

async function publish(w: Web) {
  const id = w.id();
  const form = w.form();
  if (!id) return w.notFound();
  const choices = { kept: form.texts('kept'), added: lines(form.text('added')) };
  const done = await publishEdition(w.command(form), { projectId: id, ...choices, seen: form.text('seen') }, stepNames);
  const t = editionText[w.lang];
  if (done.ok) return w.redirect(`/projects/${id}/public-dossier`, t.published);
  // Somebody went on working meanwhile: the newest state is shown, with the choices kept.
  return done.error === 'changed' ? showPreview(w, choices, { errors: { '': t.changed }, values: form.values }) : w.refuse(done.error, t);
}

async function end(w: Web) {
  const id = w.id();
  const form = w.form();
  if (!id) return w.notFound();
  const done = await endEdition(w.command(form), { projectId: id, reason: form.text('reason') });
  const t = editionText[w.lang];
  if (done.ok) return w.redirect(`/projects/${id}/public-edition`, t.ended);
  return done.error === 'reason-required'
    ? showPreview(w, { kept: [], added: [] }, { errors: { reason: t['reason-required'] }, values: form.values })
    : w.refuse(done.error, t);
}

/** What everybody may read; null where nothing is published. */
const published = (w: Web) =>
  w.read(async (tx) => {
    const found = await findVisible(tx, w, w.id());
    const edition = found && (await latestEdition(tx, found.project.id));
    const place = found && (await findNeighbourhood(tx, found.project.neighbourhoodId));
    return found && place && edition && edition.ended === null ? { project: found.project, place, edition } : null;
  });

async function showPublic(w: Web) {
  const found = await published(w);
  return found ? w.page(<PublicDossierPage page={w.frame({ neighbourhood: found.place })} {...found} />) : w.notFound();
}

async function print(w: Web) {
  const found = await published(w);
  if (!found) return w.notFound();
  const { project, place, edition } = found;
  const t = editionText[w.lang];
  const paper: PdfDocument = dossier({
    title: project.title,
    subtitle: `${t.subtitle} ${project.serial}`,
    meta: { lang: w.lang, issuer: `${w.subdistrict.name} ${place.name}`, code: project.serial, printedDay: w.today },
    cover: [facts([[t.publish, t.publishedOn(dayText(edition.publishedOn, w.lang), edition.publishedByName, edition.no)]]), paragraph(t.publicLead)],
    parts: edition.parts[w.lang].map((part) => ({ title: part.title, body: partBlocks(part, { photos: new Map(), files: new Map() }, w.lang) })),
  });
  return w.paper(paper, `${project.serial}-${project.title}-${t.publish}`);
}
