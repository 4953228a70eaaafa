import { capAmount, nextYearEffect } from './cap-amount.ts';
import { checkDeadline, checkLastGrade, checkMatching, checkMeetings, checkParts, type YearFacts } from './check-year.ts';
import { checkEvidence } from './evidence.ts';
import { checkUse } from './check-use.ts';
import { type Reason, type Ruling, type Verdict, reasonOf, verdictOf } from './reason.ts';
import { type ResolvedPack, type ResolvedRule, rulesOfKind } from './resolve-pack.ts';
import { breachOutcome, standingOf } from './rulings.ts';
import { assertNever } from '#libs/result';
import type { Rule, RuleOf, SourceKind } from './schema.ts';

/** What an application says, as far as rules look at it. All amounts in fen. */
export type ApplicationFacts = YearFacts & {
  /** Null before the project exists: then no ruling counts. */
  readonly projectId: string | null;
  /** Kind of compound (老旧公房 …) as the pack's tiers name it; null when unknown. */
  readonly communityKind: string | null;
  /** Tier of project, where the policy has such; null when not chosen. */
  readonly projectTier: string | null;
  readonly grantFen: bigint;
  /** Grants already awarded to the neighbourhood this year, without this one. */
  readonly neighbourhoodYearFen: bigint;
  /** Money from every other source, households included. */
  readonly otherFen: bigint;
  /** Grants already awarded by the office to all neighbourhoods this year, without this one. Absent: not counted. */
  readonly officeYearFen?: bigint;
  /** Asked of residents in all; 0 when they are not asked. */
  readonly collectionFen: bigint;
  /** Asked of one household; 0 when they are not asked. */
  readonly perHouseholdFen: bigint;
  /** What the residents' assembly decided on the collection. */
  readonly assemblyDecision: 'passed' | 'rejected' | 'none';
  /** Budget lines with the money that is to pay them; empty `sourceKinds` counts as the grant. */
  readonly lines: readonly {
    readonly id: string;
    readonly text: string;
    readonly sourceKinds: readonly SourceKind[];
  }[];
  /** Codes of the evidence that is there. */
  readonly evidence: readonly string[];
};

/** A cap is kept, broken, or has no number yet. The exact amount is what a ruling covers. */
function capReason(
  resolved: ResolvedRule,
  capFen: bigint | null,
  askedFen: bigint,
  settingKeys: readonly string[],
  facts: ApplicationFacts,
  rulings: readonly Ruling[],
  day: string,
): Reason {
  if (capFen === null) {
    const numbers = { askedFen: String(askedFen) };
    return reasonOf(resolved, {
      code: 'cap-unset',
      outcome: 'needs-setting',
      passed: null,
      numbers,
      settingKeys,
    });
  }
  const numbers = { askedFen: String(askedFen), capFen: String(capFen) };
  if (askedFen <= capFen) return reasonOf(resolved, { code: 'within-cap', outcome: 'pass', passed: true, numbers }, settingKeys[0]);
  const terms = [String(askedFen)];
  const breach = breachOutcome(resolved, standingOf(resolved.rule.id, terms, rulings, facts.projectId, day));
  return reasonOf(
    resolved,
    {
      code: breach.passed === true ? 'above-cap-allowed' : 'above-cap',
      ...breach,
      numbers,
      terms,
    },
    settingKeys[0],
  );
}

/** What a cap counts; null where it is not known. */
function askedOf(scope: RuleOf<'cap'>['scope'], facts: ApplicationFacts): bigint | null {
  switch (scope) {
    case 'project':
      return facts.grantFen;
    case 'neighbourhood-year':
      return facts.neighbourhoodYearFen + facts.grantFen;
    case 'office-year':
      return facts.officeYearFen === undefined ? null : facts.officeYearFen + facts.grantFen;
    case 'household':
      return facts.perHouseholdFen;
    default:
      return assertNever(scope);
  }
}

