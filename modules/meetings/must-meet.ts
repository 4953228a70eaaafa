import { type Day, dayOf } from '#libs/civil-time';
import type { Tx } from '#platform/database';
import { findNeighbourhood } from '#modules/places';
import { lastMeetingBefore, nextMeetingAfter } from './around-queries.ts';
import { listBodies } from './body-queries.ts';
import { cite, neighbourhoodRules, ownersCommitteeRules } from './law.ts';
import { type MeetingKind, ownersCommitteeMetTooLate } from './meeting.ts';

/** A meeting that must be held every so often, and when it last was. */
export interface DutyToMeet {
  kind: MeetingKind;
  /** Of which body, where the place has several of the kind. */
  bodyName: string;
  every: 'year' | 'two-months';
  clause: string;
  last: Day | null;
  /** Called already, for that day. */
  next: Day | null;
  overdue: boolean;
}

/** At least one each calendar year: this year's is still to come when the last was in an earlier year. */
export const notYetThisYear = (last: Day | null, today: Day): boolean => last === null || last.slice(0, 4) < today.slice(0, 4);

/**
 * What must meet in a neighbourhood: the assembly and an appraisal at least once a year (上海市居民委员会工作条例), each registered owners' committee
 * at least every two months (物业管理规定 §§25, 26). A village's bodies have no such rule here.
 */
export async function dutiesToMeet(tx: Tx, neighbourhoodId: string, now: Date): Promise<DutyToMeet[]> {
  const place = await findNeighbourhood(tx, neighbourhoodId);
  if (!place) return [];
  const today = dayOf(now);
  const duties: DutyToMeet[] = [];
  const lastOf = async (kind: MeetingKind, bodyId: string | null): Promise<Day | null> => {
    const last = await lastMeetingBefore(tx, { neighbourhoodId, kind, bodyId }, now);
    return last && dayOf(last);
  };
  const nextOf = async (kind: MeetingKind, bodyId: string | null): Promise<Day | null> => {
    const next = await nextMeetingAfter(tx, { neighbourhoodId, kind, bodyId }, now);
    return next && dayOf(next);
  };
  if (place.committeeKind === 'residents') {
    for (const kind of ['assembly', 'appraisal'] as const) {
      const last = await lastOf(kind, null);
      duties.push({
        kind,
        bodyName: '',
        every: 'year',
        clause: cite(neighbourhoodRules),
        last,
        next: await nextOf(kind, null),
        overdue: notYetThisYear(last, today),
      });
    }
  }
  for (const body of (await listBodies(tx, neighbourhoodId)).filter((one) => one.kind === 'owners_committee')) {
    const last = await lastOf('committee', body.id);
    const overdue = last === null || ownersCommitteeMetTooLate(last, today);
    duties.push({
      kind: 'committee',
      bodyName: body.name,
      every: 'two-months',
      clause: cite(ownersCommitteeRules),
      last,
      next: await nextOf('committee', body.id),
      overdue,
    });
  }
  return duties;
}
