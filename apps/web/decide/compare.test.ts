import { describe, expect, test } from 'vitest';
import { parsePb, writePb } from '#libs/decide';
import type { Ballot, BallotKind, SecretAnswer } from '#modules/ballots';
import type { Round } from '#modules/funds';
import type { RoundLine } from '../funds/round-view.ts';
import { compare, type Comparison, fenOf, type RuleKey } from './compare.ts';
import { decisionText, loserText } from './shared-page.tsx';
import { contestOfBallot, contestOfScores } from './vote.ts';

/** Only what the comparison reads of a project of a round. */
const line = (serial: string, title: string, askedFen: bigint, more: { grantFen?: bigint; meanText?: string; placeName?: string } = {}): RoundLine =>
  ({
    project: { id: `${more.placeName ?? ''}${serial}`, serial, title, neighbourhoodId: 'n' },
    placeName: more.placeName ?? '蔡路',
    totalFen: askedFen,
    askedFen,
    board: null,
    meanText: more.meanText ?? null,
    proposal:
      more.grantFen === undefined
        ? null
        : { outcome: more.grantFen > 0n ? 'award' : 'decline', grantFen: more.grantFen, confirmation: { decision: 'confirmed' } },
  }) as unknown as RoundLine;
const round = { id: 'r', poolFen: 300_000n } as Round;
const lines = [
  line('01', '儿童乐园', 200_000n, { grantFen: 200_000n, meanText: '91.50' }),
  line('02', '长椅', 90_000n, { grantFen: 0n, meanText: '80.25' }),
  line('03', '无障碍坡道', 100_000n, { meanText: '88.00' }),
];
const options = ['儿童乐园', '长 椅', '无障碍坡道', '搬走垃圾房'].map((label, at) => ({ no: at + 1, label, note: '', personId: null, costFen: null }));
const ballot = (kind: BallotKind = 'approval') => ({ id: 'b', kind, budgetFen: null, maxPicks: 3 }) as unknown as Ballot;
const vote = (...picks: number[]): SecretAnswer => ({ choice: 'picks', picks: picks.map((option) => ({ option })) });
/** Two want playground and benches, one the ramp, one nothing. */
const answers: SecretAnswer[] = [vote(1, 2), vote(2, 1), vote(3), { choice: 'abstain' }];

async function compared(kind: BallotKind = 'approval', given = answers): Promise<Comparison> {
  const contest = contestOfBallot({ kind: 'ballot', ballot: ballot(kind), options }, given, { round, lines });
  if (!contest) throw new Error('no contest');
  return compare(contest);
}
function outcomeOf(comparison: Comparison, key: RuleKey) {
  const found = comparison.outcomes.find((one) => one.key === key);
  if (!found || 'error' in found) throw new Error(`no outcome: ${key}`);
  return found.outcome;
}

describe('a small vote over a round', () => {
  test('is shared otherwise by votes than by equal shares, and says who is left with nothing', async () => {
    const found = await compared();
    expect([outcomeOf(found, 'greedy').order, outcomeOf(found, 'greedy').withoutWinner]).toEqual([['01', '02'], 1]);
    expect([outcomeOf(found, 'mes').order, outcomeOf(found, 'mes').withoutWinner]).toEqual([['01', '03'], 0]);
    expect(fenOf(outcomeOf(found, 'mes').cost)).toBe(300_000n);
    expect(found.outcomes).toHaveLength(8);
    expect([found.supporters, found.contest.abstained, found.contest.leftOut]).toEqual([3, 1, ['搬走垃圾房']]);
  });
  test('with points says how many more supporters a loser lacks, not how many points', async () => {
    const picks = [5, 4, 1].map((score, at) => ({ option: at + 1, score }));
    const found = await compared('score', [{ choice: 'picks', picks }]);
    const [loser] = outcomeOf(found, 'greedy').losers;
    expect(loser && loserText(loser, found, 'zh')).toBe('轮到它时钱不够了；另外找到 900 元就能入选；或者再多 1 位给最高分的支持者就能入选');
    expect(loser && loserText(loser, found, 'en')).toContain('1 more supporter giving the most points');
  });
  test('says why a project lost and what would have saved it, and which ties there were', async () => {
    const found = await compared();
    const [loser] = outcomeOf(found, 'greedy').losers;
    expect(loser && loserText(loser, found, 'zh')).toBe('轮到它时钱不够了；另外找到 900 元就能入选；或者再多 2 位支持者就能入选');
    expect(outcomeOf(found, 'greedy').ties).toEqual([{ round: 1, tied: ['01', '02'], chosen: '01', by: 'id' }]);
  });
  test('stands beside what the office decided, with who that leaves with nothing', async () => {
    const found = await compared();
    expect(found.decision).toEqual({ granted: ['01'], grantedFen: 200_000n, withoutWinner: 1 });
    expect(Object.fromEntries(found.projects.map((project) => [project.id, decisionText(project, 'zh')]))).toEqual({
      '01': '资助 2,000 元',
      '02': '不资助',
      '03': '还没有决定',
    });
  });
  test('loses its voters and their order in the file, not what they said', async () => {
    const text = writePb((await compared()).contest.election);
    const again = parsePb(text);
    expect(again.ok && again.value.voters).toBe(3);
    expect(text).toBe(writePb((await compared('approval', [vote(3), vote(1, 2), vote(2, 1)])).contest.election));
  });
  test('of ranks gives points, and the rule that takes only approvals says so', async () => {
    const found = await compared('ranking', [vote(3, 1), vote(3, 2), vote(1)]);
    expect(found.projects.map(({ id, support }) => [id, support])).toEqual([
      ['03', 4],
      ['01', 3],
      ['02', 1],
    ]);
    expect(found.outcomes.find(({ key }) => key === 'phragmen')).toEqual({ key: 'phragmen', error: 'needs-approvals' });
  });
});

test('reviewers’ means stand in for votes only where a rule asks for sums, and speak of no supporters', async () => {
  const contest = contestOfScores({ round, lines });
  if (!contest) throw new Error('no contest');
  const found = await compare(contest);
  expect(found.outcomes.map(({ key }) => key)).toEqual(['greedy', 'greedyNoskip', 'maxwelfare']);
  expect(outcomeOf(found, 'greedy').order).toEqual(['01', '03']);
  const [loser] = outcomeOf(found, 'greedy').losers;
  expect(loser && loserText(loser, found, 'zh')).toBe('轮到它时钱不够了，另外找到 900 元就能入选');
  expect(contestOfScores({ round, lines: lines.slice(0, 1) })).toBeNull();
});

test('two places may count their projects alike', () => {
  const twice = [line('01', '灯', 1000n, { meanText: '80.00' }), line('01', '椅', 1000n, { meanText: '70.00', placeName: '胜利' })];
  expect(contestOfScores({ round, lines: twice })?.election.projects.map(({ id }) => id)).toEqual(['蔡路 01', '胜利 01']);
});