function checkCaps(resolved: ResolvedPack, facts: ApplicationFacts, rulings: readonly Ruling[]): Reason[] {
  const graded = nextYearEffect(resolved, facts.lastYearGrades ?? [])?.quotaPercent ?? null;
  return rulesOfKind(resolved, 'cap').flatMap((each) => {
    const { rule } = each;
    if (rule.scope === 'household' && facts.perHouseholdFen === 0n) return [];
    if (rule.projectTiers && (facts.projectTier === null || !rule.projectTiers.includes(facts.projectTier))) return [];
    const asked = askedOf(rule.scope, facts);
    const cap = capAmount(rule, facts);
    const percent = rule.scope === 'neighbourhood-year' ? graded : null;
    if (asked === null || cap.kind === 'no-heads') {
      const terms = [asked === null ? 'office-year' : cap.kind === 'no-heads' ? cap.per : ''];
      const standing = standingOf(rule.id, terms, rulings, facts.projectId, resolved.day);
      return [reasonOf(each, { code: 'count-unknown', ...breachOutcome({ ...each, rule: { ...rule, blocks: false } }, standing), terms })];
    }
    if (cap.kind === 'unset')
      return [
        capReason(
          each,
          null,
          asked,
          cap.fields.map((field) => `${rule.id}.${field}`),
          facts,
          rulings,
          resolved.day,
        ),
      ];
    const fen = percent === null ? cap.fen : (cap.fen * BigInt(percent)) / 100n;
    const said = capReason(each, fen, asked, [`${rule.id}.amountFen`], facts, rulings, resolved.day);
    const more = { ...(cap.heads === undefined ? {} : { heads: String(cap.heads) }), ...(percent === null ? {} : { gradePercent: String(percent) }) };
    return [{ ...said, numbers: { ...said.numbers, ...more } }];
  });
}

function checkTiers(resolved: ResolvedPack, facts: ApplicationFacts, rulings: readonly Ruling[]): Reason[] {
  return rulesOfKind(resolved, 'tiers').flatMap((each) => {
    const { rule } = each;
    if (rule.tiers.every(({ capFen }) => capFen === undefined)) return [];
    const { communityKind } = facts;
    const tier = rule.tiers.find((candidate) =>
      rule.by === 'project' ? candidate.code === facts.projectTier : communityKind !== null && candidate.communityKinds.includes(communityKind),
    );
    if (!tier) {
      const terms = [rule.by === 'project' ? 'project-tier' : 'community-kind'];
      const standing = standingOf(rule.id, terms, rulings, facts.projectId, resolved.day);
      const breach = breachOutcome({ ...each, rule: { ...rule, blocks: false } }, standing);
      return [reasonOf(each, { code: 'tier-unknown', ...breach, terms })];
    }
    if (tier.capFen === undefined) return [];
    const key = `${rule.id}.tiers.${tier.code}.capFen`;
    return [
      {
        ...capReason(each, tier.capFen, facts.grantFen, [key], facts, rulings, resolved.day),
        about: tier.title,
      },
    ];
  });
}

function checkLines(resolved: ResolvedPack, facts: ApplicationFacts, rulings: readonly Ruling[]): Reason[] {
  return facts.lines.flatMap(({ id, text, sourceKinds }) => {
    const kinds: readonly SourceKind[] = sourceKinds.length === 0 ? ['grant'] : sourceKinds;
    const reasons = kinds.flatMap((sourceKind) => checkUse(resolved, text, { sourceKind, projectId: facts.projectId, line: id }, rulings).reasons);
    // A rule that speaks of two kinds of money says so once for a line.
    return reasons.filter((reason, index) => reasons.findIndex(({ rule }) => rule === reason.rule) === index);
  });
}

/** Money may be asked of residents only after their assembly decided so, and stays voluntary (居委会组织法). */
function residentsPayOnlyWhatTheirAssemblyDecided(resolved: ResolvedPack, facts: ApplicationFacts): Reason[] {
  if (facts.collectionFen === 0n) return [];
  const numbers = { collectionFen: String(facts.collectionFen) };
  return rulesOfKind(resolved, 'collection').map((each) =>
    facts.assemblyDecision === 'passed'
      ? reasonOf(each, { code: 'collection-decided', outcome: 'pass', passed: true, numbers })
      : reasonOf(each, {
          code: 'collection-undecided',
          ...breachOutcome(each, { decision: 'open' }),
          numbers,
        }),
  );
}

