import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OptionBallot, type OptionInput, type OptionRule, countOptions } from './index.ts';

const OPTIONS = ['A', 'B', 'C'];

function counted(input: OptionInput) {
  const result = countOptions(input);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const ballotForm = fc.constantFrom<OptionRule['ballot']>(
  { kind: 'one-of' },
  { kind: 'approval', min: 1, max: 2 },
  { kind: 'score', min: -1, max: 2 },
  { kind: 'ranking', counting: 'borda' },
  { kind: 'ranking', counting: 'irv' },
);
const additiveForm = ballotForm.filter((form) => !(form.kind === 'ranking' && form.counting === 'irv'));
const order = fc.shuffledSubarray(OPTIONS);

/** Every ballot this form allows, the empty one included. */
function allBallots(form: OptionRule['ballot'], id: string): OptionBallot[] {
  if (form.kind === 'score') {
    const scores = [-1, 0, 2];
    return scores.flatMap((A) => scores.flatMap((B) => scores.map((C) => ({ id, scores: { A, B, C } }))));
  }
  const sets =
    form.kind === 'one-of'
      ? ['', 'A', 'B', 'C']
      : form.kind === 'approval'
        ? ['', 'A', 'B', 'C', 'AB', 'AC', 'BC']
        : ['', 'A', 'B', 'C', 'AB', 'BA', 'AC', 'CA', 'BC', 'CB'];
  return sets.map((set) => ({ id, marks: [...set] }));
}

const electionOf = (form: fc.Arbitrary<OptionRule['ballot']>, voters: number, owner = 2) =>
  fc
    .record({
      ballot: form,
      seats: fc.integer({ min: 1, max: 2 }),
      quorate: fc.boolean(),
      share: fc.constantFrom(null, { num: 1, den: 2, strict: true, base: 'participating' as const }, { num: 1, den: 3, strict: false, base: 'all' as const }),
      owners: fc.array(fc.integer({ min: 0, max: owner }), { minLength: voters, maxLength: voters }),
      cast: fc.array(fc.tuple(fc.integer({ min: 0, max: 26 }), order), { maxLength: voters }),
    })
    .map(({ ballot, seats, quorate, share, owners, cast }): OptionInput => {
      const votes = ballot.kind === 'one-of' || ballot.kind === 'approval';
      const isRunoff = ballot.kind === 'ranking' && ballot.counting === 'irv';
      return {
        rule: {
          ballot,
          seats: isRunoff ? 1 : seats,
          measure: 'heads',
          quorum: quorate ? [{ measure: 'heads', num: 1, den: 2, strict: true, base: 'all' }] : [],
          require: share && votes ? [share] : [],
        },
        options: OPTIONS,
        roll: owners.map((owner, index) => ({ id: `v${index}`, ...(owner === 0 ? {} : { owner: `o${owner}` }) })),
        ballots: cast.map(([choice], index) => {
          const all = allBallots(ballot, `v${index}`);
          return all[choice % all.length] ?? { id: `v${index}`, marks: [] };
        }),
      };
    });

describe('for every vote on several options', () => {
  test('the order of roll and ballots does not matter', () => {
    fc.assert(
      fc.property(electionOf(ballotForm, 6), (input) => {
        const turned = { ...input, roll: input.roll.toReversed(), ballots: input.ballots.toReversed() };
        expect({ ...counted(turned), conflicts: [] }).toEqual({ ...counted(input), conflicts: [] });
      }),
    );
  });

  test('one more ballot for an elected option alone never loses it (runoffs, which are not monotone, aside)', () => {
    fc.assert(
      fc.property(electionOf(additiveForm, 6), (input) => {
        const silent = input.roll.find(({ id, owner }) => owner === undefined && !input.ballots.some((ballot) => ballot.id === id));
        const [winner] = counted(input).elected;
        fc.pre(silent !== undefined && winner !== undefined);
        const id = silent?.id ?? '';
        const more = input.rule.ballot.kind === 'score' ? { id, scores: { [winner ?? '']: 2 } } : { id, marks: [winner ?? ''] };
        expect(counted({ ...input, ballots: [...input.ballots, more] }).elected).toContain(winner);
      }),
    );
  });

  test('certain is never said wrongly, and is said of everything once all have voted', () => {
    function completions(input: OptionInput, silent: readonly string[]): OptionInput[] {
      const [next, ...rest] = silent;
      if (next === undefined) return [input];
      const more = allBallots(input.rule.ballot, next).map((ballot) => ({ ...input, ballots: [...input.ballots, ballot] }));
      return [input, ...more].flatMap((each) => completions(each, rest));
    }
    fc.assert(
      fc.property(electionOf(ballotForm, 5), (input) => {
        const silent = input.roll.map(({ id }) => id).filter((id) => !input.ballots.some((each) => each.id === id));
        fc.pre(silent.length <= 2);
        const now = counted(input);
        if (silent.length === 0) expect(now.certain).toBe(true);
        for (const { id } of now.options.filter((option) => option.certain)) {
          const status = now.options.find((option) => option.id === id)?.status;
          for (const each of completions(input, silent)) {
            expect(counted(each).options.find((option) => option.id === id)?.status).toBe(status);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('among single voices choosing one, certain is said as soon as it is true', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 7 }), fc.integer({ min: 0, max: 4 }), (cast, silent) => {
        const counts = OPTIONS.map((_, option) => cast.filter((each) => each === option).length);
        const ballots = cast.map((option, index) => ({ id: `v${index}`, marks: [OPTIONS[option] ?? ''] }));
        const roll = Array.from({ length: cast.length + silent }, (_, index) => ({ id: `v${index}` }));
        const rule: OptionRule = { ballot: { kind: 'one-of' }, seats: 1, measure: 'heads', quorum: [], require: [] };
        for (const { id, status, certain } of counted({ rule, options: OPTIONS, roll, ballots }).options) {
          const own = counts[OPTIONS.indexOf(id)] ?? 0;
          const best = Math.max(...counts.filter((_, other) => OPTIONS[other] !== id));
          if (status === 'elected') expect(certain).toBe(silent === 0 || own > best + silent);
        }
      }),
    );
  });

  test('what is missing elects, and one less does not', () => {
    fc.assert(
      fc.property(electionOf(additiveForm, 7, 0), (input) => {
        fc.pre(input.rule.quorum.length === 0);
        const silent = input.roll.map(({ id }) => id).filter((id) => !input.ballots.some((each) => each.id === id));
        const withMore = (option: string, count: number) =>
          counted({
            ...input,
            ballots: [
              ...input.ballots,
              ...silent.slice(0, count).map((id) => (input.rule.ballot.kind === 'score' ? { id, scores: { [option]: 2 } } : { id, marks: [option] })),
            ],
          }).elected.includes(option);
        for (const { id, missing } of counted(input).options) {
          const least = Array.from({ length: silent.length + 1 }, (_, count) => count).find((count) => withMore(id, count)) ?? null;
          expect(missing).toBe(least);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
