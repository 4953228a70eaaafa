import { listMeetings, listResolutions } from '#modules/meetings';
import { findNeighbourhood } from '#modules/places';
import type { Routes, Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { floorRoutes } from './floor-routes.tsx';
import { ResolutionListPage, resolutionTable } from './resolution-list-page.tsx';
import { followText } from './resolution-text.ts';
import { runRoutes } from './run-routes.tsx';
import { signRoutes } from './sign-routes.tsx';
import { resolutionView, type ResolutionView } from './view.ts';

/** What happens inside a meeting and what comes of it: running it, taking part, signing, the list of resolutions. */
export function insideRoutes(r: Routes): void {
  runRoutes(r);
  floorRoutes(r);
  signRoutes(r);
  r.get('/n/:place/resolutions', 'resolution.read', list);
}

/** Resolutions of published minutes for everybody; those who work with the residents' names see the others too. */
async function list(w: Web) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  const full = w.can('person.read', { neighbourhoodId: place.id });
  const items = await w.read(async (tx) => {
    const published = new Set((await listMeetings(tx, place.id)).filter((one) => one.publishedVersion !== null).map((one) => one.id));
    const views: ResolutionView[] = [];
    for (const resolution of await listResolutions(tx, place.id))
      if (full || resolution.meetingId === null || published.has(resolution.meetingId)) views.push(await resolutionView(tx, resolution, full));
    return views;
  });
  const view = { page: w.frame({ neighbourhood: place }), place, today: w.today, items, query: Object.fromEntries(w.url.searchParams) };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(resolutionTable(view)), xlsxType, `${place.name}${followText[w.lang].listTitle}.xlsx`);
  return w.page(<ResolutionListPage {...view} />);
}
