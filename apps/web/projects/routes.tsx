import type { Routes } from '../kit/index.ts';
import { assetListRoutes } from './asset-list-page.tsx';
import { assetRoutes } from './asset-routes.tsx';
import { applicationRoutes } from './application-routes.tsx';
import { changeRoutes } from './change-routes.tsx';
import { closingRoutes } from './closing-routes.tsx';
import { doingRoutes } from './doing-routes.tsx';
import { midTermRoutes } from './mid-term-routes.tsx';
import { planRoutes } from './plan-routes.tsx';
import { outcomeRoutes } from './outcome-page.tsx';
import { upkeepRoutes } from './upkeep-routes.tsx';
import { projectPageRoutes } from './project-routes.tsx';
import { stoppedRoutes } from './stopped-routes.tsx';
import { stuckRoutes } from './stuck-routes.tsx';
import { visitRoutes } from './visit-routes.tsx';
import { watchRoutes } from './watch-routes.tsx';

/** All pages of projects but those of money. */
export function projectRoutes(r: Routes): void {
  // Before /projects/:id, which would take /projects/new for a project.
  applicationRoutes(r);
  projectPageRoutes(r);
  doingRoutes(r);
  planRoutes(r);
  stuckRoutes(r);
  watchRoutes(r);
  visitRoutes(r);
  midTermRoutes(r);
  changeRoutes(r);
  stoppedRoutes(r);
  closingRoutes(r);
  upkeepRoutes(r);
  assetListRoutes(r);
  assetRoutes(r);
  outcomeRoutes(r);
}
