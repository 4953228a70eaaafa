import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { type Sql, sql, type Tx } from '#platform/database';
import { type Audit, type AuditReport, type Item, type Sample, type Tick, tickResults, type TickResult, units } from './audit.ts';
import { methods } from './draw.ts';

const auditRow = z
  .object({
    id: z.string(),
    year: z.number(),
    no: z.number(),
    title: z.string(),
    commissioned_by: z.string(),
    purpose: z.string(),
    auditor_id: z.string(),
    auditor_name: z.string(),
    period_from: z.string(),
    period_to: z.string(),
    answer_days: z.number(),
    opened_by: z.string(),
    opened_by_name: z.string(),
    at: z.date(),
    from_day: z.string(),
    to_day: z.string(),
    reported: z.boolean(),
  })
  .transform(
    (r): Audit => ({
      id: r.id,
      year: r.year,
      no: r.no,
      title: r.title,
      commissionedBy: r.commissioned_by,
      purpose: r.purpose,
      auditorId: r.auditor_id,
      auditorName: r.auditor_name,
      periodFrom: r.period_from,
      periodTo: r.period_to,
      answerDays: r.answer_days,
      openedBy: r.opened_by,
      openedByName: r.opened_by_name,
      at: r.at,
      fromDay: r.from_day,
      toDay: r.to_day,
      reported: r.reported,
    }),
  );
const auditsWhere = (
  where: Sql,
) => sql`select a.id, a.year, a.no, a.title, a.commissioned_by, a.purpose, a.auditor_id, a.auditor_name, a.period_from, a.period_to,
  a.answer_days, a.opened_by, a.opened_by_name, a.at, t.from_day, t.to_day,
  exists (select from audit_report r where r.subdistrict_id = a.subdistrict_id and r.audit_id = a.id) as reported from audit a
  join lateral (select t.from_day, t.to_day from audit_term t where t.subdistrict_id = a.subdistrict_id and t.audit_id = a.id order by t.no desc limit 1) t on true
  where ${where} order by a.year desc, a.no desc`;

/** One audit, or null. */
export const findAudit = (tx: Tx, id: string): Promise<Audit | null> =>
  tx.maybe(auditsWhere(sql`a.subdistrict_id = ${tx.subdistrictId} and a.id = ${id}`), auditRow);
/** Audits, the newest first; of one auditor, of one year, or all. */
export const listAudits = (tx: Tx, filter: { auditorId?: string; year?: number } = {}): Promise<Audit[]> =>
  tx.all(
    auditsWhere(sql`a.subdistrict_id = ${tx.subdistrictId} and (${filter.auditorId ?? null}::uuid is null or a.auditor_id = ${filter.auditorId ?? null}::uuid)
      and (${filter.year ?? null}::int is null or a.year = ${filter.year ?? null}::int)`),
    auditRow,
  );

export interface Scope {
  roundIds: string[];
  neighbourhoodIds: string[];
}

const scopeRow = z.object({ round_id: z.string().nullable(), neighbourhood_id: z.string().nullable() });
/** Rounds and neighbourhoods an audit is limited to; an empty list does not limit. */
export async function scopeOf(tx: Tx, auditId: string): Promise<Scope> {
  const rows = await tx.all(
    sql`select round_id, neighbourhood_id from audit_scope where subdistrict_id = ${tx.subdistrictId} and audit_id = ${auditId} order by no`,
    scopeRow,
  );
  return { roundIds: rows.flatMap((row) => row.round_id ?? []), neighbourhoodIds: rows.flatMap((row) => row.neighbourhood_id ?? []) };
}

export interface Term {
  no: number;
  fromDay: string;
  toDay: string;
  reason: string;
  byName: string;
  at: Date;
}

const termsRow = z
  .object({ no: z.number(), from_day: z.string(), to_day: z.string(), reason: z.string(), by_name: z.string(), at: z.date() })
  .transform((r): Term => ({ no: r.no, fromDay: r.from_day, toDay: r.to_day, reason: r.reason, byName: r.by_name, at: r.at }));
