import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AllocateOptions, type Allocation, type ElectionInput, allocate, electionFrom } from '../index.ts';
import { type NaiveElection, naiveAdd1, naiveGreedy, naivePhragmen, naiveShares, naiveWelfare } from './naive.testing.ts';

function allocated(input: ElectionInput, options: AllocateOptions): Allocation {
  const result = allocate(electionFrom(input), options);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

// Ids whose order as strings is not that of numbers.
const IDS = ['10', '9', '100', 'b', 'B', '1598'];

/** Small amounts make exact ties and exactly spent purses likely; large ones, and thirds, tempt the doubles. */
const amount = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.integer({ min: 0, max: 12 }).map((n) => n * 30),
  fc.integer({ min: 1, max: 1_000_000 }),
);
const sizes = fc.record({ voters: fc.integer({ min: 1, max: 8 }), projects: fc.integer({ min: 1, max: 6 }) });

const election = (marks: fc.Arbitrary<number>, voteType?: 'scoring') =>
  sizes.chain(({ voters, projects }) =>
    fc
      .record({
        costs: fc.array(amount, { minLength: projects, maxLength: projects }),
        share: fc.integer({ min: 0, max: 120 }),
        points: fc.array(fc.array(marks, { minLength: projects, maxLength: projects }), { minLength: voters, maxLength: voters }),
      })
      .map(({ costs, share, points }) => {
        const total = costs.reduce((sum, each) => sum + each, 0);
        const budget = Math.floor((total * share) / 100);
        const input: ElectionInput = {
          budget,
          projects: costs.map((cost, at) => ({ id: IDS[at] ?? '', cost })),
          ...(voteType ? { voteType } : {}),
          ballots: points.map((own) => own.flatMap((each, at) => (each > 0 ? [voteType ? ([IDS[at] ?? '', each] as const) : (IDS[at] ?? '')] : []))),
        };
        const naive: NaiveElection = { budget: BigInt(budget), costs: costs.map(BigInt), ids: IDS, points };
        return { input, naive };
      }),
  );

const approvals = election(fc.constantFrom(0, 1));
const scores = election(fc.constantFrom(0, 0, 1, 2, 3, 7), 'scoring');
const either = fc.oneof(approvals, scores);
const utility = fc.constantFrom('cost', 'card');
const ids = (order: readonly number[]) => order.map((project) => IDS[project]);
const runs = { numRuns: 1500 };

describe('as from the definition, on every small election', () => {
  test('Equal Shares, with and without greedy completion', () => {
    fc.assert(
      fc.property(either, utility, ({ input, naive }, by) => {
        const plain = naiveShares(naive, [naive.budget, BigInt(naive.points.length)], by);
        expect(allocated(input, { rule: 'mes', utility: by }).order).toEqual(ids(plain));
        expect(allocated(input, { rule: 'mes', utility: by, completion: 'utilitarian' }).order).toEqual(ids(naiveGreedy(naive, by, true, plain)));
      }),
      runs,
    );
  });

  test('Add1, with and without stopping when exhaustive', () => {
    fc.assert(
      fc.property(either, utility, fc.boolean(), ({ input, naive }, by, exhaustive) => {
        fc.pre(naive.budget < 2000n && naive.costs.every((cost) => cost < 400n));
        const expected = naiveAdd1(naive, by, 1n, exhaustive);
        expect(allocated(input, { rule: 'mes', utility: by, completion: exhaustive ? 'add1' : 'add1-noexh' }).order).toEqual(ids(expected));
      }),
      { numRuns: 150 },
    );
  });

  test('greedy', () => {
    fc.assert(
      fc.property(either, utility, fc.boolean(), ({ input, naive }, by, skip) => {
        expect(allocated(input, { rule: skip ? 'greedy' : 'greedy-noskip', utility: by }).order).toEqual(ids(naiveGreedy(naive, by, skip)));
      }),
      runs,
    );
  });

  test('Phragmén', () => {
    fc.assert(
      fc.property(approvals, ({ input, naive }) => {
        expect(allocated(input, { rule: 'phragmen' }).order).toEqual(ids(naivePhragmen(naive)));
      }),
      runs,
    );
  });

  test('maximum welfare', () => {
    fc.assert(
      fc.property(either, utility, ({ input, naive }, by) => {
        const result = allocated(input, { rule: 'maxwelfare', utility: by });
        expect(result.objective).toBe(String(naiveWelfare(naive, by)));
        expect(BigInt(result.cost) <= naive.budget).toBe(true);
      }),
      runs,
    );
  });
});

/** The same election with one project cheaper by so many hundredths. */
function cheaper(input: ElectionInput, id: string, fen: bigint): ElectionInput {
  const projects = input.projects.map((project) => {
    if (project.id !== id) return project;
    const left = BigInt(project.cost) * 100n - fen;
    return { ...project, cost: `${left / 100n}.${String(left % 100n).padStart(2, '0')}` };
  });
  return { ...input, projects };
}

