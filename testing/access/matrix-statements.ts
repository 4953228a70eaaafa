import { everyone, type Line, line } from './matrix-lines.ts';
import type { Player } from './whole-site.ts';

/** Those who answer for the money of 蔡路 and those who check them. */
const accountable: readonly Player[] = ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor'];

/** Reports: the public versions are everybody's; entries, names of payees and households only theirs who answer for the money. */
export const statements: Line[] = [
  line('GET /projects/:id/account/public', '/projects/{project}/account/public', everyone),
  line('GET /projects/:id/entries', '/projects/{project}/entries?figure=spent', accountable),
  line('GET /projects/:id/entries/:txn/slip.pdf', '/projects/{project}/entries/{txn}/slip.pdf', accountable),
  line('GET /projects/:id/contributions', '/projects/{project}/contributions', everyone),
  line('GET /projects/:id/contributions/names', '/projects/{project}/contributions/names', ['secretary', 'director', 'officer', 'head', 'auditor']),
  line('GET /n/:place/statement', '/n/{place}/statement', accountable),
  line('GET /n/:place/statement/public', '/n/{place}/statement/public', everyone),
  line('GET /n/:place/entries', '/n/{place}/entries?figure=spent', accountable),
  line('GET /statement', '/statement', ['officer', 'head', 'auditor']),
  line('GET /entries', '/entries?figure=spent', ['officer', 'head', 'auditor']),
];