/** Every term there was, the first first. */
export const termsOf = (tx: Tx, auditId: string): Promise<Term[]> =>
  tx.all(
    sql`select no, from_day, to_day, reason, by_name, at from audit_term where subdistrict_id = ${tx.subdistrictId} and audit_id = ${auditId} order by no`,
    termsRow,
  );

const noRow = z.object({ no: z.number() });

export async function insertAudit(
  tx: CommandTx,
  audit: Pick<Audit, 'title' | 'commissionedBy' | 'purpose' | 'auditorId' | 'auditorName' | 'periodFrom' | 'periodTo' | 'answerDays' | 'fromDay' | 'toDay'> &
    Scope,
): Promise<{ id: string; year: number; no: number }> {
  const id = tx.newId();
  const year = Number(tx.today.slice(0, 4));
  await tx.executeSql('select pg_advisory_xact_lock(hashtextextended($1, 860))', [`${tx.subdistrictId}/${year}`]);
  const { no } = await tx.one(
    sql`insert into audit (subdistrict_id, id, year, no, title, commissioned_by, purpose, auditor_id, auditor_name, period_from, period_to, answer_days, opened_by, opened_by_name, at)
    values (${tx.subdistrictId}, ${id}, ${year}, (select coalesce(max(no), 0) + 1 from audit where subdistrict_id = ${tx.subdistrictId} and year = ${year}), ${audit.title},
    ${audit.commissionedBy}, ${audit.purpose}, ${audit.auditorId}, ${audit.auditorName}, ${audit.periodFrom}, ${audit.periodTo}, ${audit.answerDays}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})
    returning no`,
    noRow,
  );
  await insertTerm(tx, id, { no: 1, fromDay: audit.fromDay, toDay: audit.toDay, reason: '' });
  const reach = [...audit.roundIds.map((round) => ({ round, place: null })), ...audit.neighbourhoodIds.map((place) => ({ round: null, place }))];
  for (const [at, { round, place }] of reach.entries())
    await tx.exec(
      sql`insert into audit_scope (subdistrict_id, audit_id, no, round_id, neighbourhood_id) values (${tx.subdistrictId}, ${id}, ${at + 1}, ${round}, ${place})`,
    );
  return { id, year, no };
}

