import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

/** The audits of a year in figures. */
export interface YearAudit {
  audits: number;
  reported: number;
  findings: number;
  grave: number;
  open: number;
  overdue: number;
}

const auditsOfYearRow = z.object({ audits: z.number(), reported: z.number(), findings: z.number(), grave: z.number(), open: z.number(), overdue: z.number() });

/** Figures of the audits that were opened in a year; findings count once they are issued and while they stand. One statement. */
export const auditsOfYear = (tx: Tx, year: number, today: string): Promise<YearAudit> =>
  tx.one(
    sql`with own as (select a.id from audit a where a.subdistrict_id = ${tx.subdistrictId} and a.year = ${year}),
    state as (select f.id, coalesce((select s.severity from audit_step s where s.subdistrict_id = f.subdistrict_id and s.finding_id = f.id and s.severity is not null order by s.no desc limit 1), f.severity) as severity,
        (select s.kind from audit_step s where s.subdistrict_id = f.subdistrict_id and s.finding_id = f.id order by s.no desc limit 1) as kind,
        (select s.due_day from audit_step s where s.subdistrict_id = f.subdistrict_id and s.finding_id = f.id and s.due_day is not null order by s.no desc limit 1) as due_day
      from audit_finding f where f.subdistrict_id = ${tx.subdistrictId} and f.audit_id in (select id from own))
    select (select count(*)::int from own) as audits,
      (select count(*)::int from audit_report r where r.subdistrict_id = ${tx.subdistrictId} and r.audit_id in (select id from own)) as reported,
      count(*) filter (where kind not in ('dropped', 'lifted'))::int as findings,
      count(*) filter (where kind not in ('dropped', 'lifted') and severity = 'grave')::int as grave,
      count(*) filter (where kind not in ('dropped', 'lifted', 'settled', 'good'))::int as open,
      count(*) filter (where kind in ('issued', 'kept', 'changed', 'planned', 'bad') and due_day < ${today}::date)::int as overdue
    from state`,
    auditsOfYearRow,
  );
