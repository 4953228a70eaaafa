import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type ProjectState, projectSerial, projectStates } from './project.ts';

/** A project as commands and pages know it. */
export interface Project {
  id: string;
  neighbourhoodId: string;
  matterId: string | null;
  roundId: string | null;
  year: number;
  serial: string;
  /** The number that the policy forms, given when it is handed in; null where the policy forms none. */
  number: string | null;
  title: string;
  state: ProjectState;
  stateAt: Date;
  stateReason: string | null;
  /** The version in force; null while the first is a draft. */
  applicationId: string | null;
  grantAwardedFen: bigint | null;
  agreedOn: string | null;
  agreementFileId: string | null;
  createdBy: string | null;
  createdAt: Date;
}

const projectRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    matter_id: z.string().nullable(),
    round_id: z.string().nullable(),
    year: z.number(),
    serial: z.string(),
    number: z.string().nullable(),
    title: z.string(),
    state: z.enum(projectStates),
    state_at: z.date(),
    state_reason: z.string().nullable(),
    application_id: z.string().nullable(),
    grant_awarded_fen: z.bigint().nullable(),
    agreed_on: z.string().nullable(),
    agreement_file_id: z.string().nullable(),
    created_by: z.string().nullable(),
    created_at: z.date(),
  })
  .transform(
    (r): Project => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      matterId: r.matter_id,
      roundId: r.round_id,
      year: r.year,
      serial: r.serial,
      number: r.number,
      title: r.title,
      state: r.state,
      stateAt: r.state_at,
      stateReason: r.state_reason,
      applicationId: r.application_id,
      grantAwardedFen: r.grant_awarded_fen,
      agreedOn: r.agreed_on,
      agreementFileId: r.agreement_file_id,
      createdBy: r.created_by,
      createdAt: r.created_at,
    }),
  );
const columns = sql`id, neighbourhood_id, matter_id, round_id, year, serial, number, title, state, state_at, state_reason, application_id,
  grant_awarded_fen, agreed_on, agreement_file_id, created_by, created_at`;

/** One project, or null. */
export const findProject = (tx: Tx, id: string): Promise<Project | null> =>
  tx.maybe(sql`select ${columns} from project where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, projectRow);

/** Several projects at once, in no order. */
export const projectsByIds = (tx: Tx, ids: readonly string[]): Promise<Project[]> =>
  tx.all(sql`select ${columns} from project where subdistrict_id = ${tx.subdistrictId} and id = any(${[...ids]}::uuid[])`, projectRow);

/** One project, locked until the transaction ends: two people acting on it wait for each other. */
export const lockProject = (tx: Tx, id: string): Promise<Project | null> =>
  tx.maybe(sql`select ${columns} from project where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, projectRow);

/** What to list: all conditions that are given hold. */
export interface ProjectFilter {
  neighbourhoodId?: string;
  matterId?: string;
  roundId?: string;
  year?: number;
  states?: readonly ProjectState[];
}

/** Projects of the subdistrict, newest first. */
export function listProjects(tx: Tx, filter: ProjectFilter = {}): Promise<Project[]> {
  return tx.all(
    sql`select ${columns} from project where subdistrict_id = ${tx.subdistrictId}
    and (${filter.neighbourhoodId ?? null}::uuid is null or neighbourhood_id = ${filter.neighbourhoodId ?? null}::uuid)
    and (${filter.matterId ?? null}::uuid is null or matter_id = ${filter.matterId ?? null}::uuid)
    and (${filter.roundId ?? null}::uuid is null or round_id = ${filter.roundId ?? null}::uuid)
    and (${filter.year ?? null}::int is null or year = ${filter.year ?? null}::int)
    and (${filter.states ? [...filter.states] : null}::text[] is null or state = any(${filter.states ? [...filter.states] : null}::text[]))
    order by created_at desc, id desc`,
    projectRow,
  );
}

const yearRow = z.object({ year: z.number() });

/** Years in which somebody applied, the last first. */
export const yearsOfApplications = async (tx: Tx): Promise<number[]> =>
  (
    await tx.all(sql`select distinct year from project where subdistrict_id = ${tx.subdistrictId} and application_id is not null order by year desc`, yearRow)
  ).map(({ year }) => year);

const placeCountRow = z.object({ place: z.string(), count: z.number() });

/** How many projects each neighbourhood has, of those that have any. */
export const countProjectsByPlace = async (tx: Tx): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (
      await tx.all(
        sql`select neighbourhood_id as place, count(*)::int as count from project where subdistrict_id = ${tx.subdistrictId} group by neighbourhood_id`,
        placeCountRow,
      )
    ).map(({ place, count }) => [place, count]),
  );

