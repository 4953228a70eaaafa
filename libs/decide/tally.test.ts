import { describe, expect, test } from 'vitest';
import { LAW_RULES, type TallyInput, type TallyRule, parseTally, tally } from './index.ts';

type Choice = 'yes' | 'no' | 'abstain';

/** A roll of equal households; the first ones vote as listed, `present` of them have signed in. */
function households(size: number, votes: Partial<Record<Choice, number>>, presentCount?: number): TallyInput {
  const roll = Array.from({ length: size }, (_, index) => ({ id: `h${index}`, area: '50.00' }));
  const choices: Choice[] = (['yes', 'no', 'abstain'] as const).flatMap((choice) => Array.from({ length: votes[choice] ?? 0 }, () => choice));
  const ballots = choices.map((choice, index) => ({ id: `h${index}`, choice }));
  const present = presentCount === undefined ? undefined : roll.slice(0, presentCount).map(({ id }) => id);
  return {
    rule: LAW_RULES['residents-assembly-households'].rule,
    roll,
    ballots,
    ...(present ? { present } : {}),
  };
}

function counted(input: TallyInput) {
  const result = tally(input);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

describe("residents' assembly: more than half of 62 households attend, more than half of those present agree", () => {
  test.each([
    ['30 present', { yes: 30 }, undefined, false, false],
    ['31 present, exactly half', { yes: 31 }, undefined, false, false],
    ['32 present, all agree', { yes: 32 }, undefined, true, true],
    ['40 present, 19 agree', { yes: 19, no: 21 }, undefined, true, false],
    ['40 present, 20 agree, exactly half', { yes: 20, no: 20 }, undefined, true, false],
    ['40 present, 21 agree', { yes: 21, no: 19 }, undefined, true, true],
    ['abstentions are present', { yes: 20, abstain: 20 }, undefined, true, false],
    ['silence in the room is present too', { yes: 20, no: 0 }, 40, true, false],
    ['and 21 of 40 in the room pass', { yes: 21 }, 40, true, true],
    ['nobody', {}, undefined, false, false],
  ])('%s', (_case, votes, present, quorate, passed) => {
    expect(counted(households(62, votes, present))).toMatchObject({ quorate, passed });
  });

  test('every test shows its numbers', () => {
    expect(counted(households(62, { yes: 20, no: 12 }, 40)).tests).toEqual([
      {
        of: 'quorum',
        measure: 'households',
        base: 'all',
        numerator: 40,
        denominator: 62,
        threshold: '1/2',
        strict: true,
        passed: true,
        missing: 0,
      },
      {
        of: 'pass',
        measure: 'households',
        base: 'present',
        numerator: 20,
        denominator: 40,
        threshold: '1/2',
        strict: true,
        passed: false,
        missing: 1,
      },
    ]);
  });

  test.each([
    ['nobody yet: 32 must come', {}, undefined, [32, 1]],
    ['30 present: two more', { yes: 30 }, undefined, [2, 0]],
    ['31 no of 32: the 30 left are too few', { no: 31, yes: 1 }, undefined, [0, null]],
    ['ten silent in the room do not raise the base', { yes: 15, no: 15 }, 40, [0, 6]],
    ['the room alone is not enough', { yes: 10, no: 22 }, 33, [0, 13]],
  ])('missing: %s', (_case, votes, present, missing) => {
    expect(counted(households(62, votes, present)).tests.map((each) => each.missing)).toEqual(missing);
  });
});

function owner(id: string, area: string, ownerNo?: string) {
  return ownerNo === undefined ? { id, area } : { id, area, owner: ownerNo };
}

describe("owners' votes count area and heads (民法典 §278)", () => {
  /** Twelve owners of 100 m² each, voting in order. */
  function twelve(rule: TallyRule, yes: number, no: number): TallyInput {
    const roll = Array.from({ length: 12 }, (_, index) => owner(`o${index}`, '100'));
    const ballots = roll.slice(0, yes + no).map(({ id }, index) => ({ id, choice: index < yes ? ('yes' as const) : ('no' as const) }));
    return { rule, roll, ballots };
  }

  test.each([
    ['owners-general', 7, 0, false, false, 'just below two thirds take part'],
    ['owners-general', 4, 4, true, false, 'two thirds exactly take part, half exactly agree'],
    ['owners-general', 5, 3, true, true, 'just above half'],
    ['owners-general', 6, 6, true, false, 'all take part, half exactly'],
    ['owners-special', 5, 3, true, false, 'just below three quarters'],
    ['owners-special', 6, 2, true, true, 'three quarters exactly'],
    ['owners-special', 9, 3, true, true, 'three quarters of all'],
    ['owners-special', 8, 4, true, false, 'two thirds of all'],
    ['lift-building', 6, 2, true, true, 'a lift: three quarters exactly'],
    ['lift-common-ground', 5, 3, true, true, 'a lift on common ground: more than half'],
  ] as const)('%s %s yes %s no: %s', (law, yes, no, quorate, passed, _case) => {
    expect(counted(twelve(LAW_RULES[law].rule, yes, no))).toMatchObject({ quorate, passed });
  });

  test('heads without area do not carry', () => {
    const roll = [owner('a', '500'), owner('b', '40'), owner('c', '40'), owner('d', '40')];
    const ballots = [{ id: 'a', choice: 'no' as const }, ...['b', 'c', 'd'].map((id) => ({ id, choice: 'yes' as const }))];
    const result = counted({ rule: LAW_RULES['owners-general'].rule, roll, ballots });
    expect(result.passed).toBe(false);
    expect(result.tests.filter((each) => each.of === 'pass').map((each) => [each.measure, each.passed])).toEqual([
      ['area', false],
      ['heads', true],
    ]);
  });

  test('several homes of one owner are one head and all areas, from one ballot', () => {
    const roll = [owner('101', '60.10', 'w'), owner('102', '60.20', 'w'), owner('201', '50', 'l'), owner('202', '50')];
    const result = counted({
      rule: LAW_RULES['owners-general'].rule,
      roll,
      ballots: [
        { id: '101', choice: 'yes' },
        { id: '201', choice: 'yes' },
        { id: '202', choice: 'no' },
      ],
    });
    expect(result.tests.map(({ of, measure, numerator, denominator }) => [of, measure, numerator, denominator])).toEqual([
      ['quorum', 'area', 220.3, 220.3],
      ['quorum', 'heads', 3, 3],
      ['pass', 'area', 170.3, 220.3],
      ['pass', 'heads', 2, 3],
    ]);
  });

  test('an owner whose ballots differ takes part, says neither, and is named', () => {
    const roll = [owner('101', '60', 'w'), owner('102', '60', 'w'), owner('201', '50')];
    const result = counted({
      rule: LAW_RULES['owners-general'].rule,
      roll,
      ballots: [
        { id: '101', choice: 'yes' },
        { id: '102', choice: 'no' },
        { id: '201', choice: 'yes' },
      ],
    });
    expect(result.conflicts).toEqual(['w']);
    expect(result.tests.find((each) => each.of === 'pass' && each.measure === 'heads')).toMatchObject({
      numerator: 1,
      denominator: 2,
      passed: false,
    });
  });

  test('areas are exact at the bound: 0.1 + 0.2 is two thirds of 0.45', () => {
    const rule: TallyRule = {
      quorum: [{ measure: 'area', num: 2, den: 3, strict: false, base: 'all' }],
      pass: [{ measure: 'area', num: 1, den: 1, strict: false, base: 'participating' }],
    };
    const roll = [owner('a', '0.1'), owner('b', '0.2'), owner('c', '0.15')];
    const ballots = [
      { id: 'a', choice: 'yes' as const },
      { id: 'b', choice: 'yes' as const },
    ];
    expect(counted({ rule, roll, ballots }).passed).toBe(true);
    const slightlyMore = [owner('a', '0.1'), owner('b', '0.2'), owner('c', '0.150001')];
    expect(counted({ rule, roll: slightlyMore, ballots }).quorate).toBe(false);
  });
});

describe('bases', () => {
  const size = 10;
  test.each([
    ['all', false],
    ['participating', false],
    ['valid', true],
  ] as const)('4 yes, 3 no, 1 abstention of ten by %s', (base, passed) => {
    const input = households(size, { yes: 4, no: 3, abstain: 1 });
    const rule: TallyRule = { quorum: [], pass: [{ measure: 'heads', num: 1, den: 2, strict: true, base }] };
    expect(counted({ ...input, rule })).toMatchObject({ passed, quorate: true });
  });
});

describe('certain', () => {
  test.each([
    ['a passed quorum of 62 with 32 yes: 30 no would still not outweigh', { yes: 32 }, true, true],
    ['31 of 61 yes but one is missing', { yes: 31, no: 30 }, true, false],
    ['21 of 40: the other 22 could say no', { yes: 21, no: 19 }, true, false],
    ['31 no: the other 31 yes make half, not more', { no: 31 }, false, true],
    ['30 no: the other 32 yes would pass', { no: 30 }, false, false],
    ['all have voted', { yes: 31, no: 31 }, false, true],
  ])('%s', (_case, votes, passed, certain) => {
    expect(counted(households(62, votes))).toMatchObject({ passed, certain });
  });
});

describe('input', () => {
  const rule = LAW_RULES['owners-general'].rule;
  test.each([
    ['duplicate-on-roll', { roll: [owner('a', '1'), owner('a', '1')], ballots: [] }],
    [
      'duplicate-ballot',
      {
        roll: [owner('a', '1')],
        ballots: [
          { id: 'a', choice: 'yes' as const },
          { id: 'a', choice: 'no' as const },
        ],
      },
    ],
    ['ballot-not-on-roll', { roll: [owner('a', '1')], ballots: [{ id: 'b', choice: 'yes' as const }] }],
    ['present-not-on-roll', { roll: [owner('a', '1')], ballots: [], present: ['b'] }],
    ['area-missing', { roll: [{ id: 'a' }], ballots: [] }],
  ])('%s', (error, input) => {
    expect(tally({ rule, ...input })).toEqual({ ok: false, error });
  });

  test('JSON is read, with areas as text or numbers', () => {
    const json = {
      rule,
      roll: [
        { id: 'a', area: 58.2 },
        { id: 'b', area: '58.20' },
      ],
      ballots: [],
    };
    const parsed = parseTally(json);
    expect(parsed.ok && parsed.value.roll.map(({ area }) => area)).toEqual(['58.2', '58.20']);
  });

  test.each([
    ['no roll', { rule, roll: [], ballots: [] }],
    ['no majority', { rule: { quorum: [], pass: [] }, roll: [{ id: 'a' }], ballots: [] }],
    ['a negative area', { rule, roll: [{ id: 'a', area: -1 }], ballots: [] }],
    ['a choice that is none', { rule, roll: [{ id: 'a' }], ballots: [{ id: 'a', choice: 'maybe' }] }],
    ['more than the whole', { rule: { quorum: [], pass: [{ ...rule.pass[0], num: 3, den: 2 }] }, roll: [{ id: 'a' }], ballots: [] }],
    ['not an object', 'yes'],
  ])('%s is refused', (_case, json) => {
    const parsed = parseTally(json);
    expect(parsed.ok ? null : parsed.error.code).toBe('bad-input');
  });
});
