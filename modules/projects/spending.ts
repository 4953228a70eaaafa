/** Spending: ask before, approve, keep, pay, prove; and the money that comes in. Part of the projects' door. */
export * from './approve-spending-request.ts';
export * from './answer-note.ts';
export * from './advance-spending.ts';
export * from './ask-spending-request.ts';
export * from './refund-spending.ts';
export * from './reverse-payment.ts';
export * from './compare-quotes.ts';
export { type FoundNotes, findNotes, thresholds } from './find-spending-notes.ts';
export { type GoodsReceipt, goodsReceiptsOf, twoResidentsReceivedTheGoods, whyNotReceive } from './goods-received.ts';
export * from './labour-sheet.ts';
export { type NoteAnswer, noteAnswersOf, type PayeeRelation, relationsOf } from './note-store.ts';
export * from './prove-lines.ts';
export * from './quotes.ts';
export { quotesOf } from './quotes-store.ts';
export * from './receive-goods.ts';
export * from './spending-notes.ts';
export { noTerms, type SpendingTerms, termsFor, termsOf } from './spending-terms.ts';
export * from './pay-spending-request.ts';
export * from './invoice-checks.ts';
export * from './invoice-inbox.ts';
export * from './propose-payment.ts';
export * from './lay-beside.ts';
export * from './read-invoices.ts';
export * from './record-voucher.ts';
export * from './voucher-book.ts';
export * from './rule-spending-request.ts';
export { type BudgetCheck, type CategoryBudget, checkBudgetIn, staysWithinTheBudget } from './spending-budget.ts';
export {
  checkSpendingIn,
  shortfallOf,
  type SpendingCheck,
  type SpendingCheckError,
  type SpendingTermsError,
  spendingTermsIn,
} from './spending-check.ts';
export { spendingDuties } from './spending-duties.ts';
export * from './spending-income.ts';
export { spendingPermissions } from './spending-permissions.ts';
export * from './spending-request.ts';
export {
  findSpendingRequest,
  listSpendingEvidence,
  listSpendingRequests,
  rulingIdsOf,
  type SpendingEvidence,
  type SpendingRequest,
  spendingRequestOfExpense,
  type WantedEvidence,
} from './spending-store.ts';