/** Tests such as public good are for a named person to answer, one by one. */
function checkTests(resolved: ResolvedPack, facts: ApplicationFacts, rulings: readonly Ruling[]): Reason[] {
  return rulesOfKind(resolved, 'tests').flatMap((each) =>
    each.rule.tests.map((test) => {
      const terms = [test.code];
      const standing = standingOf(each.rule.id, terms, rulings, facts.projectId, resolved.day);
      const asked: Rule = { ...each.rule, blocks: false };
      const met = each.rule.refuses ? 'refusal-cleared' : 'ruled-allowed';
      const missed = each.rule.refuses ? 'refusal-found' : 'ruled-forbidden';
      const code = standing.decision === 'open' ? (each.rule.refuses ? 'refusal-open' : 'test-open') : standing.decision === 'allowed' ? met : missed;
      return reasonOf(each, {
        code,
        ...breachOutcome({ ...each, rule: asked }, standing),
        terms,
        about: test.question ?? test.title,
      });
    }),
  );
}

function checkLeverage(resolved: ResolvedPack, facts: ApplicationFacts, rulings: readonly Ruling[]): Reason[] {
  return rulesOfKind(resolved, 'leverage').map((each) => {
    const { minimumTenths } = each.rule;
    const key = `${each.rule.id}.minimumTenths`;
    const amounts = { otherFen: String(facts.otherFen), grantFen: String(facts.grantFen) };
    if (minimumTenths === null) {
      const settingKeys = [key];
      return reasonOf(each, {
        code: 'leverage-unset',
        outcome: 'needs-setting',
        passed: null,
        numbers: amounts,
        settingKeys,
      });
    }
    const numbers = { ...amounts, minimumTenths: String(minimumTenths) };
    if (facts.otherFen * 10n >= facts.grantFen * BigInt(minimumTenths)) {
      return reasonOf(each, { code: 'leverage-reached', outcome: 'pass', passed: true, numbers }, key);
    }
    const terms = [`${facts.otherFen}/${facts.grantFen}`];
    const standing = standingOf(each.rule.id, terms, rulings, facts.projectId, resolved.day);
    return reasonOf(each, { code: 'leverage-missed', ...breachOutcome(each, standing), numbers, terms }, key);
  });
}

/**
 * Checks an application against everything in force: caps, tiers, uses of each line, evidence, the assembly's decision on
 * a collection, the policy's tests, leverage, the parts of the year, matching, meetings, last year's grades, the last day. Each rule that applies gives its reason, kept or not.
 */
export function checkApplication(resolved: ResolvedPack, facts: ApplicationFacts, rulings: readonly Ruling[]): Verdict {
  const evidenceFacts = { amountFen: facts.grantFen, isCollecting: facts.collectionFen > 0n, projectTier: facts.projectTier };
  const handedIn = { year: facts.year ?? Number(resolved.day.slice(0, 4)), day: facts.submittedOn ?? resolved.day, projectId: facts.projectId };
  return verdictOf([
    ...checkCaps(resolved, facts, rulings),
    ...checkTiers(resolved, facts, rulings),
    ...checkLines(resolved, facts, rulings),
    ...residentsPayOnlyWhatTheirAssemblyDecided(resolved, facts),
    ...checkEvidence(resolved, 'application', evidenceFacts, facts.evidence, rulings, facts.projectId),
    ...checkTests(resolved, facts, rulings),
    ...checkLeverage(resolved, facts, rulings),
    ...checkParts(resolved, facts, rulings),
    ...checkMatching(resolved, facts, rulings),
    ...checkMeetings(resolved, 'application', facts, rulings),
    ...checkLastGrade(resolved, facts, rulings),
    ...checkDeadline(resolved, 'application', handedIn, rulings),
  ]);
}
