import type { Player } from './whole-site.ts';
import { type Line, line, office, same } from './matrix-lines.ts';

/** Those who answer for the project's money and those who check them. */
const openingReaders: readonly Player[] = ['secretary', 'director', 'officer', 'head', 'auditor'];

/** Advances, refunds, red letters, payments undone, opening balances. */
export const core: Line[] = [
  line('POST /spending/:id/advance', '/spending/{spending}/advance', ['secretary'], {
    attack: { holder: 'supplier', amount: '1', day: '2026-01-01', method: 'cash' },
  }),
  line('POST /spending/:id/settle-advance', '/spending/{spending}/settle-advance', ['secretary'], { attack: { day: '2026-01-01', amount1: '1' } }),
  line('POST /spending/:id/refund', '/spending/{spending}/refund', ['secretary'], {
    attack: { amount1: '1', day: '2026-01-01', method: 'cash', reason: '退货' },
  }),
  line('POST /spending/:id/refunds/:refund/reverse', '/spending/{spending}/refunds/{nothing}/reverse', office, { attack: { reason: '错' } }),
  line('POST /spending/:id/reverse-payment', '/spending/{spending}/reverse-payment', office, { attack: { reason: '错', then: 'end' } }),
  line('GET /spending/:id/advance.pdf', '/spending/{spending}/advance.pdf', []),
  line('GET /spending/:id/proofs/:file', '/spending/{spending}/proofs/{nothing}', []),
  line('POST /vouchers/:id/red-letter', '/vouchers/{voucher}/red-letter', ['secretary'], {
    attack: { kind: 'paper_invoice', number: '99', issued: '2026-01-01', total: '1', reason: '退货' },
  }),
  line('POST /vouchers/:id/reduce', '/vouchers/{voucher}/reduce', [], { attack: { refund: '{nothing}' }, idle: ['secretary'] }),
  line('GET /vouchers/:id/reductions/:reduction', '/vouchers/{voucher}/reductions/{nothing}', []),
  line('GET /projects/:id/opening', '/projects/{project}/opening', openingReaders),
  line('GET /openings/:id/evidence', '/openings/{nothing}/evidence', []),
  line('POST /awards/:id/opening', '/awards/{award}/opening', office, { attack: { day: '2026-01-01', received: '1' } }),
  ...['confirm', 'drop', 'undo'].map((what) => line(`POST /openings/:id/${what}`, `/openings/{nothing}/${what}`, [], { attack: { reason: '错' } })),
  same('GET /books/advances', ['officer', 'head', 'auditor']),
  same('GET /books/bring-in', office),
  line('POST /books/bring-in', '/books/bring-in', office, { attack: { title: '别处' } }),
];
