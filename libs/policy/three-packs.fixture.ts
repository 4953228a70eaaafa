// Three policies that nobody ships, as an office might write them: everything is data, nothing of them is known to the code.
// All of them are invented for the tests.

const text = (zh: string) => ({ zh, en: `en ${zh}` });
const rule = (source: string) => (id: string, clause: string, rest: object) => ({
  id,
  title: text(id),
  clause,
  source,
  status: 'text',
  blocks: true,
  validFrom: null,
  validTo: null,
  ...rest,
});
const pack = (code: string, rules: object[]) => ({
  code,
  title: text(code),
  version: '1',
  validFrom: '2026-01-01',
  validTo: null,
  inherits: null,
  note: null,
  rules,
});

const water = rule('水乡镇邻里资金办法（虚构）');
/** By heads: 1,200 yuan for each 100 residents begun, at least; a fixed sum and 15 yuan for each household beyond 800; two kinds of project with caps of their own. */
export const WATER_TOWN = pack('water-town', [
  water('resident-cap', '第三条', {
    kind: 'cap',
    scope: 'neighbourhood-year',
    amountFen: null,
    formula: { per: 'resident', each: 100, amountFen: '120000', beyond: 0, baseFen: '0', rounding: 'started', mostFen: '9000000' },
  }),
  water('household-cap', '第四条', {
    kind: 'cap',
    scope: 'project',
    amountFen: null,
    formula: { per: 'household', each: 1, amountFen: '1500', beyond: 800, baseFen: '2000000', rounding: 'full' },
    projectTiers: ['works'],
  }),
  water('kinds', '第五条', {
    kind: 'tiers',
    by: 'project',
    tiers: [
      { code: 'works', title: text('设施类'), communityKinds: [] },
      { code: 'activity', title: text('活动类'), communityKinds: [], capFen: '500000' },
    ],
  }),
  water('works-papers', '第六条', {
    kind: 'evidence',
    stage: 'application',
    items: [
      { code: 'photos', title: text('现状照片') },
      { code: 'drawings', title: text('图纸'), projectTiers: ['works'] },
    ],
  }),
  water('parts', '第七条', {
    kind: 'parts',
    blocks: false,
    sum: 'resident-cap',
    count: 3,
    parts: [
      { code: 'activity', title: text('活动'), projectTiers: ['activity'], maximumPercent: 20 },
      { code: 'works', title: text('设施'), projectTiers: ['works'], minimumPercent: 50 },
      { code: 'study', title: text('学习'), projectTiers: ['study'], minimumPercent: 10 },
    ],
  }),
  water('numbering', '第八条', { kind: 'numbering', blocks: false, parts: ['subdistrict', 'community', 'year', 'serial'], separator: '-', serialDigits: 3 }),
]);

const hill = rule('山城街道议事经费规定（虚构）');
/** By agreement: forty representatives at least, two thirds of them agreeing; money by dates; refusal by three questions. */
export const HILL_CITY = pack('hill-city', [
  hill('representatives', '第二条', {
    kind: 'meeting',
    meeting: 'representatives',
    neededFor: 'application',
    voters: text('居民代表'),
    minimumPresent: 40,
    quorum: '>1/2',
    pass: '>=2/3',
    passOf: 'present',
  }),
  hill('quota-day', '第三条', { kind: 'deadline', subject: 'quota', lastDay: '03-31', yearsLater: 0, then: null, blocks: false }),
  hill('apply-day', '第三条', { kind: 'deadline', subject: 'application', lastDay: '05-31', yearsLater: 0, then: text('转入下一年') }),
  hill('pay-day', '第四条', { kind: 'deadline', subject: 'payment', lastDay: '12-10', yearsLater: 0, then: null }),
  hill('sweep-day', '第四条', { kind: 'deadline', subject: 'sweep', lastDay: '01-15', yearsLater: 1, then: text('余款收回统筹') }),
  hill('refusal', '第五条', {
    kind: 'tests',
    refuses: true,
    tests: [
      { code: 'private', title: text('私人费用'), question: text('是不是居民个人应当承担的费用？') },
      { code: 'other-duty', title: text('另有责任人'), question: text('是不是另有责任单位应当承担？') },
      { code: 'government', title: text('政府职责'), question: text('是不是政府部门自己的职责？') },
    ],
  }),
  hill('back', '第六条', { kind: 'return', blocks: false, cases: [{ when: 'stopped', sharePercent: 100, withinDays: 15, counting: 'working' }] }),
  hill('slips', '第七条', {
    kind: 'documents',
    blocks: false,
    step: 'application',
    items: [{ code: 'needs', title: text('需求表'), signedBy: [], sealed: false, leastCopies: 50, mostCopies: 100 }],
  }),
]);

const port = rule('港湾社区配套资金细则（虚构）');
/** By matching and by merit: entrances that raise 500 yuan are matched; a bad grade halves the next year's sum, a failed one bars it. */
export const PORT_SIDE = pack('port-side', [
  port('match', '第一条', { kind: 'matching', raisedFromFen: '50000', matchPercent: 150, maximumFen: '200000', per: 'entrance' }),
  port('year', '第二条', { kind: 'cap', scope: 'neighbourhood-year', amountFen: '4000000' }),
  port('all', '第二条', { kind: 'cap', scope: 'office-year', amountFen: '30000000' }),
  port('grades', '第三条', {
    kind: 'grades',
    nextYearBy: 'worst',
    grades: [
      { code: 'good', title: text('优'), minimumPoints: 85, effect: null, quotaPercent: 120 },
      { code: 'fair', title: text('中'), minimumPoints: 60, effect: null, quotaPercent: 50 },
      { code: 'failed', title: text('差'), minimumPoints: 0, effect: null, quotaPercent: 0, mayApply: false },
    ],
  }),
  port('assembly', '第四条', {
    kind: 'meeting',
    meeting: 'assembly',
    neededFor: 'application',
    voters: text('户代表'),
    pass: '>1/2',
    passOf: 'entitled',
    blocks: false,
  }),
  port('tranches', '第五条', { kind: 'tranches', percents: [40, 40, 20], conditions: ['agreement', 'mid-term', 'accepted'], blocks: false }),
]);
