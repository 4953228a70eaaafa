import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { type Sql, sql, type Tx } from '#platform/database';
import type { Application } from './application.ts';
import { type ApplicationDraft, applicationDraft } from './application-draft.ts';
import { sourceKinds } from './project.ts';
import { extenders, shortfallRules } from './shortfall.ts';

/** A draft with the number that tells two editors apart. */
export interface SavedDraft {
  content: ApplicationDraft;
  revision: number;
  savedAt: Date;
  savedBy: string | null;
}

const draftRow = z
  .object({ content: applicationDraft, revision: z.number(), saved_at: z.date(), saved_by: z.string().nullable() })
  .transform((r): SavedDraft => ({ content: r.content, revision: r.revision, savedAt: r.saved_at, savedBy: r.saved_by }));

/** What was typed so far, or null. */
export const findDraft = (tx: Tx, projectId: string): Promise<SavedDraft | null> =>
  tx.maybe(
    sql`select content, revision, saved_at, saved_by from application_draft
    where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}`,
    draftRow,
  );

/** Keeps a draft; its revision goes up by one. Call with the project locked. */
export async function saveDraft(tx: CommandTx, projectId: string, content: ApplicationDraft): Promise<number> {
  const { revision } = await tx.one(
    sql`insert into application_draft (subdistrict_id, project_id, revision, content, saved_by, saved_at)
    values (${tx.subdistrictId}, ${projectId}, 1, ${JSON.stringify(content)}::jsonb, ${tx.actor.personId}, ${tx.now})
    on conflict (subdistrict_id, project_id) do update set revision = application_draft.revision + 1, content = excluded.content,
      saved_by = excluded.saved_by, saved_at = excluded.saved_at returning revision`,
    z.object({ revision: z.number() }),
  );
  return revision;
}

/** A submitted version. */
export interface ApplicationVersion extends Application {
  id: string;
  projectId: string;
  version: number;
  submittedBy: string | null;
  submittedAt: Date;
}

