import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** A visit (走访) looks and listens; a supervision (督导) checks. */
export const visitKinds = ['visit', 'supervision'] as const;
export type VisitKind = (typeof visitKinds)[number];
export const findingMoves = ['answer', 'accept', 'again'] as const;
export type FindingMove = (typeof findingMoves)[number];
/** Where a finding stands: waits for its answer, answered, or accepted. */
export type FindingState = 'open' | 'answered' | 'accepted';

export interface VisitFinding {
  id: string;
  no: number;
  text: string;
  personId: string | null;
  personName: string;
  dueDay: string;
  steps: { kind: FindingMove; text: string; byPersonId: string; byName: string; at: Date }[];
  state: FindingState;
}

/** A visit that is planned, made or cancelled. */
export interface Visit {
  id: string;
  projectId: string;
  no: number;
  kind: VisitKind;
  plannedDay: string;
  purpose: string;
  visitorId: string;
  visitorName: string;
  cancelledReason: string | null;
  record: { day: string; seen: string; present: string; photoIds: string[]; byName: string; at: Date } | null;
  findings: VisitFinding[];
}

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
/** The state that the last move leaves a finding in. */
export const findingStateAfter = (last: FindingMove | null): FindingState => (last === 'answer' ? 'answered' : last === 'accept' ? 'accepted' : 'open');

const row = z
  .object({
    id: z.string(),
    projectId: z.string(),
    no: z.number(),
    kind: z.enum(visitKinds),
    plannedDay: z.string(),
    purpose: z.string(),
    visitorId: z.string(),
    visitorName: z.string(),
    cancelledReason: z.string().nullable(),
    record: z.object({ day: z.string(), seen: z.string(), present: z.string(), photoIds: z.array(z.string()), byName: z.string(), at: instant }).nullable(),
    findings: z.array(
      z.object({
        id: z.string(),
        no: z.number(),
        text: z.string(),
        personId: z.string().nullable(),
        personName: z.string(),
        dueDay: z.string(),
        steps: z.array(z.object({ kind: z.enum(findingMoves), text: z.string(), byPersonId: z.string(), byName: z.string(), at: instant })),
      }),
    ),
  })
  .transform((r): Visit => ({ ...r, findings: r.findings.map((one) => ({ ...one, state: findingStateAfter(one.steps.at(-1)?.kind ?? null) })) }));
const selected = sql`select v.id, v.project_id as "projectId", v.no, v.kind, v.planned_day as "plannedDay", v.purpose, v.visitor_id as "visitorId", v.visitor_name as "visitorName",
    v.cancelled_reason as "cancelledReason",
    (select jsonb_build_object('day', r.day, 'seen', r.seen, 'present', r.present, 'photoIds', to_jsonb(r.photo_ids), 'byName', r.by_name, 'at', r.at)
      from visit_record r where r.subdistrict_id = v.subdistrict_id and r.visit_id = v.id) as record,
    coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'no', f.no, 'text', f.text, 'personId', f.person_id, 'personName', f.person_name, 'dueDay', f.due_day,
      'steps', coalesce((select jsonb_agg(jsonb_build_object('kind', s.kind, 'text', s.text, 'byPersonId', s.by_person_id, 'byName', s.by_name, 'at', s.at) order by s.no)
        from visit_finding_step s where s.subdistrict_id = f.subdistrict_id and s.finding_id = f.id), '[]'::jsonb)) order by f.no)
      from visit_finding f where f.subdistrict_id = v.subdistrict_id and f.visit_id = v.id), '[]'::jsonb) as findings
  from visit v`;

/** Visits of a project, newest first. */
export const listVisits = (tx: Tx, projectId: string): Promise<Visit[]> =>
  tx.all(sql`${selected} where v.subdistrict_id = ${tx.subdistrictId} and v.project_id = ${projectId} order by v.no desc`, row);

export const findVisit = (tx: Tx, id: string): Promise<Visit | null> =>
  tx.maybe(sql`${selected} where v.subdistrict_id = ${tx.subdistrictId} and v.id = ${id}`, row);

const noRow = z.object({ no: z.number() });

export async function insertVisit(
  tx: CommandTx,
  visit: Pick<Visit, 'projectId' | 'kind' | 'plannedDay' | 'purpose' | 'visitorId' | 'visitorName'>,
): Promise<{ id: string; no: number }> {
  const id = tx.newId();
  const { no } = await tx.one(
    sql`insert into visit (subdistrict_id, id, project_id, no, kind, planned_day, purpose, visitor_id, visitor_name, planned_by, created_at)
    select ${tx.subdistrictId}, ${id}::uuid, ${visit.projectId}::uuid, (select coalesce(max(no), 0) + 1 from visit where subdistrict_id = ${tx.subdistrictId}
      and project_id = ${visit.projectId}), ${visit.kind}, ${visit.plannedDay}::date, ${visit.purpose}, ${visit.visitorId}::uuid, ${visit.visitorName},
      ${tx.actor.personId}::uuid, ${tx.now} returning no`,
    noRow,
  );
  return { id, no };
}

export const cancelVisitRow = (tx: CommandTx, id: string, reason: string): Promise<number> =>
  tx.exec(
    sql`update visit set cancelled_at = ${tx.now}, cancelled_reason = ${reason} where subdistrict_id = ${tx.subdistrictId} and id = ${id} and cancelled_at is null`,
  );

export const insertVisitRecord = (
  tx: CommandTx,
  visitId: string,
  record: { day: string; seen: string; present: string; photoIds: readonly string[] },
): Promise<number> =>
  tx.exec(sql`insert into visit_record (subdistrict_id, visit_id, day, seen, present, photo_ids, by_person_id, by_name, at) values (${tx.subdistrictId}, ${visitId}, ${record.day},
    ${record.seen}, ${record.present}, ${[...record.photoIds]}::uuid[], ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);

export async function insertFinding(
  tx: CommandTx,
  visitId: string,
  finding: Pick<VisitFinding, 'no' | 'text' | 'personId' | 'personName' | 'dueDay'>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into visit_finding (subdistrict_id, id, visit_id, no, text, person_id, person_name, due_day)
    values (${tx.subdistrictId}, ${id}, ${visitId}, ${finding.no}, ${finding.text}, ${finding.personId}, ${finding.personName}, ${finding.dueDay})`);
  return id;
}

export const insertFindingStep = (tx: CommandTx, findingId: string, no: number, kind: FindingMove, text: string): Promise<number> =>
  tx.exec(sql`insert into visit_finding_step (subdistrict_id, finding_id, no, kind, text, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${findingId}, ${no}, ${kind}, ${text}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
