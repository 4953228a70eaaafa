import { listMatters } from '#modules/matters';
import { doorOfNeighbourhood, findNeighbourhood, listNeighbourhoods } from '#modules/places';
import type { Routes, Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { decideRoutes, showMatter } from './decide-routes.tsx';
import { followRoutes } from './follow-routes.tsx';
import { ListPage, type ListView, matterTable } from './list-page.tsx';
import { planRoutes } from './plan-routes.tsx';
import { raiseRoutes } from './raise-routes.tsx';
import { repeatRoutes } from './repeats-page.tsx';
import { raisingSlip } from './slip.ts';
import { staffRoutes } from './staff-routes.tsx';
import { matterText } from './text.ts';

/** Matters: lists, raising, one matter's page, what is done to it. */
export function matterRoutes(r: Routes): void {
  r.get('/matters', 'matter.read', (w) => showList(w, null));
  r.get('/n/:place/matters', 'matter.read', async (w) => {
    const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
    return place ? showList(w, place) : w.notFound();
  });
  r.get('/n/:place/matters/slip.pdf', 'matter.read', async (w) => {
    const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
    if (!place) return w.notFound();
    const door = await w.read((tx) => doorOfNeighbourhood(tx, place.id));
    const address = w.absolute(`/matters/new?${door ? `door=${door.code}` : `n=${place.code}`}`);
    const bytes = await raisingSlip({ lang: w.lang, issuer: `${w.subdistrict.name} ${place.name}`, address, today: w.today });
    return w.download(bytes, 'application/pdf', `${place.name}${matterText[w.lang].slipTitle}.pdf`, true);
  });
  raiseRoutes(r);
  planRoutes(r);
  repeatRoutes(r);
  followRoutes(r);
  staffRoutes(r);
  r.get('/matters/:id', 'matter.read', (w) => showMatter(w));
  decideRoutes(r);
}

async function showList(w: Web, place: ListView['place']) {
  const view = await w.read(
    async (tx): Promise<ListView> => ({
      page: w.frame(place ? { neighbourhood: place } : {}),
      place,
      places: new Map((await listNeighbourhoods(tx)).map((one) => [one.id, one.name])),
      matters: await listMatters(tx, place ? { neighbourhoodId: place.id } : {}),
      query: Object.fromEntries(w.url.searchParams),
      mayCompare: w.can('matter.read-repeats', { neighbourhoodId: null }),
      mayEnter: place !== null && w.can('matter.raise-for', { neighbourhoodId: place.id }),
    }),
  );
  if (w.query('format') === 'xlsx')
    return w.download(await tableXlsx(matterTable(view)), xlsxType, `${place?.name ?? w.subdistrict.name}${matterText[w.lang].list}.xlsx`);
  return w.page(<ListPage {...view} />);
}
