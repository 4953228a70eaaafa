import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { type Sql, sql, type Tx } from '#platform/database';
import { type Finding, type FindingStep, severities, stepKinds } from './finding.ts';

const findingRow = z
  .object({
    id: z.string(),
    audit_id: z.string(),
    no: z.number(),
    item_id: z.string().nullable(),
    project_id: z.string().nullable(),
    neighbourhood_id: z.string().nullable(),
    severity: z.enum(severities),
    clause: z.string(),
    body: z.string(),
    amount_fen: z.bigint().nullable(),
    misstated: z.boolean(),
    by_name: z.string(),
    at: z.date(),
  })
  .transform(
    (r): Finding => ({
      id: r.id,
      auditId: r.audit_id,
      no: r.no,
      itemId: r.item_id,
      projectId: r.project_id,
      neighbourhoodId: r.neighbourhood_id,
      severity: r.severity,
      clause: r.clause,
      body: r.body,
      amountFen: r.amount_fen,
      misstated: r.misstated,
      byName: r.by_name,
      at: r.at,
      steps: [],
    }),
  );
const stepRow = z
  .object({
    id: z.string(),
    finding_id: z.string(),
    no: z.number(),
    kind: z.enum(stepKinds),
    body: z.string(),
    due_day: z.string().nullable(),
    person_id: z.string().nullable(),
    person_name: z.string().nullable(),
    severity: z.enum(severities).nullable(),
    amount_fen: z.bigint().nullable(),
    by_person_id: z.string().nullable(),
    by_name: z.string(),
    at: z.date(),
  })
  .transform(
    (r): FindingStep => ({
      id: r.id,
      findingId: r.finding_id,
      no: r.no,
      kind: r.kind,
      body: r.body,
      dueDay: r.due_day,
      personId: r.person_id,
      personName: r.person_name,
      severity: r.severity,
      amountFen: r.amount_fen,
      byPersonId: r.by_person_id,
      byName: r.by_name,
      at: r.at,
    }),
  );

async function findingsWhere(tx: Tx, where: Sql): Promise<Finding[]> {
  const findings = await tx.all(
    sql`select f.id, f.audit_id, f.no, f.item_id, f.project_id, f.neighbourhood_id, f.severity, f.clause, f.body, f.amount_fen, f.misstated, f.by_name, f.at
    from audit_finding f where f.subdistrict_id = ${tx.subdistrictId} and ${where} order by f.at, f.no`,
    findingRow,
  );
  if (findings.length === 0) return findings;
  const steps = await tx.all(
    sql`select id, finding_id, no, kind, body, due_day, person_id, person_name, severity, amount_fen, by_person_id, by_name, at from audit_step
    where subdistrict_id = ${tx.subdistrictId} and finding_id = any(${findings.map(({ id }) => id)}::uuid[]) order by finding_id, no`,
    stepRow,
  );
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  for (const step of steps) byId.get(step.findingId)?.steps.push(step);
  return findings;
}
/** Findings of an audit in the order of their numbers, drafts and dropped ones too. */
export const findingsOf = async (tx: Tx, auditId: string): Promise<Finding[]> =>
  (await findingsWhere(tx, sql`f.audit_id = ${auditId}`)).toSorted((a, b) => a.no - b.no);
/** One finding, or null. */
export const findFinding = async (tx: Tx, id: string): Promise<Finding | null> => (await findingsWhere(tx, sql`f.id = ${id}`))[0] ?? null;
/** The same under a lock, so that two steps at once wait for each other. */
export async function lockFinding(tx: CommandTx, id: string): Promise<Finding | null> {
  await tx.executeSql('select pg_advisory_xact_lock(hashtextextended($1, 861))', [id]);
  return findFinding(tx, id);
}
/** Findings that were issued to these neighbourhoods. */
export const findingsIssuedTo = (tx: Tx, neighbourhoodIds: readonly string[]): Promise<Finding[]> =>
  neighbourhoodIds.length === 0
    ? Promise.resolve([])
    : findingsWhere(
        tx,
        sql`f.neighbourhood_id = any(${[...neighbourhoodIds]}::uuid[]) and exists (select from audit_step s where s.subdistrict_id = f.subdistrict_id
        and s.finding_id = f.id and s.kind = 'issued')`,
      );

const noRow = z.object({ no: z.number() });

export async function insertFinding(
  tx: CommandTx,
  finding: Pick<Finding, 'auditId' | 'itemId' | 'projectId' | 'neighbourhoodId' | 'severity' | 'clause' | 'body' | 'amountFen' | 'misstated'>,
): Promise<{ id: string; no: number }> {
  const id = tx.newId();
  await tx.executeSql('select pg_advisory_xact_lock(hashtextextended($1, 862))', [finding.auditId]);
  const { no } = await tx.one(
    sql`insert into audit_finding (subdistrict_id, id, audit_id, no, item_id, project_id, neighbourhood_id, severity, clause, body, amount_fen, misstated, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${id}, ${finding.auditId}, (select coalesce(max(no), 0) + 1 from audit_finding where subdistrict_id = ${tx.subdistrictId} and audit_id = ${finding.auditId}),
    ${finding.itemId}, ${finding.projectId}, ${finding.neighbourhoodId}, ${finding.severity}, ${finding.clause}, ${finding.body}, ${finding.amountFen}, ${finding.misstated},
    ${tx.actor.personId}, ${tx.actor.name}, ${tx.now}) returning no`,
    noRow,
  );
  return { id, no };
}

export async function insertStep(
  tx: CommandTx,
  finding: Finding,
  step: Pick<FindingStep, 'kind' | 'body'> & Partial<Pick<FindingStep, 'dueDay' | 'personId' | 'personName' | 'severity' | 'amountFen'>>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into audit_step (subdistrict_id, id, finding_id, audit_id, no, kind, body, due_day, person_id, person_name, severity, amount_fen, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${id}, ${finding.id}, ${finding.auditId}, ${finding.steps.length + 1}, ${step.kind}, ${step.body}, ${step.dueDay ?? null}, ${step.personId ?? null},
    ${step.personName ?? null}, ${step.severity ?? null}, ${step.amountFen ?? null}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}

/** A paper of a finding: its evidence where `stepId` is null, else of that step. */
export interface FindingFile {
  findingId: string;
  stepId: string | null;
  fileId: string;
}

const filesOfFindingsRow = z
  .object({ finding_id: z.string(), step_id: z.string().nullable(), file_id: z.string() })
  .transform((r): FindingFile => ({ findingId: r.finding_id, stepId: r.step_id, fileId: r.file_id }));
export const filesOfFindings = (tx: Tx, findingIds: readonly string[]): Promise<FindingFile[]> =>
  tx.all(
    sql`select finding_id, step_id, file_id from audit_file where subdistrict_id = ${tx.subdistrictId} and finding_id = any(${[...findingIds]}::uuid[]) order by finding_id, file_id`,
    filesOfFindingsRow,
  );
export const insertFindingFile = (tx: CommandTx, auditId: string, file: FindingFile): Promise<number> =>
  tx.exec(sql`insert into audit_file (subdistrict_id, audit_id, finding_id, step_id, file_id)
    values (${tx.subdistrictId}, ${auditId}, ${file.findingId}, ${file.stepId}, ${file.fileId})`);
