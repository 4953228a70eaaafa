import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Sql, type Tx } from '#platform/database';
import { answerRoles, type Notice, type Objection, type ObjectionOutcome, objectionOutcomes } from './notice.ts';
import type { NoticeInput } from './publish-notice.ts';

const noticeRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string().nullable(),
    kind: z.string(),
    subject_kind: z.string(),
    subject_id: z.string(),
    title: z.string(),
    body: z.string(),
    start_day: z.string(),
    end_day: z.string().nullable(),
    accepts_objections: z.boolean(),
    answer_role: z.enum(answerRoles),
    answer_due_day: z.string().nullable(),
    published_by: z.string().nullable(),
    published_at: z.date(),
    corrects_notice_id: z.string().nullable(),
    correction_reason: z.string().nullable(),
    corrected_by_id: z.string().nullable(),
    closed_at: z.date().nullable(),
  })
  .transform(
    (r): Notice => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      kind: r.kind,
      subjectKind: r.subject_kind,
      subjectId: r.subject_id,
      title: r.title,
      body: r.body,
      startDay: r.start_day,
      endDay: r.end_day,
      acceptsObjections: r.accepts_objections,
      answerRole: r.answer_role,
      answerDueDay: r.answer_due_day,
      publishedBy: r.published_by,
      publishedAt: r.published_at,
      correctsNoticeId: r.corrects_notice_id,
      correctionReason: r.correction_reason,
      correctedById: r.corrected_by_id,
      closedAt: r.closed_at,
    }),
  );
const noticeColumns = sql`n.id, n.neighbourhood_id, n.kind, n.subject_kind, n.subject_id, n.title, n.body, n.start_day, n.end_day,
  n.accepts_objections, n.answer_role, n.answer_due_day, n.published_by, n.published_at, n.corrects_notice_id, n.correction_reason,
  (select c.id from notice c where c.subdistrict_id = n.subdistrict_id and c.corrects_notice_id = n.id) as corrected_by_id, n.closed_at`;

export async function insertNotice(tx: CommandTx, notice: NoticeInput, correction?: { of: string; reason: string }): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into notice (subdistrict_id, id, neighbourhood_id, kind, subject_kind, subject_id, title, body, start_day, end_day,
      accepts_objections, answer_role, answer_due_day, published_by, published_at, corrects_notice_id, correction_reason)
    values (${tx.subdistrictId}, ${id}, ${notice.neighbourhoodId}, ${notice.kind}, ${notice.subjectKind}, ${notice.subjectId}, ${notice.title},
      ${notice.body}, ${notice.startDay}, ${notice.endDay}, ${notice.acceptsObjections},
      ${notice.answerRole ?? (notice.neighbourhoodId === null ? 'officer' : 'secretary')}, ${notice.answerDueDay ?? null},
      ${tx.actor.personId}, ${tx.now}, ${correction?.of ?? null}, ${correction?.reason ?? null})`);
  return id;
}

/** One notice, or null. */
export const findNotice = (tx: Tx, id: string): Promise<Notice | null> =>
  tx.maybe(sql`select ${noticeColumns} from notice n where n.subdistrict_id = ${tx.subdistrictId} and n.id = ${id}`, noticeRow);

const idRow = z.object({ id: z.string() });

/** The notice with its row locked, so that it cannot end or be corrected meanwhile. */
export async function lockNotice(tx: CommandTx, id: string): Promise<Notice | null> {
  const locked = await tx.maybe(sql`select id from notice where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, idRow);
  return locked ? findNotice(tx, id) : null;
}

/** Notices about a subject (a meeting, a project …), oldest first. */
export const noticesAbout = (tx: Tx, subjectId: string): Promise<Notice[]> =>
  tx.all(
    sql`select ${noticeColumns} from notice n where n.subdistrict_id = ${tx.subdistrictId} and n.subject_id = ${subjectId}
    order by n.published_at, n.id`,
    noticeRow,
  );

/** Notices of a neighbourhood together with those of the whole subdistrict, or (without one) all there are; newest first. */
export function listNotices(tx: Tx, where: { neighbourhoodId?: string; limit?: number } = {}): Promise<Notice[]> {
  const place: Sql = where.neighbourhoodId === undefined ? sql`true` : sql`(n.neighbourhood_id = ${where.neighbourhoodId} or n.neighbourhood_id is null)`;
  return tx.all(
    sql`select ${noticeColumns} from notice n where n.subdistrict_id = ${tx.subdistrictId} and ${place}
    order by n.published_at desc, n.id desc limit ${where.limit ?? 5000}`,
    noticeRow,
  );
}

