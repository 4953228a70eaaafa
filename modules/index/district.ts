import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

/** What a subdistrict published to its district. */
export interface PublishedAggregate {
  subdistrictId: string;
  name: string;
  runNo: number;
  month: number;
  compounds: number;
  households: number;
  total: number | null;
  coverage: number;
  nodes: Record<string, number | null>;
  publishedAt: Date;
}
const row = z
  .object({
    subdistrict_id: z.string(),
    name: z.string(),
    run_no: z.number(),
    month: z.number(),
    compounds: z.number(),
    households: z.number(),
    total: z.string().nullable(),
    coverage: z.string(),
    nodes: z.record(z.string(), z.number().nullable()),
    published_at: z.date(),
  })
  .transform(
    (r): PublishedAggregate => ({
      subdistrictId: r.subdistrict_id,
      name: r.name,
      runNo: r.run_no,
      month: r.month,
      compounds: r.compounds,
      households: r.households,
      total: r.total === null ? null : Number(r.total),
      coverage: Number(r.coverage),
      nodes: r.nodes,
      publishedAt: r.published_at,
    }),
  );

/** The newest published aggregate of each subdistrict of this one's district: figures only, none of their rows. */
export const districtFigures = (tx: Tx): Promise<PublishedAggregate[]> =>
  tx.all(
    sql`select distinct on (p.subdistrict_id) p.subdistrict_id, s.name, p.run_no, p.month, p.compounds, p.households, p.total, p.coverage, p.nodes, p.published_at
    from index_published p join subdistrict s on s.id = p.subdistrict_id
    where p.district_id = (select district_id from subdistrict where id = ${tx.subdistrictId})
    order by p.subdistrict_id, p.month desc, p.run_no desc`,
    row,
  );
