/** Spending: ask before, approve, keep, pay, prove; and the money that comes in. Part of the projects' door. */
export * from './approve-spending-request.ts';
export * from './ask-spending-request.ts';
export * from './pay-spending-request.ts';
export * from './invoice-checks.ts';
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
