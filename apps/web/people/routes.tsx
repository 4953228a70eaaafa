import type { Routes } from '../kit/index.ts';
import { homeRoutes } from './home-routes.tsx';
import { importRoutes } from './import-routes.tsx';
import { meRoutes } from './me-routes.tsx';
import { organisationRoutes } from './organisation-routes.tsx';
import { personRoutes } from './person-routes.tsx';
import { roleRoutes } from './role-routes.tsx';

/** Pages of people: homes and households, persons, organisations, roles, the roster import, a person's own page. */
export function peopleRoutes(r: Routes): void {
  for (const register of [homeRoutes, personRoutes, organisationRoutes, roleRoutes, importRoutes, meRoutes]) register(r);
}