describe('what a loser is told would have saved it', () => {
  const rules = fc.constantFrom<AllocateOptions>(
    { rule: 'greedy' },
    { rule: 'greedy', utility: 'card' },
    { rule: 'greedy-noskip' },
    { rule: 'mes' },
    { rule: 'mes', utility: 'card' },
    { rule: 'phragmen' },
    { rule: 'maxwelfare', utility: 'card' },
  );

  test('that much less to pay for is enough', () => {
    fc.assert(
      fc.property(approvals, rules, ({ input }, options) => {
        for (const { id, missingFen } of allocated(input, options).losers) {
          if (missingFen === null) continue;
          // A project that then costs nothing wins by being free where somebody wants it.
          const wanted = input.ballots.some((ballot) => ballot.includes(id));
          if (!wanted) continue;
          expect(allocated(cheaper(input, id, BigInt(missingFen)), options).order).toContain(id);
        }
      }),
      runs,
    );
  });

  test('under greedy, a hundredth less is not', () => {
    fc.assert(
      fc.property(approvals, fc.constantFrom<AllocateOptions>({ rule: 'greedy' }, { rule: 'greedy', utility: 'card' }), ({ input }, options) => {
        for (const { id, missingFen } of allocated(input, options).losers) {
          expect(missingFen).not.toBeNull();
          expect(allocated(cheaper(input, id, BigInt(missingFen ?? '0') - 1n), options).order).not.toContain(id);
        }
      }),
      runs,
    );
  });

  test('under greedy and maximum welfare, that many more supporters are enough, and one less is not', () => {
    const more = (input: ElectionInput, id: string, count: number) => ({ ...input, ballots: [...input.ballots, ...Array.from({ length: count }, () => [id])] });
    const counted = fc.constantFrom<AllocateOptions>(
      { rule: 'greedy' },
      { rule: 'greedy', utility: 'card' },
      { rule: 'greedy-noskip' },
      { rule: 'greedy', threshold: 3 },
      { rule: 'maxwelfare' },
      { rule: 'maxwelfare', utility: 'card' },
    );
    fc.assert(
      fc.property(approvals, counted, ({ input }, options) => {
        for (const { id, missingSupporters } of allocated(input, options).losers) {
          if (missingSupporters === null) continue;
          fc.pre(missingSupporters < 5000);
          expect(allocated(more(input, id, missingSupporters), options).order).toContain(id);
          if (missingSupporters > 0 && options.rule !== 'maxwelfare')
            expect(allocated(more(input, id, missingSupporters - 1), options).order).not.toContain(id);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('under Equal Shares, that many of those who did not support it are enough', () => {
    fc.assert(
      fc.property(approvals, utility, ({ input, naive }, by) => {
        const options: AllocateOptions = { rule: 'mes', utility: by };
        for (const { id, missingSupporters } of allocated(input, options).losers) {
          if (missingSupporters === null) continue;
          const others = naive.points.flatMap((own, voter) => ((own[IDS.indexOf(id)] ?? 0) > 0 ? [] : [voter]));
          const saved = subsets(others, missingSupporters).some((set) => {
            const ballots = input.ballots.map((ballot, voter) => (set.includes(voter) ? [...ballot, id] : ballot));
            return allocated({ ...input, ballots }, options).order.includes(id);
          });
          expect(saved).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function subsets(from: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return from.flatMap((each, at) => subsets(from.slice(at + 1), size - 1).map((rest) => [each, ...rest]));
}

describe('payments', () => {
  test('add up to the cost of what they paid for, and nobody pays more than an equal share in all', () => {
    fc.assert(
      fc.property(approvals, fc.constantFrom<AllocateOptions>({ rule: 'mes', payers: true }, { rule: 'phragmen', payers: true }), ({ input }, options) => {
        const result = allocated(input, options);
        const paid = new Map<string, number>();
        for (const { id, groups, payers } of result.payments ?? []) {
          const cost = Number(input.projects.find((project) => project.id === id)?.cost) * 100;
          expect(groups.reduce((sum, group) => sum + group.voters * Number(group.eachFen), 0)).toBeCloseTo(cost, 3);
          for (const [voter, fen] of payers ?? []) paid.set(voter, (paid.get(voter) ?? 0) + Number(fen));
        }
        const total = [...paid.values()].reduce((sum, each) => sum + each, 0);
        expect(total).toBeCloseTo(Number(result.cost) * 100, 2);
        if (options.rule === 'mes')
          for (const fen of paid.values()) expect(fen).toBeLessThanOrEqual((Number(input.budget) * 100) / input.ballots.length + 1e-3);
      }),
      { numRuns: 500 },
    );
  });
});

describe('caps', () => {
  test('hold under every rule, and without reach change nothing', () => {
    const rules = fc.constantFrom<AllocateOptions>(
      { rule: 'greedy' },
      { rule: 'greedy-noskip' },
      { rule: 'mes' },
      { rule: 'mes', completion: 'add1-utilitarian' },
      { rule: 'phragmen' },
      { rule: 'maxwelfare' },
    );
    fc.assert(
      fc.property(approvals, rules, fc.integer({ min: 0, max: 40 }), ({ input }, options, limit) => {
        fc.pre(input.projects.every(({ cost }) => Number(cost) < 400));
        const projects = input.projects.map((project, at) => ({
          ...project,
          categories: at % 2 === 0 ? ['even'] : ['odd'],
          community: at < 3 ? 'north' : 'south',
        }));
        const capped = allocated({ ...input, projects }, { ...options, caps: { category: { even: String(limit) }, community: { north: String(limit * 2) } } });
        const spent = (which: (at: number) => boolean) =>
          capped.order.reduce((sum, id) => sum + (which(IDS.indexOf(id)) ? Number(projects[IDS.indexOf(id)]?.cost) : 0), 0);
        expect(spent((at) => at % 2 === 0)).toBeLessThanOrEqual(limit);
        expect(spent((at) => at < 3)).toBeLessThanOrEqual(limit * 2);
        const wide = allocated({ ...input, projects }, { ...options, caps: { category: { even: '99999999' } } });
        expect(wide.order).toEqual(allocated(input, options).order);
      }),
      { numRuns: 300 },
    );
  });
});