export const insertTerm = (tx: CommandTx, auditId: string, term: Pick<Term, 'no' | 'fromDay' | 'toDay' | 'reason'>): Promise<number> =>
  tx.exec(sql`insert into audit_term (subdistrict_id, audit_id, no, from_day, to_day, reason, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${auditId}, ${term.no}, ${term.fromDay}, ${term.toDay}, ${term.reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);

const sampleRow = z
  .object({
    id: z.string(),
    audit_id: z.string(),
    no: z.number(),
    unit: z.enum(units),
    method: z.enum(methods),
    seed: z.string(),
    wanted: z.number(),
    population_count: z.number(),
    population_fen: z.bigint(),
    population_digest: z.string(),
    interval_fen: z.bigint().nullable(),
    start_fen: z.bigint().nullable(),
    checklist: z.array(z.string()),
    by_name: z.string(),
    at: z.date(),
  })
  .transform(
    (r): Sample => ({
      id: r.id,
      auditId: r.audit_id,
      no: r.no,
      unit: r.unit,
      method: r.method,
      seed: r.seed,
      wanted: r.wanted,
      populationCount: r.population_count,
      populationFen: r.population_fen,
      populationDigest: r.population_digest,
      intervalFen: r.interval_fen,
      startFen: r.start_fen,
      checklist: r.checklist,
      byName: r.by_name,
      at: r.at,
    }),
  );
const sampleColumns = sql`id, audit_id, no, unit, method, seed, wanted, population_count, population_fen, population_digest, interval_fen, start_fen, checklist, by_name, at`;
/** Drawings of an audit in their order. */
export const samplesOf = (tx: Tx, auditId: string): Promise<Sample[]> =>
  tx.all(sql`select ${sampleColumns} from audit_sample where subdistrict_id = ${tx.subdistrictId} and audit_id = ${auditId} order by no`, sampleRow);

export async function insertSample(
  tx: CommandTx,
  sample: Omit<Sample, 'id' | 'byName' | 'at'>,
  items: readonly Omit<Item, 'id' | 'sampleId' | 'auditId'>[],
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into audit_sample (subdistrict_id, id, audit_id, no, unit, method, seed, wanted, population_count, population_fen, population_digest, interval_fen,
    start_fen, checklist, by_person_id, by_name, at) values (${tx.subdistrictId}, ${id}, ${sample.auditId}, ${sample.no}, ${sample.unit}, ${sample.method}, ${sample.seed}, ${sample.wanted},
    ${sample.populationCount}, ${sample.populationFen}, ${sample.populationDigest}, ${sample.intervalFen}, ${sample.startFen}, ${sample.checklist}::text[], ${tx.actor.personId},
    ${tx.actor.name}, ${tx.now})`);
  const of = <K extends keyof (typeof items)[number]>(key: K) => items.map((item) => item[key]);
  await tx.exec(sql`insert into audit_item (subdistrict_id, id, sample_id, audit_id, no, key, project_id, neighbourhood_id, label, stratum, amount_fen, hits)
    select ${tx.subdistrictId}::uuid, v.id, ${id}::uuid, ${sample.auditId}::uuid, v.no, v.key, v.project, v.place, v.label, v.stratum, v.fen, v.hits
    from unnest(${items.map(() => tx.newId())}::uuid[], ${of('no')}::int[], ${of('key')}::uuid[], ${of('projectId')}::uuid[], ${of('neighbourhoodId')}::uuid[], ${of('label')}::text[],
      ${of('stratum')}::text[], ${of('amountFen').map(String)}::bigint[], ${of('hits')}::int[]) as v (id, no, key, project, place, label, stratum, fen, hits)`);
  return id;
}

const itemRow = z
  .object({
    id: z.string(),
    sample_id: z.string(),
    audit_id: z.string(),
    no: z.number(),
    key: z.string(),
    project_id: z.string(),
    neighbourhood_id: z.string(),
    label: z.string(),
    stratum: z.string(),
    amount_fen: z.bigint(),
    hits: z.number(),
  })
  .transform(
    (r): Item => ({
      id: r.id,
      sampleId: r.sample_id,
      auditId: r.audit_id,
      no: r.no,
      key: r.key,
      projectId: r.project_id,
      neighbourhoodId: r.neighbourhood_id,
      label: r.label,
      stratum: r.stratum,
      amountFen: r.amount_fen,
      hits: r.hits,
    }),
  );
const itemColumns = sql`id, sample_id, audit_id, no, key, project_id, neighbourhood_id, label, stratum, amount_fen, hits`;
/** The population of a drawing in the order in which it was drawn from. */
export const populationOf = (tx: Tx, sampleId: string): Promise<Item[]> =>
  tx.all(sql`select ${itemColumns} from audit_item where subdistrict_id = ${tx.subdistrictId} and sample_id = ${sampleId} order by no`, itemRow);
/** What was drawn, in the same order. */
export const drawnItems = (tx: Tx, auditId: string): Promise<Item[]> =>
  tx.all(
    sql`select i.id, i.sample_id, i.audit_id, i.no, i.key, i.project_id, i.neighbourhood_id, i.label, i.stratum, i.amount_fen, i.hits
    from audit_sample s join audit_item i on i.subdistrict_id = s.subdistrict_id and i.sample_id = s.id and i.hits > 0
    where s.subdistrict_id = ${tx.subdistrictId} and s.audit_id = ${auditId} order by s.no, i.no`,
    itemRow,
  );
/** One drawn item of the audit, or null. */
export const findItem = (tx: Tx, auditId: string, id: string): Promise<Item | null> =>
  tx.maybe(
    sql`select ${itemColumns} from audit_item where subdistrict_id = ${tx.subdistrictId} and audit_id = ${auditId} and id = ${id} and hits > 0`,
    itemRow,
  );

