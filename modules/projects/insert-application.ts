import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { type Sql, sql } from '#platform/database';
import type { Application } from './application.ts';
import type { KeeperAcceptance } from './keeper-acceptance.ts';

const versionRow = z.object({ version: z.number() });

/** Writes and seals a version. The database refuses sums that do not hold. Returns its id and number. */
export async function insertApplication(
  tx: CommandTx,
  projectId: string,
  a: Application,
  accepted: KeeperAcceptance,
): Promise<{ id: string; version: number }> {
  const id = tx.newId();
  const { version } = await tx.one(
    sql`insert into application (subdistrict_id, id, project_id, version, title, goal, why, period_start, period_end,
      keeper_person_id, keeper_name, upkeep_months, upkeep_yearly_fen, upkeep_plan, total_fen, grant_fen, project_tier, matching_fen,
      keeper_organisation_id, keeper_accepted_how, keeper_accepted_on, keeper_accepted_note, committee_opinion, submitted_by, submitted_at)
    select ${tx.subdistrictId}, ${id}, ${projectId}, (select coalesce(max(version), 0) + 1 from application where subdistrict_id = ${tx.subdistrictId}
      and project_id = ${projectId}), ${a.title}, ${a.goal}, ${a.why}, ${a.periodStart}, ${a.periodEnd}, ${a.keeperPersonId}::uuid, ${a.keeperName},
      ${a.upkeepMonths}::int, ${a.upkeepYearlyFen}::bigint, ${a.upkeepPlan}, ${a.totalFen}::bigint, ${a.grantFen}::bigint, ${a.projectTier}, ${a.matchingFen}::bigint, ${a.keeperOrganisationId}::uuid,
      ${accepted.how}, ${accepted.on}::date, ${accepted.note}, ${a.opinion}, ${tx.actor.personId}::uuid, ${tx.now}
    returning version`,
    versionRow,
  );
  const key = sql`${tx.subdistrictId}, ${id}`;
  const put = async (statements: readonly Sql[]) => {
    for (const statement of statements) await tx.exec(statement);
  };
  await put(
    a.indicators.map(
      (row, i) => sql`insert into application_indicator (subdistrict_id, application_id, no, name, unit, baseline, target, how, measured_when)
    values (${key}, ${i + 1}, ${row.name}, ${row.unit}, ${row.baseline}, ${row.target}, ${row.how}, ${row.when})`,
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
    per_household_fen, households, planned_fen, basis, basis_note, shortfall_rule, shortfall_day, extend_until, extend_by)
    values (${key}, ${i + 1}, ${row.kind}, ${row.name}, ${row.organisationId}, ${row.perHouseholdFen}, ${row.households}, ${row.plannedFen}, ${row.basis}, ${row.basisNote},
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
  await put(
    a.raised.map(
      (row, i) =>
        sql`insert into application_raised (subdistrict_id, application_id, no, unit, amount_fen) values (${key}, ${i + 1}, ${row.unit}, ${row.amountFen})`,
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
