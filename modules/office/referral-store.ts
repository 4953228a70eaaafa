import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { type Sql, sql, type Tx } from '#platform/database';
import { answers, type Cost, type ReferralStep, referralSteps, type UpwardReferral } from './referral.ts';

const row = z
  .object({
    id: z.string(),
    year: z.number(),
    no: z.number(),
    neighbourhood_id: z.string().nullable(),
    project_id: z.string().nullable(),
    matter_id: z.string().nullable(),
    title: z.string(),
    to_name: z.string(),
    facts: z.string(),
    tried: z.string(),
    why: z.string(),
    due_day: z.string().nullable(),
    by_name: z.string(),
    at: z.date(),
  })
  .transform(
    (r): UpwardReferral => ({
      id: r.id,
      year: r.year,
      no: r.no,
      neighbourhoodId: r.neighbourhood_id,
      projectId: r.project_id,
      matterId: r.matter_id,
      title: r.title,
      toName: r.to_name,
      facts: r.facts,
      tried: r.tried,
      why: r.why,
      dueDay: r.due_day,
      byName: r.by_name,
      at: r.at,
      costs: [],
      steps: [],
    }),
  );
const stepRow = z
  .object({
    referral_id: z.string(),
    no: z.number(),
    kind: z.enum(referralSteps),
    outcome: z.enum(answers).nullable(),
    granted_fen: z.bigint().nullable(),
    body: z.string(),
    day: z.string(),
    file_id: z.string().nullable(),
    by_name: z.string(),
    at: z.date(),
  })
  .transform((r) => ({
    referralId: r.referral_id,
    no: r.no,
    kind: r.kind,
    outcome: r.outcome,
    grantedFen: r.granted_fen,
    body: r.body,
    day: r.day,
    fileId: r.file_id,
    byName: r.by_name,
    at: r.at,
  }));

const whereRow = z.object({ referral_id: z.string(), name: z.string(), amount_fen: z.bigint(), basis: z.string() });

async function where(tx: Tx, condition: Sql): Promise<UpwardReferral[]> {
  const found = await tx.all(
    sql`select id, year, no, neighbourhood_id, project_id, matter_id, title, to_name, facts, tried, why, due_day, by_name, at from upward_referral
    where subdistrict_id = ${tx.subdistrictId} and ${condition} order by year desc, no desc`,
    row,
  );
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return found;
  const [costs, steps] = await Promise.all([
    tx.all(
      sql`select referral_id, name, amount_fen, basis from upward_cost where subdistrict_id = ${tx.subdistrictId} and referral_id = any(${ids}::uuid[]) order by referral_id, no`,
      whereRow,
    ),
    tx.all(
      sql`select referral_id, no, kind, outcome, granted_fen, body, day, file_id, by_name, at from upward_step
      where subdistrict_id = ${tx.subdistrictId} and referral_id = any(${ids}::uuid[]) order by referral_id, no`,
      stepRow,
    ),
  ]);
  const byId = new Map(found.map((one) => [one.id, one]));
  for (const cost of costs) byId.get(cost.referral_id)?.costs.push({ name: cost.name, amountFen: cost.amount_fen, basis: cost.basis });
  for (const { referralId, ...step } of steps) byId.get(referralId)?.steps.push(step);
  return found;
}
/** Referrals of a year or of all, the newest first. */
export const listReferrals = (tx: Tx, year?: number): Promise<UpwardReferral[]> => where(tx, year === undefined ? sql`true` : sql`year = ${year}`);
/** One referral, or null. */
export const findReferral = async (tx: Tx, id: string): Promise<UpwardReferral | null> => (await where(tx, sql`id = ${id}`))[0] ?? null;

const noRow = z.object({ no: z.number() });

export async function insertReferral(
  tx: CommandTx,
  referral: Pick<UpwardReferral, 'neighbourhoodId' | 'projectId' | 'matterId' | 'title' | 'toName' | 'facts' | 'tried' | 'why' | 'dueDay'> & {
    costs: readonly Cost[];
  },
): Promise<{ id: string; year: number; no: number }> {
  const id = tx.newId();
  const year = Number(tx.today.slice(0, 4));
  await tx.executeSql('select pg_advisory_xact_lock(hashtextextended($1, 866))', [`${tx.subdistrictId}/${year}`]);
  const { no } = await tx.one(
    sql`insert into upward_referral (subdistrict_id, id, year, no, neighbourhood_id, project_id, matter_id, title, to_name, facts, tried, why, due_day, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${id}, ${year}, (select coalesce(max(no), 0) + 1 from upward_referral where subdistrict_id = ${tx.subdistrictId} and year = ${year}),
    ${referral.neighbourhoodId}, ${referral.projectId}, ${referral.matterId}, ${referral.title}, ${referral.toName}, ${referral.facts}, ${referral.tried}, ${referral.why},
    ${referral.dueDay}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now}) returning no`,
    noRow,
  );
  for (const [at, cost] of referral.costs.entries())
    await tx.exec(sql`insert into upward_cost (subdistrict_id, referral_id, no, name, amount_fen, basis)
      values (${tx.subdistrictId}, ${id}, ${at + 1}, ${cost.name}, ${cost.amountFen}, ${cost.basis})`);
  return { id, year, no };
}

export const insertReferralStep = (
  tx: CommandTx,
  referral: Pick<UpwardReferral, 'id' | 'steps'>,
  step: Pick<ReferralStep, 'kind' | 'body' | 'day'> & Partial<Pick<ReferralStep, 'outcome' | 'grantedFen' | 'fileId'>>,
): Promise<number> =>
  tx.exec(sql`insert into upward_step (subdistrict_id, id, referral_id, no, kind, outcome, granted_fen, body, day, file_id, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${referral.id}, ${referral.steps.length + 1}, ${step.kind}, ${step.outcome ?? null}, ${step.grantedFen ?? null}, ${step.body},
    ${step.day}, ${step.fileId ?? null}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
