/** Showcase: cases of closed projects that others can learn from, search, start from and take along. */
export * from './case.ts';
export * from './exchange.ts';
export { exportCsv } from './exchange-csv.ts';
export { proposalOfCase } from './proposal-of-case.ts';
export { agreeCase, type CaseInput, editCase, figuresOf, firstTexts, licenceKey, makeCase, previewCase, publishCase, withdrawCase } from './make-case.ts';
export { showcasePermissions } from './permissions.ts';
export { planOfCase, startFromCase } from './start-from-case.ts';
export {
  type Case,
  type CaseLine,
  caseOfProject,
  casesAPage,
  type CaseSearch,
  type CaseState,
  findCase,
  publishedOwnCases,
  searchCases,
  unpublishedCases,
  usesOf,
} from './store.ts';
