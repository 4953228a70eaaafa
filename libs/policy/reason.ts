import type { Day } from '#libs/civil-time';
import type { ResolvedRule } from './resolve-pack.ts';
import type { RuleKind, Text } from './schema.ts';

/** What a rule asks of whoever acts. */
export type Outcome = 'pass' | 'block' | 'needs-ruling' | 'needs-setting';

/** A named officer's decision on a rule that does not block, or on a grey use. Kept, and found again. */
export type Ruling = {
  readonly id: string;
  readonly ruleId: string;
  /** The project it was made for; null where it was made for none. */
  readonly projectId: string | null;
  /** `project`: it decides there alone and is a precedent elsewhere. `general`: it decides in every project. */
  readonly reach: 'project' | 'general';
  /** The `terms` of the reason that was ruled on. */
  readonly terms: readonly string[];
  readonly decision: 'allowed' | 'forbidden';
  readonly reason: string;
  readonly byName: string;
  readonly day: Day;
  /** First day in force; null: the day it was given. */
  readonly validFrom: Day | null;
  /** Last day in force; null for no end. */
  readonly validTo: Day | null;
  /** The day on which it was withdrawn or gave way to another; null while it stands. */
  readonly endedOn: Day | null;
};

/** An earlier ruling shown beside a reason. */
export type Precedent = Omit<Ruling, 'projectId' | 'ruleId'> & {
  /** Made for this very project, so that it counts here. */
  readonly sameProject: boolean;
  /** In force today. */
  readonly isLive: boolean;
};

/** Which sentence a reason says; `explain` writes it out. */
export type ReasonCode =
  | 'within-cap'
  | 'above-cap'
  | 'above-cap-allowed'
  | 'cap-unset'
  | 'tier-unknown'
  | 'use-allowed'
  | 'use-forbidden'
  | 'use-flagged'
  | 'use-grey'
  | 'ruled-allowed'
  | 'ruled-forbidden'
  | 'evidence-present'
  | 'evidence-missing'
  | 'evidence-unset'
  | 'collection-decided'
  | 'collection-undecided'
  | 'test-open'
  | 'leverage-reached'
  | 'leverage-missed'
  | 'leverage-unset'
  | 'value-unset'
  | 'count-unknown'
  | 'within-part'
  | 'above-part'
  | 'within-match'
  | 'above-match'
  | 'meeting-held'
  | 'meeting-missing'
  | 'meeting-few'
  | 'meeting-quorum'
  | 'meeting-share'
  | 'meeting-uncounted'
  | 'grade-bars'
  | 'in-time'
  | 'too-late'
  | 'refusal-open'
  | 'refusal-cleared'
  | 'refusal-found';

/** One line of a verdict: plain data, fit to be stored and shown again as it was. */
export type Reason = {
  readonly code: ReasonCode;
  /** Id of the rule. */
  readonly rule: string;
  readonly kind: RuleKind;
  readonly title: Text;
  readonly clause: string;
  readonly source: string;
  readonly status: 'text' | 'reported';
  readonly outcome: Outcome;
  /** True: kept. False: broken. Null: nobody can say yet. */
  readonly passed: boolean | null;
  /** Amounts as decimal strings of fen in keys that end in `Fen`; other numbers as decimal strings. */
  readonly numbers: Record<string, string>;
  /** What a ruling on this reason must cover. */
  readonly terms?: readonly string[];
  /** The words as they stand in the text, where they differ from `terms`. */
  readonly found?: readonly string[];
  /** Class of a use, name of a document, name of a test. */
  readonly about?: Text;
  /** Id of the budget line that the reason speaks of. */
  readonly line?: string;
  readonly precedent?: Precedent;
  /** Who set the number that the policy left open, and when. */
  readonly setting?: { readonly setBy: string; readonly setOn: Day };
  /** Keys to ask the officer for. */
  readonly settingKeys?: readonly string[];
};

/** An automatic answer and all its reasons; the worst reason decides. */
export type Verdict = { readonly outcome: Outcome; readonly reasons: readonly Reason[] };

const SEVERITY: readonly Outcome[] = ['block', 'needs-ruling', 'needs-setting', 'pass'];

/** The verdict of a list of reasons: blocked, else open to a ruling, else waiting for a setting, else passed. */
export function verdictOf(reasons: readonly Reason[]): Verdict {
  const outcome = SEVERITY.find((each) => reasons.some((reason) => reason.outcome === each)) ?? 'pass';
  return { outcome, reasons };
}

/** The part of a reason that its rule gives; with the setting that filled it, when `settingKey` names one. */
export function reasonOf({ rule, settings }: ResolvedRule, said: Pick<Reason, 'code' | 'outcome' | 'passed'> & Partial<Reason>, settingKey?: string): Reason {
  const setting = settings.find(({ key }) => key === settingKey);
  return {
    rule: rule.id,
    kind: rule.kind,
    title: rule.title,
    clause: rule.clause,
    source: rule.source,
    status: rule.status,
    numbers: {},
    ...(setting ? { setting: { setBy: setting.setBy, setOn: setting.setOn } } : {}),
    ...said,
  };
}
