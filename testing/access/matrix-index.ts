import { committee, type Line, line, office, same, signedIn } from './matrix-lines.ts';
import type { Player } from './whole-site.ts';

const compound = '/index/compounds/{indexCompound}';
/** Whoever lives or works in 蔡路, and the office: residents see the compound they live in. */
const near: readonly Player[] = ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'property', 'officer', 'head', 'auditor'];
const all: readonly Player[] = ['officer', 'head', 'auditor'];
const ranked: readonly Player[] = [...committee, ...all, 'secretaryElsewhere'];

/** The governance index: residents their compound, committees their own and the ranking, the office everything; nobody a person. */
export const governanceIndex: Line[] = [
  same('GET /index', [...near, 'secretaryElsewhere']),
  same('GET /index/compounds', ranked),
  line('GET /index/place', `/index/place?n=${encodeURIComponent('蔡路居民区')}`, [...committee, ...all]),
  line('GET /index/compounds/:id', compound, near),
  line('GET /index/compounds/:id', '/index/compounds/{indexCompoundElsewhere}', [...all, 'secretaryElsewhere']),
  line('GET /index/compounds/:id/report.pdf', `${compound}/report.pdf`, near),
  line('GET /index/compounds/:id/report.docx', `${compound}/report.docx`, near),
  line('GET /index/compounds/:id/what-if', `${compound}/what-if?v-I10=1`, near),
  line('GET /index/compounds/:id/outlook', `${compound}/outlook`, near),
  line('GET /index/compounds/:id/leaves/:leaf', `${compound}/leaves/I10`, near),
  line('POST /index/compounds/:id/leaves/:leaf/contest', `${compound}/leaves/I05/contest`, committee, { attack: { claimed: '99', reason: '就是不对' } }),
  line('GET /index/compounds/:id/month', `${compound}/month`, [...committee, ...office]),
  line('POST /index/compounds/:id/month', `${compound}/month?m=2026-01`, [...committee, ...office], { attack: { I29: '9' } }),
  same('GET /index/contests', ranked),
  line('GET /index/contests/:id', '/index/contests/{indexContest}', [...committee, ...all]),
  line('POST /index/contests/:id/answer', '/index/contests/{indexContest}/answer', office, { attack: { outcome: 'stands', answer: '我说了算' } }),
  same('GET /index/data', all),
  same('POST /index/data/compounds', office),
  same('POST /index/data/values', office, { attack: { source: '乱报' } }),
  same('POST /index/data/calls', office, { attack: { leaf: 'I27', source: '乱报', mergeDays: '7' } }),
  same('POST /index/data/sample', office, { fields: { year: '2026' }, attack: { year: '2026', seed: '我抽' } }),
  same('POST /index/data/feed', office),
  same('POST /index/data/tree', office),
  same('GET /index/runs', all),
  same('POST /index/runs', office, { attack: { month: '2026-10', reading: 'value', total: 'flat', leastCoverage: '65' } }),
  line('GET /index/runs/:id', '/index/runs/{indexRun}', all),
  line('POST /index/runs/:id/review', '/index/runs/{indexRun}/review', all, { attack: { note: '没问题' } }),
  line('POST /index/runs/:id/approve', '/index/runs/{indexRun}/approve', ['head']),
  line('POST /index/runs/:id/publish', '/index/runs/{indexRun}/publish', office),
  line('POST /index/runs/:id/withdraw', '/index/runs/{indexRun}/withdraw', office, { attack: { reason: '不要了' } }),
  same('GET /index/district', all),
  same('GET /index/settings', office),
  same('POST /index/settings', office, { attack: { 'index.answer': '1', reason: '快点' } }),
  same('GET /index/weights', all),
  same('POST /index/weights', office, { attack: { method: 'equal', reason: '我来定' } }),
];

/** Surveys: whoever signed in reads what is open and what came out; households drawn answer, committees hold them. */
export const surveys: Line[] = [
  same('GET /surveys', signedIn),
  same('GET /surveys/new', [...committee, ...office, 'secretaryElsewhere']),
  same('POST /surveys/new', [...committee, ...office, 'secretaryElsewhere'], {
    attack: { place: '{placeId}', title: '别人的调查', questions: '好吗：好／不好', margin: '10', seed: 'x' },
  }),
  same('POST /surveys/counts', [...committee, ...office, 'secretaryElsewhere'], {
    attack: { place: '{placeId}', title: '乱报', question: '好吗', source: '不知道', counts: '居民，好，9\n居民，不好，1' },
  }),
  line('GET /surveys/:id', '/surveys/{survey}', signedIn),
  line('POST /surveys/:id/answer', '/surveys/{survey}/answer', ['resident', 'steward', 'supervisor', 'keeper', ...committee], {
    attack: { q1: '满意' },
    idle: ['resident', 'steward', 'supervisor', 'keeper', ...committee],
  }),
  line('POST /surveys/:id/enter', '/surveys/{survey}/enter', ['steward', ...committee, ...office], {
    attack: { household: '{household}', channel: 'phone', q1: '满意' },
  }),
  line('POST /surveys/:id/close', '/surveys/{survey}/close', [...committee, ...office]),
  line('GET /surveys/:id/paper.pdf', '/surveys/{survey}/paper.pdf', ['steward', ...committee, ...office]),
  line('GET /surveys/:id/report.pdf', '/surveys/{surveyCounts}/report.pdf', signedIn),
];
