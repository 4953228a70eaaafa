import { LAW_RULES, type LawRule, type TallyRule } from '#libs/decide';

/** Who votes: residents one by one, one voice a household, representatives, or owners with head and area. */
export const electorates = ['person', 'household', 'representative', 'owner'] as const;
export type Electorate = (typeof electorates)[number];

/** A rule by which a ballot can be decided, and for whom it is made. */
export interface BallotLaw extends LawRule {
  electorate: Electorate;
}

/** A rule that stands in no law we know: set by the office, with what it refers to. */
export interface CustomLaw {
  /** What the page calls it. */
  title: string;
  electorate: Electorate;
  rule: TallyRule;
  /** Where it stands written, or whose decision it is. */
  clause: string;
}

const of = (electorate: Electorate, law: LawRule): BallotLaw => ({ ...law, electorate });
const households = LAW_RULES['residents-assembly-households'];

/**
 * The rules a ballot can be held under. Collecting money from residents is voluntary and needs the assembly's decision
 * (居委会组织法 §16): it is counted by the assembly's rule (§9).
 */
export const ballotLaws: Readonly<Record<string, BallotLaw>> = {
  'residents-assembly-households': of('household', households),
  'collection-households': of('household', {
    ...households,
    title: { zh: '居民会议决定筹集费用（每户派代表）', en: 'Residents’ assembly on collecting money, one per household' },
    clause: '第九条、第十六条',
  }),
  'residents-assembly-adults': of('person', LAW_RULES['residents-assembly-adults']),
  'residents-assembly-delegates': of('representative', LAW_RULES['residents-assembly-delegates']),
  'owners-general': of('owner', LAW_RULES['owners-general']),
  'owners-special': of('owner', LAW_RULES['owners-special']),
  'lift-building': of('owner', LAW_RULES['lift-building']),
  'lift-common-ground': of('owner', LAW_RULES['lift-common-ground']),
};

/** The clause as one line. */
export const clauseOf = (law: BallotLaw): string => `${law.source}${law.clause}`;

export type { TallyRule };
