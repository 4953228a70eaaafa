import {
  answerText,
  type Ballot,
  type BallotOption,
  batchesOf,
  findBallot,
  issuesOf,
  optionsOf,
  type PaperBatch,
  type PaperEntry,
  type PaperFigures,
  paperFiguresOf,
  type PaperIssue,
  paperMarksOf,
  type PaperSlip,
  type Reconciliation,
  reconciliationOf,
  type RollLine,
  rollOf,
  slipsOf,
} from '#modules/ballots';
import { findNeighbourhood } from '#modules/places';
import type { Lang } from '#platform/i18n';
import type { Web } from '../kit/index.ts';
import { paperText } from './paper-text.ts';

/** Everything the pages of papers show. Staff only, but for the sheet of a closed ballot. */
export interface PaperView {
  ballot: Ballot;
  place: { id: string; code: string; name: string };
  options: BallotOption[];
  slips: PaperSlip[];
  issues: PaperIssue[];
  batches: PaperBatch[];
  /** Secret: electors with their ticks. */
  roll: RollLine[];
  marks: { electorId: string; kind: 'issued' | 'returned' }[];
  figures: PaperFigures;
  sheet: Reconciliation | null;
  may: { record: boolean; print: boolean; close: boolean };
}

/** Reads a ballot with its papers; null when there is none, or its roll is not yet on display. */
export async function loadPapers(w: Web, id: string): Promise<PaperView | null> {
  return w.read(async (tx) => {
    const ballot = await findBallot(tx, id);
    const place = ballot ? await findNeighbourhood(tx, ballot.neighbourhoodId) : null;
    if (!ballot || !place || ballot.openedAt === null) return null;
    const at = { neighbourhoodId: place.id };
    const [options, slips, issues, batches, roll, marks, figures, sheet] = await Promise.all([
      optionsOf(tx, id),
      slipsOf(tx, id),
      issuesOf(tx, id),
      batchesOf(tx, id),
      rollOf(tx, id),
      ballot.secrecy === 'secret' ? paperMarksOf(tx, id) : [],
      paperFiguresOf(tx, id),
      reconciliationOf(tx, id),
    ]);
    return {
      ballot,
      place,
      options,
      slips,
      issues,
      batches,
      roll,
      marks,
      figures,
      sheet,
      may: { record: w.can('ballot.record', at), print: w.can('ballot.print', at), close: w.can('ballot.close', at) },
    };
  });
}

/** What was read on a paper, in words. */
export function readingWords(view: Pick<PaperView, 'ballot' | 'options'>, entry: Pick<PaperEntry, 'finding' | 'answer'>, lang: Lang): string {
  const t = paperText[lang];
  switch (entry.finding) {
    case 'vote':
      return entry.answer ? answerText(view.ballot.kind, view.options, entry.answer, lang) : t.vote;
    case 'spoiled':
      return t.spoiledPaper;
    case 'blank':
      return t.blankPaper;
    case 'copy':
      return t.copyPaper;
  }
}

/** What a slip is called on the pages of those who enter it: number and door, or its code where it belongs to nobody. */
export const slipWords = (slip: Pick<PaperSlip, 'no' | 'label' | 'code'> | undefined, code: string): string =>
  slip && slip.no !== null ? `#${slip.no} ${slip.label ?? ''}` : code;

/** Which rule on double votes stands on page and slip. */
export const doubleVoteRule = (ballot: Pick<Ballot, 'secrecy' | 'mayChange'>, lang: Lang): string => {
  const t = paperText[lang];
  return ballot.secrecy === 'secret' ? t.ruleSecret : ballot.mayChange ? t.ruleNamed : t.ruleFirst;
};
