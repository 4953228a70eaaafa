import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from './run.ts';

const dir = mkdtempSync(join(tmpdir(), 'zhidian-decide-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** Runs `decide` on a file with this text. */
async function decided(args: string[], text: string | object, name = 'in.json') {
  const file = join(dir, name);
  writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
  let out = '';
  const notes: string[] = [];
  const code = await run(['decide', ...args.map((arg) => (arg === 'FILE' ? file : arg))], {
    env: {},
    out: (more) => (out += more),
    note: (line) => notes.push(line),
  });
  return { code, out, notes };
}

const VOTE = {
  rule: {
    quorum: [{ measure: 'area', num: 2, den: 3, strict: false, base: 'all' }],
    pass: [{ measure: 'heads', num: 1, den: 2, strict: true, base: 'participating' }],
  },
  roll: [
    { id: 'a', area: '60.10' },
    { id: 'b', area: '60.20', owner: 'x' },
    { id: 'c', area: '60.30' },
  ],
  ballots: [
    { id: 'a', choice: 'yes' },
    { id: 'b', choice: 'yes' },
  ],
};

describe('decide tally', () => {
  test('JSON alone on stdout', async () => {
    const { code, out, notes } = await decided(['tally', 'FILE', '--json'], VOTE);
    expect({ code, notes }).toEqual({ code: 0, notes: [] });
    expect(JSON.parse(out)).toMatchObject({
      passed: false,
      quorate: false,
      certain: false,
      tests: [
        { of: 'quorum', measure: 'area', numerator: 120.3, denominator: 180.6, threshold: '2/3', passed: false },
        { of: 'pass', measure: 'heads', numerator: 2, denominator: 2, threshold: '1/2', passed: true },
      ],
    });
  });

  test('several options', async () => {
    const rule = { ballot: { kind: 'one-of' }, seats: 1, measure: 'heads', quorum: [], require: [] };
    const input = { rule, options: ['甲', '乙'], roll: [{ id: 'a' }], ballots: [{ id: 'a', marks: ['乙'] }] };
    const { code, out } = await decided(['tally', 'FILE', '--json'], input);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ elected: ['乙'], certain: true });
    expect((await decided(['tally', 'FILE'], input)).out).toContain('当选 elected: 乙');
  });

  test.each([
    ['no JSON, with line and column', '{"rule":\n  nothing}', 1, 'in.json:2:'],
    ['a wrong choice, with its place', { ...VOTE, ballots: [{ id: 'a', choice: 'maybe' }] }, 1, 'ballots.0.choice'],
    ['a ballot of nobody', { ...VOTE, ballots: [{ id: 'z', choice: 'yes' }] }, 1, ': z'],
    ['an entry twice', { ...VOTE, roll: [...VOTE.roll, { id: 'c', area: '1' }] }, 1, ': c'],
  ])('%s', async (_case, text, expected, word) => {
    const { code, out, notes } = await decided(['tally', 'FILE', '--json'], text);
    expect({ code, out, lines: notes.length }).toEqual({ code: expected, out: '', lines: 1 });
    expect(notes[0]).toContain(word);
  });

  test.each([[['decide']], [['decide', 'fly']], [['decide', 'tally']], [['decide', 'tally', 'a', 'b']], [['decide', 'tally', 'a', '--fast']]])(
    '%j is misuse',
    async (args) => {
      const notes: string[] = [];
      expect(await run(args, { env: {}, out: () => {}, note: (line) => notes.push(line) })).toBe(2);
      expect(notes).toHaveLength(1);
    },
  );

  test('a file that is not there', async () => {
    const notes: string[] = [];
    expect(await run(['decide', 'tally', join(dir, 'none.json')], { env: {}, out: () => {}, note: (line) => notes.push(line) })).toBe(1);
    expect(notes[0]).toContain('ENOENT');
  });
});

const PB = `META
key;value
budget;100.50
vote_type;approval
PROJECTS
project_id;cost;name;category
1598;60;"公园; 长椅";绿化
511;60;车棚;设施
7;40.50;灯;设施
VOTES
voter_id;vote
a;1598,7
b;511,7,7
c;1598,511
`;

