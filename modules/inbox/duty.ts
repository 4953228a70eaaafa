import { type Day, addDays, daysBetween } from '#libs/civil-time';
import type { Role } from '#platform/access';
import type { Bilingual } from '#platform/i18n';

/** A duty that somebody must still do. */
export interface OpenDuty {
  id: string;
  kind: string;
  /** The role that must act at the place; with `personId` the capacity in which that person acts. */
  role: Role | null;
  personId: string | null;
  neighbourhoodId: string | null;
  subjectKind: string;
  subjectId: string;
  projectId: string | null;
  title: Bilingual;
  /** Path of the page where it is done, below the subdistrict's base. */
  href: string;
  openedDay: Day;
  /** Null: the office has set no deadline for this. */
  dueDay: Day | null;
  /** 0 = with its owner; 1 = one level up, and so on. */
  level: number;
}

/** What happened to a duty. */
export interface ClosedDuty extends OpenDuty {
  doneAt: Date;
  doneBy: string | null;
  outcome: 'done' | 'dropped';
}

const above: Record<Role, readonly Role[]> = {
  resident: ['secretary', 'officer', 'head'],
  steward: ['secretary', 'officer', 'head'],
  supervisor: ['secretary', 'officer', 'head'],
  keeper: ['secretary', 'officer', 'head'],
  partner: ['secretary', 'officer', 'head'],
  property: ['secretary', 'officer', 'head'],
  director: ['secretary', 'officer', 'head'],
  secretary: ['officer', 'head'],
  reviewer: ['officer', 'head'],
  auditor: ['head'],
  admin: ['head'],
  officer: ['head'],
  head: [],
};

/**
 * Who takes over when a duty is overdue, nearest first: resident, steward, supervisor, keeper → secretary → officer → head.
 * A named person without a role goes to the secretary of the place, or to the officer where there is no place.
 */
export function escalationPath(duty: Pick<OpenDuty, 'role' | 'neighbourhoodId'>): readonly Role[] {
  const path = above[duty.role ?? 'resident'];
  // Nobody is secretary of the whole subdistrict.
  return duty.neighbourhoodId === null ? path.filter((role) => role !== 'secretary') : path;
}

/** A duty is overdue from the day after its deadline. */
export const isOverdue = (duty: Pick<OpenDuty, 'dueDay'>, today: Day): boolean => duty.dueDay !== null && today > duty.dueDay;

/**
 * The level at which a duty should stand today. The day after its deadline it goes up one level; each level has as long as
 * the owner had (at least one day) before it goes up again. Without a deadline it stays where it is.
 */
export function overdueGoesUpOneLevel(duty: Pick<OpenDuty, 'role' | 'neighbourhoodId' | 'dueDay' | 'openedDay'>, today: Day): number {
  if (duty.dueDay === null || today <= duty.dueDay) return 0;
  const allowedDays = Math.max(1, daysBetween(duty.openedDay, duty.dueDay));
  const level = 1 + Math.floor((daysBetween(duty.dueDay, today) - 1) / allowedDays);
  return Math.min(level, escalationPath(duty).length);
}

/** When a duty is to be done, as the inbox groups it. */
export type DutyGroup = 'today' | 'week' | 'later' | 'undated';

/** `today` includes what is overdue; `week` is the next seven days; `undated` has no deadline set by the office. */
export function groupOfDuty(duty: Pick<OpenDuty, 'dueDay'>, today: Day): DutyGroup {
  if (duty.dueDay === null) return 'undated';
  if (duty.dueDay <= today) return 'today';
  return duty.dueDay <= addDays(today, 7) ? 'week' : 'later';
}
