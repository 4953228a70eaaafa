import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { PaperEntry } from './paper-entry.ts';
import { findBatch, type PaperBatch } from './paper-queries.ts';
import type { PaperFigures } from './paper-sheet.ts';
import { picksJson } from './rows.ts';

/** Writes slips; returns how many. Of a secret ballot the database names them, so that no id tells an order. */
export const insertSlips = (
  tx: CommandTx,
  ballotId: string,
  slips: readonly { code: string; electorId: string | null; replacesId?: string; because?: string }[],
): Promise<number> =>
  tx.exec(sql`insert into paper_slip (subdistrict_id, ballot_id, code, elector_id, replaces_id, replaced_because)
    select ${tx.subdistrictId}::uuid, ${ballotId}::uuid, s.code, s.elector_id, s.replaces_id, s.because
    from jsonb_to_recordset(${JSON.stringify(
      slips.map((slip) => ({ code: slip.code, elector_id: slip.electorId, replaces_id: slip.replacesId ?? null, because: slip.because ?? null })),
    )}::jsonb) as s(code text, elector_id uuid, replaces_id uuid, because text)`);

/** Logs slips handed out; of a named ballot which ones. */
export async function insertIssue(
  tx: CommandTx,
  ballotId: string,
  issue: { kind: 'issued' | 'replaced'; to: string; sheets: number; slipIds: readonly string[] },
): Promise<void> {
  const id = tx.newId();
  await tx.exec(sql`insert into paper_issue (subdistrict_id, id, ballot_id, kind, issued_to, sheets, issued_by, issued_at)
    values (${tx.subdistrictId}, ${id}, ${ballotId}, ${issue.kind}, ${issue.to}, ${issue.sheets}, ${tx.actor.personId}, ${tx.now})`);
  if (issue.slipIds.length === 0) return;
  await tx.exec(sql`insert into paper_issued (subdistrict_id, slip_id, ballot_id, issue_id)
    select ${tx.subdistrictId}::uuid, s.id, ${ballotId}::uuid, ${id}::uuid from unnest(${[...issue.slipIds]}::uuid[]) as s(id)`);
}

/** The batch, locked until the command ends. */
export async function lockBatch(tx: CommandTx, id: string): Promise<PaperBatch | null> {
  const locked = await tx.exec(sql`select from paper_batch where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`);
  return locked === 0 ? null : findBatch(tx, id);
}

const noRow = z.object({ no: z.number() });

/** Begins a batch with its first entry; returns its id and number. The ballot is locked shared; two batches begun at once wait for each other here. */
export async function insertBatch(tx: CommandTx, batch: { ballotId: string; handedInAt: Date }): Promise<{ batchId: string; no: number }> {
  const id = tx.newId();
  await tx.executeSql("select pg_advisory_xact_lock(hashtextextended('paper_batch ' || $1::text, 0))", [batch.ballotId]);
  const { no } = await tx.one(
    sql`insert into paper_batch (subdistrict_id, id, ballot_id, no, handed_in_at, state, first_by, created_at)
    select ${tx.subdistrictId}::uuid, ${id}::uuid, ${batch.ballotId}::uuid, coalesce(max(no), 0) + 1, ${batch.handedInAt}::timestamptz, 'waiting',
      ${tx.actor.personId}::uuid, ${tx.now}::timestamptz
    from paper_batch where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${batch.ballotId} returning no`,
    noRow,
  );
  return { batchId: id, no };
}

/** Writes what one person read. */
export const insertEntries = (tx: CommandTx, batchId: string, pass: 1 | 2, entries: readonly PaperEntry[]): Promise<number> =>
  tx.exec(sql`insert into paper_entry (subdistrict_id, batch_id, pass, code, place, finding, choice, picks, entered_by, entered_at)
    select ${tx.subdistrictId}::uuid, ${batchId}::uuid, ${pass}::smallint, e.code, e.place, e.finding, e.choice, e.picks, ${tx.actor.personId}::uuid,
      ${tx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(entries.map((entry, at) => ({ ...entryJson(entry), place: at + 1 })))}::jsonb)
      as e(code text, place int, finding text, choice text, picks jsonb)`);

const entryJson = ({ code, finding, answer }: PaperEntry) => ({
  code,
  finding,
  choice: answer?.choice ?? null,
  picks: answer?.choice === 'picks' ? z.unknown().parse(JSON.parse(picksJson(answer.picks) ?? 'null')) : null,
});

