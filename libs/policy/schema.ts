import { z } from 'zod';
import { base, code, counting, day, fen, monthDay, openCount, openFen, openPercent, text } from './schema-parts.ts';
import { capFormula, yearRules } from './schema-year.ts';

export type { Text } from './schema-parts.ts';

const percent = z.number().int().min(0).max(100);

/** How a vote becomes points: its share of all voters, its share of what the first got, or by its place among the others. */
export const VOTE_POINTS = ['of-voters', 'of-most', 'by-place'] as const;
/** One of {@link VOTE_POINTS}. */
export type VotePoints = (typeof VOTE_POINTS)[number];

/** The kinds of money a project may be paid from. Each has its own permitted uses. */
export const SOURCE_KINDS = ['grant', 'household', 'property-company', 'common-income', 'partner', 'crowdfunding', 'in-kind'] as const;
/** One of {@link SOURCE_KINDS}. */
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** The stages at which a policy asks for evidence. */
export const STAGES = ['application', 'spending', 'acceptance', 'award', 'mid-term', 'closing', 'upkeep'] as const;
/** One of {@link STAGES}. */
export type Stage = (typeof STAGES)[number];

/** What a notice (公示, 通知) is about; each may have its own number of days. */
export const NOTICES = [
  'hearing',
  'assembly',
  'award',
  'collection',
  'settlement',
  'roll',
  'call',
  'coordination',
  'appraisal',
  'acceptance',
  'grade',
] as const;
/** One of {@link NOTICES}. */
export type NoticeKind = (typeof NOTICES)[number];

/** How often something must be published. */
export const DISCLOSURE_PERIODS = ['quarter', 'half-year', 'year'] as const;
/** One of {@link DISCLOSURE_PERIODS}. */
export type DisclosurePeriod = (typeof DISCLOSURE_PERIODS)[number];

/** What happened that must be published each time: one of the three meetings, a resolution, money spent, money raised from residents, a decision of the owners' committee. */
export const DISCLOSURE_OCCASIONS = ['three-meeting', 'resolution', 'spending', 'collection', 'owners-decision'] as const;
/** One of {@link DISCLOSURE_OCCASIONS}. */
export type DisclosureOccasion = (typeof DISCLOSURE_OCCASIONS)[number];

