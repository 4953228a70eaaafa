import { type Reason, type Ruling, reasonOf } from './reason.ts';
import { type ResolvedPack, type ResolvedRule, rulesOfKind } from './resolve-pack.ts';
import { breachOutcome, standingOf } from './rulings.ts';
import type { RuleOf, Stage, Text } from './schema.ts';

/** What decides which evidence is asked for. */
export type EvidenceFacts = {
  /** The grant asked for, or the amount to be spent, in fen. */
  readonly amountFen: bigint;
  /** Whether residents are asked for money. */
  readonly isCollecting: boolean;
  /** Kind of project, where the policy has such; absent or null: not chosen. */
  readonly projectTier?: string | null;
};

/** One document or proof that the policy asks for. */
export type EvidenceItem = {
  readonly code: string;
  readonly title: Text;
  readonly rule: string;
  readonly clause: string;
  readonly source: string;
  /** Null: from which amount on is left to the office, and the office has not said. */
  readonly isRequired: boolean | null;
  /** The setting to ask for when `isRequired` is null. */
  readonly settingKey: string | null;
};

type EvidenceRule = RuleOf<'evidence'>;

function isRequired(item: EvidenceRule['items'][number], facts: EvidenceFacts): boolean | null {
  if (item.whenCollecting && !facts.isCollecting) return false;
  // A project whose kind is not chosen yet is asked for everything that a kind may ask.
  if (item.projectTiers && facts.projectTier && !item.projectTiers.includes(facts.projectTier)) return false;
  if (item.fromFen === undefined) return true;
  return item.fromFen === null ? null : facts.amountFen >= item.fromFen;
}

function itemsOf({ rule }: ResolvedRule<EvidenceRule>, facts: EvidenceFacts): EvidenceItem[] {
  return rule.items.map((item) => {
    const required = isRequired(item, facts);
    return {
      code: item.code,
      title: item.title,
      rule: rule.id,
      clause: rule.clause,
      source: rule.source,
      isRequired: required,
      settingKey: required === null ? `${rule.id}.items.${item.code}.fromFen` : null,
    };
  });
}

/** The evidence of a stage, in the policy's order; what does not apply to these facts is left out. */
export function evidenceRequired(resolved: ResolvedPack, stage: Stage, facts: EvidenceFacts): EvidenceItem[] {
  return rulesOfKind(resolved, 'evidence')
    .filter(({ rule }) => rule.stage === stage)
    .flatMap((rule) => itemsOf(rule, facts))
    .filter((item) => item.isRequired !== false);
}

/** One reason for each piece of evidence that a stage asks for: there, missing, or unknown because a number is unset. */
export function checkEvidence(
  resolved: ResolvedPack,
  stage: Stage,
  facts: EvidenceFacts,
  present: readonly string[],
  rulings: readonly Ruling[],
  projectId: string | null,
): Reason[] {
  return rulesOfKind(resolved, 'evidence')
    .filter(({ rule }) => rule.stage === stage)
    .flatMap((rule) =>
      itemsOf(rule, facts).flatMap((item) => {
        const said = { about: item.title, terms: [item.code] };
        if (item.isRequired === false) return [];
        if (present.includes(item.code)) {
          return [reasonOf(rule, { code: 'evidence-present', outcome: 'pass', passed: true, ...said })];
        }
        if (item.settingKey !== null) {
          return [
            reasonOf(rule, {
              code: 'evidence-unset',
              outcome: 'needs-setting',
              passed: null,
              settingKeys: [item.settingKey],
              ...said,
            }),
          ];
        }
        const standing = standingOf(rule.rule.id, said.terms, rulings, projectId, resolved.day);
        return [reasonOf(rule, { code: 'evidence-missing', ...breachOutcome(rule, standing), ...said })];
      }),
    );
}
