import type { Day } from '#libs/civil-time';

export const severities = ['grave', 'middling', 'slight'] as const;
export type Severity = (typeof severities)[number];

export const stepKinds = ['issued', 'dropped', 'answered', 'objected', 'kept', 'changed', 'lifted', 'settled', 'planned', 'proved', 'good', 'bad'] as const;
export type StepKind = (typeof stepKinds)[number];

/** One step of a finding. */
export interface FindingStep {
  id: string;
  findingId: string;
  no: number;
  kind: StepKind;
  body: string;
  dueDay: Day | null;
  personId: string | null;
  personName: string | null;
  severity: Severity | null;
  amountFen: bigint | null;
  byPersonId: string | null;
  byName: string;
  at: Date;
}

/** A finding with its steps in order. */
export interface Finding {
  id: string;
  auditId: string;
  no: number;
  itemId: string | null;
  projectId: string | null;
  /** Null: the office answers. */
  neighbourhoodId: string | null;
  severity: Severity;
  clause: string;
  body: string;
  amountFen: bigint | null;
  misstated: boolean;
  byName: string;
  at: Date;
  steps: FindingStep[];
}

/** Where a finding stands: its last step; `draft` before the first. */
export type FindingState = 'draft' | StepKind;
export const findingState = (finding: Pick<Finding, 'steps'>): FindingState => finding.steps.at(-1)?.kind ?? 'draft';

const following: Record<FindingState, readonly StepKind[]> = {
  draft: ['issued', 'dropped'],
  dropped: [],
  issued: ['answered', 'objected'],
  objected: ['kept', 'changed', 'lifted'],
  kept: ['answered'],
  changed: ['answered'],
  lifted: [],
  answered: ['planned', 'settled'],
  settled: [],
  planned: ['proved'],
  proved: ['good', 'bad'],
  bad: ['planned', 'proved'],
  good: [],
};
/** A step comes only after those it follows. The database asks the same. */
export const theStepFollows = (finding: Pick<Finding, 'steps'>, kind: StepKind): boolean => following[findingState(finding)].includes(kind);

/** Nothing more is to come. */
export const itIsOver = (finding: Pick<Finding, 'steps'>): boolean => following[findingState(finding)].length === 0;
/** Not a draft and not dropped: seen by those whom it concerns. */
export const itWasIssued = (finding: Pick<Finding, 'steps'>): boolean => finding.steps[0]?.kind === 'issued';
/** It counts as a finding: issued, and not lifted upon an objection. */
export const itStands = (finding: Pick<Finding, 'steps'>): boolean => itWasIssued(finding) && findingState(finding) !== 'lifted';

/** Severity as it stands after an objection. */
export const severityNow = (finding: Finding): Severity => finding.steps.findLast(({ severity }) => severity !== null)?.severity ?? finding.severity;
/** Amount as it stands after an objection. */
export function amountNow(finding: Finding): bigint | null {
  const changed = finding.steps.findLast(({ kind }) => kind === 'changed');
  return changed ? changed.amountFen : finding.amountFen;
}

/** Who must act next, and by when. */
export type WaitsFor = 'auditor' | 'audited' | 'remedier' | null;
export function waitsFor(finding: Pick<Finding, 'steps'>): { who: WaitsFor; dueDay: Day | null } {
  const state = findingState(finding);
  const due = finding.steps.findLast(({ dueDay }) => dueDay !== null)?.dueDay ?? null;
  switch (state) {
    case 'issued':
    case 'kept':
    case 'changed':
      return { who: 'audited', dueDay: due };
    case 'planned':
    case 'bad':
      return { who: 'remedier', dueDay: due };
    case 'answered':
    case 'objected':
    case 'proved':
    case 'draft':
      return { who: 'auditor', dueDay: null };
    case 'dropped':
    case 'lifted':
    case 'settled':
    case 'good':
      return { who: null, dueDay: null };
  }
}
/** The audited, or whoever is to put it right, let the day pass. */
export function itIsOverdue(finding: Pick<Finding, 'steps'>, today: Day): boolean {
  const { dueDay } = waitsFor(finding);
  return dueDay !== null && today > dueDay;
}

/** Who answered or put it right does not judge that. The database asks the same. */
export const nobodyJudgesTheOwnAnswer = (finding: Pick<Finding, 'steps'>, personId: string | null): boolean =>
  !finding.steps.some(({ kind, byPersonId }) => ['answered', 'objected', 'planned', 'proved'].includes(kind) && byPersonId === personId);
