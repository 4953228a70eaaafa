import { expect, test } from 'vitest';
import type { Award } from '#modules/books';
import { guideBlocks } from './guide-page.tsx';
import { helpFor } from './shortfall-help.tsx';

const award = (name: string, categories: string[], figures: Partial<Award>): Award => ({
  awardId: name,
  projectId: 'p',
  sourceKind: 'grant',
  name,
  categories,
  organisationId: null,
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  state: 'open',
  plannedFen: 0n,
  pledgedFen: 0n,
  receivedFen: 0n,
  reservedFen: 0n,
  spentFen: 0n,
  returnedFen: 0n,
  advancedFen: 0n,
  availableFen: 0n,
  ...figures,
});

test('a shortfall says what is missing, what is still to come, what is kept for others, what is bound to other uses', () => {
  const awards = [
    award('自治金', ['materials'], { plannedFen: 500_000n, receivedFen: 300_000n, reservedFen: 90_000n, availableFen: 210_000n }),
    award('众筹', ['materials'], { plannedFen: 50_000n, receivedFen: 50_000n, availableFen: 50_000n, onHold: '目标未达到' }),
    award('居民', ['labour'], { plannedFen: 310_000n, receivedFen: 310_000n, availableFen: 310_000n }),
    award('实物', ['labour'], { sourceKind: 'in_kind', availableFen: 80_000n }),
  ];
  expect(helpFor(awards, ['materials'], { neededFen: 300_000n, availableFen: 210_000n })).toEqual({
    missingFen: 90_000n,
    pledged: [{ name: '自治金', fen: 200_000n }],
    reserved: [{ name: '自治金', fen: 90_000n }],
    held: [{ name: '众筹', fen: 50_000n, why: '目标未达到' }],
    elsewhere: [{ name: '居民', fen: 310_000n }],
  });
});

test('the guide is read as headings, paragraphs and lists; its title stands on the page already', () => {
  expect(guideBlocks('# 题目\n\n## 一\n\n先看。\n\n1. 甲\n2. 乙\n\n- 丙\n')).toEqual([
    { kind: 'h2', text: '一' },
    { kind: 'p', text: '先看。' },
    { kind: 'ol', items: ['甲', '乙'] },
    { kind: 'ul', items: ['丙'] },
  ]);
});
