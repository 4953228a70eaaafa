import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type MidTermResult, midTermResults, type MidTermScore } from './mid-term.ts';

const factsShape = z.object({
  day: z.string(),
  /** Whole percent of the plan; null without a plan. */
  planPercent: z.number().nullable(),
  tasksDone: z.number(),
  tasks: z.number(),
  tasksOverdue: z.number(),
  checkIns: z.number(),
  photos: z.number(),
  watchesKept: z.number(),
  watchesMissed: z.number(),
  troublesOpen: z.number(),
  stuckOpen: z.number(),
  stuckSolved: z.number(),
  changes: z.number(),
  findingsOpen: z.number(),
  /** Fen as decimal strings. */
  plannedFen: z.string(),
  receivedFen: z.string(),
  spentFen: z.string(),
});
/** The figures of the works on the day of a report, as recorded. */
export type WorksFacts = z.output<typeof factsShape>;

/** A team's report at mid-term with its check, if it was made. */
export interface MidTerm {
  id: string;
  projectId: string;
  no: number;
  progress: string;
  problems: string;
  nextSteps: string;
  facts: WorksFacts;
  byPersonId: string;
  byName: string;
  at: Date;
  check: { result: MidTermResult; scores: MidTermScore[]; rubric: string; reason: string; byPersonId: string; byName: string; at: Date } | null;
}

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const row = z.object({
  id: z.string(),
  projectId: z.string(),
  no: z.number(),
  progress: z.string(),
  problems: z.string(),
  nextSteps: z.string(),
  facts: factsShape,
  byPersonId: z.string(),
  byName: z.string(),
  at: z.date(),
  check: z
    .object({
      result: z.enum(midTermResults),
      scores: z.array(z.object({ code: z.string(), title: z.string(), weight: z.number(), max: z.number(), points: z.number(), reason: z.string() })),
      rubric: z.string(),
      reason: z.string(),
      byPersonId: z.string(),
      byName: z.string(),
      at: instant,
    })
    .nullable(),
});
const selected = sql`select r.id, r.project_id as "projectId", r.no, r.progress, r.problems, r.next_steps as "nextSteps", r.facts, r.by_person_id as "byPersonId",
    r.by_name as "byName", r.at, (select jsonb_build_object('result', c.result, 'scores', c.scores, 'rubric', c.rubric, 'reason', c.reason, 'byPersonId', c.by_person_id,
      'byName', c.by_name, 'at', c.at) from mid_term_check c where c.subdistrict_id = r.subdistrict_id and c.report_id = r.id) as check
  from mid_term_report r`;

/** Mid-term reports of a project, oldest first; the last one counts. */
export const listMidTerms = (tx: Tx, projectId: string): Promise<MidTerm[]> =>
  tx.all(sql`${selected} where r.subdistrict_id = ${tx.subdistrictId} and r.project_id = ${projectId} order by r.no`, row);

/** The mid-term of a project that counts: its last report with what its check came to; null while nobody has reported. A tranche waits for `check.result = 'passed'`. */
export const midTermOf = async (tx: Tx, projectId: string): Promise<MidTerm | null> => (await listMidTerms(tx, projectId)).at(-1) ?? null;

export async function insertMidTermReport(
  tx: CommandTx,
  report: Pick<MidTerm, 'projectId' | 'progress' | 'problems' | 'nextSteps' | 'facts'>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into mid_term_report (subdistrict_id, id, project_id, no, progress, problems, next_steps, facts, by_person_id, by_name, at)
    select ${tx.subdistrictId}, ${id}::uuid, ${report.projectId}::uuid, (select coalesce(max(no), 0) + 1 from mid_term_report where subdistrict_id = ${tx.subdistrictId}
      and project_id = ${report.projectId}), ${report.progress}, ${report.problems}, ${report.nextSteps}, ${JSON.stringify(report.facts)}::jsonb,
      ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);
  return id;
}

export const insertMidTermCheck = (
  tx: CommandTx,
  report: Pick<MidTerm, 'id' | 'projectId'>,
  check: { result: MidTermResult; scores: readonly MidTermScore[]; rubric: string; reason: string },
): Promise<number> =>
  tx.exec(sql`insert into mid_term_check (subdistrict_id, report_id, project_id, result, scores, rubric, reason, by_person_id, by_name, at) values (${tx.subdistrictId},
    ${report.id}, ${report.projectId}, ${check.result}, ${JSON.stringify(check.scores)}::jsonb, ${check.rubric}, ${check.reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
