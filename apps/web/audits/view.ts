import {
  type Audit,
  auditState,
  findAudit,
  type Finding,
  findingsOf,
  findItem,
  type Item,
  itWasIssued,
  type Part,
  samplesOf,
  whatTheActorIs,
} from '#modules/audits';
import type { BoundPayment } from '#modules/projects';
import { findProject, gatherVoucherBook, type Project } from '#modules/projects';
import type { Tx } from '#platform/database';
import type { FileInfo } from '#platform/files';
import type { Web } from '../kit/index.ts';

/** An audit as this reader may see it; null: it is not there for them. */
export interface SeenAudit {
  audit: Audit;
  part: Exclude<Part, null>;
  /** Samples, ticks and drafts: the auditor's until the report. */
  seesWork: boolean;
}

/** Finds an audit for the reader. */
export async function seeAudit(tx: Tx, w: Web, id: string | null): Promise<SeenAudit | null> {
  const audit = id ? await findAudit(tx, id) : null;
  if (!audit) return null;
  const part = whatTheActorIs(audit, w.actor, w.today, w.can('audit.read-all', { neighbourhoodId: null }));
  if (part === null) return null;
  return { audit, part, seesWork: part === 'auditor' || audit.reported };
}

/** What of an audit's findings the reader sees: the auditor all, others what was issued. */
export const seenFindings = async (tx: Tx, seen: SeenAudit): Promise<Finding[]> =>
  (await findingsOf(tx, seen.audit.id)).filter((finding) => seen.part === 'auditor' || itWasIssued(finding));

/** Whether the reader is among those who answer for the finding's place. */
export const answersFor = (w: Web, finding: Pick<Finding, 'neighbourhoodId'>): boolean => w.can('audit.answer', { neighbourhoodId: finding.neighbourhoodId });

/** A drawn item with everything behind it: its payment, or all payments of its project. */
export interface SeenItem {
  seen: SeenAudit;
  item: Item;
  checklist: string[];
  project: Project;
  payments: BoundPayment[];
  files: Map<string, FileInfo>;
}

/** Loads an item with its vouchers and papers; null where the reader may not. */
export async function loadItem(tx: Tx, w: Web, auditId: string | null, itemId: string | null): Promise<SeenItem | null> {
  const seen = await seeAudit(tx, w, auditId);
  if (!seen?.seesWork || !itemId) return null;
  const item = await findItem(tx, seen.audit.id, itemId);
  const sample = item && (await samplesOf(tx, seen.audit.id)).find(({ id }) => id === item.sampleId);
  const project = item && (await findProject(tx, item.projectId));
  if (!item || !sample || !project) return null;
  const book = await gatherVoucherBook(tx, item.projectId);
  const payments = [...(book?.payments ?? []), ...(book?.unproven ?? [])].filter(({ expense }) => sample.unit === 'project' || expense.id === item.key);
  const files = new Map<string, FileInfo>();
  for (const payment of payments) {
    for (const { files: own } of payment.vouchers) for (const file of own) files.set(file.id, file);
    for (const { file } of payment.papers) files.set(file.id, file);
    if (payment.proof) files.set(payment.proof.id, payment.proof);
  }
  return { seen, item, checklist: sample.checklist, project, payments, files };
}

/** Whether the auditor may still work on it today. */
export const isAtWork = (seen: SeenAudit, today: string): boolean => seen.part === 'auditor' && auditState(seen.audit, today) === 'running';
