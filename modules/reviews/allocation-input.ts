import { z } from 'zod';

const fen = z.string().regex(/^\d{1,15}$/);

/** One application as the rules of allocation see it. Amounts are decimal strings of fen. */
const projectInput = z.strictObject({
  id: z.string(),
  /** Number and place, as people know it; ties go to the first in this order. */
  key: z.string(),
  title: z.string(),
  placeId: z.string(),
  /** Its kind, and the most that the policy gives a project of that kind. */
  tier: z.string().nullable(),
  tierCapFen: fen.nullable().default(null),
  askedFen: fen,
  totalFen: fen,
  /** The reviewers' mean of 100 as an exact fraction. */
  mean: z.tuple([z.string().regex(/^\d+$/), z.string().regex(/^[1-9]\d*$/)]),
});

/** Everything that the scenarios of a round are computed from. Kept word for word; whoever has it recomputes them. */
export const allocationInput = z.strictObject({
  format: z.literal(1),
  roundId: z.string(),
  /** What the round can give to these applications. */
  poolFen: fen,
  /** Hundredths of a point that the mean must reach, or null: none is asked for. */
  minimumCentipoints: z.number().int().min(0).max(10_000).nullable(),
  /** Most for one project, or null. */
  projectCapFen: fen.nullable(),
  /** Most for a neighbourhood in this round, with the words on where it comes from. */
  placeCaps: z.array(z.strictObject({ placeId: z.string(), fen, basis: z.string() })),
  /** Most for all projects of a kind. */
  tierCaps: z.array(z.strictObject({ tier: z.string(), fen })),
  /** Every neighbourhood of the subdistrict, whether it applied or not. */
  places: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  projects: z.array(projectInput).max(2000),
  /** Each reviewer's totals in hundredths of a point, without names. */
  reviewers: z.array(z.array(z.tuple([z.string(), z.number().int().min(0).max(10_000)]))),
  /** The residents' vote over these applications, without anything about the voters; null where there was none. */
  residents: z
    .strictObject({
      source: z.string(),
      voteType: z.enum(['approval', 'choose-1', 'ordinal', 'cumulative', 'scoring']),
      maxLength: z.number().int().nullable(),
      ballots: z.array(z.array(z.union([z.string(), z.tuple([z.string(), z.number().int()])]))),
      /** Of a secret vote only what each application got, and how many voted; there are no ballots then, and rules that need them are left out. */
      counts: z.strictObject({ voters: z.number().int().min(0), got: z.array(z.tuple([z.string(), z.number().int().min(0)])) }).optional(),
    })
    .nullable(),
});
/** The parsed inputs of a run. */
export type AllocationInput = z.infer<typeof allocationInput>;
/** One application in them. */
export type AllocationProject = AllocationInput['projects'][number];

/** The rules that can be laid side by side, in the order in which they are shown. */
export const ALLOCATION_RULES = [
  'score',
  'score-stop',
  'score-knapsack',
  'equal-shares',
  'reviewers-shares',
  'residents-votes',
  'residents-shares',
  'residents-phragmen',
] as const;
/** One of them. */
export type AllocationRuleKey = (typeof ALLOCATION_RULES)[number];

/** Why a project gets what it gets. */
export type LineReason =
  | 'chosen'
  | 'equal-part'
  | 'below-minimum'
  | 'no-support'
  | 'below-threshold'
  | 'over-budget'
  | 'cap-full'
  | 'money-spent'
  | 'stopped-before'
  | 'supporters-cannot-pay'
  | 'load-too-high'
  | 'less-welfare';

/** What a rule gives one project. */
const scenarioLine = z.strictObject({
  id: z.string(),
  grantFen: fen,
  /** Its turn, counted from 1; null where it got nothing or where there are no turns. */
  turn: z.number().int().nullable(),
  reason: z.enum([
    'chosen',
    'equal-part',
    'below-minimum',
    'no-support',
    'below-threshold',
    'over-budget',
    'cap-full',
    'money-spent',
    'stopped-before',
    'supporters-cannot-pay',
    'load-too-high',
    'less-welfare',
  ]),
  /** A cap made it less than was asked. */
  capped: z.boolean(),
  /** What would have been enough, all else being equal: a mean in hundredths, money from elsewhere, further votes. */
  neededCentipoints: z.number().int().nullable(),
  missingFen: fen.nullable(),
  missingVotes: z.number().int().nullable(),
});
/** Parsed {@link scenarioLine}. */
export type ScenarioLine = z.infer<typeof scenarioLine>;

/** What a rule makes of the inputs. */
export const allocationOutcome = z.strictObject({
  rule: z.enum(ALLOCATION_RULES),
  lines: z.array(scenarioLine),
  sumFen: fen,
  leftFen: fen,
  /** Projects that were exactly equal when one of them was taken. */
  ties: z.array(z.strictObject({ tied: z.array(z.string()), chosen: z.string() })),
  /** Money by neighbourhood, those with nothing included. */
  places: z.array(z.strictObject({ id: z.string(), fen })),
  /** Gini coefficient over all neighbourhoods, in ten-thousandths. */
  giniTenThousandths: z.number().int(),
  placesWithout: z.number().int(),
  /** Other money of the chosen projects, and how much it is for each yuan of grant, in hundredths; null without a grant. */
  otherFen: fen,
  leverageHundredths: z.number().int().nullable(),
  /** Votes that support something, and how many of them support nothing that was chosen; null under rules without votes. */
  voters: z.number().int().nullable(),
  votersWithout: z.number().int().nullable(),
});
/** The parsed outcome of one rule. */
export type AllocationOutcome = z.infer<typeof allocationOutcome>;
