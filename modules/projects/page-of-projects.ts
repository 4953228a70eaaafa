import { z } from 'zod';
import { type Sql, sql, type Tx } from '#platform/database';
import type { ProjectState } from './project.ts';
import { projectsByIds, type Project } from './store.ts';

/** What a list of projects can be ordered by. */
export const projectOrders = ['serial', 'title', 'place', 'state', 'grant', 'due'] as const;
export type ProjectOrder = (typeof projectOrders)[number];

/** One page of projects: conditions that are given hold together. */
export interface ProjectPageFilter {
  neighbourhoodId?: string;
  states?: readonly ProjectState[];
  /** Each stands in the title, the number or the neighbourhood's name. */
  words?: readonly string[];
  /** Neighbourhoods whose drafts the reader may see; other drafts are as if they were not there. */
  draftsOf: readonly string[];
  order?: ProjectOrder;
  desc?: boolean;
  /** From 1. */
  page: number;
  size: number;
}

const inOrder: Readonly<Record<ProjectOrder, Sql>> = {
  serial: sql`p.serial`,
  title: sql`p.title`,
  place: sql`(select n.name from neighbourhood n where n.subdistrict_id = p.subdistrict_id and n.id = p.neighbourhood_id)`,
  state: sql`p.state`,
  grant: sql`coalesce(p.grant_awarded_fen, (select a.grant_fen from application a where a.subdistrict_id = p.subdistrict_id and a.id = p.application_id))`,
  due: sql`(select min(d.due_day) from duty d where d.subdistrict_id = p.subdistrict_id and d.project_id = p.id and d.done_at is null)`,
};

const like = (word: string): string => `%${word.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;

const idRow = z.object({ id: z.string() });
const pageOfProjectsRow = z.object({ all: z.number(), matching: z.number() });

/** A page of the list with how many there are in all and how many match; the newest first unless ordered otherwise. A page beyond the end is the last one. */
export async function pageOfProjects(
  tx: Tx,
  filter: ProjectPageFilter,
): Promise<{ projects: Project[]; page: number; pages: number; matching: number; all: number }> {
  const seen = sql`p.subdistrict_id = ${tx.subdistrictId} and (p.state <> 'draft' or p.neighbourhood_id = any(${[...filter.draftsOf]}::uuid[]))
    and (${filter.neighbourhoodId ?? null}::uuid is null or p.neighbourhood_id = ${filter.neighbourhoodId ?? null}::uuid)`;
  const states = filter.states ? [...filter.states] : null;
  const words = (filter.words ?? []).slice(0, 5).map(like);
  const asked = sql`(${states}::text[] is null or p.state = any(${states}::text[])) and not exists (select from unnest(${words}::text[]) w (word)
    where not (p.title ilike w.word or p.serial ilike w.word or coalesce(p.number, '') ilike w.word or exists (select from neighbourhood n
      where n.subdistrict_id = p.subdistrict_id and n.id = p.neighbourhood_id and n.name ilike w.word)))`;
  const { all, matching } = await tx.one(
    sql`select count(*)::int as all, count(*) filter (where ${asked})::int as matching from project p where ${seen}`,
    pageOfProjectsRow,
  );
  const pages = Math.max(1, Math.ceil(matching / filter.size));
  const page = Math.min(pages, Math.max(1, Number.isInteger(filter.page) ? filter.page : 1));
  const by = filter.order ? inOrder[filter.order] : null;
  const order =
    by === null
      ? sql`p.created_at desc, p.id desc`
      : filter.desc
        ? sql`${by} desc nulls last, p.created_at desc, p.id desc`
        : sql`${by} asc nulls last, p.created_at desc, p.id desc`;
  const rows = await tx.all(
    sql`select p.id from project p where ${seen} and ${asked} order by ${order} limit ${filter.size} offset ${(page - 1) * filter.size}`,
    idRow,
  );
  const found = new Map(
    (
      await projectsByIds(
        tx,
        rows.map(({ id }) => id),
      )
    ).map((project) => [project.id, project]),
  );
  return { projects: rows.flatMap(({ id }) => found.get(id) ?? []), page, pages, matching, all };
}
