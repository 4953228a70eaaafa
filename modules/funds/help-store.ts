import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { type Sql, sql, type Tx } from '#platform/database';

export const helpKinds = ['expert', 'partner', 'organisation'] as const;
export type HelpKind = (typeof helpKinds)[number];

/** Professional help offered to a committee, by name. */
export interface Help {
  id: string;
  roundId: string;
  neighbourhoodId: string;
  kind: HelpKind;
  personId: string | null;
  organisationId: string | null;
  helperName: string;
  offer: string;
  state: 'offered' | 'accepted' | 'declined' | 'ended';
  offeredByName: string;
  offeredOn: string;
  answeredByName: string | null;
  answeredOn: string | null;
  answerText: string;
  endedOn: string | null;
  outcome: string;
}
const helpRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    neighbourhood_id: z.string(),
    kind: z.enum(helpKinds),
    person_id: z.string().nullable(),
    organisation_id: z.string().nullable(),
    helper_name: z.string(),
    offer: z.string(),
    state: z.enum(['offered', 'accepted', 'declined', 'ended']),
    offered_by_name: z.string(),
    offered_on: z.string(),
    answered_by_name: z.string().nullable(),
    answered_on: z.string().nullable(),
    answer_text: z.string(),
    ended_on: z.string().nullable(),
    outcome: z.string(),
  })
  .transform(
    (r): Help => ({
      id: r.id,
      roundId: r.round_id,
      neighbourhoodId: r.neighbourhood_id,
      kind: r.kind,
      personId: r.person_id,
      organisationId: r.organisation_id,
      helperName: r.helper_name,
      offer: r.offer,
      state: r.state,
      offeredByName: r.offered_by_name,
      offeredOn: r.offered_on,
      answeredByName: r.answered_by_name,
      answeredOn: r.answered_on,
      answerText: r.answer_text,
      endedOn: r.ended_on,
      outcome: r.outcome,
    }),
  );
const helps = sql`select id, round_id, neighbourhood_id, kind, person_id, organisation_id, helper_name, offer, state, offered_by_name, offered_on,
  answered_by_name, answered_on, answer_text, ended_on, outcome from round_help`;
/** Help offered in a round, newest first; to one neighbourhood or to all. */
export const helpIn = (tx: Tx, roundId: string, neighbourhoodId: string | null = null): Promise<Help[]> =>
  tx.all(
    sql`${helps} where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId}
    and (${neighbourhoodId}::uuid is null or neighbourhood_id = ${neighbourhoodId}) order by offered_at desc, id desc`,
    helpRow,
  );
/** Persons who helped a neighbourhood with its application in a round: whoever helped does not judge it. */
export const helpersOf = async (tx: Tx, roundId: string, neighbourhoodId: string): Promise<string[]> =>
  (await helpIn(tx, roundId, neighbourhoodId)).flatMap(({ state, personId }) =>
    personId !== null && (state === 'accepted' || state === 'ended') ? [personId] : [],
  );
/** One offer of help, or null. */
export const findHelp = (tx: Tx, id: string): Promise<Help | null> =>
  tx.maybe(sql`${helps} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, helpRow);
export const lockHelp = (tx: CommandTx, id: string): Promise<Help | null> =>
  tx.maybe(sql`${helps} where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, helpRow);
export async function insertHelp(
  tx: CommandTx,
  help: Pick<Help, 'roundId' | 'neighbourhoodId' | 'kind' | 'personId' | 'organisationId' | 'helperName' | 'offer'>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into round_help (subdistrict_id, id, round_id, neighbourhood_id, kind, person_id, organisation_id, helper_name, offer, offered_by,
      offered_by_name, offered_on, offered_at) values (${tx.subdistrictId}, ${id}, ${help.roundId}, ${help.neighbourhoodId}, ${help.kind}, ${help.personId},
      ${help.organisationId}, ${help.helperName}, ${help.offer}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
  return id;
}
export async function saveHelpAnswer(tx: CommandTx, id: string, state: 'accepted' | 'declined', text: string): Promise<void> {
  await tx.exec(sql`update round_help set state = ${state}, answered_by = ${tx.actor.personId}, answered_by_name = ${tx.actor.name}, answered_on = ${tx.today},
    answer_text = ${text} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}
export async function saveHelpEnd(tx: CommandTx, id: string, outcome: string): Promise<void> {
  await tx.exec(sql`update round_help set state = 'ended', ended_by_name = ${tx.actor.name}, ended_on = ${tx.today}, outcome = ${outcome}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}

/** What was done while helping. */
export interface HelpNote {
  helpId: string;
  text: string;
  byName: string;
  notedOn: string;
}
const noteRow = z
  .object({ help_id: z.string(), text: z.string(), by_name: z.string(), noted_on: z.string() })
  .transform((r): HelpNote => ({ helpId: r.help_id, text: r.text, byName: r.by_name, notedOn: r.noted_on }));
const notesWhere = (tx: Tx, where: Sql): Promise<HelpNote[]> =>
  tx.all(
    sql`select n.help_id, n.text, n.by_name, n.noted_on from round_help_note n
    join round_help h on h.subdistrict_id = n.subdistrict_id and h.id = n.help_id
    where n.subdistrict_id = ${tx.subdistrictId} and ${where} order by n.at, n.id`,
    noteRow,
  );
/** Notes on the help given to a neighbourhood in a round, oldest first. */
export const helpNotesOf = (tx: Tx, roundId: string, neighbourhoodId: string): Promise<HelpNote[]> =>
  notesWhere(tx, sql`h.round_id = ${roundId} and h.neighbourhood_id = ${neighbourhoodId}`);
/** Notes on one offer of help, oldest first. */
export const notesOfHelp = (tx: Tx, helpId: string): Promise<HelpNote[]> => notesWhere(tx, sql`h.id = ${helpId}`);
export async function insertHelpNote(tx: CommandTx, helpId: string, text: string): Promise<void> {
  await tx.exec(sql`insert into round_help_note (subdistrict_id, id, help_id, text, by_person_id, by_name, noted_on, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${helpId}, ${text}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
}
