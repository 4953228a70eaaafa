import { type Line, line } from './matrix-lines.ts';
import type { Player } from './whole-site.ts';

const insiders: readonly Player[] = ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor', 'reviewer', 'admin'];

/** The application in steps, its papers, its versions and its keeper's own answer. */
export const application: Line[] = [
  // The draft of the scene lies at 胜利: whoever writes at 蔡路 does not learn of it.
  ...['GET', 'POST'].flatMap((method) =>
    ['what', 'budget'].map((step) =>
      line(`${method} /projects/:id/application/:step`, `/projects/{draft}/application/${step}`, ['secretaryElsewhere'], { elsewhere: true }),
    ),
  ),
  line('GET /projects/:id/budget.pdf', '/projects/{submitted}/budget.pdf', insiders),
  line('GET /projects/:id/opinion.pdf', '/projects/{submitted}/opinion.pdf', insiders),
  line('GET /projects/:id/versions', '/projects/{submitted}/versions', insiders),
  // Only the person whom the application names as keeper; to everybody else the page is not there.
  line('GET /projects/:id/keeper', '/projects/{draft}/keeper', []),
  line('POST /projects/:id/keeper', '/projects/{draft}/keeper', []),
];
