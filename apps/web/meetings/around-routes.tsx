import type { Routes } from '../kit/index.ts';
import { bodyRoutes } from './body-routes.tsx';
import { calendarRoutes } from './calendar-routes.tsx';
import { invitationRoutes } from './invitation-routes.tsx';
import { passRoutes } from './pass-routes.tsx';
import { seriesRoutes } from './series-routes.tsx';

/** What stands before and around a meeting. Series come before single meetings: their address would read as one. */
export function aroundRoutes(r: Routes): void {
  seriesRoutes(r);
  invitationRoutes(r);
  passRoutes(r);
  bodyRoutes(r);
  calendarRoutes(r);
}
