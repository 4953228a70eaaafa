/** Ways of moving money that are checked from outside. */
export type Way = 'transfer' | 'cash';

/** One movement that the books expect on an account, signed: in positive. A reversal undoes another, both then cancel out. */
export interface Movement {
  /** Of the transaction, or of the transfer between two accounts. */
  id: string;
  what: 'txn' | 'transfer';
  kind: string;
  day: string;
  amountFen: bigint;
  party: string;
  text: string;
  projectId: string | null;
  projectTitle: string;
  reversalOf: string | null;
  /** The day on which it was reversed; null while it is in force. */
  reversedOn: string | null;
  /** When it was written down. */
  at: Date;
}

/** One row of the bank in the database. */
export interface BankRow {
  id: string;
  statementId: string;
  rowNo: number;
  seq: number;
  day: string;
  amountFen: bigint;
  balanceFen: bigint | null;
  counterparty: string;
  memo: string;
  reference: string;
}

/** Which row is which movement, and for how much. */
export interface Link {
  id: string;
  rowId: string;
  movementId: string;
  amountFen: bigint;
  madeByName: string;
  madeAt: Date;
  undone: { byName: string; at: Date; reason: string } | null;
}

/** What an explanation is about. */
export const noteKinds = ['other', 'timing', 'error'] as const;
export type NoteKind = (typeof noteKinds)[number];

/** What a difference is, in somebody's words. */
export interface Note {
  id: string;
  rowId: string | null;
  /** A transaction or a transfer. */
  movementId: string | null;
  countId: string | null;
  kind: NoteKind;
  text: string;
  byName: string;
  at: Date;
}

const size = (fen: bigint): bigint => (fen < 0n ? -fen : fen);

/** A movement or row with what of it is not matched, signed. */
export type Open<T> = T & { openFen: bigint; note: Note | null };

/** Everything about one account that its comparison needs. */
export interface Ledger {
  openingDay: string;
  openingFen: bigint;
  movements: readonly Movement[];
  rows: readonly BankRow[];
  /** Those in force. */
  links: readonly Link[];
  notes: readonly Note[];
}

/** How an account stands on a day: both sides, what each lacks, and what is left over when all is put in. */
export interface Standing {
  day: string;
  /** By the bank: its own balance after its last row, else the opening and all rows. */
  bankFen: bigint;
  /** False where no row gives a balance: then it is our own sum. */
  bankSaid: boolean;
  bookFen: bigint;
  /** In the books, not (or not wholly) at the bank by that day. */
  movements: Open<Movement>[];
  /** At the bank, not (or not wholly) in the books by that day. Other money that is no project's is not among them. */
  rows: Open<BankRow>[];
  otherFen: bigint;
  adjustedBankFen: bigint;
  adjustedBookFen: bigint;
  /** Zero, or rows are missing between the statements. */
  leftOverFen: bigint;
}

/** A movement that was undone by the given day cancels out with its reversal. */
const cancelledBy = (movement: Movement, day: string): boolean => (movement.reversedOn !== null && movement.reversedOn <= day) || movement.reversalOf !== null;

/** Compares the books of an account with what the bank says, as both stood at the end of a day. */
export function standingOn(ledger: Ledger, day: string): Standing {
  const movements = ledger.movements.filter((one) => one.day <= day);
  const rows = ledger.rows.filter((one) => one.day <= day);
  const rowIds = new Set(rows.map((one) => one.id));
  const inForce = new Map(movements.filter((one) => !cancelledBy(one, day)).map((one) => [one.id, one]));
  const linkedRow = new Map<string, bigint>();
  const linkedMovement = new Map<string, bigint>();
  for (const link of ledger.links) {
    if (!rowIds.has(link.rowId) || !inForce.has(link.movementId)) continue;
    linkedRow.set(link.rowId, (linkedRow.get(link.rowId) ?? 0n) + link.amountFen);
    linkedMovement.set(link.movementId, (linkedMovement.get(link.movementId) ?? 0n) + link.amountFen);
  }
  const rest = (fen: bigint, linked: bigint): bigint => (fen < 0n ? fen + linked : fen - linked);
  const noteOf = (which: (note: Note) => boolean) => ledger.notes.find(which) ?? null;
  const other = new Set(ledger.notes.filter((note) => note.kind === 'other').map((note) => note.rowId));
  const openMovements = [...inForce.values()]
    .map((one) => ({ ...one, openFen: rest(one.amountFen, linkedMovement.get(one.id) ?? 0n), note: noteOf((note) => note.movementId === one.id) }))
    .filter((one) => one.openFen !== 0n);
  const unmatched = rows
    .map((one) => ({ ...one, openFen: rest(one.amountFen, linkedRow.get(one.id) ?? 0n), note: noteOf((note) => note.rowId === one.id) }))
    .filter((one) => one.openFen !== 0n);
  const openRows = unmatched.filter((one) => !other.has(one.id));
  const sum = (list: readonly bigint[]) => list.reduce((all, fen) => all + fen, 0n);
  const otherFen = sum(unmatched.filter((one) => other.has(one.id)).map((one) => one.openFen));
  const said = rows.findLast((one) => one.balanceFen !== null);
  const after = said ? rows.slice(rows.indexOf(said) + 1) : rows;
  const bankFen = (said?.balanceFen ?? ledger.openingFen) + sum(after.map((one) => one.amountFen));
  const bookFen = ledger.openingFen + sum(movements.map((one) => one.amountFen)) + otherFen;
  const adjustedBankFen = bankFen + sum(openMovements.map((one) => one.openFen));
  const adjustedBookFen = bookFen + sum(openRows.map((one) => one.openFen));
  return {
    day,
    bankFen,
    bankSaid: said !== undefined,
    bookFen,
    movements: openMovements,
    rows: openRows,
    otherFen,
    adjustedBankFen,
    adjustedBookFen,
    leftOverFen: adjustedBankFen - adjustedBookFen,
  };
}

/** A difference is settled when it is matched, or somebody has said in words what it is. */
export const isExplained = (open: { note: Note | null }): boolean => open.note !== null;

export { size as sizeOf };
