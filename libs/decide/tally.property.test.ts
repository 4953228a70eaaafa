import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TallyInput, type TallyRule, tally } from './index.ts';

type Choice = 'yes' | 'no' | 'abstain';

function counted(input: TallyInput) {
  const result = tally(input);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

describe('for every vote', () => {
  const choice = fc.constantFrom<Choice | 'absent' | 'present'>('yes', 'no', 'abstain', 'absent', 'present');
  const fraction = fc.constantFrom([1, 2], [2, 3], [3, 4], [1, 1]);
  const passTest = fc
    .record({
      measure: fc.constantFrom('heads', 'area', 'households'),
      share: fraction,
      strict: fc.boolean(),
      base: fc.constantFrom('participating', 'present', 'valid', 'all'),
    })
    .map(({ share: [num = 1, den = 2], ...rest }) => ({ ...rest, num, den }));
  const anyRule = fc
    .record({
      quorum: fc.array(passTest, { maxLength: 2 }),
      pass: fc.array(passTest, { minLength: 1, maxLength: 2 }),
    })
    .map(
      ({ quorum, pass }): TallyRule => ({
        quorum: quorum.map((each) => ({ ...each, base: 'all' as const })),
        pass,
      }),
    );
  const anyVote = fc
    .record({
      rule: anyRule,
      entries: fc.array(fc.record({ owner: fc.integer({ min: 0, max: 3 }), area: fc.integer({ min: 0, max: 300 }), choice }), {
        minLength: 1,
        maxLength: 6,
      }),
    })
    .map(
      ({ rule, entries }): TallyInput => ({
        rule,
        roll: entries.map(({ owner: no, area }, index) => ({
          id: `e${index}`,
          area: String(area),
          ...(no === 0 ? {} : { owner: `o${no}` }),
        })),
        ballots: entries.flatMap(({ choice: cast }, index) => (cast === 'absent' || cast === 'present' ? [] : [{ id: `e${index}`, choice: cast }])),
        present: entries.flatMap(({ choice: cast }, index) => (cast === 'absent' ? [] : [`e${index}`])),
      }),
    );

  test('the order of roll and ballots does not matter', () => {
    fc.assert(
      fc.property(anyVote, (input) => {
        const turned = { ...input, roll: input.roll.toReversed(), ballots: input.ballots.toReversed() };
        expect({ ...counted(turned), conflicts: [] }).toEqual({ ...counted(input), conflicts: [] });
      }),
    );
  });

  test('one more yes never loses', () => {
    fc.assert(
      fc.property(anyVote, (input) => {
        const silent = input.roll.find(({ id }) => !input.ballots.some((ballot) => ballot.id === id));
        fc.pre(silent !== undefined && counted(input).passed);
        const more = [...input.ballots, { id: silent?.id ?? '', choice: 'yes' as const }];
        expect(counted({ ...input, ballots: more }).passed).toBe(true);
      }),
    );
  });

  test('certain is exactly: no completion changes the outcome', () => {
    function completions(input: TallyInput, silent: readonly string[]): TallyInput[] {
      const [next, ...rest] = silent;
      if (next === undefined) return [input];
      const cast = (['yes', 'no', 'abstain'] as const).map((each) => ({
        ...input,
        ballots: [...input.ballots, { id: next, choice: each }],
      }));
      return [input, ...cast].flatMap((each) => completions(each, rest));
    }
    fc.assert(
      fc.property(anyVote, (input) => {
        const silent = input.roll.map(({ id }) => id).filter((id) => !input.ballots.some((each) => each.id === id));
        fc.pre(silent.length <= 4);
        const now = counted(input);
        const changes = completions(input, silent).some((each) => counted(each).passed !== now.passed);
        expect(now.certain).toBe(!changes);
      }),
      { numRuns: 300 },
    );
  });

  test('what is missing is enough, and one less is not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.array(choice, { maxLength: 25 }), passTest, (size, cast, rule) => {
        const list = Array.from({ length: size }, (_, index) => cast[index] ?? 'absent');
        const input: TallyInput = {
          rule: { quorum: [], pass: [{ ...rule, measure: 'heads' }] },
          roll: list.map((_, index) => ({ id: `e${index}` })),
          ballots: list.flatMap((each, index) => (each === 'absent' || each === 'present' ? [] : [{ id: `e${index}`, choice: each }])),
          present: list.flatMap((each, index) => (each === 'absent' ? [] : [`e${index}`])),
        };
        // Those in the room speak first: they raise the yes at least cost.
        const silent = [
          ...list.flatMap((each, index) => (each === 'present' ? [`e${index}`] : [])),
          ...list.flatMap((each, index) => (each === 'absent' ? [`e${index}`] : [])),
        ];
        const withYes = (count: number) =>
          counted({
            ...input,
            ballots: [...input.ballots, ...silent.slice(0, count).map((id) => ({ id, choice: 'yes' as const }))],
          }).passed;
        const least = Array.from({ length: silent.length + 1 }, (_, count) => count).find(withYes) ?? null;
        expect(counted(input).tests[0]?.missing).toBe(least);
      }),
      { numRuns: 500 },
    );
  });
});
