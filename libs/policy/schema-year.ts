import { z } from 'zod';
import { base, code, counting, fraction, monthDay, openCount, openFen, openPercent, text } from './schema-parts.ts';

/**
 * An amount by heads: `baseFen` + `amountFen` for every `each` households or residents beyond the first `beyond`. All in whole
 * fen. A unit that is begun counts whole (`started`), not at all (`full`), or in proportion with the rest of a fen cut off (`exact`).
 */
export const capFormula = z.strictObject({
  per: z.enum(['household', 'resident']),
  each: z.number().int().min(1).max(100_000),
  amountFen: openFen,
  beyond: z.number().int().min(0).max(1_000_000),
  baseFen: openFen,
  rounding: z.enum(['started', 'full', 'exact']).nullable(),
  /** Never more than this, whatever the heads say. Absent: no such end. */
  mostFen: openFen.optional(),
});
/** The formula of a cap. */
export type CapFormula = z.infer<typeof capFormula>;

/** The meetings that a policy may ask for. */
export const MEETINGS = ['hearing', 'coordination', 'appraisal', 'assembly', 'representatives', 'committee', 'review', 'consultation'] as const;
/** One of {@link MEETINGS}. */
export type MeetingKind = (typeof MEETINGS)[number];

/** What a last day is set for. */
export const DEADLINES = ['quota', 'application', 'award', 'payment', 'sweep', 'mid-term', 'closing', 'report'] as const;
/** One of {@link DEADLINES}. */
export type DeadlineSubject = (typeof DEADLINES)[number];

/** The steps that produce papers. */
export const PAPER_STEPS = ['call', 'application', 'review', 'award', 'agreement', 'spending', 'mid-term', 'closing', 'upkeep'] as const;
/** One of {@link PAPER_STEPS}. */
export type PaperStep = (typeof PAPER_STEPS)[number];

/** The rules of a fund's year. Where a field may be absent, absent says "this policy asks nothing"; null says "it asks, and the office must say how much". */
export const yearRules = [
  /** Who is who in the fund, as the policy names them. */
  z.strictObject({ ...base, kind: z.literal('roles'), roles: z.array(z.strictObject({ code, title: text, task: text.nullable() })).min(1) }),
  /** The parts of a yearly sum and their shares of it. */
  z.strictObject({
    ...base,
    kind: z.literal('parts'),
    /** Id of the cap that says the sum. */
    sum: code,
    /** How many parts there are in all; the policy may name only some. */
    count: openCount,
    parts: z
      .array(
        z.strictObject({
          code,
          title: text,
          /** Kinds of project (codes of `tiers` by project) that are paid from this part; empty: every project. */
          projectTiers: z.array(code),
          minimumPercent: openPercent.optional(),
          maximumPercent: openPercent.optional(),
        }),
      )
      .min(1),
  }),
  /** A meeting or vote that must stand behind something: how many came, how many agreed. */
  z.strictObject({
    ...base,
    kind: z.literal('meeting'),
    meeting: z.enum(MEETINGS),
    /** Without it this step does not pass; null: it is shown, and binds whoever holds such a meeting. */
    neededFor: z.enum(['application', 'closing']).nullable(),
    /** Who is counted, in words. */
    voters: text,
    minimumPresent: openCount.optional(),
    /** Share of those entitled that must be present. */
    quorum: fraction.nullable().optional(),
    /** Share that must agree, of those present or of all entitled. */
    pass: fraction.nullable().optional(),
    passOf: z.enum(['present', 'entitled']).optional(),
  }),
  /** What goes back, in which case and how soon. */
  z.strictObject({
    ...base,
    kind: z.literal('return'),
    cases: z
      .array(
        z.strictObject({
          when: z.enum(['leftover', 'stopped', 'misused', 'not-started', 'graded-failed']),
          /** Share of the money not yet spent (of all that was paid, where misused). */
          sharePercent: openPercent,
          withinDays: openCount,
          counting,
        }),
      )
      .min(1),
  }),
  /** How projects are numbered. */
  z.strictObject({
    ...base,
    kind: z.literal('numbering'),
    parts: z.array(z.enum(['subdistrict', 'community', 'year', 'serial'])).min(1),
    separator: z.string().max(3),
    /** Null: the policy does not say how many digits; the serial is written as it is. */
    serialDigits: z.number().int().min(1).max(8).nullable(),
  }),
  /** The papers that a step produces. */
  z.strictObject({
    ...base,
    kind: z.literal('documents'),
    step: z.enum(PAPER_STEPS),
    items: z
      .array(
        z.strictObject({
          code,
          title: text,
          signedBy: z.array(text),
          sealed: z.boolean(),
          leastCopies: openCount.optional(),
          mostCopies: openCount.optional(),
        }),
      )
      .min(1),
  }),
  /** The last day of something, every year. */
  z.strictObject({
    ...base,
    kind: z.literal('deadline'),
    subject: z.enum(DEADLINES),
    lastDay: monthDay.nullable(),
    /** 0: in the year of the round itself; 1: in the year after. */
    yearsLater: z.number().int().min(0).max(3),
    /** What happens to what is late, in words; null where the policy does not say. */
    then: text.nullable(),
  }),
] as const;
