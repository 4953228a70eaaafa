import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { bigrams, caseFigures, type CaseFigures, type CaseKind, caseKinds, caseTexts, type CaseTexts, type CostBand, costBands } from './case.ts';

export const caseStates = ['draft', 'agreed', 'published', 'withdrawn'] as const;
export type CaseState = (typeof caseStates)[number];

/** A case with everything about it. */
export interface Case {
  id: string;
  stableId: string;
  origin: 'own' | 'imported';
  projectId: string | null;
  neighbourhoodId: string | null;
  state: CaseState;
  compoundKind: CaseKind;
  households: number | null;
  title: string;
  costFen: bigint;
  /** As typed; for staff only. Null of what was imported. */
  draft: CaseTexts | null;
  texts: CaseTexts | null;
  figures: CaseFigures | null;
  beforeFileId: string | null;
  afterFileId: string | null;
  sourcePlace: string;
  licence: string;
  agreedByName: string | null;
  publishedAt: Date | null;
  withdrawnReason: string | null;
}

const caseRow = z.object({
  id: z.string(),
  stableId: z.string(),
  origin: z.enum(['own', 'imported']),
  projectId: z.string().nullable(),
  neighbourhoodId: z.string().nullable(),
  state: z.enum(caseStates),
  compoundKind: z.enum(caseKinds),
  households: z.number().nullable(),
  title: z.string(),
  costFen: z.bigint(),
  draft: caseTexts.nullable().catch(null),
  texts: caseTexts.nullable(),
  figures: caseFigures.nullable(),
  beforeFileId: z.string().nullable(),
  afterFileId: z.string().nullable(),
  sourcePlace: z.string(),
  licence: z.string(),
  agreedByName: z.string().nullable(),
  publishedAt: z.date().nullable(),
  withdrawnReason: z.string().nullable(),
});
const columns = sql`c.id, c.stable_id as "stableId", c.origin, c.project_id as "projectId", c.neighbourhood_id as "neighbourhoodId", c.state,
  c.compound_kind as "compoundKind", c.households, c.title, c.cost_fen as "costFen", c.draft, c.public_texts as texts, c.figures, c.before_file_id as "beforeFileId",
  c.after_file_id as "afterFileId", c.source_place as "sourcePlace", c.licence, c.agreed_by_name as "agreedByName", c.published_at as "publishedAt",
  c.withdrawn_reason as "withdrawnReason"`;

/** One case, or null. */
export const findCase = (tx: Tx, id: string): Promise<Case | null> =>
  tx.maybe(sql`select ${columns} from showcase_case c where c.subdistrict_id = ${tx.subdistrictId} and c.id = ${id}`, caseRow);

/** One case, locked until the transaction ends. */
export const lockCase = (tx: CommandTx, id: string): Promise<Case | null> =>
  tx.maybe(sql`select ${columns} from showcase_case c where c.subdistrict_id = ${tx.subdistrictId} and c.id = ${id} for update`, caseRow);

/** The case made of a project, or null. */
export const caseOfProject = (tx: Tx, projectId: string): Promise<Case | null> =>
  tx.maybe(sql`select ${columns} from showcase_case c where c.subdistrict_id = ${tx.subdistrictId} and c.project_id = ${projectId}`, caseRow);

/** Cases that are not published: what the community and the office still have to do. */
export const unpublishedCases = (tx: Tx): Promise<Case[]> =>
  tx.all(
    sql`select ${columns} from showcase_case c where c.subdistrict_id = ${tx.subdistrictId} and c.state <> 'published' order by c.made_at desc, c.id limit 200`,
    caseRow,
  );

/** What a list of cases shows of each. */
export interface CaseLine {
  id: string;
  title: string;
  problem: string;
  compoundKind: CaseKind;
  households: number | null;
  costFen: bigint;
  sourcePlace: string;
  beforeFileId: string | null;
  afterFileId: string | null;
  uses: number;
}

/** Cases on one page of the library. */
export const casesAPage = 20;

/** What is looked for: words of a problem, a kind of place, a band of cost. */
export interface CaseSearch {
  words?: string;
  kind?: CaseKind;
  cost?: CostBand;
  page?: number;
}

const searchCasesRow = z.object({
  id: z.string(),
  title: z.string(),
  problem: z.string(),
  compoundKind: z.enum(caseKinds),
  households: z.number().nullable(),
  costFen: z.bigint(),
  sourcePlace: z.string(),
  beforeFileId: z.string().nullable(),
  afterFileId: z.string().nullable(),
  uses: z.number(),
});

/**
 * Published cases that hold every pair of characters of the words, newest first, a page at a time; those that have the words in
 * their title come first. One more than a page is read, to know whether there are more.
 */
export async function searchCases(tx: Tx, search: CaseSearch): Promise<{ cases: CaseLine[]; more: boolean; page: number }> {
  const words = (search.words ?? '').normalize('NFKC').trim().slice(0, 60);
  const pairs = words.split(/[\s、，,]+/).flatMap(bigrams);
  const like = `%${words.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const holds = words === '' ? sql`true` : pairs.length === 0 ? sql`c.title ilike ${like}` : sql`c.bigrams @> ${pairs}::text[]`;
  const [from, to] = search.cost ? costBands[search.cost] : [0n, 9_000_000_000_000_000n];
  const page = Math.min(500, Math.max(1, search.page ?? 1));
  const order = words === '' ? sql`c.published_at desc, c.id` : sql`(c.title ilike ${like}) desc, c.published_at desc, c.id`;
  const rows = await tx.all(
    sql`select c.id, c.title, left(c.public_texts ->> 'problem', 120) as problem, c.compound_kind as "compoundKind", c.households, c.cost_fen as "costFen",
      c.source_place as "sourcePlace", c.before_file_id as "beforeFileId", c.after_file_id as "afterFileId",
      (select count(*)::int from showcase_use u where u.subdistrict_id = c.subdistrict_id and u.case_id = c.id) as uses
    from showcase_case c where c.subdistrict_id = ${tx.subdistrictId} and c.state = 'published' and ${holds}
    and (${search.kind ?? null}::text is null or c.compound_kind = ${search.kind ?? null}) and c.cost_fen >= ${from}::bigint and c.cost_fen < ${to}::bigint
    order by ${order} limit ${casesAPage + 1} offset ${(page - 1) * casesAPage}`,
    searchCasesRow,
  );
  return { cases: rows.slice(0, casesAPage), more: rows.length > casesAPage, page };
}

/** Every published case of this place's own, for the export. What was imported is exported by where it comes from. */
export const publishedOwnCases = (tx: Tx): Promise<Case[]> =>
  tx.all(
    sql`select ${columns} from showcase_case c where c.subdistrict_id = ${tx.subdistrictId} and c.state = 'published' and c.origin = 'own' order by c.stable_id`,
    caseRow,
  );

const countedRow = z.object({ n: z.number() });

/** How often projects were started from a case. */
export const usesOf = async (tx: Tx, caseId: string): Promise<number> =>
  (await tx.one(sql`select count(*)::int as n from showcase_use where subdistrict_id = ${tx.subdistrictId} and case_id = ${caseId}`, countedRow)).n;
