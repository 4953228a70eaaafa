import { expect, it } from 'vitest';
import { termText } from './staff-section.tsx';

it('says how many days a roll must be on display and the first day that fits', () => {
  const term = { days: 5, clause: '第五条', earliest: '2026-11-27' };
  expect(termText({ ...term, counting: 'working' }, 'zh')).toMatch(/至少公示 5 个工作日，异议截止最早填 .*11月27日/);
  expect(termText({ ...term, counting: 'calendar' }, 'zh')).toContain('至少公示 5 天');
  expect(termText({ ...term, counting: 'working' }, 'en')).toContain('5 working days');
});
