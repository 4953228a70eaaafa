import { checkEvidence } from './evidence.ts';
import { checkUse } from './check-use.ts';
import { type Reason, type Ruling, type Verdict, reasonOf, verdictOf } from './reason.ts';
import { type ResolvedPack, type ResolvedRule, rulesOfKind } from './resolve-pack.ts';
import { breachOutcome, standingOf } from './rulings.ts';
import type { Rule, SourceKind } from './schema.ts';

/** What an application says, as far as rules look at it. All amounts in fen. */
export type ApplicationFacts = {
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
  settingKey: string,
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
      settingKeys: [settingKey],
    });
  }
  const numbers = { askedFen: String(askedFen), capFen: String(capFen) };
  if (askedFen <= capFen) return reasonOf(resolved, { code: 'within-cap', outcome: 'pass', passed: true, numbers }, settingKey);
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
    settingKey,
  );
}

function checkCaps(resolved: ResolvedPack, facts: ApplicationFacts, rulings: readonly Ruling[]): Reason[] {
  return rulesOfKind(resolved, 'cap').flatMap((each) => {
    const { rule } = each;
    if (rule.scope === 'household' && facts.perHouseholdFen === 0n) return [];
    const asked = {
      project: facts.grantFen,
      'neighbourhood-year': facts.neighbourhoodYearFen + facts.grantFen,
      household: facts.perHouseholdFen,
    }[rule.scope];
    return [capReason(each, rule.amountFen, asked, `${rule.id}.amountFen`, facts, rulings, resolved.day)];
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
        ...capReason(each, tier.capFen, facts.grantFen, key, facts, rulings, resolved.day),
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
      const code = standing.decision === 'open' ? 'test-open' : standing.decision === 'allowed' ? 'ruled-allowed' : 'ruled-forbidden';
      return reasonOf(each, {
        code,
        ...breachOutcome({ ...each, rule: asked }, standing),
        terms,
        about: test.title,
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
 * a collection, the policy's tests, leverage. Each rule that applies gives its reason, kept or not.
 */
export function checkApplication(resolved: ResolvedPack, facts: ApplicationFacts, rulings: readonly Ruling[]): Verdict {
  const evidenceFacts = { amountFen: facts.grantFen, isCollecting: facts.collectionFen > 0n };
  return verdictOf([
    ...checkCaps(resolved, facts, rulings),
    ...checkTiers(resolved, facts, rulings),
    ...checkLines(resolved, facts, rulings),
    ...residentsPayOnlyWhatTheirAssemblyDecided(resolved, facts),
    ...checkEvidence(resolved, 'application', evidenceFacts, facts.evidence, rulings, facts.projectId),
    ...checkTests(resolved, facts, rulings),
    ...checkLeverage(resolved, facts, rulings),
  ]);
}