/** Writes and seals a version. The database refuses sums that do not hold. Returns its id and number. */
export async function insertApplication(tx: CommandTx, projectId: string, a: Application): Promise<{ id: string; version: number }> {
  const id = tx.newId();
  const { version } = await tx.one(
    sql`insert into application (subdistrict_id, id, project_id, version, title, goal, why, period_start, period_end,
      keeper_person_id, keeper_name, upkeep_months, upkeep_yearly_fen, upkeep_plan, total_fen, grant_fen, submitted_by, submitted_at)
    select ${tx.subdistrictId}, ${id}, ${projectId}, (select coalesce(max(version), 0) + 1 from application where subdistrict_id = ${tx.subdistrictId}
      and project_id = ${projectId}), ${a.title}, ${a.goal}, ${a.why}, ${a.periodStart}, ${a.periodEnd}, ${a.keeperPersonId}::uuid, ${a.keeperName},
      ${a.upkeepMonths}::int, ${a.upkeepYearlyFen}::bigint, ${a.upkeepPlan}, ${a.totalFen}::bigint, ${a.grantFen}::bigint, ${tx.actor.personId}::uuid, ${tx.now}
    returning version`,
    z.object({ version: z.number() }),
  );
  const key = sql`${tx.subdistrictId}, ${id}`;
  const put = async (statements: readonly Sql[]) => {
    for (const statement of statements) await tx.exec(statement);
  };
  await put(
    a.indicators.map(
      (row, i) => sql`insert into application_indicator (subdistrict_id, application_id, no, name, unit, baseline, target)
    values (${key}, ${i + 1}, ${row.name}, ${row.unit}, ${row.baseline}, ${row.target})`,
    ),
  );
  await put(
    a.members.map(
      (row, i) => sql`insert into application_member (subdistrict_id, application_id, no, person_id, name, duty)
    values (${key}, ${i + 1}, ${row.personId}, ${row.name}, ${row.duty})`,
    ),
  );
  await put(
    a.sources.map(
      (row, i) => sql`insert into application_source (subdistrict_id, application_id, no, kind, name, organisation_id,
    per_household_fen, households, planned_fen, shortfall_rule, shortfall_day, extend_until, extend_by)
    values (${key}, ${i + 1}, ${row.kind}, ${row.name}, ${row.organisationId}, ${row.perHouseholdFen}, ${row.households}, ${row.plannedFen},
    ${row.shortfall?.rule ?? null}, ${row.shortfall?.day ?? null}, ${row.shortfall?.extendUntil ?? null}, ${row.shortfall?.extendBy ?? null})`,
    ),
  );
  await put(
    a.lines.map(
      (row, i) => sql`insert into budget_line (subdistrict_id, application_id, no, name, category, unit, quantity, unit_price_fen, amount_fen)
    values (${key}, ${i + 1}, ${row.name}, ${row.category}, ${row.unit}, ${row.quantity}, ${row.unitPriceFen}, ${row.amountFen})`,
    ),
  );
  await put(
    a.lines.flatMap((row, i) =>
      row.shares.map(
        (share) => sql`insert into budget_line_source (subdistrict_id, application_id, line_no, source_no, amount_fen)
    values (${key}, ${i + 1}, ${share.sourceNo}, ${share.amountFen})`,
      ),
    ),
  );
  await put(
    a.risks.map(
      (row, i) => sql`insert into application_risk (subdistrict_id, application_id, no, risk, answer)
    values (${key}, ${i + 1}, ${row.risk}, ${row.answer})`,
    ),
  );
  const bases = [...a.resolutionIds.map((r) => [r, null] as const), ...a.ballotIds.map((b) => [null, b] as const)];
  await put(
    bases.map(
      ([resolutionId, ballotId], i) => sql`insert into application_basis (subdistrict_id, application_id, no, resolution_id, ballot_id)
    values (${key}, ${i + 1}, ${resolutionId}, ${ballotId})`,
    ),
  );
  await put(
    a.evidence.map(
      (row, i) => sql`insert into application_evidence (subdistrict_id, application_id, no, kind, file_id)
    values (${key}, ${i + 1}, ${row.kind}, ${row.fileId})`,
    ),
  );
  await tx.exec(sql`update application set sealed = true where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
  return { id, version };
}

const headRow = z.object({
  id: z.string(),
  project_id: z.string(),
  version: z.number(),
  title: z.string(),
  goal: z.string(),
  why: z.string(),
  period_start: z.string(),
  period_end: z.string(),
  keeper_person_id: z.string().nullable(),
  keeper_name: z.string(),
  upkeep_months: z.number(),
  upkeep_yearly_fen: z.bigint(),
  upkeep_plan: z.string(),
  total_fen: z.bigint(),
  grant_fen: z.bigint(),
  submitted_by: z.string().nullable(),
  submitted_at: z.date(),
});

/** One version with all that belongs to it, or null. */
export async function findApplication(tx: Tx, applicationId: string): Promise<ApplicationVersion | null> {
  const head = await tx.maybe(sql`select * from application where subdistrict_id = ${tx.subdistrictId} and id = ${applicationId}`, headRow);
  if (!head) return null;
  const of = sql`subdistrict_id = ${tx.subdistrictId} and application_id = ${applicationId}`;
  const indicators = await tx.all(
    sql`select name, unit, baseline, target from application_indicator where ${of} order by no`,
    z.object({ name: z.string(), unit: z.string(), baseline: z.string(), target: z.string() }),
  );
  const members = await tx.all(
    sql`select person_id as "personId", name, duty from application_member where ${of} order by no`,
    z.object({ personId: z.string().nullable(), name: z.string(), duty: z.string() }),
  );
  const sources = await tx.all(
    sql`select kind, name, organisation_id as "organisationId", per_household_fen as "perHouseholdFen", households,
    planned_fen as "plannedFen", shortfall_rule as rule, shortfall_day as day, extend_until as "extendUntil", extend_by as "extendBy" from application_source where ${of} order by no`,
    z.object({
      kind: z.enum(sourceKinds),
      name: z.string(),
      organisationId: z.string().nullable(),
      perHouseholdFen: z.bigint().nullable(),
      households: z.number().nullable(),
      plannedFen: z.bigint(),
      rule: z.enum(shortfallRules).nullable(),
      day: z.string().nullable(),
      extendUntil: z.string().nullable(),
      extendBy: z.enum(extenders).nullable(),
    }),
  );
  const lines = await tx.all(
    sql`select no, name, category, unit, quantity, unit_price_fen as "unitPriceFen", amount_fen as "amountFen"
    from budget_line where ${of} order by no`,
    z.object({
      no: z.number(),
      name: z.string(),
      category: z.string(),
      unit: z.string(),
      quantity: z.string(),
      unitPriceFen: z.bigint(),
      amountFen: z.bigint(),
    }),
  );
  const shares = await tx.all(
    sql`select line_no as "lineNo", source_no as "sourceNo", amount_fen as "amountFen" from budget_line_source
    where ${of} order by line_no, source_no`,
    z.object({ lineNo: z.number(), sourceNo: z.number(), amountFen: z.bigint() }),
  );
  const risks = await tx.all(sql`select risk, answer from application_risk where ${of} order by no`, z.object({ risk: z.string(), answer: z.string() }));
  const bases = await tx.all(
    sql`select resolution_id as "resolutionId", ballot_id as "ballotId" from application_basis where ${of} order by no`,
    z.object({ resolutionId: z.string().nullable(), ballotId: z.string().nullable() }),
  );
  const evidence = await tx.all(
    sql`select kind, file_id as "fileId" from application_evidence where ${of} order by no`,
    z.object({ kind: z.string(), fileId: z.string() }),
  );
  const given = (id: string | null): string[] => (id === null ? [] : [id]);
  return {
    id: head.id,
    projectId: head.project_id,
    version: head.version,
    title: head.title,
    goal: head.goal,
    why: head.why,
    periodStart: head.period_start,
    periodEnd: head.period_end,
    keeperPersonId: head.keeper_person_id,
    keeperName: head.keeper_name,
    upkeepMonths: head.upkeep_months,
    upkeepYearlyFen: head.upkeep_yearly_fen,
    upkeepPlan: head.upkeep_plan,
    totalFen: head.total_fen,
    grantFen: head.grant_fen,
    submittedBy: head.submitted_by,
    submittedAt: head.submitted_at,
    indicators,
    members,
    sources: sources.map(({ rule, day, extendUntil, extendBy, ...source }) => ({
      ...source,
      shortfall: rule && day ? { rule, day, extendUntil, extendBy } : null,
    })),
    lines: lines.map(({ no, ...line }) => ({
      ...line,
      shares: shares.filter((s) => s.lineNo === no).map(({ sourceNo, amountFen }) => ({ sourceNo, amountFen })),
    })),
    risks,
    resolutionIds: bases.flatMap((b) => given(b.resolutionId)),
    ballotIds: bases.flatMap((b) => given(b.ballotId)),
    evidence,
  };
}

/** The versions of a project's application, oldest first. */
export const listVersions = (tx: Tx, projectId: string): Promise<{ id: string; version: number; submittedAt: Date; grantFen: bigint; totalFen: bigint }[]> =>
  tx.all(
    sql`select id, version, submitted_at as "submittedAt", grant_fen as "grantFen", total_fen as "totalFen" from application
    where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} and sealed order by version`,
    z.object({ id: z.string(), version: z.number(), submittedAt: z.date(), grantFen: z.bigint(), totalFen: z.bigint() }),
  );

/** Amounts of many versions at once, for lists. */
export async function versionTotals(tx: Tx, applicationIds: readonly string[]): Promise<Map<string, { totalFen: bigint; grantFen: bigint }>> {
  const rows = await tx.all(
    sql`select id, total_fen as "totalFen", grant_fen as "grantFen" from application
    where subdistrict_id = ${tx.subdistrictId} and id = any(${[...applicationIds]}::uuid[])`,
    z.object({ id: z.string(), totalFen: z.bigint(), grantFen: z.bigint() }),
  );
  return new Map(rows.map(({ id, ...amounts }) => [id, amounts]));
}

/** What the policy pack said about a version on the day it was asked; `reasons` are libs/policy's, as data. */
export interface ApplicationCheck {
  id: string;
  pack: string;
  outcome: 'pass' | 'block' | 'needs-ruling' | 'needs-setting';
  reasons: unknown[];
  at: Date;
}

/** Keeps a verdict beside its version. */
export async function insertCheck(tx: CommandTx, applicationId: string, check: Omit<ApplicationCheck, 'id' | 'at'>): Promise<void> {
  await tx.exec(sql`insert into application_check (subdistrict_id, id, application_id, pack, outcome, reasons, at) values (${tx.subdistrictId},
    ${tx.newId()}, ${applicationId}, ${check.pack}, ${check.outcome}, ${JSON.stringify(check.reasons)}::jsonb, ${tx.now})`);
}

/** The verdicts on a version, newest first. */
export const listChecks = (tx: Tx, applicationId: string): Promise<ApplicationCheck[]> =>
  tx.all(
    sql`select id, pack, outcome, reasons, at from application_check where subdistrict_id = ${tx.subdistrictId}
    and application_id = ${applicationId} order by at desc, id desc`,
    z.object({
      id: z.string(),
      pack: z.string(),
      outcome: z.enum(['pass', 'block', 'needs-ruling', 'needs-setting']),
      reasons: z.array(z.unknown()),
      at: z.date(),
    }),
  );
