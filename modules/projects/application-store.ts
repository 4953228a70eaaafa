import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { Application } from './application.ts';
import { acceptanceWays, type KeeperAcceptance } from './keeper-acceptance.ts';
import { type ApplicationDraft, applicationDraft } from './application-draft.ts';
import { sourceBases, sourceKinds } from './project.ts';
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

const revisionRow = z.object({ revision: z.number() });

/** Keeps a draft; its revision goes up by one. Call with the project locked. */
export async function saveDraft(tx: CommandTx, projectId: string, content: ApplicationDraft): Promise<number> {
  const { revision } = await tx.one(
    sql`insert into application_draft (subdistrict_id, project_id, revision, content, saved_by, saved_at)
    values (${tx.subdistrictId}, ${projectId}, 1, ${JSON.stringify(content)}::jsonb, ${tx.actor.personId}, ${tx.now})
    on conflict (subdistrict_id, project_id) do update set revision = application_draft.revision + 1, content = excluded.content,
      saved_by = excluded.saved_by, saved_at = excluded.saved_at returning revision`,
    revisionRow,
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
  /** How the keeper said yes; null in versions from before it was asked. */
  keeperAccepted: KeeperAcceptance | null;
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
  project_tier: z.string().nullable(),
  matching_fen: z.bigint(),
  keeper_organisation_id: z.string().nullable(),
  keeper_accepted_how: z.enum(acceptanceWays).nullable(),
  keeper_accepted_on: z.string().nullable(),
  keeper_accepted_note: z.string(),
  committee_opinion: z.string(),
  submitted_by: z.string().nullable(),
  submitted_at: z.date(),
});

const raisedRow = z.object({ unit: z.string(), amountFen: z.bigint() });
const evidenceRow = z.object({ kind: z.string(), fileId: z.string() });
const basisRow = z.object({ resolutionId: z.string().nullable(), ballotId: z.string().nullable() });
const riskRow = z.object({ risk: z.string(), answer: z.string() });
const shareRow = z.object({ lineNo: z.number(), sourceNo: z.number(), amountFen: z.bigint() });
const lineRow = z.object({
  no: z.number(),
  name: z.string(),
  category: z.string(),
  unit: z.string(),
  quantity: z.string(),
  unitPriceFen: z.bigint(),
  amountFen: z.bigint(),
});
const sourceRow = z.object({
  kind: z.enum(sourceKinds),
  name: z.string(),
  organisationId: z.string().nullable(),
  perHouseholdFen: z.bigint().nullable(),
  households: z.number().nullable(),
  plannedFen: z.bigint(),
  basis: z.enum(sourceBases).nullable(),
  basisNote: z.string(),
  rule: z.enum(shortfallRules).nullable(),
  day: z.string().nullable(),
  extendUntil: z.string().nullable(),
  extendBy: z.enum(extenders).nullable(),
});
const memberRow = z.object({ personId: z.string().nullable(), name: z.string(), duty: z.string() });
const indicatorRow = z.object({ name: z.string(), unit: z.string(), baseline: z.string(), target: z.string(), how: z.string(), when: z.string() });

/** One version with all that belongs to it, or null. */
export async function findApplication(tx: Tx, applicationId: string): Promise<ApplicationVersion | null> {
  const head = await tx.maybe(sql`select * from application where subdistrict_id = ${tx.subdistrictId} and id = ${applicationId}`, headRow);
  if (!head) return null;
  const of = sql`subdistrict_id = ${tx.subdistrictId} and application_id = ${applicationId}`;
  const indicators = await tx.all(
    sql`select name, unit, baseline, target, how, measured_when as "when" from application_indicator where ${of} order by no`,
    indicatorRow,
  );
  const members = await tx.all(sql`select person_id as "personId", name, duty from application_member where ${of} order by no`, memberRow);
  const sources = await tx.all(
    sql`select kind, name, organisation_id as "organisationId", per_household_fen as "perHouseholdFen", households,
    planned_fen as "plannedFen", basis, basis_note as "basisNote", shortfall_rule as rule, shortfall_day as day, extend_until as "extendUntil", extend_by as "extendBy" from application_source where ${of} order by no`,
    sourceRow,
  );
  const lines = await tx.all(
    sql`select no, name, category, unit, quantity, unit_price_fen as "unitPriceFen", amount_fen as "amountFen"
    from budget_line where ${of} order by no`,
    lineRow,
  );
  const shares = await tx.all(
    sql`select line_no as "lineNo", source_no as "sourceNo", amount_fen as "amountFen" from budget_line_source
    where ${of} order by line_no, source_no`,
    shareRow,
  );
  const risks = await tx.all(sql`select risk, answer from application_risk where ${of} order by no`, riskRow);
  const bases = await tx.all(sql`select resolution_id as "resolutionId", ballot_id as "ballotId" from application_basis where ${of} order by no`, basisRow);
  const evidence = await tx.all(sql`select kind, file_id as "fileId" from application_evidence where ${of} order by no`, evidenceRow);
  const raised = await tx.all(sql`select unit, amount_fen as "amountFen" from application_raised where ${of} order by no`, raisedRow);
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
    keeperOrganisationId: head.keeper_organisation_id,
    keeperAccepted:
      head.keeper_accepted_how && head.keeper_accepted_on
        ? { how: head.keeper_accepted_how, on: head.keeper_accepted_on, note: head.keeper_accepted_note }
        : null,
    projectTier: head.project_tier,
    raised,
    matchingFen: head.matching_fen,
    opinion: head.committee_opinion,
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

const versionsRow = z.object({ id: z.string(), version: z.number(), submittedAt: z.date(), grantFen: z.bigint(), totalFen: z.bigint() });

/** The versions of a project's application, oldest first. */
export const listVersions = (tx: Tx, projectId: string): Promise<{ id: string; version: number; submittedAt: Date; grantFen: bigint; totalFen: bigint }[]> =>
  tx.all(
    sql`select id, version, submitted_at as "submittedAt", grant_fen as "grantFen", total_fen as "totalFen" from application
    where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} and sealed order by version`,
    versionsRow,
  );

const versionTotalsRow = z.object({ id: z.string(), totalFen: z.bigint(), grantFen: z.bigint() });

/** Amounts of many versions at once, for lists. */
export async function versionTotals(tx: Tx, applicationIds: readonly string[]): Promise<Map<string, { totalFen: bigint; grantFen: bigint }>> {
  const rows = await tx.all(
    sql`select id, total_fen as "totalFen", grant_fen as "grantFen" from application
    where subdistrict_id = ${tx.subdistrictId} and id = any(${[...applicationIds]}::uuid[])`,
    versionTotalsRow,
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

const checksRow = z.object({
  id: z.string(),
  pack: z.string(),
  outcome: z.enum(['pass', 'block', 'needs-ruling', 'needs-setting']),
  reasons: z.array(z.unknown()),
  at: z.date(),
});

/** The verdicts on a version, newest first. */
export const listChecks = (tx: Tx, applicationId: string): Promise<ApplicationCheck[]> =>
  tx.all(
    sql`select id, pack, outcome, reasons, at from application_check where subdistrict_id = ${tx.subdistrictId}
    and application_id = ${applicationId} order by at desc, id desc`,
    checksRow,
  );
