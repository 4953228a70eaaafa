import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import type { Decided, KnownSlip, PaperEntry } from './paper-entry.ts';
import type { PaperFigures, Reconciliation } from './paper-sheet.ts';
import { picksColumn } from './rows.ts';

/** A printed paper. */
export interface PaperSlip extends KnownSlip {
  id: string;
  electorId: string | null;
  /** When it was handed out, and to whom; null while it was not (of a secret ballot: always). */
  issuedTo: string | null;
  issuedAt: Date | null;
  /** Given in the place of another one, for this reason. */
  replacesBecause: string | null;
}

const slipRow = z
  .object({
    id: z.string(),
    code: z.string(),
    elector_id: z.string().nullable(),
    no: z.number().nullable(),
    label: z.string().nullable(),
    replaced: z.boolean(),
    returned_in: z.number().nullable(),
    issued_to: z.string().nullable(),
    issued_at: z.date().nullable(),
    replaced_because: z.string().nullable(),
  })
  .transform(
    (r): PaperSlip => ({
      id: r.id,
      code: r.code,
      electorId: r.elector_id,
      no: r.no,
      label: r.label,
      replaced: r.replaced,
      returnedIn: r.returned_in,
      issuedTo: r.issued_to,
      issuedAt: r.issued_at,
      replacesBecause: r.replaced_because,
    }),
  );

/** The slips of a ballot: of a named one in the order of the roll, of a secret one by their codes, which say nothing. */
export const slipsOf = (tx: Tx, ballotId: string): Promise<PaperSlip[]> =>
  tx.all(
    sql`select s.id, s.code, s.elector_id, l.no, l.label, r.id is not null as replaced, b.no as returned_in, i.issued_to, i.issued_at, s.replaced_because
    from paper_slip s
    left join ballot_roll l on l.subdistrict_id = s.subdistrict_id and l.ballot_id = s.ballot_id and l.elector_id = s.elector_id
    left join paper_slip r on r.subdistrict_id = s.subdistrict_id and r.replaces_id = s.id
    left join paper_return t on t.subdistrict_id = s.subdistrict_id and t.slip_id = s.id
    left join paper_batch b on b.subdistrict_id = t.subdistrict_id and b.id = t.batch_id
    left join paper_issued o on o.subdistrict_id = s.subdistrict_id and o.slip_id = s.id
    left join paper_issue i on i.subdistrict_id = o.subdistrict_id and i.id = o.issue_id
    where s.subdistrict_id = ${tx.subdistrictId} and s.ballot_id = ${ballotId} order by l.no nulls last, s.replaces_id is not null, s.code`,
    slipRow,
  );

/** Slips handed out at one time to one person. */
export interface PaperIssue {
  id: string;
  kind: 'issued' | 'replaced';
  issuedTo: string;
  sheets: number;
  issuedBy: string;
  issuedAt: Date;
  /** Numbers on the roll, in a named ballot. */
  numbers: number[];
}

const issueRow = z
  .object({
    id: z.string(),
    kind: z.enum(['issued', 'replaced']),
    issued_to: z.string(),
    sheets: z.number(),
    name: z.string(),
    issued_at: z.date(),
    numbers: z.array(z.number()),
  })
  .transform(
    (r): PaperIssue => ({
      id: r.id,
      kind: r.kind,
      issuedTo: r.issued_to,
      sheets: r.sheets,
      issuedBy: r.name,
      issuedAt: r.issued_at,
      numbers: r.numbers,
    }),
  );

/** The log of slips handed out, oldest first. */
export const issuesOf = (tx: Tx, ballotId: string): Promise<PaperIssue[]> =>
  tx.all(
    sql`select i.id, i.kind, i.issued_to, i.sheets, p.name, i.issued_at, coalesce((select array_agg(l.no order by l.no) from paper_issued o
      join paper_slip s on s.subdistrict_id = o.subdistrict_id and s.id = o.slip_id
      join ballot_roll l on l.subdistrict_id = s.subdistrict_id and l.ballot_id = s.ballot_id and l.elector_id = s.elector_id
      where o.subdistrict_id = i.subdistrict_id and o.issue_id = i.id), '{}') as numbers
    from paper_issue i join person p on p.subdistrict_id = i.subdistrict_id and p.id = i.issued_by
    where i.subdistrict_id = ${tx.subdistrictId} and i.ballot_id = ${ballotId} order by i.issued_at, i.id`,
    issueRow,
  );

