import type { Award, Category } from '#modules/books';
import { findNeighbourhood, type Neighbourhood } from '#modules/places';
import { findProject, isPublic, type Project } from '#modules/projects';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import type { Web } from '../kit/index.ts';

/** A project with its place, when this visitor may see it; null otherwise. */
export async function visibleProject(w: Web, tx: Tx, id: string | null): Promise<{ project: Project; place: Neighbourhood } | null> {
  const project = id ? await findProject(tx, id) : null;
  if (!project || (!isPublic(project.state) && !w.can('project.read-staff', project))) return null;
  const place = await findNeighbourhood(tx, project.neighbourhoodId);
  return place ? { project, place } : null;
}

/** Name of a category in the reader's language. */
export const categoryWords = (categories: readonly Category[], code: string, lang: Lang): string =>
  categories.find((each) => each.code === code)?.[lang] ?? code;

/** Sources as one reads them: the grant by its name, others by theirs. */
export const sourceName = (award: Pick<Award, 'name'>): string => award.name;