/** Writes a decision between two readings. */
export async function insertDecision(
  tx: CommandTx,
  batchId: string,
  decision: Omit<PaperEntry, 'finding'> & { finding: PaperEntry['finding'] | 'absent'; note: string; place: number },
): Promise<void> {
  const { choice, picks } = decision.finding === 'absent' ? { choice: null, picks: null } : entryJson({ ...decision, finding: decision.finding });
  await tx.exec(sql`insert into paper_entry (subdistrict_id, batch_id, pass, code, place, finding, choice, picks, entered_by, entered_at, note)
    values (${tx.subdistrictId}, ${batchId}, 3, ${decision.code}, ${decision.place}, ${decision.finding}, ${choice}, ${picks === null ? null : JSON.stringify(picks)}::jsonb,
      ${tx.actor.personId}, ${tx.now}, ${decision.note})`);
}

export const setEntered = (tx: CommandTx, batchId: string): Promise<number> =>
  tx.exec(sql`update paper_batch set state = 'entered', second_by = ${tx.actor.personId} where subdistrict_id = ${tx.subdistrictId} and id = ${batchId}`);

export const setScan = (tx: CommandTx, batchId: string, fileId: string): Promise<number> =>
  tx.exec(sql`update paper_batch set file_id = ${fileId} where subdistrict_id = ${tx.subdistrictId} and id = ${batchId}`);

export const setDropped = (tx: CommandTx, batchId: string, because: string): Promise<number> =>
  tx.exec(sql`update paper_batch set state = 'dropped', dropped_because = ${because} where subdistrict_id = ${tx.subdistrictId} and id = ${batchId}`);

export const setRecorded = (tx: CommandTx, batchId: string): Promise<number> =>
  tx.exec(sql`update paper_batch set state = 'recorded', recorded_by = ${tx.actor.personId}, recorded_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${batchId}`);

/** A paper that came back, as it is recorded. */
export interface ReturnedPaper extends Omit<PaperEntry, 'finding'> {
  slipId: string | null;
  finding: PaperEntry['finding'] | 'void' | 'unknown';
}

/** Writes the papers of a batch that came back. */
export const insertReturns = (tx: CommandTx, batch: Pick<PaperBatch, 'id' | 'ballotId'>, papers: readonly ReturnedPaper[]): Promise<number> =>
  tx.exec(sql`insert into paper_return (subdistrict_id, batch_id, code, ballot_id, slip_id, finding, choice, picks)
    select ${tx.subdistrictId}::uuid, ${batch.id}::uuid, r.code, ${batch.ballotId}::uuid, r.slip_id, r.finding, r.choice, r.picks
    from jsonb_to_recordset(${JSON.stringify(
      papers.map((paper) => ({
        slip_id: paper.slipId,
        ...entryJson({ code: paper.code, finding: 'vote', answer: paper.finding === 'vote' ? paper.answer : null }),
        finding: paper.finding,
      })),
    )}::jsonb) as r(code text, slip_id uuid, finding text, choice text, picks jsonb)`);

export async function insertMark(tx: CommandTx, ballotId: string, electorId: string, kind: 'issued' | 'returned'): Promise<void> {
  await tx.exec(sql`insert into paper_mark (subdistrict_id, ballot_id, elector_id, kind, marked_by, marked_at)
    values (${tx.subdistrictId}, ${ballotId}, ${electorId}, ${kind}, ${tx.actor.personId}, ${tx.now})`);
}

const versionRow = z.object({ version: z.number() });

/** Writes a signed sheet; returns its version. */
export async function insertReconciliation(
  tx: CommandTx,
  ballotId: string,
  f: PaperFigures,
  signed: { leftOver: number; byHand: number; explanation: string; watcher: string },
): Promise<number> {
  const { version } = await tx.one(
    sql`insert into paper_reconciliation (subdistrict_id, ballot_id, version, printed, issued, unlogged, returned, counted, superseded, spoiled, blank, void,
      copies, unknown, replaced, outstanding, left_over, by_hand, explanation, watcher, made_by, made_at)
    select ${tx.subdistrictId}::uuid, ${ballotId}::uuid, coalesce(max(version), 0) + 1, ${f.printed}::int, ${f.issued}::int, ${f.unlogged}::int, ${f.returned}::int,
      ${f.counted}::int, ${f.superseded}::int, ${f.spoiled}::int, ${f.blank}::int, ${f.void}::int, ${f.copies}::int, ${f.unknown}::int, ${f.replaced}::int,
      ${f.outstanding}::int, ${signed.leftOver}::int, ${signed.byHand}::int, ${signed.explanation}::text, ${signed.watcher}::text, ${tx.actor.personId}::uuid,
      ${tx.now}::timestamptz
    from paper_reconciliation where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} returning version`,
    versionRow,
  );
  return version;
}
