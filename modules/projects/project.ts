import { err, ok, type Result } from '#libs/result';

/** The stages of a project, in the order in which a good one passes them; the last three end it early. */
export const projectStates = [
  'draft', // being written
  'submitted', // waits for the office's check
  'returned', // back with the applicants, with a reason
  'checked', // passed the office's check
  'in_review', // before the reviewers
  'noticed', // the proposed award is on public notice
  'awarded', // the grant is decided; the agreement is not signed yet
  'agreed', // the agreement is signed
  'doing', // works go on
  'appraisal', // the residents appraise
  'accepted', // accepted, the accounts are open
  'settled', // accounts settled, unspent money returned
  'closed', // graded and locked
  'upkeep', // in its keeper's hands
  'withdrawn', // taken back by the applicants
  'declined', // not awarded
  'stopped', // ended after the agreement
] as const;
export type ProjectState = (typeof projectStates)[number];

/** What moves a project from state to state. */
export const projectActions = [
  'submit',
  'return',
  'check',
  'enter-review',
  'notice',
  'award',
  'revise',
  'agree',
  'start',
  'call-appraisal',
  'rework',
  'accept',
  'settle',
  'close',
  'start-upkeep',
  'withdraw',
  'decline',
  'leave-round',
  'stop',
] as const;
export type ProjectAction = (typeof projectActions)[number];

/** Every allowed move; what is not written here is `wrong-state`. README.md draws it. */
export const projectMoves: Readonly<Record<ProjectAction, Partial<Record<ProjectState, ProjectState>>>> = {
  submit: { draft: 'submitted', returned: 'submitted' },
  return: { submitted: 'returned', checked: 'returned' },
  check: { submitted: 'checked' },
  'enter-review': { checked: 'in_review' },
  notice: { in_review: 'noticed' },
  award: { noticed: 'awarded' },
  revise: { awarded: 'awarded' },
  agree: { awarded: 'agreed' },
  start: { agreed: 'doing' },
  'call-appraisal': { doing: 'appraisal' },
  rework: { appraisal: 'doing' },
  accept: { appraisal: 'accepted' },
  settle: { accepted: 'settled', stopped: 'stopped' },
  close: { settled: 'closed' },
  'start-upkeep': { closed: 'upkeep' },
  withdraw: {
    draft: 'withdrawn',
    submitted: 'withdrawn',
    returned: 'withdrawn',
    checked: 'withdrawn',
    in_review: 'withdrawn',
    noticed: 'withdrawn',
    awarded: 'withdrawn',
  },
  decline: { submitted: 'declined', checked: 'declined', in_review: 'declined', noticed: 'declined' },
  // The round was called off: back with the applicants, who may hand it in to another.
  'leave-round': { submitted: 'returned', returned: 'returned', checked: 'returned', in_review: 'returned', noticed: 'returned' },
  stop: { agreed: 'stopped', doing: 'stopped', appraisal: 'stopped' },
};

/** Where an action leads from a state, or `wrong-state`. */
export function moveProject(state: ProjectState, action: ProjectAction): Result<ProjectState, 'wrong-state'> {
  const next = projectMoves[action][state];
  return next === undefined ? err('wrong-state') : ok(next);
}

/** Moves that end or send back a project say why: `returned`, `withdrawn`, `declined`, `stopped`, and back to work. */
export const theMoveNeedsAReason = (action: ProjectAction): boolean => ['return', 'withdraw', 'decline', 'leave-round', 'stop', 'rework'].includes(action);

/** The parts of the road a project shows in public, each covering some states. */
export const projectStages = ['application', 'review', 'agreement', 'doing', 'closing', 'upkeep', 'ended'] as const;
export type ProjectStage = (typeof projectStages)[number];

const stageOfState: Readonly<Record<ProjectState, ProjectStage>> = {
  draft: 'application',
  submitted: 'application',
  returned: 'application',
  checked: 'review',
  in_review: 'review',
  noticed: 'review',
  awarded: 'agreement',
  agreed: 'agreement',
  doing: 'doing',
  appraisal: 'closing',
  accepted: 'closing',
  settled: 'closing',
  closed: 'closing',
  upkeep: 'upkeep',
  withdrawn: 'ended',
  declined: 'ended',
  stopped: 'ended',
};

/** The part of the road a state belongs to. */
export const projectStage = (state: ProjectState): ProjectStage => stageOfState[state];

/** Money may be pledged, received and spent: from the agreement until the settlement. */
export const moneyMayMove = (state: ProjectState): boolean => ['agreed', 'doing', 'appraisal', 'accepted'].includes(state);

/** Works are watched and changed while they go on. */
export const worksGoOn = (state: ProjectState): boolean => state === 'agreed' || state === 'doing' || state === 'appraisal';

/** A project is shown to everyone once it is submitted; a draft is the neighbourhood's own. */
export const isPublic = (state: ProjectState): boolean => state !== 'draft';

/** Serial of a project: the year and its number within neighbourhood and year, `2026-003`. */
export const projectSerial = (year: number, serialNo: number): string => `${year}-${String(serialNo).padStart(3, '0')}`;

/** Kinds of money a project is paid from. */
export const sourceKinds = ['grant', 'household', 'property', 'common', 'partner', 'crowd', 'in_kind'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What the money of a source rests on: a written commitment, a vote, a request that is still open, money that is there already. */
export const sourceBases = ['commitment', 'vote', 'ask', 'had'] as const;
export type SourceBasis = (typeof sourceBases)[number];
