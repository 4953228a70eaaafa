import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type Award, availableFenOf, awardState, sourceKinds, standardCategories } from './award.ts';

const awardRow = z
  .object({
    id: z.string(),
    project_id: z.string(),
    source_kind: z.enum(sourceKinds),
    name: z.string(),
    organisation_id: z.string().nullable(),
    planned_fen: z.bigint(),
    valid_from: z.string(),
    valid_to: z.string(),
    state: awardState,
    categories: z.array(z.string()),
    on_hold: z.string().nullable(),
    pledged_fen: z.bigint(),
    received_fen: z.bigint(),
    reserved_fen: z.bigint(),
    spent_fen: z.bigint(),
    returned_fen: z.bigint(),
    advanced_fen: z.bigint(),
  })
  .transform((r): Award => {
    const figures = {
      pledgedFen: r.pledged_fen,
      receivedFen: r.received_fen,
      reservedFen: r.reserved_fen,
      spentFen: r.spent_fen,
      returnedFen: r.returned_fen,
      advancedFen: r.advanced_fen,
    };
    return {
      awardId: r.id,
      projectId: r.project_id,
      sourceKind: r.source_kind,
      name: r.name,
      organisationId: r.organisation_id,
      plannedFen: r.planned_fen,
      categories: r.categories,
      validFrom: r.valid_from,
      validTo: r.valid_to,
      state: r.state,
      onHold: r.on_hold,
      ...figures,
      availableFen: availableFenOf(figures),
    };
  });
const awardSelect = sql`select a.id, a.project_id, a.source_kind, a.name, a.organisation_id, a.planned_fen, a.valid_from, a.valid_to, a.state,
  array(select u.category from award_use u where u.subdistrict_id = a.subdistrict_id and u.award_id = a.id order by 1) as categories,
  (select h.reason from award_hold h where h.subdistrict_id = a.subdistrict_id and h.award_id = a.id and h.lifted_at is null) as on_hold,
  b.pledged_fen, b.received_fen, b.reserved_fen, b.spent_fen, b.returned_fen, b.advanced_fen
  from award a join award_balance b on b.subdistrict_id = a.subdistrict_id and b.award_id = a.id`;

// Sources of one agreement are opened at the same instant: their kind tells their place, everywhere the same.
const inOrder = sql`array_position(array['grant', 'household', 'property', 'common', 'partner', 'crowd', 'in_kind'], a.source_kind), a.opened_at, a.name, a.id`;

/** One award with its figures, or null. */
export const findAward = (tx: Tx, awardId: string): Promise<Award | null> =>
  tx.maybe(sql`${awardSelect} where a.subdistrict_id = ${tx.subdistrictId} and a.id = ${awardId}`, awardRow);

/** Sources of a project by their kind, the grant first; of one kind in the order they were opened. */
export const awardsOf = (tx: Tx, projectId: string): Promise<Award[]> =>
  tx.all(
    sql`${awardSelect} where a.subdistrict_id = ${tx.subdistrictId} and a.project_id = ${projectId}
    order by ${inOrder}`,
    awardRow,
  );

/** Sources of several projects in no order; for lists. */
export const awardsOfProjects = (tx: Tx, projectIds: readonly string[]): Promise<Award[]> =>
  tx.all(sql`${awardSelect} where a.subdistrict_id = ${tx.subdistrictId} and a.project_id = any(${[...projectIds]}::uuid[])`, awardRow);

const plannedRow = z.object({ projectId: z.string(), grantFen: z.bigint(), otherFen: z.bigint() });

/** What the sources of several projects plan, grants and all other money; projects without a source are not there. For lists. */
export const plannedOfProjects = async (tx: Tx, projectIds: readonly string[]): Promise<ReadonlyMap<string, { grantFen: bigint; otherFen: bigint }>> =>
  new Map(
    (
      await tx.all(
        sql`select project_id as "projectId", coalesce(sum(planned_fen) filter (where source_kind = 'grant'), 0)::bigint as "grantFen",
          coalesce(sum(planned_fen) filter (where source_kind <> 'grant'), 0)::bigint as "otherFen" from award
        where subdistrict_id = ${tx.subdistrictId} and project_id = any(${[...projectIds]}::uuid[]) group by project_id`,
        plannedRow,
      )
    ).map(({ projectId, ...planned }) => [projectId, planned]),
  );

/** All sources of the subdistrict. */
export const allAwards = (tx: Tx): Promise<Award[]> =>
  tx.all(sql`${awardSelect} where a.subdistrict_id = ${tx.subdistrictId} order by a.project_id, ${inOrder}`, awardRow);

const idRow = z.object({ id: z.string() });