/** Notices whose last day is before `today` and that are not closed, locked. */
export const lockEnded = (tx: CommandTx, today: string): Promise<Notice[]> =>
  tx.all(
    sql`select ${noticeColumns} from notice n where n.subdistrict_id = ${tx.subdistrictId} and n.closed_at is null
    and n.end_day < ${today} order by n.id for update of n skip locked`,
    noticeRow,
  );

export const closeNotice = (tx: CommandTx, id: string): Promise<number> =>
  tx.exec(sql`update notice set closed_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${id} and closed_at is null`);

const objectionRow = z
  .object({
    id: z.string(),
    notice_id: z.string(),
    person_id: z.string(),
    household_id: z.string().nullable(),
    text: z.string(),
    channel: z.enum(['own', 'paper', 'assisted']),
    entered_by: z.string().nullable(),
    at: z.date(),
    outcome: z.enum(objectionOutcomes).nullable(),
    answer_text: z.string().nullable(),
    answered_by: z.string().nullable(),
    answered_at: z.date().nullable(),
  })
  .transform(
    (r): Objection => ({
      id: r.id,
      noticeId: r.notice_id,
      personId: r.person_id,
      householdId: r.household_id,
      text: r.text,
      channel: r.channel,
      enteredBy: r.entered_by,
      at: r.at,
      answer:
        r.outcome && r.answer_text !== null && r.answered_by && r.answered_at
          ? { outcome: r.outcome, text: r.answer_text, answeredBy: r.answered_by, at: r.answered_at }
          : null,
    }),
  );
const objections = sql`select o.id, o.notice_id, o.person_id, o.household_id, o.text, o.channel, o.entered_by, o.at,
  a.outcome, a.text as answer_text, a.answered_by, a.at as answered_at
  from objection o left join objection_answer a on a.subdistrict_id = o.subdistrict_id and a.objection_id = o.id`;

/** Objections to a notice with their answers, oldest first. */
export const objectionsTo = (tx: Tx, noticeId: string): Promise<Objection[]> =>
  tx.all(sql`${objections} where o.subdistrict_id = ${tx.subdistrictId} and o.notice_id = ${noticeId} order by o.at, o.id`, objectionRow);

/** Objections to several notices with their answers, oldest first. */
export const objectionsToMany = (tx: Tx, noticeIds: readonly string[]): Promise<Objection[]> =>
  tx.all(sql`${objections} where o.subdistrict_id = ${tx.subdistrictId} and o.notice_id = any(${[...noticeIds]}::uuid[]) order by o.at, o.id`, objectionRow);

/** One objection, or null. */
export const findObjection = (tx: Tx, id: string): Promise<Objection | null> =>
  tx.maybe(sql`${objections} where o.subdistrict_id = ${tx.subdistrictId} and o.id = ${id}`, objectionRow);

/** Objections to a notice that nobody has answered. */
export const unansweredObjections = async (tx: Tx, noticeId: string): Promise<Objection[]> =>
  (await objectionsTo(tx, noticeId)).filter((objection) => objection.answer === null);

export async function insertObjection(
  tx: CommandTx,
  objection: Pick<Objection, 'noticeId' | 'personId' | 'householdId' | 'text' | 'channel' | 'enteredBy'>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into objection (subdistrict_id, id, notice_id, person_id, household_id, text, channel, entered_by, at)
    values (${tx.subdistrictId}, ${id}, ${objection.noticeId}, ${objection.personId}, ${objection.householdId}, ${objection.text},
      ${objection.channel}, ${objection.enteredBy}, ${tx.now})`);
  return id;
}

export async function insertAnswer(tx: CommandTx, answer: { objectionId: string; outcome: ObjectionOutcome; text: string; answeredBy: string }): Promise<void> {
  await tx.exec(sql`insert into objection_answer (subdistrict_id, objection_id, outcome, text, answered_by, at)
    values (${tx.subdistrictId}, ${answer.objectionId}, ${answer.outcome}, ${answer.text}, ${answer.answeredBy}, ${tx.now})`);
}
