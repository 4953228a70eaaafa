import { expect, test } from 'vitest';
import { reasonAsProposed } from './decision-reason.ts';

const rule = { says: '得分 76.33 分，按“评分从高到低”排第 1，足额资助 12,000 元。', grantFen: 1_200_000n };
const line = (change: object = {}) => ({
  projectId: 'p',
  outcome: 'award' as const,
  grantFen: 900_000n,
  reason: rule.says,
  departureReason: '灯具单价高于询价',
  terms: '',
  cutLines: [],
  ...change,
});

test('the sentence of the rule is not the reason of what departs from it', () => {
  expect(reasonAsProposed(line(), rule)).toBe('灯具单价高于询价');
  expect(reasonAsProposed(line({ outcome: 'decline', grantFen: 0n }), rule)).toBe('灯具单价高于询价');
});
test('what somebody wrote, and what follows the rule, stays as it is', () => {
  expect(reasonAsProposed(line({ reason: '核减灯具单价' }), rule)).toBe('核减灯具单价');
  expect(reasonAsProposed(line({ grantFen: 1_200_000n, departureReason: '多余的话' }), rule)).toBe(rule.says);
  expect(reasonAsProposed(line({ departureReason: '' }), rule)).toBe(rule.says);
  expect(reasonAsProposed(line(), null)).toBe(rule.says);
});
