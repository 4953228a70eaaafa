import { describe, expect, test } from 'vitest';
import { ELECTORATES, type OptionInput, type OptionRule, countOptions, isCountable, parseOptionTally } from './index.ts';

const RULE: OptionRule = { ballot: { kind: 'one-of' }, seats: 1, measure: 'heads', quorum: [], require: [] };

/** One voter for each list of marks; `silent` more have not voted. */
function vote(rule: Partial<OptionRule>, options: string, marks: (string | Record<string, number>)[], silent = 0): OptionInput {
  const ballots = marks.map((each, index) => (typeof each === 'string' ? { id: `v${index}`, marks: [...each] } : { id: `v${index}`, scores: each }));
  const roll = Array.from({ length: marks.length + silent }, (_, index) => ({ id: `v${index}`, area: '50' }));
  return { rule: { ...RULE, ...rule }, options: [...options], roll, ballots };
}

function counted(input: OptionInput) {
  const result = countOptions(input);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const statuses = (input: OptionInput) => Object.fromEntries(counted(input).options.map(({ id, status }) => [id, status]));
const votes = (input: OptionInput) => Object.fromEntries(counted(input).options.map((each) => [each.id, each.votes]));

describe('one of several', () => {
  test('the most votes win, in order of votes', () => {
    const result = counted(vote({}, 'ABC', ['A', 'B', 'B', 'B', 'C', 'C']));
    expect(result.elected).toEqual(['B']);
    expect(result.options.map(({ id, votes: own, place }) => [id, own, place])).toEqual([
      ['B', 3, 1],
      ['C', 2, 2],
      ['A', 1, 3],
    ]);
  });

  test('a tie is told and elects nobody', () => {
    const result = counted(vote({}, 'AB', ['A', 'B']));
    expect(result.elected).toEqual([]);
    expect(result.unfilled).toBe(1);
    expect(result.ties).toEqual([{ round: null, options: ['A', 'B'], places: 1, brokenBy: null }]);
    expect(result.options.map(({ status, place }) => [status, place])).toEqual([
      ['tied', 1],
      ['tied', 1],
    ]);
  });

  test('the lot breaks it, and that is told', () => {
    const result = counted({ ...vote({}, 'AB', ['A', 'B']), lots: ['B', 'A'] });
    expect(result.elected).toEqual(['B']);
    expect(result.ties).toEqual([{ round: null, options: ['A', 'B'], places: 1, brokenBy: 'lot' }]);
  });

  test('without any vote nobody is elected', () => {
    expect(counted(vote({ seats: 2 }, 'AB', ['', ''])).elected).toEqual([]);
  });

  test.each([
    ['two marks', ['AB'], 'too-many'],
    ['nobody of that name', ['Z'], 'unknown-option'],
  ])('%s spoil the ballot, which takes part all the same', (_case, marks, reason) => {
    const result = counted(vote({ quorum: [{ measure: 'heads', num: 1, den: 1, strict: false, base: 'all' }] }, 'AB', ['A', ...marks]));
    expect(result.spoiled).toEqual([{ id: 'v1', reason }]);
    expect(result.abstained).toBe(1);
    expect(result.quorate).toBe(true);
    expect(result.elected).toEqual(['A']);
  });
});

describe('requirements: more than half of those taking part', () => {
  const half = [{ num: 1, den: 2, strict: true, base: 'participating' as const }];
  test.each([
    ['just below: 2 of 5', ['A', 'A', 'B', 'C', ''], []],
    ['at the bound: 2 of 4', ['A', 'A', 'B', 'C'], []],
    ['just above: 3 of 5', ['A', 'A', 'A', 'B', 'C'], ['A']],
  ])('%s', (_case, marks, elected) => {
    const result = counted(vote({ require: half }, 'ABC', marks));
    expect(result.elected).toEqual(elected);
    expect(result.options[0]?.tests[0]).toMatchObject({ denominator: marks.length, threshold: '1/2', passed: elected.length > 0 });
  });

  test('without quorum nobody is elected', () => {
    const quorum = [{ measure: 'heads' as const, num: 1, den: 2, strict: true, base: 'all' as const }];
    expect(counted(vote({ quorum }, 'AB', ['A'], 1))).toMatchObject({ quorate: false, elected: [] });
    expect(counted(vote({ quorum }, 'AB', ['A', 'A'], 1))).toMatchObject({ quorate: true, elected: ['A'] });
  });
});

describe('approval', () => {
  const form = { ballot: { kind: 'approval' as const, min: 2, max: 3 }, seats: 2 };
  test('min and max, seats', () => {
    const result = counted(vote(form, 'ABCD', ['AB', 'ABC', 'BC', 'A', 'ABCD']));
    expect(result.elected).toEqual(['B', 'A'].sort((a, b) => (a === 'B' ? -1 : b === 'B' ? 1 : 0)).slice(0, 1));
    expect(result.ties).toEqual([{ round: null, options: ['A', 'C'], places: 1, brokenBy: null }]);
    expect(result.spoiled.map(({ id, reason }) => [id, reason])).toEqual([
      ['v3', 'too-few'],
      ['v4', 'too-many'],
    ]);
  });
  test('the same option twice spoils', () => {
    expect(counted(vote(form, 'ABC', ['AA'])).spoiled[0]?.reason).toBe('twice');
  });
});

test('scores add up; beyond the scale spoils', () => {
  const input = vote({ ballot: { kind: 'score', min: 0, max: 5 } }, 'AB', [{ A: 5, B: 1 }, { B: 5 }, { A: 6 }, {}]);
  expect(votes(input)).toEqual({ A: 5, B: 6 });
  expect(counted(input)).toMatchObject({ elected: ['B'], spoiled: [{ id: 'v2', reason: 'out-of-range' }], abstained: 2 });
});

describe('ranking', () => {
  test('Borda: options − 1 for the first, one less for each next', () => {
    expect(votes(vote({ ballot: { kind: 'ranking', counting: 'borda' } }, 'ABC', ['ABC', 'BCA', 'B']))).toEqual({ A: 2, B: 5, C: 1 });
  });

  test('instant runoff moves the ballots of the last', () => {
    const input = vote(
      { ballot: { kind: 'ranking', counting: 'irv' } },
      'ABC',
      ['A', 'A', 'A', 'BC', 'BC', 'CB', 'CB', 'CB'].map((each) => each),
    );
    const result = counted(input);
    expect(result.elected).toEqual(['C']);
    expect(result.rounds.map(({ removed }) => removed)).toEqual([['B'], []]);
    expect(result.rounds[1]?.counts).toEqual([
      { id: 'A', votes: 3 },
      { id: 'C', votes: 5 },
    ]);
  });

  test('a tie for the last place that matters stays open; the lot settles it', () => {
    const input = vote({ ballot: { kind: 'ranking', counting: 'irv' } }, 'ABC', ['A', 'A', 'B', 'CB']);
    expect(counted(input).elected).toEqual(['A'].slice(1));
    expect(counted(input).ties).toEqual([{ round: 1, options: ['B', 'C'], places: 1, brokenBy: null }]);
    const drawn = counted({ ...input, lots: ['B', 'A', 'C'] });
    expect(drawn.rounds[0]?.removed).toEqual(['C']);
    expect(drawn.ties[0]?.brokenBy).toBe('lot');
  });

  test('those last who could not reach the next together leave together', () => {
    const input = vote({ ballot: { kind: 'ranking', counting: 'irv' } }, 'ABCD', ['A', 'A', 'A', 'A', 'B', 'B', 'B', 'CB', 'DB']);
    expect(counted(input)).toMatchObject({ elected: ['B'], ties: [], rounds: [{ removed: ['C', 'D'] }, { removed: [] }] });
  });

  test('ballots that name nobody left are exhausted', () => {
    const input = vote({ ballot: { kind: 'ranking', counting: 'irv' } }, 'ABC', ['A', 'A', 'BA', 'BA', 'BA', 'C']);
    expect(counted(input).rounds[1]).toMatchObject({ exhausted: 1 });
    expect(counted(input).elected).toEqual(['B']);
  });
});

describe('budget', () => {
  const ballot = { kind: 'budget' as const, budget: '100', costs: { A: '60', B: '50', C: '30' } };
  test('by votes while the money lasts', () => {
    expect(statuses(vote({ ballot }, 'ABC', ['A', 'A', 'A', 'B', 'B', 'C']))).toEqual({ A: 'elected', B: 'not-elected', C: 'elected' });
  });
  test('a ballot over the budget is spoiled', () => {
    expect(counted(vote({ ballot }, 'ABC', ['AB'])).spoiled[0]?.reason).toBe('over-budget');
  });
  test('equal votes that do not fit together are a tie', () => {
    expect(statuses(vote({ ballot }, 'ABC', ['A', 'B', 'C', 'C']))).toEqual({ A: 'tied', B: 'tied', C: 'elected' });
  });
});

describe('electorates', () => {
  test('several homes of one owner are one head and all areas; different ballots abstain', () => {
    const roll = [
      { id: '1', owner: 'w', area: '60' },
      { id: '2', owner: 'w', area: '60.5' },
      { id: '3', area: '50' },
    ];
    const base: OptionInput = { rule: { ...RULE, measure: 'area' }, options: ['A', 'B'], roll, ballots: [{ id: '1', marks: ['A'] }] };
    expect(counted(base).options[0]).toMatchObject({ id: 'A', votes: 120.5, certain: false });
    const torn = counted({
      ...base,
      ballots: [
        { id: '1', marks: ['A'] },
        { id: '2', marks: ['B'] },
        { id: '3', marks: ['B'] },
      ],
    });
    expect(torn).toMatchObject({ elected: ['B'], conflicts: ['w'], abstained: 120.5, certain: true });
  });

  test('a rule counts what its electorate has', () => {
    expect(isCountable('owners', ['heads', 'area'])).toBe(true);
    expect(isCountable('persons', ['area'])).toBe(false);
    expect(Object.keys(ELECTORATES)).toEqual(['persons', 'households', 'representatives', 'members', 'owners']);
  });
});

describe('input', () => {
  const good = vote({}, 'AB', ['A']);
  test.each([
    ['duplicate-option', { ...good, options: ['A', 'A'] }],
    ['ballot-not-on-roll', { ...good, ballots: [{ id: 'x', marks: [] }] }],
    ['lots-incomplete', { ...good, lots: ['A'] }],
    ['wrong-ballot-form', { ...good, ballots: [{ id: 'v0', scores: { A: 1 } }] }],
    ['cost-missing', { ...good, rule: { ...good.rule, ballot: { kind: 'budget' as const, budget: '1', costs: { A: '1' } } } }],
  ])('%s', (error, input) => {
    expect(countOptions(input)).toEqual({ ok: false, error });
  });

  test.each([
    ['min above max', { ...good, rule: { ...RULE, ballot: { kind: 'approval', min: 3, max: 2 } } }],
    ['a runoff for two', { ...good, rule: { ...RULE, seats: 2, ballot: { kind: 'ranking', counting: 'irv' } } }],
    [
      'a requirement on points',
      { ...good, rule: { ...RULE, ballot: { kind: 'score', min: 0, max: 1 }, require: [{ num: 1, den: 2, strict: true, base: 'all' }] } },
    ],
    ['no options', { ...good, options: [] }],
  ])('%s is refused', (_case, json) => {
    expect(parseOptionTally(json)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
  });

  test('what is written is read', () => {
    expect(parseOptionTally(JSON.parse(JSON.stringify(good)))).toEqual({ ok: true, value: good });
  });
});
