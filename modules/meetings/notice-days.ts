import { addDays, addWorkingDays, type Day, OFFICIAL_HOLIDAYS } from '#libs/civil-time';
import { type NoticeKind, noticeRule } from '#libs/policy';
import { currentPack, officeSetting } from '#modules/funds';
import type { Tx } from '#platform/database';

/** How long before something must be announced, as the office's policy in force says it. */
export interface NoticeTerm {
  days: number;
  counting: 'calendar' | 'working';
  clause: string;
  /** The first day on which it may take place when it is announced on the given day. */
  earliest: Day;
}

/**
 * The office's term for a kind of notice announced on `from`; null where the office has not set the days, or how they are
 * counted, or no holiday table reaches so far: nothing is guessed.
 */
export async function noticeTerm(tx: Tx, notice: NoticeKind, from: Day): Promise<NoticeTerm | null> {
  const pack = await currentPack(tx, from);
  const found = pack ? noticeRule(pack, notice) : null;
  if (!found || found.rule.days === null || found.rule.counting === null) return null;
  const { days, counting, source, clause } = found.rule;
  const earliest = counting === 'calendar' ? { ok: true as const, value: addDays(from, days) } : addWorkingDays(from, days, OFFICIAL_HOLIDAYS);
  // A number that the clause leaves open is the office's own, and is not put into the clause's mouth.
  const whose = found.settings.length > 0 ? '；天数由街镇设定' : '';
  return earliest.ok ? { days, counting, clause: `${source}${clause}${whose}`, earliest: earliest.value } : null;
}

/** Key of the office's own answer to "how many days before is such a meeting announced?", in calendar days. */
export const noticeDaysKey = (kind: string): string => `meeting.notice.${kind}`;

/** Notice of a meeting of which no policy speaks: what the office ruled for the body, else what it set for the kind; null where it did neither. */
export async function ownNoticeTerm(tx: Tx, kind: string, body: { days: number; clause: string } | null, from: Day): Promise<NoticeTerm | null> {
  if (body) return { days: body.days, counting: 'calendar', clause: body.clause, earliest: addDays(from, body.days) };
  const set = await officeSetting(tx, noticeDaysKey(kind));
  if (!set || !/^\d{1,3}$/.test(set.value) || Number(set.value) > 365) return null;
  return { days: Number(set.value), counting: 'calendar', clause: `街镇设定，${set.setBy} ${set.setOn}`, earliest: addDays(from, Number(set.value)) };
}
