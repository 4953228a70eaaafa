import { z } from 'zod';
import { type Result, err, ok } from '#libs/result';

const whole = z
  .union([z.string(), z.number().transform(String)], 'not-a-whole-number')
  .refine((text) => /^\d{1,15}$/.test(text), 'not-a-whole-number')
  .transform(BigInt);
const decimal = z
  .union([z.string(), z.number().transform(String)], 'not-a-coefficient')
  .refine((text) => /^\d{1,6}(\.\d{1,9})?$/.test(text), 'not-a-coefficient');

const inputSchema = z.object({
  totalFen: whole,
  members: z
    .array(
      z.object({
        id: z.string().min(1),
        floor: z
          .union([z.number().int(), z.string().min(1)])
          .transform(String)
          .optional(),
        areaCentiM2: whole.optional(),
        /** What serving this member alone would cost. */
        costFen: whole.optional(),
      }),
    )
    .min(1)
    .max(10_000),
  /** What each floor weighs, by an agreement or a published table. */
  coefficients: z.record(z.string(), decimal).optional(),
});

/** A cost to be shared. */
export type ShareCostInput = z.infer<typeof inputSchema>;

/** The ways to share a cost. */
export const SHARE_METHODS = ['equal', 'area', 'floor', 'shapley'] as const;
/** One of them. */
export type ShareMethod = (typeof SHARE_METHODS)[number];

/** What each member pays under each method that can be worked out; whole fen, adding up to the total. */
export type SharedCost = {
  readonly methods: Partial<Record<ShareMethod, Record<string, string>>>;
  /** Why a method could not be worked out, and for which member. */
  readonly unavailable: Partial<
    Record<ShareMethod, { readonly reason: 'missing' | 'nothing-to-go-by'; readonly field: string; readonly member: string | null }>
  >;
};

/** Reads the JSON of `decide share-cost`. Errors: `bad-input` with what is wrong where. */
export function parseShareCost(json: unknown): Result<ShareCostInput, { code: 'bad-input'; issues: string[] }> {
  const parsed = inputSchema.safeParse(json);
  const issues = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (!parsed.success) return err({ code: 'bad-input', issues });
  const seen = new Set<string>();
  parsed.data.members.forEach(({ id }, at) => {
    if (seen.has(id)) issues.push(`members.${at}.id: ${id} stands twice`);
    seen.add(id);
  });
  return issues.length > 0 ? err({ code: 'bad-input', issues }) : ok(parsed.data);
}

/** Splits a total by weights to the last unit: each gets its whole part, the rest goes to the largest remainders, equal ones in the given order. */
export function splitByWeights(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  if (sum === 0n) throw new Error('weights add up to nothing');
  const shares = weights.map((weight) => (total * weight) / sum);
  let rest = total - shares.reduce((all, share) => all + share, 0n);
  const remainders = weights.map((weight, at) => ({ at, remainder: (total * weight) % sum }));
  remainders.sort((a, b) => (a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : a.at - b.at));
  for (const { at } of remainders) {
    if (rest === 0n) break;
    shares[at] = (shares[at] as bigint) + 1n;
    rest -= 1n;
  }
  return shares;
}

function leastCommonMultiple(upTo: number): bigint {
  let all = 1n;
  for (let each = 2n; each <= BigInt(upTo); each++) {
    let [a, b] = [all, each];
    while (b !== 0n) [a, b] = [b, a % b];
    all *= each / a;
  }
  return all;
}

/**
 * Shapley value of the airport game: with costs in ascending order, each step up is shared equally by all who need it,
 * `φᵢ = Σ_{k≤i} (c_k − c_{k−1}) / (n − k + 1)`. As weights over one common denominator, in the order given.
 */
export function shapleyWeights(costs: readonly bigint[]): bigint[] {
  const order = costs
    .map((_, at) => at)
    .sort((a, b) => ((costs[a] as bigint) < (costs[b] as bigint) ? -1 : (costs[a] as bigint) > (costs[b] as bigint) ? 1 : a - b));
  const common = leastCommonMultiple(costs.length);
  const weights = costs.map(() => 0n);
  let before = 0n;
  let sum = 0n;
  order.forEach((member, at) => {
    const cost = costs[member] as bigint;
    sum += ((cost - before) * common) / BigInt(costs.length - at);
    weights[member] = sum;
    before = cost;
  });
  return weights;
}

/** Coefficients as whole numbers in billionths. */
function billionths(text: string): bigint {
  const [integer = '0', fraction = ''] = text.split('.');
  return BigInt(integer + fraction.padEnd(9, '0'));
}

/**
 * What each member pays: equally, by area, by the floors' coefficients, and by the Shapley value (in proportion to it where the total is
 * not what serving the costliest member alone would cost).
 */
export function shareCost(input: ShareCostInput): SharedCost {
  const { members, coefficients, totalFen } = input;
  const methods: SharedCost['methods'] = {};
  const unavailable: SharedCost['unavailable'] = {};
  const weigh = (
    method: ShareMethod,
    field: string,
    weightOf: (member: ShareCostInput['members'][number]) => bigint | undefined,
    from = (weights: bigint[]) => weights,
    lacking: (member: ShareCostInput['members'][number]) => string = () => field,
  ) => {
    const weights: bigint[] = [];
    for (const member of members) {
      const weight = weightOf(member);
      if (weight === undefined) {
        unavailable[method] = { reason: 'missing', field: lacking(member), member: member.id };
        return;
      }
      weights.push(weight);
    }
    if (weights.every((weight) => weight === 0n)) {
      unavailable[method] = { reason: 'nothing-to-go-by', field, member: null };
      return;
    }
    const shares = splitByWeights(totalFen, from(weights));
    methods[method] = Object.fromEntries(members.map(({ id }, at) => [id, String(shares[at])]));
  };
  weigh('equal', 'members', () => 1n);
  weigh('area', 'areaCentiM2', ({ areaCentiM2 }) => areaCentiM2);
  weigh(
    'floor',
    'coefficients',
    ({ floor }) => {
      const own = floor === undefined || coefficients === undefined || !Object.hasOwn(coefficients, floor) ? undefined : coefficients[floor];
      return own === undefined ? undefined : billionths(own);
    },
    (weights) => weights,
    ({ floor }) => (floor === undefined && coefficients !== undefined ? 'floor' : 'coefficients'),
  );
  weigh('shapley', 'costFen', ({ costFen }) => costFen, shapleyWeights);
  return { methods, unavailable };
}