describe('decide allocate', () => {
  test('order, cost, ties by id as text, losers with what would have saved them', async () => {
    const { code, out, notes } = await decided(['allocate', 'FILE', '--rule', 'greedy', '--completion', 'none', '--json'], PB, 'a.pb');
    expect({ code, notes }).toEqual({ code: 0, notes: [] });
    expect(JSON.parse(out)).toMatchObject({
      order: ['1598', '7'],
      cost: '100.5',
      budget: '100.5',
      ties: [{ round: 1, tied: ['1598', '511', '7'], chosen: '1598', by: 'id' }],
      losers: [{ id: '511', reason: 'money-spent', missingFen: '1950', missingSupporters: 1 }],
    });
  });

  test('who paid, by name', async () => {
    const { out } = await decided(['allocate', 'FILE', '--rule', 'mes', '--utility', 'card', '--payments', '--json'], PB, 'a.pb');
    expect(JSON.parse(out)).toMatchObject({
      order: ['7'],
      payments: [
        {
          id: '7',
          payers: [
            ['a', '2025'],
            ['b', '2025'],
          ],
        },
      ],
    });
  });

  test('a cap on a category', async () => {
    const { out } = await decided(['allocate', 'FILE', '--rule', 'greedy', '--cap', 'category=绿化=10', '--json'], PB, 'a.pb');
    expect(JSON.parse(out).losers).toMatchObject([{ id: '1598', reason: 'cap-full', missingFen: '5000', missingSupporters: null }]);
  });

  test.each([
    ['a bad line', PB.replace('b;511,7,7', 'b;512'), ['--rule', 'mes'], 1, ':13: no such project: 512'],
    ['no rule', PB, [], 2, '--rule'],
    ['another rule', PB, ['--rule', 'luck'], 2, 'luck'],
    ['a completion without mes', PB, ['--rule', 'greedy', '--completion', 'add1'], 2, 'mes'],
    ['a score for approvals', PB, ['--rule', 'mes', '--score', 'borda'], 1, '--score'],
    ['rankings without score', PB.replace('approval', 'ordinal'), ['--rule', 'greedy'], 1, 'borda'],
    ['rankings under phragmen', PB.replace('approval', 'ordinal'), ['--rule', 'phragmen'], 1, 'phragmen'],
    ['a cap that is none', PB, ['--rule', 'greedy', '--cap', 'all=1'], 2, 'all=1'],
  ])('%s', async (_case, text, options, expected, word) => {
    const { code, out, notes } = await decided(['allocate', 'FILE', '--json', ...options], text, 'a.pb');
    expect({ code, out, lines: notes.length }).toEqual({ code: expected, out: '', lines: 1 });
    expect(notes[0]).toContain(word);
  });
});

test('decide share-cost: all methods, whole fen as text', async () => {
  const members = [8, 11, 13, 18].map((costFen, at) => ({ id: `${at}`, costFen }));
  const { code, out } = await decided(['share-cost', 'FILE', '--json'], { totalFen: '18', members });
  expect(code).toBe(0);
  expect(JSON.parse(out).methods).toEqual({ equal: { 0: '5', 1: '5', 2: '4', 3: '4' }, shapley: { 0: '2', 1: '3', 2: '4', 3: '9' } });
  expect((await decided(['share-cost', 'FILE'], { totalFen: '18', members })).out).toContain('沙普利值');
  const bad = await decided(['share-cost', 'FILE'], { totalFen: '1.5', members });
  expect([bad.code, bad.notes[0]?.includes('totalFen')]).toEqual([1, true]);
});

test('decide scores', async () => {
  const input = {
    rubric: [{ id: 'all', weight: 1, most: 100 }],
    applications: ['A', 'B'],
    reviewers: ['r'],
    reviews: [{ reviewer: 'r', application: 'A', marks: { all: 50 } }],
    outlierBeyond: 20,
  };
  const { code, out } = await decided(['scores', 'FILE', '--json'], input);
  expect(code).toBe(0);
  expect(JSON.parse(out).standings.raw[0]).toEqual({ application: 'A', score: '50.0000', place: 1, from: 1, to: 1 });
  expect((await decided(['scores', 'FILE'], { ...input, recusals: [{ reviewer: 'r', application: 'A' }] })).notes[0]).toContain('recused');
});
