import type { Routes } from '../kit/index.ts';
import { applicationRoutes } from './application-routes.tsx';
import { closingRoutes } from './closing-routes.tsx';
import { doingRoutes } from './doing-routes.tsx';
import { projectPageRoutes } from './project-routes.tsx';

/** All pages of projects but those of money. */
export function projectRoutes(r: Routes): void {
  // Before /projects/:id, which would take /projects/new for a project.
  applicationRoutes(r);
  projectPageRoutes(r);
  doingRoutes(r);
  closingRoutes(r);
}
