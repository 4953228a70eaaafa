import { type Result, err, ok } from '#libs/result';
import { z } from 'zod';

/** Schema of a measure. */
export const measure = z.enum(['heads', 'area', 'households']);
/** What a test counts. */
export type Measure = z.infer<typeof measure>;

const fraction = {
  num: z.number().int().min(1).max(1_000_000),
  den: z.number().int().min(1).max(1_000_000),
  /** More than the fraction, not merely as much. */
  strict: z.boolean(),
};
const atMostOne = ({ num, den }: { num: number; den: number }) => num <= den;
const base = z.enum(['participating', 'present', 'valid', 'all']);
/** Schema of a quorum. */
export const quorumTest = z.strictObject({ measure, ...fraction, base: z.literal('all') }).refine(atMostOne, 'fraction-above-one');
const passTest = z.strictObject({ measure, ...fraction, base }).refine(atMostOne, 'fraction-above-one');
/** Schema of a share of the count's own measure. */
export const fractionTest = z.strictObject({ ...fraction, base }).refine(atMostOne, 'fraction-above-one');

const ruleSchema = z.object({ quorum: z.array(quorumTest), pass: z.array(passTest).min(1) });
/** A counting rule: every quorum and every majority must be met. */
export type TallyRule = z.infer<typeof ruleSchema>;

// A JSON number is read by its shortest decimal form, which is what was typed.
const area = z.union([z.string(), z.number().transform(String)]).refine((text) => /^\d{1,12}(\.\d{1,6})?$/.test(text), 'bad-area');
/** Schema of an id. */
export const id = z.string().min(1);
/** Schema of a roll. */
export const rollSchema = z.array(z.object({ id, owner: id.optional(), area: area.optional() })).min(1);

const inputSchema = z.object({
  rule: ruleSchema,
  roll: rollSchema,
  ballots: z.array(z.object({ id, choice: z.enum(['yes', 'no', 'abstain']) })),
  present: z.array(id).optional(),
});

/** The input of `decide tally`; `area` in m² as a decimal string. */
export type TallyInput = z.infer<typeof inputSchema>;

/** Why nothing can be counted. */
export type TallyError = 'duplicate-on-roll' | 'duplicate-ballot' | 'ballot-not-on-roll' | 'present-not-on-roll' | 'area-missing';

/** Reads the JSON of `decide tally`. Errors: `bad-input` with what is wrong where. */
export function parseTally(json: unknown): Result<TallyInput, { code: 'bad-input'; issues: string[] }> {
  const parsed = inputSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return err({ code: 'bad-input', issues });
}

function hasDuplicate(ids: readonly string[]): boolean {
  return new Set(ids).size !== ids.length;
}

type Cast = { readonly roll: TallyInput['roll']; readonly ballots: readonly { readonly id: string }[]; readonly present?: readonly string[] | undefined };

/** One entry votes once and stands on the roll; a rule on area needs every area. */
export function firstFaultOfRoll(input: Cast, measures: readonly Measure[]): TallyError | null {
  const onRoll = new Set(input.roll.map((entry) => entry.id));
  if (onRoll.size !== input.roll.length) return 'duplicate-on-roll';
  const voters = input.ballots.map((ballot) => ballot.id);
  if (hasDuplicate(voters)) return 'duplicate-ballot';
  if (voters.some((voter) => !onRoll.has(voter))) return 'ballot-not-on-roll';
  if (input.present?.some((each) => !onRoll.has(each))) return 'present-not-on-roll';
  if (measures.includes('area') && input.roll.some((entry) => entry.area === undefined)) return 'area-missing';
  return null;
}

/** The first fault of a yes-or-no vote. */
export function firstFault(input: TallyInput): TallyError | null {
  return firstFaultOfRoll(
    input,
    [...input.rule.quorum, ...input.rule.pass].map((test) => test.measure),
  );
}
