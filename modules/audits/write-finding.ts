import { err, ok, type Result } from '#libs/result';
import { findNeighbourhood } from '#modules/places';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { auditNumber } from './audit.ts';
import { auditAtWork } from './draw-sample.ts';
import { amountNow, findingState, itStands, type Severity } from './finding.ts';
import { findingsOf, insertFinding, insertFindingFile } from './finding-store.ts';
import { findItem, scopeOf } from './store.ts';

/** A paper that came with a form; its bytes are stored already. */
export interface Paper {
  stored: StoredBytes;
  name: string;
}

/** Records papers of a finding or of one of its steps. The same bytes twice count once. */
export async function keepPapers(tx: CommandTx, auditId: string, of: { findingId: string; stepId: string | null }, papers: readonly Paper[]): Promise<void> {
  for (const paper of papers) {
    const fileId = await recordFile(tx, paper.stored, { name: paper.name, visibility: 'office', neighbourhoodId: null });
    await insertFindingFile(tx, auditId, { ...of, fileId });
  }
}

export type FindingError =
  | 'not-found'
  | 'access-over'
  | 'wrong-state'
  | 'empty'
  | 'too-long'
  | 'not-in-scope'
  | 'amount-required'
  | 'needs-item'
  | 'more-than-the-item'
  | 'key-reused';

/**
 * Writes a finding: private until it is issued. Of an item, its project and neighbourhood follow. Errors: `needs-item`, `amount-required` money that the papers do not
 * carry is an amount of a drawn item · `more-than-the-item` more than stood in the books · `not-in-scope` a neighbourhood that the audit does not reach.
 */
export function writeFinding(
  ctx: CommandContext,
  input: {
    auditId: string;
    itemId: string | null;
    /** Without an item: whom it is addressed to; null is the office. */
    neighbourhoodId: string | null;
    /** The office answers though the item is a neighbourhood's. */
    toOffice: boolean;
    severity: Severity;
    clause: string;
    body: string;
    amountFen: bigint | null;
    misstated: boolean;
    papers: readonly Paper[];
  },
): Promise<Result<{ findingId: string }, FindingError>> {
  return runCommand(ctx, 'write-audit-finding', async (tx): Promise<Result<{ findingId: string }, FindingError>> => {
    const audit = await auditAtWork(tx, input.auditId);
    if (!audit.ok) return audit;
    const item = input.itemId === null ? null : await findItem(tx, audit.value.id, input.itemId);
    if (input.itemId !== null && !item) return err('not-found');
    const [clause, body] = [input.clause.trim(), input.body.trim()];
    if (clause === '' || body === '') return err('empty');
    if ([...clause].length > 300 || [...body].length > 4000) return err('too-long');
    if (input.misstated && !item) return err('needs-item');
    if (input.misstated && (input.amountFen === null || input.amountFen === 0n)) return err('amount-required');
    if (item && input.misstated) {
      const taken = (await findingsOf(tx, audit.value.id))
        .filter((finding) => finding.itemId === item.id && finding.misstated && !['dropped', 'lifted'].includes(findingState(finding)))
        .reduce((sum, finding) => sum + (finding.amountFen ?? 0n), 0n);
      if (taken + (input.amountFen ?? 0n) > item.amountFen) return err('more-than-the-item');
    }
    const { neighbourhoodIds } = await scopeOf(tx, audit.value.id);
    const place = item ? item.neighbourhoodId : input.neighbourhoodId;
    if (place !== null && ((neighbourhoodIds.length > 0 && !neighbourhoodIds.includes(place)) || !(await findNeighbourhood(tx, place))))
      return err('not-in-scope');
    const { id } = await insertFinding(tx, {
      auditId: audit.value.id,
      itemId: item?.id ?? null,
      projectId: item?.projectId ?? null,
      neighbourhoodId: input.toOffice ? null : place,
      severity: input.severity,
      clause,
      body,
      amountFen: input.amountFen,
      misstated: input.misstated,
    });
    await keepPapers(tx, audit.value.id, { findingId: id, stepId: null }, input.papers);
    tx.audit({ action: 'audit.finding', subjectKind: 'audit-finding', subjectId: id, text: { audit: auditNumber(audit.value), severity: input.severity } });
    await tx.emit('audit.finding-written', { auditId: audit.value.id });
    return ok({ findingId: id });
  });
}

/** What of each item is wrong by the findings that stand, in fen. */
export async function errorsByItem(tx: CommandTx | Parameters<typeof findingsOf>[0], auditId: string): Promise<Map<string, bigint>> {
  const sums = new Map<string, bigint>();
  for (const finding of await findingsOf(tx, auditId)) {
    if (finding.itemId === null || !finding.misstated || !itStands(finding)) continue;
    sums.set(finding.itemId, (sums.get(finding.itemId) ?? 0n) + (amountNow(finding) ?? 0n));
  }
  return sums;
}