export type BatchState = 'waiting' | 'entered' | 'recorded' | 'dropped';
/** Papers that came in together. `waiting` for the second person · `entered` by both · `recorded` as votes · `dropped` with a reason. */
export interface PaperBatch {
  id: string;
  ballotId: string;
  no: number;
  handedInAt: Date;
  state: BatchState;
  firstBy: string;
  firstName: string;
  secondBy: string | null;
  secondName: string | null;
  fileId: string | null;
  droppedBecause: string | null;
  /** Papers in the first entry. */
  papers: number;
  recordedAt: Date | null;
}

const batchRow = z
  .object({
    id: z.string(),
    ballot_id: z.string(),
    no: z.number(),
    handed_in_at: z.date(),
    state: z.enum(['waiting', 'entered', 'recorded', 'dropped']),
    first_by: z.string(),
    first_name: z.string(),
    second_by: z.string().nullable(),
    second_name: z.string().nullable(),
    file_id: z.string().nullable(),
    dropped_because: z.string().nullable(),
    papers: z.number(),
    recorded_at: z.date().nullable(),
  })
  .transform(
    (r): PaperBatch => ({
      id: r.id,
      ballotId: r.ballot_id,
      no: r.no,
      handedInAt: r.handed_in_at,
      state: r.state,
      firstBy: r.first_by,
      firstName: r.first_name,
      secondBy: r.second_by,
      secondName: r.second_name,
      fileId: r.file_id,
      droppedBecause: r.dropped_because,
      papers: r.papers,
      recordedAt: r.recorded_at,
    }),
  );
const batchColumns = sql`b.id, b.ballot_id, b.no, b.handed_in_at, b.state, b.first_by, f.name as first_name, b.second_by, s.name as second_name, b.file_id,
  b.dropped_because, b.recorded_at, (select count(*)::int from paper_entry e where e.subdistrict_id = b.subdistrict_id and e.batch_id = b.id and e.pass = 1) as papers
  from paper_batch b join person f on f.subdistrict_id = b.subdistrict_id and f.id = b.first_by
  left join person s on s.subdistrict_id = b.subdistrict_id and s.id = b.second_by`;

/** The batches of a ballot in their order. */
export const batchesOf = (tx: Tx, ballotId: string): Promise<PaperBatch[]> =>
  tx.all(sql`select ${batchColumns} where b.subdistrict_id = ${tx.subdistrictId} and b.ballot_id = ${ballotId} order by b.no`, batchRow);

/** One batch, or null. */
export const findBatch = (tx: Tx, id: string): Promise<PaperBatch | null> =>
  tx.maybe(sql`select ${batchColumns} where b.subdistrict_id = ${tx.subdistrictId} and b.id = ${id}`, batchRow);

const entryRow = z
  .object({
    pass: z.number(),
    code: z.string(),
    finding: z.enum(['vote', 'spoiled', 'blank', 'copy', 'absent']),
    choice: z.enum(['yes', 'no', 'abstain', 'picks']).nullable(),
    picks: picksColumn,
    name: z.string(),
    note: z.string().nullable(),
  })
  .transform((r) => ({
    pass: r.pass,
    code: r.code,
    finding: r.finding,
    answer: r.choice === null ? null : r.choice === 'picks' ? { choice: r.choice, picks: r.picks ?? [] } : { choice: r.choice },
    by: r.name,
    note: r.note ?? '',
  }));

