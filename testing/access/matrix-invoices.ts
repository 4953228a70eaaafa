import { committee, type Line, line } from './matrix-lines.ts';

const keepers = [...committee, 'officer', 'head', 'auditor'] as const;

/** The voucher book: for those who keep the papers and those who check them. */
export const invoices: Line[] = [
  ...['', '.pdf', '.zip'].map((what) => line(`GET /projects/:id/voucher-book${what}`, `/projects/{project}/voucher-book${what}`, keepers)),
  ...['.pdf', '.zip'].map((what) => line(`GET /spending/:id/voucher-book${what}`, `/spending/{spending}/voucher-book${what}`, keepers)),
];
