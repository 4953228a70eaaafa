/** draft → open → reviewing → decided; before it is decided it may be cancelled, afterwards opened again by a change with its reason. */
export type RoundState = 'draft' | 'open' | 'reviewing' | 'decided' | 'cancelled';

/** A yearly round (年度申报) with its pool. */
export interface Round {
  id: string;
  year: number;
  name: string;
  poolFen: bigint;
  opensOn: string;
  closesOn: string;
  /** How many reviewers each application gets. */
  reviewersWanted: number;
  state: RoundState;
  policyId: string;
  callText: string;
  decidedAt: Date | null;
  /** How often it was extended, reopened or cancelled. */
  changeNo: number;
}

const next: Record<RoundState, readonly RoundState[]> = {
  draft: ['open', 'cancelled'],
  open: ['reviewing', 'cancelled'],
  reviewing: ['open', 'decided', 'cancelled'],
  decided: ['open'],
  cancelled: [],
};

/** True when a round may go from one state to the other. */
export const roundMayBecome = (from: RoundState, to: RoundState): boolean => next[from].includes(to);

/** True when the round takes applications on the day. */
export const takesApplications = (round: Round, day: string): boolean => round.state === 'open' && round.opensOn <= day && day <= round.closesOn;

/** True while applications of a round may be reviewed and awarded. */
export const takesReviews = (round: Round): boolean => round.state === 'open' || round.state === 'reviewing';
