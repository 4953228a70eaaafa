import { committee, type Line, line } from './matrix-lines.ts';

const keepers = [...committee, 'officer', 'head', 'auditor'] as const;
const spenders = ['steward', 'supervisor', 'keeper', 'secretary', 'director'] as const;
const code = '01,31,,26312000000000001235,1.00,20260101,,';

/** The voucher book, for those who keep the papers and those who check them; invoices that come for a whole project. */
export const invoices: Line[] = [
  ...['', '.pdf', '.zip'].map((what) => line(`GET /projects/:id/voucher-book${what}`, `/projects/{project}/voucher-book${what}`, keepers)),
  ...['.pdf', '.zip'].map((what) => line(`GET /spending/:id/voucher-book${what}`, `/spending/{spending}/voucher-book${what}`, keepers)),
  line('POST /spending/:id/readings/one', '/spending/{spending}/readings/one', spenders, { attack: { codes: code } }),
  line('GET /projects/:id/invoices', '/projects/{project}/invoices', [...spenders, 'officer', 'head', 'auditor']),
  line('GET /projects/:id/invoices/:arrival/file', '/projects/{project}/invoices/{nothing}/file', []),
  ...['', '/one'].map((what) => line(`POST /projects/:id/invoices${what}`, `/projects/{project}/invoices${what}`, spenders, { attack: { codes: code } })),
  line('POST /projects/:id/invoices/place', '/projects/{project}/invoices/place', spenders, { attack: { 'to-{nothing}': '{spending}' } }),
  line('POST /projects/:id/invoices/drop', '/projects/{project}/invoices/drop', spenders, { attack: { file: '{nothing}', reason: '重复' } }),
];
