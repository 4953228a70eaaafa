import type { Routes } from '../kit/index.ts';
import { projectPageRoutes } from './project-routes.tsx';

/** All pages of projects but those of money. */
export function projectRoutes(r: Routes): void {
  projectPageRoutes(r);
}
