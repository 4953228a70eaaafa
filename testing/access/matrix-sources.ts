import type { Player } from './whole-site.ts';
import { committee, everyone, type Line, line, office } from './matrix-lines.ts';

const names: readonly Player[] = ['secretary', 'director', 'officer', 'head', 'auditor'];
const checkers: readonly Player[] = ['officer', 'head', 'auditor', 'secretaryElsewhere'];
const here = { elsewhere: true } as const;

/**
 * Terms of a project's sources. The terms and the drive are public; papers and names are for those who answer for the money. The project of
 * 蔡路 is in upkeep, so its forms are let through and answered in words; the drive and the goods are 胜利's.
 */
export const sources: Line[] = [
  line('GET /projects/:id/sources', '/projects/{project}/sources', everyone),
  line('POST /awards/:id/tranches', '/awards/{award}/tranches', office, { attack: { percents: '100', condition1: 'agreement' } }),
  line('POST /awards/:id/tranches/:one/due', '/awards/{award}/tranches/{tranche}/due', office, { attack: { said: '检查通过' } }),
  line('GET /awards/:id/tranches/:one/order.pdf', '/awards/{award}/tranches/{tranche}/order.pdf', names),
  line('POST /awards/:id/shortfall-rule', '/awards/{householdAward}/shortfall-rule', ['secretary', 'director', 'officer', 'head'], {
    idle: ['secretaryElsewhere'],
    attack: { rule: 'stop', day: '2099-01-01' },
  }),
  // There is no shortfall in the demo: nobody finds one.
  line('POST /shortfalls/:id/shrink', '/shortfalls/{nothing}/shrink', [], { attack: { change: '{nothing}' } }),
  line('POST /shortfalls/:id/extend', '/shortfalls/{nothing}/extend', [], { attack: { day: '2099-01-01', note: '再等等' } }),
  // No source of the demo is common income: the page of decisions is found by nobody.
  line('GET /awards/:id/decision', '/awards/{award}/decision', []),
  line('POST /awards/:id/decision', '/awards/{award}/decision', [], { attack: { by: 'ballot', granted: '1', text: '列支' } }),
  line('POST /awards/:id/decision/:one/withdraw', '/awards/{award}/decision/{nothing}/withdraw', [], { attack: { reason: '记错了' } }),
  line('GET /awards/:id/agreement', '/awards/{partnerAward}/agreement', committee),
  line('POST /awards/:id/agreement', '/awards/{partnerAward}/agreement', committee, { idle: ['secretaryElsewhere'] }),
  line('GET /awards/:id/papers/:one', '/awards/{partnerAward}/papers/{nothing}', []),
  line('GET /awards/:id/crowd', '/awards/{crowdAward}/crowd', everyone),
  line('POST /awards/:id/crowd', '/awards/{crowdAward}/crowd', ['secretaryElsewhere'], {
    ...here,
    attack: { text: '捐款', goal: '1', opensOn: '2099-01-01', lastDay: '2099-01-02', ifMissed: 'return-all' },
  }),
  line('POST /awards/:id/crowd/gift', '/awards/{crowdAward}/crowd/gift', ['secretaryElsewhere'], {
    ...here,
    attack: { payer: '别人', amount: '1', day: '2026-01-01', method: 'cash', shown: 'masked' },
  }),
  line('POST /awards/:id/crowd/end', '/awards/{crowdAward}/crowd/end', ['secretaryElsewhere'], here),
  line('POST /awards/:id/crowd/decide', '/awards/{crowdAward}/crowd/decide', ['secretaryElsewhere'], {
    ...here,
    attack: { resolution: '{nothing}', keep: 'yes', note: '留用' },
  }),
  line('GET /awards/:id/goods', '/awards/{goodsAward}/goods', checkers, here),
  line('POST /awards/:id/goods', '/awards/{goodsAward}/goods', ['secretaryElsewhere'], {
    ...here,
    attack: { giver: '别人', day: '2026-01-01', what: '灯', quantity: '1', unit: '盏', value: '1', basis: 'market', basisText: '市价' },
  }),
  line('POST /awards/:id/goods/:one/answer', '/awards/{goodsAward}/goods/{goods}/answer', ['secretaryElsewhere'], { ...here, attack: { agree: 'yes' } }),
  line('GET /awards/:id/goods/:one/paper.pdf', '/awards/{goodsAward}/goods/{goods}/paper.pdf', checkers, here),
  line('GET /awards/:id/refund', '/awards/{householdAward}/refund', committee),
  line('POST /awards/:id/refund', '/awards/{householdAward}/refund', committee, {
    idle: ['secretaryElsewhere'],
    attack: { day: '2026-01-01', method: 'cash', reason: '退给我' },
  }),
  line('GET /awards/:id/refund/sheet.pdf', '/awards/{householdAward}/refund/sheet.pdf', committee),
  line('GET /awards/:id/households', '/awards/{householdAward}/households', names),
  // Everybody has paid: there is no sheet to go from door to door with.
  line('GET /awards/:id/collection.pdf', '/awards/{householdAward}/collection.pdf', []),
  line('POST /awards/:id/withdraw-pledge', '/awards/{householdAward}/withdraw-pledge', committee, {
    idle: ['secretaryElsewhere'],
    attack: { household: '{household}', reason: '不交了' },
  }),
];
