import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** A paper that goes with a round's call, or with one of its briefings. */
export interface RoundDocument {
  id: string;
  roundId: string;
  briefingId: string | null;
  fileId: string;
  title: string;
  addedByName: string;
  addedOn: string;
  withdrawnReason: string | null;
}
const documentRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    briefing_id: z.string().nullable(),
    file_id: z.string(),
    title: z.string(),
    added_by_name: z.string(),
    added_on: z.string(),
    withdrawn: z.string().nullable(),
  })
  .transform(
    (r): RoundDocument => ({
      id: r.id,
      roundId: r.round_id,
      briefingId: r.briefing_id,
      fileId: r.file_id,
      title: r.title,
      addedByName: r.added_by_name,
      addedOn: r.added_on,
      withdrawnReason: r.withdrawn,
    }),
  );
const documents = sql`select id, round_id, briefing_id, file_id, title, added_by_name, added_on,
  case when withdrawn_at is null then null else withdrawn_reason end as withdrawn from round_document`;
/** Papers of a round as they were added; those withdrawn say why. */
export const documentsOf = (tx: Tx, roundId: string): Promise<RoundDocument[]> =>
  tx.all(sql`${documents} where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by added_at, id`, documentRow);
export const findDocument = (tx: Tx, id: string): Promise<RoundDocument | null> =>
  tx.maybe(sql`${documents} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, documentRow);
export async function insertDocument(tx: CommandTx, document: Pick<RoundDocument, 'roundId' | 'briefingId' | 'fileId' | 'title'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into round_document (subdistrict_id, id, round_id, briefing_id, file_id, title, added_by_name, added_on, added_at)
    values (${tx.subdistrictId}, ${id}, ${document.roundId}, ${document.briefingId}, ${document.fileId}, ${document.title}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
  return id;
}
export const withdrawDocumentRow = (tx: CommandTx, id: string, reason: string): Promise<number> =>
  tx.exec(sql`update round_document set withdrawn_at = ${tx.now}, withdrawn_by_name = ${tx.actor.name}, withdrawn_reason = ${reason}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id} and withdrawn_at is null`);

/** A briefing for committees (宣讲会、培训). */
export interface Briefing {
  id: string;
  roundId: string;
  title: string;
  startsAt: Date;
  endsAt: Date | null;
  place: string;
  speaker: string;
  about: string;
  state: 'planned' | 'held' | 'cancelled';
  /** What was said there, or why it was called off. */
  stateText: string;
  plannedAt: Date;
}
const briefingRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    title: z.string(),
    starts_at: z.date(),
    ends_at: z.date().nullable(),
    place: z.string(),
    speaker: z.string(),
    about: z.string(),
    state: z.enum(['planned', 'held', 'cancelled']),
    state_text: z.string(),
    planned_at: z.date(),
  })
  .transform(
    (r): Briefing => ({
      id: r.id,
      roundId: r.round_id,
      title: r.title,
      startsAt: r.starts_at,
      endsAt: r.ends_at,
      place: r.place,
      speaker: r.speaker,
      about: r.about,
      state: r.state,
      stateText: r.state_text,
      plannedAt: r.planned_at,
    }),
  );
const briefings = sql`select id, round_id, title, starts_at, ends_at, place, speaker, about, state, state_text, planned_at from round_briefing`;
/** Briefings of a round by time. */
export const briefingsOf = (tx: Tx, roundId: string): Promise<Briefing[]> =>
  tx.all(sql`${briefings} where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by starts_at, id`, briefingRow);
export const lockBriefing = (tx: CommandTx, id: string): Promise<Briefing | null> =>
  tx.maybe(sql`${briefings} where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, briefingRow);
export async function insertBriefing(
  tx: CommandTx,
  briefing: Pick<Briefing, 'roundId' | 'title' | 'startsAt' | 'endsAt' | 'place' | 'speaker' | 'about'>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into round_briefing (subdistrict_id, id, round_id, title, starts_at, ends_at, place, speaker, about, planned_by_name, planned_at)
    values (${tx.subdistrictId}, ${id}, ${briefing.roundId}, ${briefing.title}, ${briefing.startsAt}, ${briefing.endsAt}, ${briefing.place},
    ${briefing.speaker}, ${briefing.about}, ${tx.actor.name}, ${tx.now})`);
  return id;
}
export async function settleBriefingRow(tx: CommandTx, id: string, state: 'held' | 'cancelled', text: string): Promise<void> {
  await tx.exec(sql`update round_briefing set state = ${state}, state_text = ${text}, settled_by_name = ${tx.actor.name}, settled_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}

