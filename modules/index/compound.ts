import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

/** A compound as the index knows it. */
export interface IndexCompound {
  id: string;
  /** As the files call it: `C0001`. */
  code: string;
  name: string;
  /** Name of its kind: kinds are scored apart. */
  kind: string;
  kindYear: number;
  /** 街镇; empty where the tenant is one. */
  area: string;
  neighbourhood: string;
  neighbourhoodId: string | null;
  /** The platform's own compound, where it is kept here. */
  compoundId: string | null;
  households: number;
  tags: string[];
  /** 体征: shown and used for look-alikes, never scored. */
  traits: Record<string, number>;
  x: number | null;
  y: number | null;
}

const compoundRow = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    kind: z.string(),
    kind_year: z.number(),
    area: z.string(),
    neighbourhood: z.string(),
    neighbourhood_id: z.string().nullable(),
    compound_id: z.string().nullable(),
    households: z.number(),
    tags: z.array(z.string()),
    traits: z.record(z.string(), z.number()),
    x: z.number().nullable(),
    y: z.number().nullable(),
  })
  .transform(
    (r): IndexCompound => ({
      id: r.id,
      code: r.code,
      name: r.name,
      kind: r.kind,
      kindYear: r.kind_year,
      area: r.area,
      neighbourhood: r.neighbourhood,
      neighbourhoodId: r.neighbourhood_id,
      compoundId: r.compound_id,
      households: r.households,
      tags: r.tags,
      traits: r.traits,
      x: r.x,
      y: r.y,
    }),
  );
const columns = sql`id, code, name, kind, kind_year, area, neighbourhood, neighbourhood_id, compound_id, households, tags, traits, x, y`;

/** All compounds of the index, by code. */
export const listIndexCompounds = (tx: Tx): Promise<IndexCompound[]> =>
  tx.all(sql`select ${columns} from index_compound where subdistrict_id = ${tx.subdistrictId} order by code`, compoundRow);

const remembered = new Map<string, { compounds: IndexCompound[]; at: number }>();
/** Milliseconds for which another process's change of a compound may stay unseen. */
const trustedMs = 15_000;
/** All compounds from memory; a change made by this process is seen at once, another's within a quarter of a minute. */
export async function compoundsInMemory(tx: Tx): Promise<IndexCompound[]> {
  const kept = remembered.get(tx.subdistrictId);
  if (kept && performance.now() - kept.at < trustedMs) return kept.compounds;
  const compounds = await listIndexCompounds(tx);
  if (remembered.size > 50) remembered.clear();
  remembered.set(tx.subdistrictId, { compounds, at: performance.now() });
  return compounds;
}
/** To be called after compounds were written. */
export const forgetCompounds = (subdistrictId: string): void => void remembered.delete(subdistrictId);

/** One compound of the index, or null. */
export const findIndexCompound = (tx: Tx, id: string): Promise<IndexCompound | null> =>
  tx.maybe(sql`select ${columns} from index_compound where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, compoundRow);

/** Compounds of a neighbourhood that is kept on the platform. */
export const indexCompoundsOf = (tx: Tx, neighbourhoodId: string): Promise<IndexCompound[]> =>
  tx.all(
    sql`select ${columns} from index_compound where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${neighbourhoodId} order by code`,
    compoundRow,
  );

/** Writes compounds, new and known, in one statement each way. */
export async function saveIndexCompounds(tx: Tx, rows: readonly IndexCompound[]): Promise<void> {
  if (rows.length === 0) return;
  const json = JSON.stringify(
    rows.map((r) => ({
      id: r.id,
      code: r.code,
      name: r.name,
      kind: r.kind,
      kind_year: r.kindYear,
      area: r.area,
      neighbourhood: r.neighbourhood,
      neighbourhood_id: r.neighbourhoodId,
      compound_id: r.compoundId,
      households: r.households,
      tags: r.tags,
      traits: r.traits,
      x: r.x,
      y: r.y,
    })),
  );
  await tx.exec(sql`insert into index_compound (subdistrict_id, id, code, name, kind, kind_year, area, neighbourhood, neighbourhood_id, compound_id, households, tags, traits, x, y)
    select ${tx.subdistrictId}::uuid, v.id, v.code, v.name, v.kind, v.kind_year, v.area, v.neighbourhood, v.neighbourhood_id, v.compound_id, v.households,
      array(select jsonb_array_elements_text(v.tags)), v.traits, v.x, v.y
    from jsonb_to_recordset(${json}::jsonb) as v (id uuid, code text, name text, kind text, kind_year int, area text, neighbourhood text,
      neighbourhood_id uuid, compound_id uuid, households int, tags jsonb, traits jsonb, x int, y int)
    on conflict (subdistrict_id, code) do update set name = excluded.name, kind = excluded.kind, kind_year = excluded.kind_year, area = excluded.area,
      neighbourhood = excluded.neighbourhood, neighbourhood_id = excluded.neighbourhood_id, compound_id = excluded.compound_id,
      households = excluded.households, tags = excluded.tags, traits = excluded.traits, x = excluded.x, y = excluded.y`);
}
