import { z } from 'zod';
import { type Result, err, ok } from '#libs/result';
import { type TallyError, firstFaultOfRoll, fractionTest, id, measure, quorumTest, rollSchema } from './tally-input.ts';

const amount = z.string().regex(/^\d{1,18}$/, 'not-fen');
const ballotSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('one-of') }),
  z.strictObject({ kind: z.literal('approval'), min: z.number().int().min(1), max: z.number().int().min(1) }),
  z.strictObject({ kind: z.literal('score'), min: z.number().int().min(-1000), max: z.number().int().max(1000) }),
  z.strictObject({ kind: z.literal('ranking'), counting: z.enum(['borda', 'irv']) }),
  z.strictObject({ kind: z.literal('budget'), budget: amount, costs: z.record(id, amount) }),
]);

/** What a ballot on several options looks like, and how it counts. */
export type BallotForm = z.infer<typeof ballotSchema>;

const optionRuleSchema = z
  .object({
    ballot: ballotSchema,
    /** How many are to be elected; a budget is spent instead. */
    seats: z.number().int().min(1).max(1000),
    measure,
    quorum: z.array(quorumTest),
    /** What each elected option must reach besides being among the first. */
    require: z.array(fractionTest),
  })
  .refine((rule) => !(rule.ballot.kind === 'approval' && rule.ballot.min > rule.ballot.max), 'min-above-max')
  .refine((rule) => !(rule.ballot.kind === 'score' && rule.ballot.min >= rule.ballot.max), 'min-not-below-max')
  .refine((rule) => !(rule.ballot.kind === 'ranking' && rule.ballot.counting === 'irv' && rule.seats !== 1), 'irv-elects-one')
  .refine((rule) => rule.require.length === 0 || rule.ballot.kind === 'one-of' || rule.ballot.kind === 'approval', 'require-needs-votes');

/** A counting rule for several options, as data. */
export type OptionRule = z.infer<typeof optionRuleSchema>;

const inputSchema = z.object({
  rule: optionRuleSchema,
  options: z.array(id).min(1),
  roll: rollSchema,
  ballots: z.array(z.union([z.strictObject({ id, marks: z.array(id) }), z.strictObject({ id, scores: z.record(id, z.number().int()) })])),
  present: z.array(id).optional(),
  /** An order drawn by lot or settled in the meeting; it breaks ties, and nothing else, and is reported where it did. */
  lots: z.array(id).optional(),
});

/** Rule, options, roll and ballots of a count of several options. A ballot without marks is an abstention. */
export type OptionInput = z.infer<typeof inputSchema>;
/** One ballot. */
export type OptionBallot = OptionInput['ballots'][number];

/** Why nothing can be counted, besides the faults of roll and ballots. */
export type OptionError = TallyError | 'duplicate-option' | 'cost-missing' | 'lots-incomplete' | 'wrong-ballot-form';

/** Why a ballot is spoiled. */
export type Spoiled = 'too-many' | 'too-few' | 'unknown-option' | 'twice' | 'out-of-range' | 'over-budget';

/** Reads the JSON of a count of several options. Errors: `bad-input` with what is wrong where. */
export function parseOptionTally(json: unknown): Result<OptionInput, { code: 'bad-input'; issues: string[] }> {
  const parsed = inputSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  return err({ code: 'bad-input', issues: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) });
}

/** The first fault of the input, if any. */
export function firstOptionFault(input: OptionInput): OptionError | null {
  const { rule, options } = input;
  const fault = firstFaultOfRoll(input, [rule.measure, ...rule.quorum.map((test) => test.measure)]);
  if (fault !== null) return fault;
  if (new Set(options).size !== options.length) return 'duplicate-option';
  const { ballot } = rule;
  if (ballot.kind === 'budget' && options.some((option) => !Object.hasOwn(ballot.costs, option))) return 'cost-missing';
  if (input.lots && (new Set(input.lots).size !== options.length || options.some((option) => !input.lots?.includes(option)))) return 'lots-incomplete';
  if (input.ballots.some((each) => (ballot.kind === 'score') !== 'scores' in each)) return 'wrong-ballot-form';
  return null;
}

/** What is wrong with a ballot, or null. Nothing marked is an abstention, not a fault. */
export function faultOfBallot(form: BallotForm, known: ReadonlyMap<string, number>, cast: OptionBallot): Spoiled | null {
  const marks = 'marks' in cast ? cast.marks : Object.keys(cast.scores);
  if (marks.length === 0) return null;
  if (marks.some((mark) => !known.has(mark))) return 'unknown-option';
  if (new Set(marks).size !== marks.length) return 'twice';
  if (form.kind === 'one-of') return marks.length > 1 ? 'too-many' : null;
  if (form.kind === 'approval') return marks.length > form.max ? 'too-many' : marks.length < form.min ? 'too-few' : null;
  if (form.kind === 'score') {
    return 'scores' in cast && Object.values(cast.scores).some((score) => score < form.min || score > form.max) ? 'out-of-range' : null;
  }
  if (form.kind === 'budget') {
    const spent = marks.reduce((sum, mark) => sum + BigInt(form.costs[mark] ?? '0'), 0n);
    return spent > BigInt(form.budget) ? 'over-budget' : null;
  }
  return null;
}
