import type { Routes } from '../kit/index.ts';
import { paysRoutes } from './pays-routes.tsx';
import { sharedRoutes } from './shared-routes.tsx';

/** Pages of collective decisions: how a pool was shared, who pays what. */
export function decideRoutes(r: Routes): void {
  sharedRoutes(r);
  paysRoutes(r);
}
