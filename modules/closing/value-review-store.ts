import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type LaidFacts, laidFactsShape } from './laid-facts.ts';
import { type Band, type Judgement, worths } from './value-review.ts';

/** A year-end value review. */
export interface ValueSession {
  id: string;
  roundId: string;
  roundName: string;
  year: number;
  title: string;
  heldOn: string;
  place: string;
  bands: Band[];
  clause: string;
  state: 'open' | 'closed';
  openedByName: string;
  openedAt: Date;
  closedByName: string | null;
  closedAt: Date | null;
}

const sessionRow = z.object({
  id: z.string(),
  roundId: z.string(),
  roundName: z.string(),
  year: z.number(),
  title: z.string(),
  heldOn: z.string(),
  place: z.string(),
  bands: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string(), least: z.number().nullable() })),
  clause: z.string(),
  state: z.enum(['open', 'closed']),
  openedByName: z.string(),
  openedAt: z.date(),
  closedByName: z.string().nullable(),
  closedAt: z.date().nullable(),
});
const select = sql`select s.id, s.round_id as "roundId", r.name as "roundName", r.year, s.title, s.held_on as "heldOn", s.place, s.bands, s.clause, s.state,
  s.opened_by_name as "openedByName", s.opened_at as "openedAt", s.closed_by_name as "closedByName", s.closed_at as "closedAt"
  from value_session s join round r on r.subdistrict_id = s.subdistrict_id and r.id = s.round_id`;

/** Value reviews, the newest first. */
export const listValueSessions = (tx: Tx): Promise<ValueSession[]> =>
  tx.all(sql`${select} where s.subdistrict_id = ${tx.subdistrictId} order by s.held_on desc, s.opened_at desc, s.id desc`, sessionRow);
/** One value review, or null. */
export const findValueSession = (tx: Tx, id: string): Promise<ValueSession | null> =>
  tx.maybe(sql`${select} where s.subdistrict_id = ${tx.subdistrictId} and s.id = ${id}`, sessionRow);
/** The same, locked until the transaction ends. */
export async function lockValueSession(tx: Tx, id: string): Promise<ValueSession | null> {
  await tx.exec(sql`select 1 from value_session where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`);
  return findValueSession(tx, id);
}

/** A project before the panel. */
export interface LaidProject {
  projectId: string;
  no: number;
  facts: LaidFacts;
  takenAt: Date;
}

const laidProjectsRow = z.object({ projectId: z.string(), no: z.number(), facts: laidFactsShape, takenAt: z.date() });
/** Projects before the panel, by number. */
export const laidProjects = (tx: Tx, sessionId: string): Promise<LaidProject[]> =>
  tx.all(
    sql`select project_id as "projectId", no, facts, taken_at as "takenAt" from value_project
    where subdistrict_id = ${tx.subdistrictId} and session_id = ${sessionId} order by no`,
    laidProjectsRow,
  );

const panelRow = z.object({ personId: z.string(), name: z.string() });

/** Members of the panel, by name. */
export const panelOf = (tx: Tx, sessionId: string): Promise<{ personId: string; name: string }[]> =>
  tx.all(
    sql`select person_id as "personId", name from value_member where subdistrict_id = ${tx.subdistrictId} and session_id = ${sessionId} order by name, person_id`,
    panelRow,
  );

const recusalsRow = z.object({ projectId: z.string(), personId: z.string(), reason: z.string() });

/** Who stepped back from what, and why. */
export const recusalsOf = (tx: Tx, sessionId: string): Promise<{ projectId: string; personId: string; reason: string }[]> =>
  tx.all(
    sql`select project_id as "projectId", person_id as "personId", reason from value_recusal
    where subdistrict_id = ${tx.subdistrictId} and session_id = ${sessionId} order by at, person_id`,
    recusalsRow,
  );

const judgementsRow = z.object({
  projectId: z.string(),
  personId: z.string(),
  no: z.number(),
  worth: z.enum(worths),
  points: z.number().nullable(),
  grade: z.string(),
  reason: z.string(),
});

/** The last word of each member on each project. */
export const judgementsOf = (tx: Tx, sessionId: string): Promise<(Judgement & { projectId: string; no: number })[]> =>
  tx.all(
    sql`select distinct on (project_id, person_id) project_id as "projectId", person_id as "personId", no, worth, points, grade, reason from value_judgement
    where subdistrict_id = ${tx.subdistrictId} and session_id = ${sessionId} order by project_id, person_id, no desc`,
    judgementsRow,
  );

export async function insertSession(
  tx: CommandTx,
  session: Pick<ValueSession, 'roundId' | 'title' | 'heldOn' | 'place' | 'bands' | 'clause'>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into value_session (subdistrict_id, id, round_id, title, held_on, place, bands, clause, state, opened_by, opened_by_name, opened_at)
    values (${tx.subdistrictId}, ${id}, ${session.roundId}, ${session.title}, ${session.heldOn}, ${session.place}, ${JSON.stringify(session.bands)}::jsonb,
    ${session.clause}, 'open', ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}

export async function insertPanel(tx: CommandTx, sessionId: string, members: readonly { personId: string; name: string }[]): Promise<void> {
  await tx.exec(sql`insert into value_member (subdistrict_id, session_id, person_id, name)
    select ${tx.subdistrictId}::uuid, ${sessionId}::uuid, v.id, v.name from unnest(${members.map((one) => one.personId)}::uuid[], ${members.map((one) => one.name)}::text[]) as v (id, name)`);
}

export async function insertLaid(tx: CommandTx, sessionId: string, laid: ReadonlyMap<string, LaidFacts>): Promise<void> {
  let no = 0;
  for (const [projectId, facts] of laid)
    await tx.exec(sql`insert into value_project (subdistrict_id, session_id, project_id, no, facts, taken_at)
      values (${tx.subdistrictId}, ${sessionId}, ${projectId}, ${++no}, ${JSON.stringify(facts)}::jsonb, ${tx.now})`);
}

export const renewLaid = (tx: CommandTx, sessionId: string, projectId: string, facts: LaidFacts): Promise<number> =>
  tx.exec(sql`update value_project set facts = ${JSON.stringify(facts)}::jsonb, taken_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and session_id = ${sessionId} and project_id = ${projectId}`);

export const insertRecusal = (tx: CommandTx, recusal: { sessionId: string; projectId: string; personId: string; reason: string }): Promise<number> =>
  tx.exec(sql`insert into value_recusal (subdistrict_id, session_id, project_id, person_id, reason, at)
    values (${tx.subdistrictId}, ${recusal.sessionId}, ${recusal.projectId}, ${recusal.personId}, ${recusal.reason}, ${tx.now}) on conflict do nothing`);

export const insertJudgement = (tx: CommandTx, judgement: Judgement & { sessionId: string; projectId: string; no: number }): Promise<number> =>
  tx.exec(sql`insert into value_judgement (subdistrict_id, session_id, project_id, person_id, no, worth, points, grade, reason, at)
    values (${tx.subdistrictId}, ${judgement.sessionId}, ${judgement.projectId}, ${judgement.personId}, ${judgement.no}, ${judgement.worth}, ${judgement.points},
    ${judgement.grade}, ${judgement.reason}, ${tx.now})`);

export const saveClosedSession = (tx: CommandTx, id: string): Promise<number> =>
  tx.exec(sql`update value_session set state = 'closed', closed_by_name = ${tx.actor.name}, closed_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
