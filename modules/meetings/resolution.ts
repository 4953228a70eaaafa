import type { Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';

/** open → progress → done → appraised; open or progress past the deadline → overdue → done. */
export type ResolutionState = 'open' | 'progress' | 'done' | 'overdue' | 'appraised';
export type ProgressKind = 'report' | 'finish' | 'accept' | 'return' | 'overdue' | 'appraise';

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
  supervisorPersonId: string;
  deadline: Day;
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
  byPersonId: string | null;
  at: Date;
}

/** The last thing that was said about the resolution decides whose turn it is. */
export type Turn = 'executor' | 'supervisor' | 'residents' | 'nobody';

/** Whose turn it is: the executor works, the supervisor checks what is said to be finished, then the residents appraise it. */
export function turnOf(state: ResolutionState, last: ProgressKind | null): Turn {
  if (state === 'appraised') return 'nobody';
  if (state === 'done') return 'residents';
  return last === 'finish' ? 'supervisor' : 'executor';
}

/** What a step makes of a resolution. `wrong-state` when it is not its turn. */
export function follow(state: ResolutionState, last: ProgressKind | null, kind: ProgressKind): Result<ResolutionState, 'wrong-state'> {
  const turn = turnOf(state, last);
  switch (kind) {
    case 'report':
    case 'finish':
      // Reporting does not heal a missed deadline: overdue stays until the supervisor has checked the work.
      return turn === 'executor' ? ok(state === 'overdue' ? 'overdue' : 'progress') : err('wrong-state');
    case 'accept':
      return turn === 'supervisor' ? ok('done') : err('wrong-state');
    case 'return':
      return turn === 'supervisor' ? ok(state) : err('wrong-state');
    case 'overdue':
      return state === 'open' || state === 'progress' ? ok('overdue') : err('wrong-state');
    case 'appraise':
      return turn === 'residents' ? ok('appraised') : err('wrong-state');
  }
}

/** A resolution is overdue from the day after its deadline, unless it is done. */
export const deadlineHasPassed = (resolution: Pick<Resolution, 'state' | 'deadline'>, today: Day): boolean =>
  (resolution.state === 'open' || resolution.state === 'progress') && today > resolution.deadline;

/** Nobody supervises their own work. */
export const supervisorIsNotTheExecutor = (executorPersonId: string | null, supervisorPersonId: string): boolean => executorPersonId !== supervisorPersonId;
