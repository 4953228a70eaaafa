import type { Routes } from '../kit/index.ts';
import { projectClosingRoutes } from './project-routes.tsx';
import { sampleRoutes } from './sample-routes.tsx';
import { yearReviewRoutes } from './year-routes.tsx';

/** Closing of projects, the year-end value review, and what grades do to the next year. */
export function closingPagesRoutes(r: Routes): void {
  projectClosingRoutes(r);
  sampleRoutes(r);
  yearReviewRoutes(r);
}