/** Who was at a briefing, by neighbourhood. */
export interface BriefingGuest {
  briefingId: string;
  neighbourhoodId: string;
  people: number;
  names: string;
}
const guestRow = z
  .object({ briefing_id: z.string(), neighbourhood_id: z.string(), people: z.number(), names: z.string() })
  .transform((r): BriefingGuest => ({ briefingId: r.briefing_id, neighbourhoodId: r.neighbourhood_id, people: r.people, names: r.names }));
/** Who was at the briefings of a round, as entered last. */
export const guestsOf = (tx: Tx, roundId: string): Promise<BriefingGuest[]> =>
  tx.all(
    sql`select distinct on (g.briefing_id, g.neighbourhood_id) g.briefing_id, g.neighbourhood_id, g.people, g.names from round_briefing_guest g
    join round_briefing b on b.subdistrict_id = g.subdistrict_id and b.id = g.briefing_id
    where g.subdistrict_id = ${tx.subdistrictId} and b.round_id = ${roundId} order by g.briefing_id, g.neighbourhood_id, g.entered_at desc, g.id desc`,
    guestRow,
  );
export async function insertGuests(tx: CommandTx, briefingId: string, guests: readonly Omit<BriefingGuest, 'briefingId'>[]): Promise<void> {
  for (const guest of guests)
    await tx.exec(sql`insert into round_briefing_guest (subdistrict_id, id, briefing_id, neighbourhood_id, people, names, entered_by_name, entered_at)
      values (${tx.subdistrictId}, ${tx.newId()}, ${briefingId}, ${guest.neighbourhoodId}, ${guest.people}, ${guest.names}, ${tx.actor.name}, ${tx.now})`);
}

/** A question about the round; who asks is shown by neighbourhood. */
export interface RoundQuestion {
  id: string;
  roundId: string;
  briefingId: string | null;
  neighbourhoodId: string | null;
  text: string;
  askedAt: Date;
  answer: string | null;
  answeredByName: string | null;
  answeredAt: Date | null;
}
const questionRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    briefing_id: z.string().nullable(),
    neighbourhood_id: z.string().nullable(),
    text: z.string(),
    asked_at: z.date(),
    answer: z.string().nullable(),
    answered_by_name: z.string().nullable(),
    answered_at: z.date().nullable(),
  })
  .transform(
    (r): RoundQuestion => ({
      id: r.id,
      roundId: r.round_id,
      briefingId: r.briefing_id,
      neighbourhoodId: r.neighbourhood_id,
      text: r.text,
      askedAt: r.asked_at,
      answer: r.answer,
      answeredByName: r.answered_by_name,
      answeredAt: r.answered_at,
    }),
  );
const questions = sql`select id, round_id, briefing_id, neighbourhood_id, text, asked_at, answer, answered_by_name, answered_at from round_question`;
/** Questions about a round, newest first. */
export const questionsOf = (tx: Tx, roundId: string): Promise<RoundQuestion[]> =>
  tx.all(sql`${questions} where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by asked_at desc, id desc`, questionRow);
export const lockQuestion = (tx: CommandTx, id: string): Promise<RoundQuestion | null> =>
  tx.maybe(sql`${questions} where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, questionRow);
export async function insertQuestion(tx: CommandTx, question: Pick<RoundQuestion, 'roundId' | 'briefingId' | 'neighbourhoodId' | 'text'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into round_question (subdistrict_id, id, round_id, briefing_id, neighbourhood_id, text, asked_by, asked_at)
    values (${tx.subdistrictId}, ${id}, ${question.roundId}, ${question.briefingId}, ${question.neighbourhoodId}, ${question.text}, ${tx.actor.personId}, ${tx.now})`);
  return id;
}
export async function saveAnswer(tx: CommandTx, id: string, answer: string): Promise<void> {
  await tx.exec(sql`update round_question set answer = ${answer}, answered_by = ${tx.actor.personId}, answered_by_name = ${tx.actor.name}, answered_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}