/** Locks every source of a project, always in the same order, then reads their figures as they are now. */
export async function lockAwards(tx: Tx, projectId: string): Promise<Award[]> {
  await tx.all(sql`select id from award where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by id for update`, idRow);
  return awardsOf(tx, projectId);
}

/** Locks the sources of the project that an award belongs to; null when there is no such award. */
export async function lockAwardOf(tx: Tx, awardId: string): Promise<Award | null> {
  const found = await findAward(tx, awardId);
  if (!found) return null;
  return (await lockAwards(tx, found.projectId)).find((award) => award.awardId === awardId) ?? null;
}

/** Inserts an award and its uses; categories the subdistrict does not know yet are added under their own name. */
export async function insertAward(
  tx: CommandTx,
  award: {
    id: string;
    projectId: string;
    sourceKind: string;
    name: string;
    organisationId: string | null;
    plannedFen: bigint;
    validFrom: string;
    validTo: string;
    categories: readonly string[];
  },
): Promise<void> {
  await ensureCategories(tx, award.categories);
  await tx.exec(sql`insert into award (subdistrict_id, id, project_id, source_kind, name, organisation_id, planned_fen, valid_from, valid_to, state, opened_at)
    values (${tx.subdistrictId}, ${award.id}, ${award.projectId}, ${award.sourceKind}, ${award.name}, ${award.organisationId}, ${award.plannedFen},
    ${award.validFrom}, ${award.validTo}, 'open', ${tx.now})`);
  await tx.exec(sql`insert into award_use (subdistrict_id, award_id, category) select ${tx.subdistrictId}, ${award.id}, c
    from unnest(${[...new Set(award.categories)]}::text[]) c`);
}

/** The standard categories and those named, made where they are missing. */
export async function ensureCategories(tx: Tx, codes: readonly string[]): Promise<void> {
  const own = codes.filter((code) => !standardCategories.some((each) => each.code === code)).map((code) => ({ code, zh: code, en: code }));
  const all = [...standardCategories, ...new Map(own.map((each) => [each.code, each])).values()];
  await tx.exec(sql`insert into category (subdistrict_id, code, name_zh, name_en, position)
    select ${tx.subdistrictId}, c.code, c.zh, c.en, c.n from unnest(${all.map((c) => c.code)}::text[], ${all.map((c) => c.zh)}::text[],
    ${all.map((c) => c.en)}::text[]) with ordinality as c (code, zh, en, n) on conflict (subdistrict_id, code) do nothing`);
}

/** Keeps a source's money from being used until the hold is lifted; the reason stands beside it. A second hold changes nothing. */
export const holdAwardIn = (tx: CommandTx, awardId: string, reason: string): Promise<number> =>
  tx.exec(sql`insert into award_hold (subdistrict_id, award_id, reason, held_at) values (${tx.subdistrictId}, ${awardId}, ${reason}, ${tx.now})
    on conflict (subdistrict_id, award_id) do nothing`);

/** The source's money may be used from now on. */
export const liftHoldIn = (tx: CommandTx, awardId: string): Promise<number> =>
  tx.exec(sql`update award_hold set lifted_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId} and lifted_at is null`);

/** Puts a lifted hold back; the database lets it only while the source's drive runs again. */
export const holdAgainIn = (tx: CommandTx, awardId: string): Promise<number> =>
  tx.exec(sql`update award_hold set lifted_at = null where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId} and lifted_at is not null`);

/** Closes an award: nothing is posted on it any more. */
export const closeAwardRow = (tx: CommandTx, awardId: string): Promise<number> =>
  tx.exec(sql`update award set state = 'closed', closed_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${awardId} and state = 'open'`);

/** A use of money with its names. */
export interface Category {
  code: string;
  zh: string;
  en: string;
}

const categoriesRow = z.object({ code: z.string(), zh: z.string(), en: z.string() });

/** Categories of the subdistrict in their order; the standard ones where it has none yet. */
export async function listCategories(tx: Tx): Promise<Category[]> {
  const found = await tx.all(
    sql`select code, name_zh as zh, name_en as en from category where subdistrict_id = ${tx.subdistrictId} order by position, code`,
    categoriesRow,
  );
  return found.length > 0 ? found : [...standardCategories];
}

const lastRow = z.object({ last: z.number() });

/** The next number of a paper in its year: `2026-00001`. Waits for whoever takes one at the same time; no gaps. */
export async function nextNumber(tx: CommandTx, paper: 'receipt' | 'voucher', day: string): Promise<string> {
  const year = Number(day.slice(0, 4));
  const { last } = await tx.one(
    sql`insert into paper_number (subdistrict_id, paper, year, last) values (${tx.subdistrictId}, ${paper}, ${year}, 1)
    on conflict (subdistrict_id, paper, year) do update set last = paper_number.last + 1 returning last`,
    lastRow,
  );
  return `${year}-${String(last).padStart(5, '0')}`;
}
