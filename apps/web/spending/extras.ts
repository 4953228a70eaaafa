import { awardsOf, type Award, provenLinesOf, type ProvenLine, type VoucherLine, voucherLinesOf } from '#modules/books';
import { type PurchaseField, type PurchaseTerms, purchaseTerms } from '#modules/funds';
import { holdersOf, membersOfNeighbourhood } from '#modules/people';
import {
  findNotes,
  type FoundNotes,
  goodsReceiptsOf,
  type GoodsReceipt,
  labourSheetOf,
  type LabourSheet,
  nextStep,
  type NoteAnswer,
  noteAnswersOf,
  type Project,
  type Quotes,
  quotesOf,
  rolesFor,
  type SpendingRequest,
  type SpendingTerms,
  termsOf,
} from '#modules/projects';
import { type FileInfo, findFiles } from '#platform/files';
import type { Tx } from '#platform/database';
import type { Web } from '../kit/index.ts';

/** What a page of one request shows besides request, papers and money. */
export interface Extras {
  terms: SpendingTerms;
  /** Fields that neither policy nor office has set. */
  unset: PurchaseField[];
  quotes: Quotes;
  goods: GoodsReceipt[];
  labour: LabourSheet | null;
  notes: FoundNotes;
  answers: NoteAnswer[];
  proven: ProvenLine[];
  shares: VoucherLine[];
  /** Who may take the next step; null when none is open. */
  deciders: string[] | null;
  files: FileInfo[];
  /** The sources, to say what would help when they do not reach. */
  awards: Award[];
  /** Adults who live here and may sign for goods on paper. */
  residents: { value: string; label: string }[];
  may: { quote: boolean; receive: boolean; recordGoods: boolean; labour: boolean; answer: boolean; prove: boolean; set: boolean; declare: boolean };
}

const asked: readonly PurchaseField[] = [
  'quotesFromFen',
  'quotesLeast',
  'receivedFromFen',
  'receivedBefore',
  'receiptToFen',
  'labourToFen',
  'payerIsNotRequester',
];

/** The fields of a purchase that nobody has set. */
export const unsetFields = (terms: PurchaseTerms): PurchaseField[] =>
  [...asked, 'splitDays' as const, 'priceApartPercent' as const].filter((field) => terms[field] === null);

async function decidersOf(tx: Tx, request: SpendingRequest, project: Project): Promise<string[] | null> {
  const step = request.state === 'asked' ? nextStep(request.chain, request.approvals) : null;
  const named = step === null ? undefined : request.chain[step - 1];
  if (!named) return null;
  const barred = [request.requesterId, ...request.approvals.map((each) => each.personId)];
  const holders = await Promise.all(rolesFor(named).map((role) => holdersOf(tx, role, role === 'officer' || role === 'head' ? null : project.neighbourhoodId)));
  return [
    ...new Set(
      holders
        .flat()
        .filter((holder) => !barred.includes(holder.personId))
        .map((holder) => holder.name),
    ),
  ];
}

async function signers(tx: Tx, request: SpendingRequest, project: Project): Promise<Extras['residents']> {
  const adults = (await membersOfNeighbourhood(tx, project.neighbourhoodId)).filter((each) => each.adult && each.personId !== request.requesterId);
  const named = new Map(adults.map((each) => [each.personId, each.name]));
  return [...named].map(([value, label]) => ({ value, label })).toSorted((left, right) => left.label.localeCompare(right.label, 'zh'));
}

/** Reads everything else about a request. */
export async function loadExtras(w: Web, tx: Tx, request: SpendingRequest, project: Project): Promise<Extras> {
  const [terms, quotes, goods] = [await termsOf(tx, request.id), await quotesOf(tx, request.id), await goodsReceiptsOf(tx, request.id)];
  const fileIds = [...quotes.all.map((quote) => quote.fileId), ...goods.flatMap((each) => [each.photoFileId, each.scanFileId])].filter((id) => id !== null);
  const may = (action: string) => w.can(action, project);
  const undecided = ['needs_ruling', 'asked'].includes(request.state) && request.approvals.length === 0;
  const arriving = ['approved', 'paid', 'vouchered'].includes(request.state);
  return {
    terms,
    unset: unsetFields(await purchaseTerms(tx, w.today)),
    quotes,
    goods,
    labour: await labourSheetOf(tx, request.id),
    notes: await findNotes(tx, request, project, w.today),
    answers: await noteAnswersOf(tx, request.id),
    proven: request.expenseId ? await provenLinesOf(tx, request.expenseId) : [],
    shares: request.expenseId ? await voucherLinesOf(tx, request.expenseId) : [],
    deciders: await decidersOf(tx, request, project),
    files: await findFiles(tx, fileIds),
    awards: request.state === 'asked' ? await awardsOf(tx, project.id) : [],
    residents: arriving && terms.receivedBefore !== null && may('spending.voucher') ? await signers(tx, request, project) : [],
    may: {
      quote: may('spending.quote') && undecided,
      receive: may('spending.receive') && arriving,
      recordGoods: may('spending.voucher') && arriving,
      labour: may('spending.quote') && (undecided || ['asked', 'approved'].includes(request.state)),
      answer: may('spending.answer') && w.actor.personId !== null,
      prove: may('spending.voucher') && ['paid', 'vouchered'].includes(request.state),
      set: w.can('setting.set', { neighbourhoodId: null }),
      declare: may('spending.declare') && w.actor.personId !== null,
    },
  };
}
