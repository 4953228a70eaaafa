import { dayOf } from '#libs/civil-time';
import type { Outcome, Reason } from '#libs/policy';
import type { Role } from '#platform/access';

/** From the question to the closed file. */
export const spendingStates = [
  'needs_ruling', // the policy leaves it open; the office rules
  'asked', // waits for the next approval of its chain
  'approved', // the money is kept for it
  'paid', // paid, the papers are missing
  'vouchered', // invoices cover what was paid
  'closed', // papers checked by another person
  'refused',
  'withdrawn',
] as const;
export type SpendingState = (typeof spendingStates)[number];

/** What is to be bought, line by line. */
export interface SpendingLine {
  category: string;
  text: string;
  amountFen: bigint;
  /** How many, in thousandths of the unit; with it prices can be compared. */
  quantityMilli?: bigint | null;
  unit?: string | null;
}

/** One step of an approval chain. */
export interface ChainStep {
  /** As the policy names it: `handler`, `director`, `superior`, … */
  role: string;
  zh: string;
  en: string;
}

/** Where no policy names a chain: never one person alone. */
export const leastChain: readonly ChainStep[] = [
  { role: 'handler', zh: '经办人', en: 'the handler' },
  { role: 'director', zh: '居委会主任', en: "the committee's director" },
];

const rolesOfStep: Readonly<Record<string, readonly Role[]>> = {
  // Where the secretary asks, a resident supervisor signs as the handler.
  handler: ['secretary', 'supervisor'],
  director: ['director'],
  superior: ['officer', 'head'],
  officer: ['officer'],
  head: ['head'],
};
/** Platform roles that may take a step. A step with a name of its own belongs to the office. */
export const rolesFor = (step: ChainStep): readonly Role[] => rolesOfStep[step.role] ?? ['officer', 'head'];

/** A decision on one step. */
export interface SpendingApproval {
  step: number;
  role: string;
  title: string;
  personId: string;
  personName: string;
  decision: 'approved' | 'refused';
  note: string;
  at: Date;
}

/** Who asks for money does not approve it. */
export const requesterNeverApproves = (requesterId: string, personId: string | null): boolean => requesterId !== personId;
/** Nobody approves the same request twice, whatever roles they hold. */
export const nobodyApprovesTwice = (approvals: readonly Pick<SpendingApproval, 'personId'>[], personId: string | null): boolean =>
  !approvals.some((approval) => approval.personId === personId);
/** Who puts in papers, any of them, does not sign them off. */
export const papersAreCheckedByAnother = (putInBy: readonly (string | null)[], personId: string | null): boolean => !putInBy.includes(personId);

/** Money leaves on the day of the last approval or later, and never before it was asked for. Days of Shanghai. */
export const paidOnlyAfterTheLastApproval = (request: { askedAt: Date; approvals: readonly Pick<SpendingApproval, 'at'>[] }, day: string): boolean =>
  [request.askedAt, ...request.approvals.map((approval) => approval.at)].every((at) => day >= dayOf(at));

/** The step that is to be decided next (1, 2, …), or null when all are. */
export const nextStep = (chain: readonly ChainStep[], approvals: readonly SpendingApproval[]): number | null =>
  approvals.length < chain.length ? approvals.length + 1 : null;

/** What the policy says of one line paid by one source. */
export interface SourceVerdict {
  awardId: string;
  sourceKind: string;
  awardName: string;
  outcome: Outcome;
  reasons: Reason[];
}

/** What the policy says of one line, source by source; sources whose agreement does not name the category are left out. */
export interface LineVerdict {
  no: number;
  text: string;
  category: string;
  sources: SourceVerdict[];
}

/** `allowed` some source may pay each line · `needs-ruling` a named officer must say · `forbidden` no source may. */
export type SpendingOutcome = 'allowed' | 'needs-ruling' | 'forbidden';

/** Sources that may pay a line now. */
export const mayPay = (line: LineVerdict): string[] => line.sources.filter((source) => source.outcome === 'pass').map((source) => source.awardId);
/** Sources that may pay a line now or after a ruling. */
export const couldPay = (line: LineVerdict): string[] =>
  line.sources.filter((source) => source.outcome === 'pass' || source.outcome === 'needs-ruling').map((source) => source.awardId);

/** The answer for a whole request. A ruling is asked for where a line has no other way; want of money is none: no ruling makes money. */
export function outcomeOf(lines: readonly LineVerdict[]): SpendingOutcome {
  if (lines.some((line) => couldPay(line).length === 0)) return 'forbidden';
  if (lines.some((line) => mayPay(line).length === 0)) return 'needs-ruling';
  return 'allowed';
}

/** Reasons that wait for a ruling, each rule and its terms once. */
export function reasonsToRuleOn(lines: readonly LineVerdict[]): Reason[] {
  const seen = new Set<string>();
  return lines
    .flatMap((line) => line.sources)
    .flatMap((source) => source.reasons)
    .filter((reason) => {
      const key = `${reason.rule} ${(reason.terms ?? []).join()}`;
      if (reason.outcome !== 'needs-ruling' || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
