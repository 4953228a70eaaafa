import type { Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';

/** open → progress → done → appraised; open or progress past the deadline → overdue → done. A later day granted takes overdue back to progress. */
export const resolutionStates = ['open', 'progress', 'done', 'overdue', 'appraised'] as const;
export type ResolutionState = (typeof resolutionStates)[number];
export const progressKinds = ['report', 'finish', 'accept', 'return', 'overdue', 'appraise', 'ask-later', 'grant-later', 'refuse-later', 'reopen'] as const;
export type ProgressKind = (typeof progressKinds)[number];
/** Whose money a resolution spends, besides the office's: then its ballot stands beside it. */
export type ResolutionMoney = 'residents' | 'common';

/** A decision with who carries it out, who watches, and by when. */
export interface Resolution {
  id: string;
  neighbourhoodId: string;
  meetingId: string | null;
  matterId: string | null;
  projectId: string | null;
  text: string;
  executorPersonId: string | null;
  executorOrganisationId: string | null;
  /** A person or an organisation watches, never the one who carries it out. */
  supervisorPersonId: string | null;
  supervisorOrganisationId: string | null;
  /** The last day as it stands; a later one was asked for with a reason and granted by the supervisor. */
  deadline: Day;
  /** The last day as it was decided. */
  firstDeadline: Day;
  money: ResolutionMoney | null;
  /** The ballot that decided it. */
  ballotId: string | null;
  state: ResolutionState;
  decidedOn: Day;
  recordedAt: Date;
}

/** One line of its story; never changed. */
export interface ResolutionProgress {
  id: string;
  seq: number;
  kind: ProgressKind;
  text: string;
  fileIds: string[];
  /** The later day that was asked for or granted. */
  deadline: Day | null;
  /** The appraisal meeting that judged it. */
  meetingId: string | null;
  byPersonId: string | null;
  at: Date;
}

/** The last thing that was said about the resolution decides whose turn it is. */
export type Turn = 'executor' | 'supervisor' | 'residents' | 'nobody';

/** Whose turn it is: the executor works, the supervisor checks what is said to be finished, then the residents appraise it. */
export function turnOf(state: ResolutionState, last: ProgressKind | null): Turn {
  if (state === 'appraised') return 'nobody';
  if (state === 'done') return 'residents';
  return last === 'finish' || last === 'ask-later' ? 'supervisor' : 'executor';
}

/** What a step makes of a resolution. `wrong-state` when it is not its turn. */
export function follow(state: ResolutionState, last: ProgressKind | null, kind: ProgressKind): Result<ResolutionState, 'wrong-state'> {
  const turn = turnOf(state, last);
  switch (kind) {
    case 'report':
    case 'finish':
      // Reporting does not heal a missed deadline: overdue stays until the supervisor has checked the work.
      return turn === 'executor' ? ok(state === 'overdue' ? 'overdue' : 'progress') : err('wrong-state');
    case 'ask-later':
      return turn === 'executor' ? ok(state) : err('wrong-state');
    case 'accept':
      return turn === 'supervisor' && last === 'finish' ? ok('done') : err('wrong-state');
    case 'return':
      return turn === 'supervisor' && last === 'finish' ? ok(state) : err('wrong-state');
    case 'grant-later':
      return turn === 'supervisor' && last === 'ask-later' ? ok('progress') : err('wrong-state');
    case 'refuse-later':
      return turn === 'supervisor' && last === 'ask-later' ? ok(state) : err('wrong-state');
    case 'overdue':
      return state === 'open' || state === 'progress' ? ok('overdue') : err('wrong-state');
    case 'appraise':
      return turn === 'residents' ? ok('appraised') : err('wrong-state');
    case 'reopen':
      return turn === 'residents' ? ok('progress') : err('wrong-state');
  }
}

/** A resolution is overdue from the day after its deadline, unless it is done. */
export const deadlineHasPassed = (resolution: Pick<Resolution, 'state' | 'deadline'>, today: Day): boolean =>
  (resolution.state === 'open' || resolution.state === 'progress') && today > resolution.deadline;

/** Who carries a resolution out, or who watches it: one person or one organisation. */
export interface Party {
  personId: string | null;
  organisationId: string | null;
}

/** One person or one organisation, not both and not neither. */
export const isOneParty = (party: Party): boolean => (party.personId === null) !== (party.organisationId === null);

/** Nobody supervises their own work: neither the same person nor the same organisation. */
export const supervisorIsNotTheExecutor = (executor: Party, supervisor: Party): boolean =>
  (executor.personId === null || executor.personId !== supervisor.personId) &&
  (executor.organisationId === null || executor.organisationId !== supervisor.organisationId);

/** A resolution about money of residents, or of the owners in common, names the ballot that decided it (居委会组织法 §16, 民法典 §278). */
export const lacksItsBallot = (resolution: Pick<Resolution, 'money' | 'ballotId'>): boolean => resolution.money !== null && resolution.ballotId === null;
