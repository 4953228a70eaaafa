import { z } from 'zod';
import type { Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { insertGrade, listGrades } from './closing-store.ts';
import { deadlineOf } from './deadlines.ts';
import { gradeChoices } from './grade-project.ts';
import { lockProject, type Project } from './store.ts';

/** Duties: the community takes the grade or objects · the office answers the objection. */
export const gradeDuties = { read: 'grade.object', answer: 'grade.answer' } as const;

/** What was said of a grade after it was given. */
export interface GradeTold {
  gradeNo: number;
  /** Last day to object; null: the office has set none. */
  objectUntil: string | null;
  byName: string;
  at: Date;
  objection: { text: string; byName: string; at: Date } | null;
  end: { how: 'taken' | 'kept' | 'upheld'; reason: string; byName: string; at: Date } | null;
}

/** How the grade stands: `given` not told yet · `told` the community may object · `objected` waits for the answer · `final`. */
export type GradeStanding = 'none' | 'given' | 'told' | 'objected' | 'final';

/** A grade is final when it was taken or answered, or when the last day to object has passed without an objection. */
export function gradeStanding(grades: number, told: GradeTold | null, today: Day): GradeStanding {
  if (grades === 0) return 'none';
  if (!told) return 'given';
  if (told.end) return 'final';
  if (told.objection) return 'objected';
  return told.objectUntil !== null && told.objectUntil < today ? 'final' : 'told';
}

const row = z.object({
  gradeNo: z.number(),
  objectUntil: z.string().nullable(),
  byName: z.string(),
  at: z.date(),
  text: z.string().nullable(),
  objector: z.string().nullable(),
  objectedAt: z.date().nullable(),
  how: z.enum(['taken', 'kept', 'upheld']).nullable(),
  reason: z.string().nullable(),
  ender: z.string().nullable(),
  endedAt: z.date().nullable(),
});

/** What was said of a project's grade; null while it was not told. */
export async function gradeToldOf(tx: Tx, projectId: string): Promise<GradeTold | null> {
  const told = await tx.maybe(
    sql`select n.grade_no as "gradeNo", n.object_until as "objectUntil", n.by_name as "byName", n.at, o.text, o.by_name as objector, o.at as "objectedAt",
      e.how, e.reason, e.by_name as ender, e.at as "endedAt" from grade_notice n
    left join grade_objection o on o.subdistrict_id = n.subdistrict_id and o.project_id = n.project_id
    left join grade_end e on e.subdistrict_id = n.subdistrict_id and e.project_id = n.project_id
    where n.subdistrict_id = ${tx.subdistrictId} and n.project_id = ${projectId}`,
    row,
  );
  if (!told) return null;
  const { gradeNo, objectUntil, byName, at } = told;
  return {
    gradeNo,
    objectUntil,
    byName,
    at,
    objection:
      told.text !== null && told.objector !== null && told.objectedAt !== null ? { text: told.text, byName: told.objector, at: told.objectedAt } : null,
    end:
      told.how !== null && told.ender !== null && told.endedAt !== null
        ? { how: told.how, reason: told.reason ?? '', byName: told.ender, at: told.endedAt }
        : null,
  };
}

/** `no-grade` none was given · `told` it was told already · `too-late` the time to object is over · `objected` once is once · `final` · `own-grade` nobody answers an objection to their own grade. */
export type TellGradeError =
  | 'not-found'
  | 'not-allowed'
  | 'no-grade'
  | 'wrong-state'
  | 'told'
  | 'required'
  | 'too-long'
  | 'too-late'
  | 'own-grade'
  | 'not-in-list'
  | 'same-grade'
  | 'key-reused';

async function standingOf(tx: CommandTx, project: Project): Promise<{ told: GradeTold | null; standing: GradeStanding }> {
  const told = await gradeToldOf(tx, project.id);
  return { told, standing: gradeStanding((await listGrades(tx, project.id)).length, told, tx.today) };
}

async function insertEnd(tx: CommandTx, projectId: string, end: { how: 'taken' | 'kept' | 'upheld'; reason: string }): Promise<void> {
  await tx.exec(sql`insert into grade_end (subdistrict_id, project_id, how, reason, final_no, by_person_id, by_name, at)
    select ${tx.subdistrictId}, ${projectId}, ${end.how}, ${end.reason}, max(no), ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}
    from grade where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}`);
}

/** Tells the community inside the caller's command; the last day to object is the office's setting, none where it set none. */
export async function tellGradeIn(tx: CommandTx, project: Project): Promise<Result<void, 'no-grade' | 'told'>> {
  const grades = await listGrades(tx, project.id);
  const last = grades.at(-1);
  if (!last) return err('no-grade');
  if (await gradeToldOf(tx, project.id)) return err('told');
  const objectUntil = await deadlineOf(tx, gradeDuties.read);
  await tx.exec(sql`insert into grade_notice (subdistrict_id, project_id, grade_no, object_until, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${project.id}, ${last.no}, ${objectUntil}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  await openDuty(tx, {
    kind: gradeDuties.read,
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'project',
    subjectId: project.id,
    projectId: project.id,
    title: { zh: `看等级和理由，有异议就提：${project.title}`, en: `Take the grade or object: ${project.title}` },
    href: `/projects/${project.id}/grade`,
    dueDay: objectUntil,
  });
  tx.audit({ action: 'grade.tell', subjectKind: 'project', subjectId: project.id, text: { no: last.no, objectUntil: objectUntil ?? '未设' } });
  await tx.emit('project.grade-told', { projectId: project.id, neighbourhoodId: project.neighbourhoodId });
  return ok();
}

/** The office tells the community its grade and the reason. */
export const tellGrade = (context: CommandContext, input: { projectId: string }): Promise<Result<void, TellGradeError>> =>
  runCommand(context, 'tell-grade', async (tx): Promise<Result<void, TellGradeError>> => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.grade', project)) return err('not-allowed');
    return tellGradeIn(tx, project);
  });

/** The community takes its grade (no words), or objects once with its reasons. */
export const answerGrade = (context: CommandContext, input: { projectId: string; objection: string | null }): Promise<Result<void, TellGradeError>> =>
  runCommand(context, 'answer-grade', async (tx): Promise<Result<void, TellGradeError>> => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.answer-grade', project)) return err('not-allowed');
    const { told, standing } = await standingOf(tx, project);
    if (standing !== 'told') return err(standing === 'final' && told?.end === null ? 'too-late' : 'wrong-state');
    const text = input.objection?.trim() ?? null;
    if (text === '') return err('required');
    if (text !== null && text.length > 2000) return err('too-long');
    if (text === null) await insertEnd(tx, project.id, { how: 'taken', reason: '' });
    else
      await tx.exec(sql`insert into grade_objection (subdistrict_id, project_id, text, by_person_id, by_name, on_day, at)
        values (${tx.subdistrictId}, ${project.id}, ${text}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
    await closeDuty(tx, { kind: gradeDuties.read, subjectId: project.id });
    if (text !== null)
      await openDuty(tx, {
        kind: gradeDuties.answer,
        role: 'head',
        neighbourhoodId: null,
        subjectKind: 'project',
        subjectId: project.id,
        projectId: project.id,
        title: { zh: `答复对等级的异议：${project.title}`, en: `Answer the objection to the grade: ${project.title}` },
        href: `/projects/${project.id}/grade`,
        dueDay: await deadlineOf(tx, gradeDuties.answer),
      });
    tx.audit({ action: text === null ? 'grade.take' : 'grade.object', subjectKind: 'project', subjectId: project.id, text: text === null ? {} : { text } });
    await tx.emit(text === null ? 'project.grade-taken' : 'project.grade-objected', { projectId: project.id });
    return ok();
  });

const answerGradeObjectionRow = z.object({ grade: z.string(), by_person_id: z.string().nullable() });

/** Somebody of the office who did not give the grade answers the objection: keeps it (`grade` null) or gives another; then it is final. */
export const answerGradeObjection = (
  context: CommandContext,
  input: { projectId: string; grade: string | null; reason: string },
): Promise<Result<void, TellGradeError>> =>
  runCommand(context, 'answer-grade-objection', async (tx): Promise<Result<void, TellGradeError>> => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.grade', project)) return err('not-allowed');
    const { told, standing } = await standingOf(tx, project);
    if (standing !== 'objected' || !told) return err('wrong-state');
    const reason = input.reason.trim();
    if (reason === '') return err('required');
    if (reason.length > 1000) return err('too-long');
    const giver = await tx.one(
      sql`select grade, by_person_id from grade where subdistrict_id = ${tx.subdistrictId} and project_id = ${project.id} and no = ${told.gradeNo}`,
      answerGradeObjectionRow,
    );
    if (giver.by_person_id === tx.actor.personId) return err('own-grade');
    if (input.grade !== null) {
      if (!(await gradeChoices(tx, tx.today, project)).choices.some((choice) => choice.code === input.grade)) return err('not-in-list');
      if (input.grade === giver.grade) return err('same-grade');
      await insertGrade(tx, project.id, input.grade, reason);
    }
    await insertEnd(tx, project.id, { how: input.grade === null ? 'kept' : 'upheld', reason });
    await dropDuties(tx, { kind: gradeDuties.read, subjectId: project.id });
    await closeDuty(tx, { kind: gradeDuties.answer, subjectId: project.id });
    tx.audit({ action: 'grade.answer', subjectKind: 'project', subjectId: project.id, text: { grade: input.grade ?? '维持', reason } });
    await tx.emit('project.grade-answered', { projectId: project.id, upheld: input.grade !== null });
    return ok();
  });
