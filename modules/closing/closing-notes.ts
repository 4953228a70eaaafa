import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { lockProject, type ProjectState } from '#modules/projects';

/** How many households a project reached, and how they were counted. */
export interface Reach {
  households: number;
  countedHow: string;
  byName: string;
  at: Date;
}

const reachRow = z.object({ households: z.number(), countedHow: z.string(), byName: z.string(), at: z.date() });

/** The last word on how many households a project reached; null where nobody has said. */
export const reachOf = (tx: Tx, projectId: string): Promise<Reach | null> =>
  tx.maybe(
    sql`select households, counted_how as "countedHow", by_name as "byName", at from closing_reach
    where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by no desc limit 1`,
    reachRow,
  );

export const lessonKinds = ['again', 'differently'] as const;
export type LessonKind = (typeof lessonKinds)[number];
/** What a team would do again, or differently. */
export interface Lesson {
  id: string;
  projectId: string;
  projectTitle: string;
  neighbourhoodId: string;
  year: number;
  kind: LessonKind;
  text: string;
  tags: string[];
  byName: string;
  at: Date;
}

const lessonRow = z.object({
  id: z.string(),
  projectId: z.string(),
  projectTitle: z.string(),
  neighbourhoodId: z.string(),
  year: z.number(),
  kind: z.enum(lessonKinds),
  text: z.string(),
  tags: z.array(z.string()),
  byName: z.string(),
  at: z.date(),
});

/** Lessons, the newest first: of one project, or of all that hold every word and the tag. At most 500. */
export const findLessons = (tx: Tx, which: { projectId?: string; words?: string; tag?: string } = {}): Promise<Lesson[]> => {
  const words = (which.words ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return tx.all(
    sql`select l.id, l.project_id as "projectId", p.title as "projectTitle", p.neighbourhood_id as "neighbourhoodId", p.year, l.kind, l.text, l.tags,
      l.by_name as "byName", l.at from lesson l join project p on p.subdistrict_id = l.subdistrict_id and p.id = l.project_id
    where l.subdistrict_id = ${tx.subdistrictId} and (${which.projectId ?? null}::uuid is null or l.project_id = ${which.projectId ?? null}::uuid)
    and (${which.tag ?? null}::text is null or ${which.tag ?? null}::text = any(l.tags))
    and not exists (select from unnest(${words}::text[]) w where position(w in lower(l.text || ' ' || p.title || ' ' || array_to_string(l.tags, ' '))) = 0)
    order by l.at desc, l.id desc limit 500`,
    lessonRow,
  );
};

/** Tags as typed, between commas or blanks: each once, at most eight of at most twenty characters. */
export const readTags = (typed: string): string[] =>
  [...new Set(typed.split(/[，,、\s]+/).map((tag) => [...tag.replace(/^#/, '')].slice(0, 20).join('')))].filter((tag) => tag !== '').slice(0, 8);

const tellable: readonly ProjectState[] = ['doing', 'appraisal', 'accepted', 'settled', 'closed', 'upkeep', 'stopped'];
export type ClosingNoteError = 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'too-long' | 'out-of-range' | 'key-reused';

/** The committee says how many households the thing reached and how they were counted; a better count is said again. */
export const sayReach = (
  context: CommandContext,
  input: { projectId: string; households: number; countedHow: string },
): Promise<Result<void, ClosingNoteError>> =>
  runCommand(context, 'say-reach', async (tx): Promise<Result<void, ClosingNoteError>> => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('closing.note', project)) return err('not-allowed');
    if (!tellable.includes(project.state)) return err('wrong-state');
    const how = input.countedHow.trim();
    if (how === '') return err('required');
    if (how.length > 300) return err('too-long');
    if (!Number.isInteger(input.households) || input.households < 1 || input.households > 1_000_000) return err('out-of-range');
    await tx.exec(sql`insert into closing_reach (subdistrict_id, id, project_id, no, households, counted_how, by_person_id, by_name, at)
      select ${tx.subdistrictId}, ${tx.newId()}, ${project.id}, (select coalesce(max(no), 0) + 1 from closing_reach where subdistrict_id = ${tx.subdistrictId}
        and project_id = ${project.id}), ${input.households}::int, ${how}, ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);
    tx.audit({ action: 'closing.reach', subjectKind: 'project', subjectId: project.id, text: { households: input.households, how } });
    return ok();
  });

/** Somebody of the neighbourhood or the office writes down what they would do again or differently. */
export const tellLesson = (
  context: CommandContext,
  input: { projectId: string; kind: LessonKind; text: string; tags: string },
): Promise<Result<string, ClosingNoteError>> =>
  runCommand(context, 'tell-lesson', async (tx): Promise<Result<string, ClosingNoteError>> => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('lesson.tell', project)) return err('not-allowed');
    if (!tellable.includes(project.state)) return err('wrong-state');
    const text = input.text.trim();
    if (text === '') return err('required');
    if (text.length > 1000) return err('too-long');
    const id = tx.newId();
    await tx.exec(sql`insert into lesson (subdistrict_id, id, project_id, no, kind, text, tags, by_person_id, by_name, at)
      select ${tx.subdistrictId}, ${id}, ${project.id}, (select coalesce(max(no), 0) + 1 from lesson where subdistrict_id = ${tx.subdistrictId}
        and project_id = ${project.id}), ${input.kind}, ${text}, ${readTags(input.tags)}::text[], ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);
    tx.audit({ action: 'lesson.tell', subjectKind: 'project', subjectId: project.id, text: { kind: input.kind, text } });
    await tx.emit('project.lesson-told', { projectId: project.id, lessonId: id });
    return ok(id);
  });
