import type { Routes } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { OfficePage, type OfficePageView, officeTable } from './office-page.tsx';
import { loadOffice } from './office-view.ts';
import { policyRoutes } from './policy-routes.tsx';
import { roundRoutes } from './round-routes.tsx';
import { roundText } from './round-text.ts';

/** Policy, values, rulings, rounds, and the fund officer's home. */
export function fundRoutes(r: Routes): void {
  policyRoutes(r);
  roundRoutes(r);
  r.get('/office', 'office.read', async (w) => {
    const view: OfficePageView = {
      ...(await w.read((tx) => loadOffice(tx, w.actor, w.today))),
      page: w.frame(),
      today: w.today,
      query: Object.fromEntries(w.url.searchParams),
    };
    if (w.query('format') === 'xlsx') return w.download(await tableXlsx(officeTable(view)), xlsxType, `${roundText[w.lang].office}.xlsx`);
    return w.page(<OfficePage {...view} />);
  });
}
