import { expect, test } from 'vitest';
import { roundNotice } from './round-notice.ts';

const notice = (reason: string, departureReason: string) =>
  roundNotice({
    round: { name: '第二批', poolFen: 10_000_000n },
    kind: 'round',
    reason: '集体讨论。',
    lines: [
      {
        serial: '2026-002',
        title: '路灯',
        placeName: '蔡路',
        askedFen: 1_200_000n,
        meanText: '76.33',
        scoreWord: '总分',
        outcome: 'award',
        grantFen: 900_000n,
        waitingNo: null,
        reason,
        departureReason,
      },
    ],
    term: { days: 5, counting: 'calendar', endDay: '2026-11-27', answerDueDay: null, source: '办法', clause: '第八条' },
    today: '2026-11-22',
  }).body;

test('a line says what its points are, and once why it departs from the rule', () => {
  expect(notice('评分靠前', '')).toContain('总分 76.33 分，拟资助 9,000.00 元。评分靠前\n');
  expect(notice('评分靠前', '单价偏高')).toContain('。评分靠前（与规则不同：单价偏高）\n');
  expect(notice('单价偏高', '单价偏高')).toContain('。与规则不同：单价偏高\n');
});
