import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type NoteKind, noteKinds, plainName } from './spending-notes.ts';

/** A relation that somebody declared with whoever may be paid. */
export interface PayeeRelation {
  id: string;
  neighbourhoodId: string;
  personId: string;
  personName: string;
  payee: string;
  relation: string;
  declaredAt: Date;
  ended: { at: Date; reason: string } | null;
}

const relationRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    person_id: z.string(),
    person_name: z.string(),
    payee: z.string(),
    relation: z.string(),
    declared_at: z.date(),
    ended_at: z.date().nullable(),
    ended_reason: z.string().nullable(),
  })
  .transform(
    (r): PayeeRelation => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      personId: r.person_id,
      personName: r.person_name,
      payee: r.payee,
      relation: r.relation,
      declaredAt: r.declared_at,
      ended: r.ended_at ? { at: r.ended_at, reason: r.ended_reason ?? '' } : null,
    }),
  );

const relations = sql`select id, neighbourhood_id, person_id, person_name, payee, relation, declared_at, ended_at, ended_reason from payee_relation`;

/** Relations declared in a neighbourhood, newest first. */
export const relationsOf = (tx: Tx, neighbourhoodId: string): Promise<PayeeRelation[]> =>
  tx.all(sql`${relations} where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${neighbourhoodId} order by declared_at desc, payee`, relationRow);

/** Relations in force with one payee. */
export const relationsWith = async (tx: Tx, neighbourhoodId: string, payee: string): Promise<PayeeRelation[]> =>
  (await relationsOf(tx, neighbourhoodId)).filter((each) => each.ended === null && plainName(each.payee) === plainName(payee));

/** One relation, its row locked. */
export const lockRelation = (tx: CommandTx, id: string): Promise<PayeeRelation | null> =>
  tx.maybe(sql`${relations} where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, relationRow);

export const insertRelation = (tx: CommandTx, r: { id: string; neighbourhoodId: string; personId: string; payee: string; relation: string }): Promise<number> =>
  tx.exec(sql`insert into payee_relation (subdistrict_id, id, neighbourhood_id, person_id, person_name, payee, relation, declared_at)
    values (${tx.subdistrictId}, ${r.id}, ${r.neighbourhoodId}, ${r.personId}, ${tx.actor.name}, ${r.payee}, ${r.relation}, ${tx.now})`);

export const markRelationEnded = (tx: CommandTx, id: string, reason: string): Promise<number> =>
  tx.exec(sql`update payee_relation set ended_at = ${tx.now}, ended_reason = ${reason} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);

/** What somebody said to a note. */
export interface NoteAnswer {
  note: NoteKind;
  text: string;
  byName: string;
  at: Date;
}

const noteAnswersRow = z
  .object({ note: z.enum(noteKinds), text: z.string(), by_name: z.string(), at: z.date() })
  .transform((r): NoteAnswer => ({ note: r.note, text: r.text, byName: r.by_name, at: r.at }));

/** Answers to the notes of a request, in order. */
export const noteAnswersOf = (tx: Tx, requestId: string): Promise<NoteAnswer[]> =>
  tx.all(
    sql`select note, text, by_name, at from spending_note_answer where subdistrict_id = ${tx.subdistrictId} and request_id = ${requestId} order by at, id`,
    noteAnswersRow,
  );

export const insertNoteAnswer = (tx: CommandTx, requestId: string, personId: string, answer: { note: NoteKind; text: string }): Promise<number> =>
  tx.exec(sql`insert into spending_note_answer (subdistrict_id, id, request_id, note, text, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${requestId}, ${answer.note}, ${answer.text}, ${personId}, ${tx.actor.name}, ${tx.now})`);
