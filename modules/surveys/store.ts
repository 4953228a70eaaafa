import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { channels, type Channel, type Question, type Survey } from './survey.ts';

const surveyRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string().nullable(),
    kind: z.enum(['sample', 'counts']),
    title: z.string(),
    purpose: z.string(),
    margin_permille: z.number().nullable(),
    seed: z.string().nullable(),
    population: z.number().nullable(),
    source: z.string().nullable(),
    state: z.enum(['open', 'closed']),
    opened_by_name: z.string(),
    opened_at: z.date(),
    closed_at: z.date().nullable(),
  })
  .transform(
    (r): Survey => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      kind: r.kind,
      title: r.title,
      purpose: r.purpose,
      marginPermille: r.margin_permille,
      seed: r.seed,
      population: r.population,
      source: r.source,
      state: r.state,
      openedByName: r.opened_by_name,
      openedAt: r.opened_at,
      closedAt: r.closed_at,
    }),
  );
const columns = sql`id, neighbourhood_id, kind, title, purpose, margin_permille, seed, population, source, state, opened_by_name, opened_at, closed_at`;

/** Surveys, the newest first. */
export const listSurveys = (tx: Tx): Promise<Survey[]> =>
  tx.all(sql`select ${columns} from survey where subdistrict_id = ${tx.subdistrictId} order by opened_at desc, id desc limit 500`, surveyRow);
/** One survey, or null. */
export const findSurvey = (tx: Tx, id: string): Promise<Survey | null> =>
  tx.maybe(sql`select ${columns} from survey where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, surveyRow);
export const lockSurvey = (tx: CommandTx, id: string): Promise<Survey | null> =>
  tx.maybe(sql`select ${columns} from survey where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, surveyRow);

const questionsRow = z.object({ no: z.number(), text: z.string(), options: z.array(z.string()) });
/** Questions in their order. */
export const questionsOf = (tx: Tx, surveyId: string): Promise<Question[]> =>
  tx.all(sql`select no, text, options from survey_question where subdistrict_id = ${tx.subdistrictId} and survey_id = ${surveyId} order by no`, questionsRow);

/** A drawn household. */
export interface Member {
  householdId: string;
  no: number;
  group: string;
  /** How it answered; null = not yet. */
  channel: Channel | null;
}

const membersRow = z.object({ householdId: z.string(), no: z.number(), group: z.string(), channel: z.enum(channels).nullable() });
/** Drawn households in the order of the drawing. */
export const membersOf = (tx: Tx, surveyId: string): Promise<Member[]> =>
  tx.all(
    sql`select m.household_id as "householdId", m.no, m.group_name as group, r.channel from survey_member m
    left join survey_return r on r.subdistrict_id = m.subdistrict_id and r.survey_id = m.survey_id and r.household_id = m.household_id
    where m.subdistrict_id = ${tx.subdistrictId} and m.survey_id = ${surveyId} order by m.no`,
    membersRow,
  );

const sheetsRow = z.object({ group: z.string(), answers: z.array(z.string().nullable()) });
/** Sheets, without any order that time could tell. */
export const sheetsOf = (tx: Tx, surveyId: string): Promise<{ group: string; answers: (string | null)[] }[]> =>
  tx.all(
    sql`select group_name as group, answers from survey_sheet where subdistrict_id = ${tx.subdistrictId} and survey_id = ${surveyId} order by group_name, answers`,
    sheetsRow,
  );

const countsRow = z.object({ questionNo: z.number(), group: z.string(), answer: z.string(), count: z.number() });
/** Counts of a survey held elsewhere. */
export const countsOf = (tx: Tx, surveyId: string): Promise<{ questionNo: number; group: string; answer: string; count: number }[]> =>
  tx.all(
    sql`select question_no as "questionNo", group_name as group, answer, count from survey_count where subdistrict_id = ${tx.subdistrictId}
    and survey_id = ${surveyId} order by question_no, count desc, group_name, answer`,
    countsRow,
  );

export async function insertSurvey(
  tx: CommandTx,
  survey: Pick<Survey, 'neighbourhoodId' | 'kind' | 'title' | 'purpose' | 'marginPermille' | 'seed' | 'population' | 'source'>,
  questions: readonly Question[],
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into survey (subdistrict_id, id, neighbourhood_id, kind, title, purpose, margin_permille, seed, population, source, state, opened_by, opened_by_name, opened_at)
    values (${tx.subdistrictId}, ${id}, ${survey.neighbourhoodId}, ${survey.kind}, ${survey.title}, ${survey.purpose}, ${survey.marginPermille}, ${survey.seed},
      ${survey.population}, ${survey.source}, 'open', ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  for (const question of questions)
    await tx.exec(sql`insert into survey_question (subdistrict_id, survey_id, no, text, options)
      values (${tx.subdistrictId}, ${id}, ${question.no}, ${question.text}, ${question.options}::text[])`);
  return id;
}

export async function insertMembers(tx: CommandTx, surveyId: string, members: readonly Pick<Member, 'householdId' | 'no' | 'group'>[]): Promise<void> {
  await tx.exec(sql`insert into survey_member (subdistrict_id, survey_id, household_id, no, group_name)
    select ${tx.subdistrictId}::uuid, ${surveyId}::uuid, v.id, v.no, v.name from unnest(${members.map((one) => one.householdId)}::uuid[],
    ${members.map((one) => one.no)}::int[], ${members.map((one) => one.group)}::text[]) as v (id, no, name)`);
}

export async function insertAnswer(
  tx: CommandTx,
  surveyId: string,
  answer: { householdId: string; group: string; channel: Channel; answers: readonly (string | null)[] },
): Promise<void> {
  await tx.exec(sql`insert into survey_return (subdistrict_id, survey_id, household_id, channel, on_day, entered_by)
    values (${tx.subdistrictId}, ${surveyId}, ${answer.householdId}, ${answer.channel}, ${tx.today}, ${answer.channel === 'own' ? null : tx.actor.personId})`);
  // A random id: one that grows with time would tell the order.
  const bytes = Buffer.from(tx.randomBytes(16)).toString('hex');
  const id = `${bytes.slice(0, 8)}-${bytes.slice(8, 12)}-4${bytes.slice(13, 16)}-8${bytes.slice(17, 20)}-${bytes.slice(20)}`;
  await tx.exec(sql`insert into survey_sheet (subdistrict_id, survey_id, id, group_name, answers)
    values (${tx.subdistrictId}, ${surveyId}, ${id}, ${answer.group}, ${[...answer.answers]}::text[])`);
}

export async function insertCounts(tx: CommandTx, surveyId: string, counts: readonly { group: string; answer: string; count: number }[]): Promise<void> {
  await tx.exec(sql`insert into survey_count (subdistrict_id, survey_id, question_no, group_name, answer, count)
    select ${tx.subdistrictId}::uuid, ${surveyId}::uuid, 1, v.g, v.a, v.n from unnest(${counts.map((one) => one.group)}::text[],
    ${counts.map((one) => one.answer)}::text[], ${counts.map((one) => one.count)}::int[]) as v (g, a, n)`);
}

export const saveClosed = (tx: CommandTx, id: string): Promise<number> =>
  tx.exec(sql`update survey set state = 'closed', closed_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