/** What both persons read, and what was decided where they differ. */
export async function entriesOf(tx: Tx, batchId: string): Promise<{ first: PaperEntry[]; second: PaperEntry[]; decisions: Decided[] }> {
  const rows = await tx.all(
    sql`select e.pass, e.code, e.finding, e.choice, e.picks, p.name, e.note from paper_entry e
    join person p on p.subdistrict_id = e.subdistrict_id and p.id = e.entered_by
    where e.subdistrict_id = ${tx.subdistrictId} and e.batch_id = ${batchId} order by e.pass, e.place`,
    entryRow,
  );
  const pass = (n: number): PaperEntry[] =>
    rows.flatMap(({ pass: of, code, finding, answer }) => (of === n && finding !== 'absent' ? [{ code, finding, answer }] : []));
  return {
    first: pass(1),
    second: pass(2),
    decisions: rows.filter((row) => row.pass === 3).map(({ code, finding, answer, by, note }) => ({ code, finding, answer, by, note })),
  };
}

const n = z.number();
const figures = {
  printed: n,
  issued: n,
  unlogged: n,
  returned: n,
  counted: n,
  superseded: n,
  spoiled: n,
  blank: n,
  void: n,
  copies: n,
  unknown: n,
  replaced: n,
  outstanding: n,
};

const paperFiguresRow = z.object(figures);

/** Where the papers of a ballot are now. */
export const paperFiguresOf = (tx: Tx, ballotId: string): Promise<PaperFigures> =>
  tx.one(sql`select * from paper_figures(${tx.subdistrictId}, ${ballotId})`, paperFiguresRow);

const reconciliationRow = z
  .object({ ...figures, version: n, left_over: n, by_hand: n, explanation: z.string(), watcher: z.string(), name: z.string(), made_at: z.date() })
  .transform(
    ({ left_over, by_hand, name, made_at, ...rest }): Reconciliation => ({ ...rest, leftOver: left_over, byHand: by_hand, madeBy: name, madeAt: made_at }),
  );

/** The sheet as it was signed last, or null. */
export const reconciliationOf = (tx: Tx, ballotId: string): Promise<Reconciliation | null> =>
  tx.maybe(
    sql`select r.*, p.name from paper_reconciliation r join person p on p.subdistrict_id = r.subdistrict_id and p.id = r.made_by
    where r.subdistrict_id = ${tx.subdistrictId} and r.ballot_id = ${ballotId} order by r.version desc limit 1`,
    reconciliationRow,
  );

const paperMarksRow = z
  .object({ elector_id: z.string(), kind: z.enum(['issued', 'returned']), marked_at: z.date() })
  .transform((r) => ({ electorId: r.elector_id, kind: r.kind, at: r.marked_at }));

/** Secret ballot: who was handed a paper, and whose paper is in the box. */
export const paperMarksOf = (tx: Tx, ballotId: string): Promise<{ electorId: string; kind: 'issued' | 'returned'; at: Date }[]> =>
  tx.all(sql`select elector_id, kind, marked_at from paper_mark where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}`, paperMarksRow);

const electorIdRow = z.object({ elector_id: z.string() });

/** The elector's paper is in the box of this secret ballot: they vote no second time. */
export const paperIsHandedIn = async (tx: Tx, ballotId: string, electorId: string): Promise<boolean> =>
  (await tx.maybe(
    sql`select elector_id from paper_mark where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} and elector_id = ${electorId}
    and kind = 'returned'`,
    electorIdRow,
  )) !== null;

const codeRow = z.object({ code: z.string() });

/** The slip came back and waits in a batch that is not recorded yet. */
export const slipIsBeingEntered = async (tx: Tx, ballotId: string, code: string): Promise<boolean> =>
  (
    await tx.all(
      sql`select e.code from paper_entry e join paper_batch b on b.subdistrict_id = e.subdistrict_id and b.id = e.batch_id
      where b.subdistrict_id = ${tx.subdistrictId} and b.ballot_id = ${ballotId} and b.state in ('waiting', 'entered') and e.code = ${code} limit 1`,
      codeRow,
    )
  ).length > 0;
