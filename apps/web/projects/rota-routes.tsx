import { listNeeds, listShifts, worksGoOn, worksPlaceOf } from '#modules/projects';
import type { Web } from '../kit/index.ts';
import { type Back, withProject } from './works-request.ts';
import { RotaPage } from './rota-page.tsx';
import { watchers } from './watchers.ts';
import type { Refused } from './works-nav.tsx';

/** The committee's page of the rota: who is put on it, for which watches people are asked, where the works are. */
export async function rotaPage(w: Web, back?: Back, refused?: Refused) {
  const found = await withProject(w, async (tx, project) => ({
    shifts: await listShifts(tx, project.id),
    needs: await listNeeds(tx, project.id),
    place: await worksPlaceOf(tx, project.id),
    persons: await watchers(tx, project.neighbourhoodId),
  }));
  if (!found || !w.can('project.plan-shifts', found.project)) return w.notFound();
  return w.page(
    <RotaPage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      {...found.more}
      today={w.today}
      open={worksGoOn(found.project.state)}
      errors={back?.errors}
      values={back?.values}
      refused={refused}
    />,
    back || refused ? 422 : 200,
  );
}
