/** Restricted-fund double entry: sources, receipts, reservations, payments, vouchers. README.md draws it. */
export { type Assignment, type AssignmentPlan, assignLines, type PayingAward, type Shortfall, type WantingLine } from './assign-lines.ts';
export {
  type Account,
  accounts,
  availableFenOf,
  type Award,
  type AwardFigures,
  awardMayPay,
  leverageOf,
  type SourceKind,
  sourceKinds,
  standardCategories,
  totalOf,
  type TxnKind,
} from './award.ts';
export {
  type Advance,
  type AdvanceHolder,
  type AdvanceSettlement,
  advancesOfProject,
  advancesOfSubject,
  findAdvance,
  openAdvanceOf,
  openAdvances,
} from './advance.ts';
export {
  type Contribution,
  findReceipt,
  householdContributions,
  type Pledge,
  pledgesOf,
  type Receipt,
  receiptsByIds,
  receiptsOf,
} from './contributions.ts';
export { type ArrivalState, arrivalsOf, arrivedBeforeIn, assignArrivalIn, dropArrivalIn, type InvoiceArrival, keepArrivalIn } from './invoice-arrival.ts';
export { type InvoiceReading, keepReadingIn, type ReadingState, readingIsHere, readingsOf, reopenReadingsIn, settleReadingsIn } from './invoice-reading.ts';
export { type BoughtLine, boughtLinesInUnits, boughtLinesLike, boughtLinesOf } from './earlier-prices.ts';
export {
  proveLinesIn,
  proveOnlyWayIn,
  type ProvenLine,
  provenLinesOf,
  type VoucherLine,
  voucherLinesOf,
  type VoucherLinesError,
  whatIsWrongWithShares,
} from './voucher-lines.ts';
export { findVoucher, type KnownInvoice, type Voucher, vouchersOf, vouchersOfProject } from './invoice-store.ts';
export {
  advancedByUse,
  entryFigures,
  type Entry,
  type EntryFigure,
  type EntryFilter,
  type EntryPage,
  listEntries,
  type MoneyFlow,
  moneyFlows,
  type SourceSums,
  sourceSums,
} from './entries.ts';
export { mayPayEveryUseOfItsProject, type RestrictedBalances, restrictedBalances } from './restriction.ts';
export { correctionsOf, type InvoiceCorrections, type InvoiceEntry } from './correct-invoice.ts';
export {
  type RecordRedLetterError,
  recordRedLetterIn,
  type RedLetterFacts,
  type ReduceReceiptError,
  reduceReceiptIn,
  reductionsOf,
  type VoucherReduction,
  whatIsWrongWithRedLetter,
} from './record-red-letter.ts';
export {
  confirmOpeningIn,
  type ConfirmOpeningError,
  dropOpeningIn,
  enterOpeningIn,
  type EnterOpeningError,
  findOpening,
  type OpeningBalance,
  type OpeningLine,
  type OpeningState,
  openingsOf,
  sourceTakesAnOpening,
  undoOpeningIn,
} from './opening-balance.ts';
export { closeAwardIn, type NewAward, openAwardIn } from './open-award.ts';
export { booksPermissions } from './permissions.ts';
export { payersOf, type PayLine, planPayment, previewPayment } from './plan-payment.ts';
export { paymentsOfPeriod, type PeriodPayment } from './payments-of-period.ts';
export { findTxn, type Posting, postingsOf, type Txn, txnsOfExpense } from './post-txn.ts';
export { projectJournal } from './project-journal.ts';
export { type HandAdvanceError, handAdvanceIn } from './hand-advance.ts';
export { type SettleAdvanceError, settleAdvanceIn } from './settle-advance.ts';
export { type SupplierRefund, type SupplierRefundError, supplierRefundIn, supplierRefundsOf } from './refund-expense.ts';
export { awardLedger, type Expense, expensesOf, findExpense, type LedgerEntry, type ProjectAccount, projectAccount } from './queries.ts';
export { type MoneyInError, type Payer, pledgeIn, type ReceiptMethod, receiveIn } from './receive-money.ts';
export { type EarlierUse, earlierUse, recordVoucherIn, type RecordVoucherError, withdrawVoucherIn } from './record-voucher.ts';
export { giveBackIn, type GiveBackError, type Refund, refundedFen, refundsOf } from './refund-receipt.ts';
export { liveReservations, releaseIn, type Reservation, type ReserveError, reserveIn } from './reserve-money.ts';
export { reverseIn, type ReverseError } from './reverse-txn.ts';
export { type PaymentMethod, returnIn, type ReturnError, type SpendError, spendIn } from './spend-money.ts';
export {
  allAwards,
  awardsOf,
  awardsOfProjects,
  type Category,
  findAward,
  holdAgainIn,
  holdAwardIn,
  liftHoldIn,
  listCategories,
  plannedOfProjects,
} from './store.ts';
export { proveBooks } from './prove-books.ts';
export { trialBalance, type TrialBalanceLine, verifyBooks } from './verify-books.ts';
export {
  claimedNeverExceedsFaceValue,
  type InvoiceFacts,
  netAndTaxMakeTheTotal,
  type VoucherFactError,
  type VoucherKind,
  voucherKinds,
  whatIsWrongWith,
} from './voucher.ts';
export { booksSeals } from './seals.ts';
export { movementSeals } from './seals-of-movements.ts';
export {
  askYearClose,
  bookedYears,
  closedYears,
  confirmYearClose,
  endYearClose,
  theYearIsClosed,
  type YearClose,
  yearCloses,
  type YearObstacles,
} from './year-close.ts';
export { findReturn, heldOn, type ReturnSlip, returnsOf } from './held-on.ts';
