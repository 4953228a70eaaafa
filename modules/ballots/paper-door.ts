/** What the door of the module shows of papers: slips, batches, the sheet on which they add up. */
export { attachScan, decideEntry, dropBatch, enterPapers, enterPapersAgain, type PaperScan } from './enter-papers.ts';
export {
  type Compared,
  compareEntries,
  type Decided,
  differencesLeft,
  type EntryFault,
  type Finding,
  type PaperEntry,
  readFinding,
  readPaperEntries,
} from './paper-entry.ts';
export {
  batchesOf,
  entriesOf,
  findBatch,
  issuesOf,
  type PaperBatch,
  paperFiguresOf,
  paperIsHandedIn,
  type PaperIssue,
  paperMarksOf,
  type PaperSlip,
  reconciliationOf,
  slipsOf,
} from './paper-queries.ts';
export { differencesOf, figureNames, type PaperFigures, papersWereUsed, readNumbers, type Reconciliation, sheetIsCurrent } from './paper-sheet.ts';
export { issueSlips, prepareSlips, replaceSlip } from './prepare-slips.ts';
export { markPaper, papersNotReady, reconcilePapers } from './reconcile-papers.ts';
export { type BatchRecorded, recordBatch } from './record-batch.ts';
export { readVotes, recordVotesOfOthers, type VoteOfOther } from './record-votes-of-others.ts';
