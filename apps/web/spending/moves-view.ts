import {
  type Advance,
  type AdvanceHolder,
  advancesOfProject,
  type Expense,
  findExpense,
  type SupplierRefund,
  supplierRefundsOf,
  type Voucher,
  vouchersOf,
} from '#modules/books';
import { officeSetting } from '#modules/funds';
import { personNames } from '#modules/people';
import {
  advanceDaysKey,
  anotherPersonUndoesThePayment,
  daysOpen,
  type MissingPapers,
  moneyMayMove,
  type PaymentReversal,
  paymentReversalsOf,
  possibleHolders,
  type Project,
  type SpendingRequest,
} from '#modules/projects';
import type { Tx } from '#platform/database';
import { type FileInfo, findFiles } from '#platform/files';
import type { Web } from '../kit/index.ts';

/** What the page of a request says of advances, refunds and payments undone. */
export interface MoneyMoves {
  /** Advances of this request, oldest first. */
  advances: Advance[];
  open: Advance | null;
  /** Days since it was handed out, and within how many the office wants it settled; null where it has set none. */
  openDays: number;
  limitDays: number | null;
  holders: AdvanceHolder[];
  /** Advances for other requests of the project that are open. */
  otherOpen: Advance[];
  refunds: SupplierRefund[];
  /** Receipts whose voucher may be reduced by a refund. */
  reducible: Voucher[];
  /** What vouchers prove above what was paid, less refunds. */
  tooMuchFen: bigint;
  reversals: PaymentReversal[];
  /** Payments that were undone, by id. */
  undone: Expense[];
  files: FileInfo[];
  names: ReadonlyMap<string, string>;
  rights: { hand: boolean; settle: boolean; refund: boolean; reduce: boolean; undo: boolean; undoRefund: boolean; setLimit: boolean };
}

const number = (text: string | undefined): number | null => (text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : null);

/** Loads them for one request. */
export async function loadMoves(w: Web, tx: Tx, request: SpendingRequest, project: Project, missing: MissingPapers | null): Promise<MoneyMoves> {
  const all = await advancesOfProject(tx, project.id);
  const advances = all.filter((each) => each.subjectId === request.id);
  const open = advances.find((each) => each.state === 'open') ?? null;
  const expense = request.expenseId ? await findExpense(tx, request.expenseId) : null;
  const refunds = request.expenseId ? await supplierRefundsOf(tx, request.expenseId) : [];
  const vouchers = request.expenseId ? (await vouchersOf(tx, request.expenseId)).filter((voucher) => !voucher.withdrawn) : [];
  const reversals = await paymentReversalsOf(tx, request.id);
  const undone = (await Promise.all(reversals.map((each) => findExpense(tx, each.expenseId)))).filter((each) => each !== null);
  const tooMuchFen = missing && missing.uncoveredFen < 0n ? -missing.uncoveredFen : 0n;
  const moves = moneyMayMove(project.state);
  const may = (action: string) => moves && w.can(action, project);
  const files = [...advances.flatMap((each) => [each.proofFileId, each.settlement?.proofFileId ?? null]), ...refunds.map((each) => each.proofFileId)].filter(
    (each) => each !== null,
  );
  return {
    advances,
    open,
    openDays: open ? daysOpen(open, w.today) : 0,
    limitDays: number((await officeSetting(tx, advanceDaysKey))?.value),
    holders: await possibleHolders(tx, request),
    otherOpen: all.filter((each) => each.state === 'open' && each.subjectId !== request.id),
    refunds,
    reducible: tooMuchFen > 0n ? vouchers.filter((voucher) => voucher.kind === 'receipt' && voucher.provesFen > 0n) : [],
    tooMuchFen,
    reversals,
    undone,
    files: await findFiles(tx, [...new Set(files)]),
    names: await personNames(
      tx,
      [...advances.map((each) => each.handedBy), ...reversals.map((each) => each.reversedBy), ...refunds.map((each) => each.recordedBy)].filter(
        (each) => each !== null,
      ),
    ),
    rights: {
      hand: request.state === 'approved' && open === null && may('spending.advance'),
      settle: request.state === 'approved' && open !== null && may('spending.advance'),
      refund: expense !== null && expense.refundedFen < expense.amountFen && may('spending.refund'),
      reduce: may('spending.refund'),
      undo:
        expense !== null &&
        may('money.reverse') &&
        anotherPersonUndoesThePayment(expense.recordedBy, w.actor.personId) &&
        request.paidBy !== w.actor.personId &&
        !refunds.some((refund) => refund.inForce) &&
        vouchers.every((voucher) => voucher.provesFen === voucher.claimedFen),
      undoRefund: may('money.reverse'),
      setLimit: w.can('setting.set', { neighbourhoodId: null }),
    },
  };
}
