import type { Player } from './whole-site.ts';
import { everyone, type Line, line, office, same } from './matrix-lines.ts';

const spenders: readonly Player[] = ['steward', 'supervisor', 'keeper', 'secretary', 'director'];
const readers: readonly Player[] = [...spenders, 'officer', 'head', 'auditor'];
const quote = { supplier: '别家', price: '1', day: '2026-01-01', quote: '{nothing}', reason: '不关我的事' };

/** Quotes, goods received, labour, notes, declared relations, which voucher proves which line; rulings that end. */
export const purchases: Line[] = [
  line('GET /spending/:id/quotes', '/spending/{spending}/quotes', readers),
  ...['', '/choose', '/drop'].map((what) => line(`POST /spending/:id/quotes${what}`, `/spending/{spending}/quotes${what}`, spenders, { attack: quote })),
  line('GET /spending/:id/quotes/:quote/file', '/spending/{spending}/quotes/{nothing}/file', []),
  // Residents look at the goods and confirm them; the money beside them is not shown there.
  line('GET /spending/:id/received', '/spending/{spending}/received', ['resident', ...readers]),
  line('POST /spending/:id/received', '/spending/{spending}/received', ['resident', 'steward', 'supervisor'], { attack: { note: '到了' } }),
  line('GET /spending/:id/received/:file', '/spending/{spending}/received/{nothing}', []),
  line('GET /spending/:id/received.pdf', '/spending/{spending}/received.pdf', readers),
  line('POST /spending/:id/received-paper', '/spending/{spending}/received-paper', spenders, { attack: { first: '{person}', second: '{staff}' } }),
  line('GET /spending/:id/labour', '/spending/{spending}/labour', spenders),
  line('POST /spending/:id/labour', '/spending/{spending}/labour', spenders, {
    attack: { name1: '别人', work1: '搬运', day1: '2026-01-01', quantity1: '1', unit1: 'day', amount1: '1' },
  }),
  // No sheet was written for this purchase.
  line('GET /spending/:id/labour.pdf', '/spending/{spending}/labour.pdf', []),
  line('POST /spending/:id/answer', '/spending/{spending}/answer', readers, { attack: { note: 'other', text: '不关我的事' } }),
  line('POST /vouchers/:id/lines', '/vouchers/{voucher}/lines', spenders, { attack: { line1: '1' } }),
  same('GET /n/:place/relations', readers),
  same('POST /n/:place/relations', [...spenders, 'officer', 'head'], { attack: { payee: '别家', relation: '亲戚' } }),
  same('POST /n/:place/relations/end', []),
  same('GET /guide/screw', everyone),
  line('POST /ask', '/ask?q=%E6%B0%B4%E6%B3%A5', office, { attack: { decision: 'allowed', reason: '我说可以' } }),
  line('POST /rulings/:id/withdraw', '/rulings/{ruling}/withdraw', office, { attack: { reason: '不要了' } }),
  line('POST /rulings/:id/anew', '/rulings/{ruling}/anew', office, { attack: { decision: 'forbidden', reason: '不行', reach: 'general' } }),
];