const strataRow = z.object({ stratum: z.string(), count: z.number(), drawn: z.number(), fen: z.bigint() });
/** Sums of each stratum of a drawing. */
export const strataOf = async (tx: Tx, sampleId: string): Promise<Map<string, { count: number; drawn: number; fen: bigint }>> =>
  new Map(
    (
      await tx.all(
        sql`select stratum, count(*)::int as count, count(*) filter (where hits > 0)::int as drawn, sum(amount_fen)::bigint as fen from audit_item
        where subdistrict_id = ${tx.subdistrictId} and sample_id = ${sampleId} group by stratum order by stratum`,
        strataRow,
      )
    ).map(({ stratum, ...sums }) => [stratum, sums]),
  );

const tickRow = z
  .object({ item_id: z.string(), line: z.number(), version: z.number(), result: z.enum(tickResults), note: z.string(), at: z.date() })
  .transform((r): Tick => ({ itemId: r.item_id, line: r.line, version: r.version, result: r.result, note: r.note, at: r.at }));
/** Ticks of an audit as they stand, the newest version of each line. */
export const ticksOf = (tx: Tx, auditId: string): Promise<Tick[]> =>
  tx.all(
    sql`select distinct on (item_id, line) item_id, line, version, result, note, at from audit_tick
    where subdistrict_id = ${tx.subdistrictId} and audit_id = ${auditId} order by item_id, line, version desc`,
    tickRow,
  );
export const insertTick = (
  tx: CommandTx,
  auditId: string,
  tick: { itemId: string; line: number; version: number; result: TickResult; note: string },
): Promise<number> =>
  tx.exec(sql`insert into audit_tick (subdistrict_id, audit_id, item_id, line, version, result, note, by_person_id, at)
    values (${tx.subdistrictId}, ${auditId}, ${tick.itemId}, ${tick.line}, ${tick.version}, ${tick.result}, ${tick.note}, ${tx.actor.personId}, ${tx.now})`);

const reportRow = z
  .object({ audit_id: z.string(), opinion: z.string(), summary: z.string(), by_name: z.string(), at: z.date() })
  .transform((r): AuditReport => ({ auditId: r.audit_id, opinion: r.opinion, summary: r.summary, byName: r.by_name, at: r.at }));

/** The report, or null while there is none. */
export const findReport = (tx: Tx, auditId: string): Promise<AuditReport | null> =>
  tx.maybe(
    sql`select audit_id, opinion, summary, by_name, at from audit_report where subdistrict_id = ${tx.subdistrictId} and audit_id = ${auditId}`,
    reportRow,
  );
export const insertReport = (tx: CommandTx, auditId: string, report: { opinion: string; summary: string; figures: Record<string, unknown> }): Promise<number> =>
  tx.exec(sql`insert into audit_report (subdistrict_id, audit_id, opinion, summary, figures, by_person_id, by_name, at) values (${tx.subdistrictId}, ${auditId}, ${report.opinion},
    ${report.summary}, ${JSON.stringify(report.figures)}::jsonb, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);

const publicationRow = z
  .object({ notice_id: z.string(), by_name: z.string(), at: z.date() })
  .transform((r) => ({ noticeId: r.notice_id, byName: r.by_name, at: r.at }));
/** The notice that made the summary public, or null. */
export const publicationOf = (tx: Tx, auditId: string): Promise<{ noticeId: string; byName: string; at: Date } | null> =>
  tx.maybe(sql`select notice_id, by_name, at from audit_publication where subdistrict_id = ${tx.subdistrictId} and audit_id = ${auditId}`, publicationRow);
export const insertPublication = (tx: CommandTx, auditId: string, noticeId: string): Promise<number> =>
  tx.exec(sql`insert into audit_publication (subdistrict_id, audit_id, notice_id, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${auditId}, ${noticeId}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
