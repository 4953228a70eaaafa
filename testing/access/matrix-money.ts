import type { Player } from './whole-site.ts';
import { committee, everyone, type Line, line, office, same, signedIn } from './matrix-lines.ts';

/** Those who answer for the money of 蔡路 and those who check them. */
const accountable: readonly Player[] = ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor'];
const spenders: readonly Player[] = ['steward', 'supervisor', 'keeper', 'secretary', 'director'];
/** Money: accounts, awards, receipts, vouchers, spending. */
export const money: Line[] = [
  line('GET /projects/:id/account', '/projects/{project}/account', everyone),
  line('GET /projects/:id/receipts', '/projects/{project}/receipts', everyone),
  line('GET /awards/:id', '/awards/{award}', accountable),
  line('GET /projects/:id/journal/:format', '/projects/{project}/journal/ledger', accountable),
  ...['', '/file', '/paper.pdf'].map((what) => line(`GET /vouchers/:id${what}`, `/vouchers/{voucher}${what}`, accountable)),
  line('GET /vouchers/:id/proof', '/vouchers/{voucher}/proof', accountable),
  line('POST /vouchers/:id/withdraw', '/vouchers/{voucher}/withdraw', ['secretary', 'director', 'supervisor'], { idle: ['steward', 'keeper'] }),
  line('GET /receipts/:id/paper.pdf', '/receipts/{receipt}/paper.pdf', ['secretary', 'director', 'officer', 'head', 'auditor']),
  line('GET /awards/:id/receipts.pdf', '/awards/{householdAward}/receipts.pdf', ['secretary', 'director', 'officer', 'head', 'auditor']),
  line('POST /awards/:id/pledge-households', '/awards/{householdAward}/pledge-households', committee, { attack: { amount: '50' } }),
  line('POST /awards/:id/pledge', '/awards/{award}/pledge', committee, { attack: { amount: '50', payer: '别人' } }),
  line('POST /awards/:id/receive-households', '/awards/{householdAward}/receive-households', committee, {
    attack: { household: '{household}', day: '2026-01-01', method: 'cash' },
  }),
  line('POST /awards/:id/receive', '/awards/{householdAward}/receive', committee, {
    idle: ['officer', 'head', 'secretaryElsewhere'],
    attack: { payer: '别人', amount: '50', day: '2026-01-01', method: 'cash' },
  }),
  line('POST /awards/:id/receive', '/awards/{award}/receive', office, {
    idle: ['secretary', 'director', 'secretaryElsewhere'],
    attack: { payer: '别人', amount: '50', day: '2026-01-01', method: 'cash' },
  }),
  line('POST /awards/:id/use', '/awards/{award}/use', committee, { idle: ['secretaryElsewhere'] }),
  line('GET /receipts/:id/reverse', '/receipts/{receipt}/reverse', office),
  line('POST /receipts/:id/reverse', '/receipts/{receipt}/reverse', office),
  same('GET /books', ['officer', 'head', 'auditor']),
  same('GET /ask', signedIn),
  line('GET /projects/:id/spending', '/projects/{project}/spending', [...spenders, 'officer', 'head', 'auditor']),
  line('GET /spending/new', '/spending/new?project={project}', spenders),
  line('POST /spending/new', '/spending/new?project={project}', spenders),
  ...['', '/slip.pdf'].map((what) => line(`GET /spending/:id${what}`, `/spending/{spending}${what}`, [...spenders, 'officer', 'head', 'auditor'])),
  line('GET /spending/:id/papers/:paper', '/spending/{spending}/papers/{nothing}', []),
  line('POST /spending/:id/decide', '/spending/{spending}/decide', ['secretary', 'supervisor', 'director', 'officer', 'head']),
  line('POST /spending/:id/rule', '/spending/{spending}/rule', office),
  // Whoever asked takes it back.
  line('POST /spending/:id/withdraw', '/spending/{spending}/withdraw', ['secretary'], {
    idle: [...spenders, 'officer', 'head', 'auditor', 'secretaryElsewhere'],
  }),
  line('POST /spending/:id/pay', '/spending/{spending}/pay', ['secretary']),
  line('POST /spending/:id/vouchers', '/spending/{spending}/vouchers', spenders),
  line('POST /spending/:id/readings', '/spending/{spending}/readings', spenders, { attack: { codes: '01,31,,26312000000000001234,1.00,20260101,,' } }),
  line('GET /spending/:id/readings/:reading/file', '/spending/{spending}/readings/{nothing}/file', []),
  line('POST /spending/:id/readings/:reading/confirm', '/spending/{spending}/readings/{nothing}/confirm', spenders, { attack: { claimed: '1' } }),
  line('POST /spending/:id/readings/:reading/drop', '/spending/{spending}/readings/{nothing}/drop', spenders, { attack: { reason: '重复' } }),
  // Who pays for a neighbourhood is a setting of the office.
  line('POST /spending/:id/buyer', '/spending/{spending}/buyer', office, { attack: { name: '别处', taxId: '54310000DEMX000017' } }),
  line('POST /spending/:id/evidence', '/spending/{spending}/evidence', spenders),
  line('POST /spending/:id/close', '/spending/{spending}/close', ['secretary', 'director', 'supervisor', 'officer']),
];

/** Policy, rounds, checks, reviews, awards. */
export const funds: Line[] = [
  same('GET /policy', everyone),
  ...['adopt', 'settings'].flatMap((what) => [same(`GET /policy/${what}`, office), same(`POST /policy/${what}`, office)]),
  same('GET /rulings', everyone),
  line('GET /rulings/:id', '/rulings/{ruling}', everyone),
  same('GET /rounds', everyone),
  same('GET /rounds/new', office),
  same('POST /rounds/new', office),
  line('GET /rounds/:id', '/rounds/{round}', everyone),
  line('POST /rounds/:id/move', '/rounds/{round}/move', office, { fields: { to: 'open' } }),
  line('POST /rounds/:id/decide', '/rounds/{round}/decide', office),
  same('GET /office', ['officer', 'head', 'auditor']),
  line('GET /projects/:id/check', '/projects/{submitted}/check', ['officer', 'head', 'auditor']),
  ...['', '/pass', '/return', '/decline', '/ruling', '/settings', '/send'].map((what) =>
    line(`POST /projects/:id/check${what}`, `/projects/{submitted}/check${what}`, office),
  ),
  line('GET /projects/:id/award', '/projects/{project}/award', ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor']),
  line('POST /projects/:id/award', '/projects/{submitted}/award', office),
  line('POST /projects/:id/award/confirm', '/projects/{submitted}/award/confirm', ['head']),
  line('POST /projects/:id/award/agreement', '/projects/{submitted}/award/agreement', office),
  line('GET /projects/:id/agreement.pdf', '/projects/{project}/agreement.pdf', ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor']),
  line('GET /projects/:id/reviewers', '/projects/{submitted}/reviewers', ['officer', 'head', 'auditor']),
  line('POST /projects/:id/reviewers', '/projects/{submitted}/reviewers', office),
  same('GET /reviews', ['reviewer']),
  line('GET /reviews/:id', '/reviews/{review}', ['reviewer', 'officer', 'head', 'auditor']),
  line('POST /reviews/:id', '/reviews/{review}', ['reviewer']),
  line('POST /reviews/:id/conflict', '/reviews/{review}/conflict', ['reviewer']),
];