const rule = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...base,
      kind: z.literal('cap'),
      scope: z.enum(['project', 'neighbourhood-year', 'office-year', 'household']),
      /** Null beside a formula, which then gives the amount. */
      amountFen: openFen,
      /** The amount by the number of households or residents of the neighbourhood. */
      formula: capFormula.optional(),
      /** Binds projects of these kinds alone (codes of `tiers` by project); absent: every project. */
      projectTiers: z.array(code).min(1).optional(),
    }),
    z.strictObject({ ...base, kind: z.literal('share'), part: text, minimumPercent: openPercent }),
    z.strictObject({
      ...base,
      kind: z.literal('use'),
      verdict: z.enum(['forbidden', 'grey', 'allowed']),
      category: text,
      words: z.array(z.strictObject({ word: z.string().min(1), also: z.array(z.string().min(1)) })).min(1),
      except: z.array(z.string().min(1)),
      sources: z.array(z.enum(SOURCE_KINDS)).min(1),
    }),
    z.strictObject({
      ...base,
      kind: z.literal('tiers'),
      by: z.enum(['community', 'project']),
      tiers: z
        .array(
          z.strictObject({
            code,
            title: text,
            communityKinds: z.array(code),
            /** Absent: this policy caps no tier. Null: it does, and the office must say where. */
            capFen: openFen.optional(),
          }),
        )
        .min(1),
    }),
    z.strictObject({
      ...base,
      kind: z.literal('evidence'),
      stage: z.enum(STAGES),
      items: z
        .array(
          z.strictObject({
            code,
            title: text,
            /** Asked for only when residents are asked for money. */
            whenCollecting: z.boolean().optional(),
            /** Asked for only from this amount on. */
            fromFen: openFen.optional(),
            /** Asked for only of projects of these kinds. */
            projectTiers: z.array(code).min(1).optional(),
          }),
        )
        .min(1),
    }),
    z.strictObject({
      ...base,
      kind: z.literal('notice'),
      notice: z.enum(NOTICES),
      days: openCount,
      counting,
    }),
    z.strictObject({
      ...base,
      kind: z.literal('reply'),
      step: z.enum(['matter', 'objection', 'application']),
      days: openCount,
      counting,
    }),
    z.strictObject({
      ...base,
      kind: z.literal('rubric'),
      /** What is scored by it; absent: applications. */
      stage: z.enum(['application', 'mid-term']).optional(),
      criteria: z.array(z.strictObject({ code, title: text, weightPercent: openPercent, maxPoints: openCount })).min(1),
      /** Reviewers see neither names nor places until their scores are in. Absent or null: the office says so for each round. */
      blind: z.boolean().nullable().optional(),
      /** What the total is made of, in percent: written reviews, points given at the session, the residents' vote. Absent: the office says so for each round. */
      parts: z
        .strictObject({ review: percent, pitch: percent, vote: percent })
        .refine(({ review, pitch, vote }) => review + pitch + vote === 100, 'parts-not-100')
        .optional(),
      /** How votes become points of 100. Absent or null: the office says so for each round. */
      votePoints: z.enum(VOTE_POINTS).nullable().optional(),
    }),
    z.strictObject({
      ...base,
      kind: z.literal('tests'),
      tests: z.array(z.strictObject({ code, title: text, question: text.optional() })).min(1),
      /** The questions ask for reasons to refuse: a yes refuses. Absent: what is asked must be met. */
      refuses: z.literal(true).optional(),
    }),
    z.strictObject({
      ...base,
      kind: z.literal('approval'),
      subject: z.enum(['spending', 'application', 'award', 'acceptance', 'policy']),
      chain: z.array(z.strictObject({ role: code, title: text, fromFen: openFen })).min(1),
      /** The same person never approves twice, nor what they asked for. */
      distinctPersons: z.literal(true),
    }),
    z.strictObject({
      ...base,
      kind: z.literal('grades'),
      grades: z
        .array(
          z.strictObject({
            code,
            title: text,
            minimumPoints: openCount,
            effect: text.nullable(),
            /** Next year's yearly sum of the neighbourhood, in percent of the usual; absent: the grade changes nothing. */
            quotaPercent: z.number().int().min(0).max(300).nullable().optional(),
            /** False: whoever got this grade may not apply next year. */
            mayApply: z.boolean().optional(),
          }),
        )
        .min(1),
      /** Which grade of several projects of a neighbourhood counts for the next year. */
      nextYearBy: z.enum(['worst', 'best']).nullable().optional(),
    }),
    /** How things are bought. What is null the office may set for itself (its own settings `purchase.<field>`); where it has not, nothing is asked. */
    z.strictObject({
      ...base,
      kind: z.literal('purchase'),
      /** From this amount on quotes of at least `quotesLeast` suppliers are compared. */
      quotesFromFen: openFen,
      quotesLeast: z.number().int().min(1).max(20).nullable(),
      /** From this amount on two residents confirm the goods, before payment or before closing. */
      receivedFromFen: openFen,
      receivedBefore: z.enum(['payment', 'closing']).nullable(),
      /** Up to this amount a receipt does where there is no invoice. */
      receiptToFen: openFen,
      /** Up to this amount for one person a signed labour sheet does. */
      labourToFen: openFen,
      payerIsNotRequester: z.boolean().nullable(),
      /** Purchases within so many days are looked at together. */
      splitDays: openCount,
      /** A unit price so far above or below an earlier one is pointed out. */
      priceApartPercent: openCount,
    }),
    z.strictObject({ ...base, kind: z.literal('carry-over'), allowed: z.boolean().nullable() }),
    z.strictObject({
      ...base,
      kind: z.literal('year-end-return'),
      /** `MM-DD` of the last day. */
      lastDay: monthDay.nullable(),
    }),
    z.strictObject({
      ...base,
      kind: z.literal('matching'),
      raisedFromFen: openFen,
      matchPercent: z.number().int().min(0).nullable(),
      maximumFen: openFen,
      /** What raises the money: each such unit is matched for itself. Absent: the project as a whole. */
      per: z.enum(['project', 'entrance', 'household', 'compound']).optional(),
    }),
    z.strictObject({
      ...base,
      kind: z.literal('tranches'),
      /** Shares of the award in order of payment; add up to 100. */
      percents: z
        .array(z.number().int().min(1).max(100))
        .refine((list) => list.reduce((left, right) => left + right, 0) === 100, 'not-100')
        .nullable(),
      /** What must have happened before each payment, one for each share. Absent: the policy does not say. */
      conditions: z
        .array(z.enum(['agreement', 'start', 'mid-term', 'accepted']))
        .nullable()
        .optional(),
      /** What each payment waits for besides: the least points (of 100) of the mid-term check, the share of the other money that must have come in. */
      requires: z
        .array(z.strictObject({ midTermPoints: z.number().int().min(0).max(100).optional(), raisedPercent: z.number().int().min(1).max(100).optional() }))
        .optional(),
    }),
    z.strictObject({
      ...base,
      kind: z.literal('collection'),
      decidedBy: z.literal('residents-assembly'),
      voluntary: z.literal(true),
    }),
    z.strictObject({
      ...base,
      kind: z.literal('leverage'),
      /** Other money over grant, in tenths: 60 is 6.0. */
      minimumTenths: openCount,
    }),
    /** A counted vote that the law prescribes; `law` is a key of `LAW_RULES` in libs/decide. */
    z.strictObject({ ...base, kind: z.literal('vote'), law: code }),
    /** Binds people without anything to compute; shown where it applies. */
    z.strictObject({
      ...base,
      kind: z.literal('duty'),
      stage: z.enum(['meeting', 'application', 'spending', 'closing', 'disclosure']),
    }),
    /** What must be published in a neighbourhood. Periods and days that the rule does not give are null: they are not asked of anybody, and shown as not given. */
    z.strictObject({
      ...base,
      kind: z.literal('disclosure'),
      /** Once in every such period. */
      every: z.enum(DISCLOSURE_PERIODS).nullable(),
      /** Each time when this has happened; null = only time passes, or a person must say when. */
      occasion: z.enum(DISCLOSURE_OCCASIONS).nullable(),
      /** Within so many days of the occasion, the day itself not counted. */
      withinDays: z.number().int().min(1).nullable(),
      /** It stays on display for at least so many days. */
      postedDays: z.number().int().min(1).nullable(),
      /** Where it applies only under a condition, the condition in words. */
      where: text.nullable(),
    }),
    ...yearRules,
  ])
  .refine((each) => each.status === 'text' || !each.blocks, { message: 'reported-never-blocks', path: ['blocks'] })
  .refine((each) => each.kind !== 'cap' || each.formula === undefined || each.amountFen === null, { message: 'amount-or-formula', path: ['amountFen'] })
  .refine((each) => each.kind !== 'tranches' || !each.conditions || !each.percents || each.conditions.length === each.percents.length, {
    message: 'one-condition-for-each-share',
    path: ['conditions'],
  })
  .refine((each) => each.kind !== 'tranches' || !each.requires || !each.percents || each.requires.length === each.percents.length, {
    message: 'one-requirement-for-each-share',
    path: ['requires'],
  });

/** One rule of a policy pack, parsed. */
export type Rule = z.infer<typeof rule>;
/** The kinds of rules. */
export type RuleKind = Rule['kind'];
/** The rule of one kind. */
export type RuleOf<K extends RuleKind> = Extract<Rule, { kind: K }>;

/** The shape of a policy pack as JSON; amounts are decimal strings of fen, open values null. */
export const packSchema = z
  .strictObject({
    code,
    title: text,
    version: z.string().min(1),
    validFrom: day.nullable(),
    validTo: day.nullable(),
    /** Code of the pack that this one builds on (the district's, the law), or null. */
    inherits: code.nullable(),
    note: text.nullable(),
    rules: z.array(rule),
  })
  .refine(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, 'rule-ids-are-unique-in-a-pack');

/** A dated, versioned policy of a law, a district or a subdistrict. */
export type PolicyPack = z.infer<typeof packSchema>;
