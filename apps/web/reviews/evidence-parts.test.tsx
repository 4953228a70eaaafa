import { expect, test } from 'vitest';
import type { ApplicationVersion } from '#modules/projects';
import { Layout, type PageFrame } from '../ui/index.ts';
import { Beside } from './evidence-parts.tsx';
import type { EvidenceView } from './evidence-view.ts';

const page: PageFrame = {
  lang: 'zh',
  type: 'normal',
  siteName: '支点',
  subdistrictName: '支点镇',
  base: '/s/zhidian',
  nav: [],
  path: '/',
  demo: false,
  links: { home: '/', inbox: '/', me: '/', signIn: '/', signOut: '/' },
};
const application = {
  why: '灯坏了三年',
  goal: '八个楼道都亮',
  upkeepPlan: '每季度查一次',
  upkeepMonths: 3,
  upkeepYearlyFen: 60_000n,
  periodStart: '2026-12-01',
  periodEnd: '2026-12-20',
  members: [{ personId: null, name: '成员1', duty: '总协调' }],
  risks: [{ risk: '工期', answer: '提前安排' }],
  lines: [{ name: '声控灯', unit: '盏', quantity: '72.00', unitPriceFen: 12_500n, amountFen: 900_000n, category: 'materials', shares: [] }],
} as unknown as ApplicationVersion;
const evidence: EvidenceView = {
  meetings: [{ day: '2026-10-20', kind: '听证会', title: '装不装灯', present: 40, resolutions: ['装，先装四幢'], href: '/meetings/1' }],
  ballots: [],
  check: { outcome: 'needs-ruling', reasons: [{ title: '用途', outcome: 'needs-ruling' }] },
  prices: [{ medianFen: 12_000n, lowFen: 11_000n, highFen: 13_000n, seen: [] }],
};
const shown = (code: string, zh: string, links: boolean) =>
  String(
    <Layout page={page} title="评审">
      <Beside criterion={{ code, title: { zh, en: code } }} application={application} evidence={evidence} links={links} />
    </Layout>,
  );

test.each([
  ['need', '需求', ['灯坏了三年', '装，先装四幢', '40 人到会']],
  ['feasibility', '可行性', ['总协调', '工期 → 提前安排', '要裁定']],
  ['sustainability', '可持续', ['每季度查一次', '600']],
  ['budget', '预算', ['声控灯 72 盏', '中位价 120']],
])('beside %s stands what speaks of it', (code, zh, words) => {
  const html = shown(code, zh, true);
  for (const word of words) expect(html).toContain(word);
});
test('in a blind round nothing leads to where it comes from', () => {
  expect(shown('participation', '居民参与', true)).toContain('/meetings/1');
  expect(shown('participation', '居民参与', false)).not.toContain('/meetings/1');
});
test('a criterion that nothing speaks of has nothing beside it', () => expect(shown('x', '党建', true)).not.toContain('看依据'));