const nextRow = z.object({ next: z.number() });

/** Opens a project in its draft; its serial is the next of its neighbourhood and year, counted under a lock. */
export async function insertProject(tx: CommandTx, project: { id: string; neighbourhoodId: string; matterId: string | null; title: string }): Promise<Project> {
  const year = Number(tx.today.slice(0, 4));
  const place = `${tx.subdistrictId}/${project.neighbourhoodId}/${year}`;
  // Waits for another draft of the same place and year instead of failing on the unique number.
  await tx.executeSql('select pg_advisory_xact_lock(hashtextextended($1, 450))', [place]);
  const { next } = await tx.one(
    sql`select coalesce(max(serial_no), 0) + 1 as next from project
    where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${project.neighbourhoodId} and year = ${year}`,
    nextRow,
  );
  return tx.one(
    sql`insert into project (subdistrict_id, id, neighbourhood_id, matter_id, year, serial_no, serial, title, state, state_at, created_by, created_at)
    values (${tx.subdistrictId}, ${project.id}, ${project.neighbourhoodId}, ${project.matterId}, ${year}, ${next}, ${projectSerial(year, next)},
    ${project.title}, 'draft', ${tx.now}, ${tx.actor.personId}, ${tx.now}) returning ${columns}`,
    projectRow,
  );
}

/** What a move may set besides the state. */
export interface MoveFacts {
  reason?: string;
  title?: string;
  applicationId?: string;
  roundId?: string;
  /** It belongs to no round any more. */
  leavesRound?: true;
  grantAwardedFen?: bigint;
  agreedOn?: string;
  agreementFileId?: string;
}

/** Writes a move that was found to be allowed. */
export function saveMove(tx: CommandTx, projectId: string, next: ProjectState, facts: MoveFacts): Promise<Project> {
  return tx.one(
    sql`update project set state = ${next}, state_at = ${tx.now}, state_reason = case when state = ${next} then coalesce(${facts.reason ?? null}::text, state_reason) else ${facts.reason ?? null}::text end,
    title = coalesce(${facts.title ?? null}, title), application_id = coalesce(${facts.applicationId ?? null}::uuid, application_id),
    round_id = case when ${facts.leavesRound === true} then null else coalesce(${facts.roundId ?? null}::uuid, round_id) end, grant_awarded_fen = coalesce(${facts.grantAwardedFen ?? null}::bigint, grant_awarded_fen),
    agreed_on = coalesce(${facts.agreedOn ?? null}::date, agreed_on), agreement_file_id = coalesce(${facts.agreementFileId ?? null}::uuid, agreement_file_id)
    where subdistrict_id = ${tx.subdistrictId} and id = ${projectId} returning ${columns}`,
    projectRow,
  );
}

/** Changes the name of a project that is still a draft. */
export const renameProject = (tx: CommandTx, projectId: string, title: string): Promise<number> =>
  tx.exec(sql`update project set title = ${title} where subdistrict_id = ${tx.subdistrictId} and id = ${projectId}`);

/** Writes one step of a project's story. Call with the project locked, or new. */
export async function insertStep(
  tx: CommandTx,
  projectId: string,
  action: string,
  from: ProjectState | null,
  to: ProjectState,
  reason: string | null,
): Promise<void> {
  await tx.exec(sql`insert into project_step (subdistrict_id, id, project_id, no, action, from_state, to_state, reason, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${projectId}, (select coalesce(max(no), 0) + 1 from project_step
    where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}), ${action}, ${from}, ${to}, ${reason}, ${tx.actor.personId}, ${tx.actor.name || '系统'}, ${tx.now})`);
}

/** One step a project took. */
export interface ProjectStep {
  id: string;
  action: string;
  fromState: ProjectState | null;
  toState: ProjectState;
  reason: string | null;
  byPersonId: string | null;
  byName: string;
  at: Date;
}

const stepRow = z
  .object({
    id: z.string(),
    action: z.string(),
    from_state: z.enum(projectStates).nullable(),
    to_state: z.enum(projectStates),
    reason: z.string().nullable(),
    by_person_id: z.string().nullable(),
    by_name: z.string(),
    at: z.date(),
  })
  .transform(
    (r): ProjectStep => ({
      id: r.id,
      action: r.action,
      fromState: r.from_state,
      toState: r.to_state,
      reason: r.reason,
      byPersonId: r.by_person_id,
      byName: r.by_name,
      at: r.at,
    }),
  );

/** The steps a project took, oldest first. */
export const projectSteps = (tx: Tx, projectId: string): Promise<ProjectStep[]> =>
  tx.all(
    sql`select id, action, from_state, to_state, reason, by_person_id, by_name, at from project_step
    where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by no`,
    stepRow,
  );
