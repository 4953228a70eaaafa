import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { standingQuotes, theCheapestIsTakenOrAReasonGiven } from './quotes.ts';
import { insertChoice, insertQuote, markQuoteDropped, quotesOf } from './quotes-store.ts';
import { turnToNext } from './spending-duties.ts';
import { lockSpendingRequest, type SpendingRequest } from './spending-store.ts';
import { findProject, type Project } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

/** `wrong-state` somebody has decided already, or it is past: whoever approved saw these quotes. */
type Reached = 'not-found' | 'not-allowed' | 'wrong-state';

async function comparable(tx: CommandTx, requestId: string): Promise<Result<{ request: SpendingRequest; project: Project }, Reached>> {
  const request = await lockSpendingRequest(tx, requestId);
  const project = request && (await findProject(tx, request.projectId));
  if (!request || !project) return err('not-found');
  if (!tx.can('spending.quote', project)) return err('not-allowed');
  if (!['needs_ruling', 'asked'].includes(request.state) || request.approvals.length > 0) return err('wrong-state');
  return ok({ request, project });
}

/** Whoever must act next may have changed: the approvers, once enough is compared. */
const passOn = (tx: CommandTx, { request, project }: { request: SpendingRequest; project: Project }) => turnToNext(tx, request, request.state, project);

/** `price-wrong` not above zero · `file-missing` a price is known by its paper · `day-in-future`. */
export type AddQuoteError = Reached | 'price-wrong' | 'file-missing' | 'day-in-future' | 'key-reused';

/** Lays a supplier's price beside the others. Returns the quote's id. */
export const addQuote = (
  context: CommandContext,
  input: { requestId: string; supplier: string; priceFen: bigint; day: string; note: string; file: Upload | null },
): Promise<Result<string, AddQuoteError>> =>
  runCommand(context, 'add-quote', async (tx) => {
    const found = await comparable(tx, input.requestId);
    if (!found.ok) return found;
    if (input.priceFen <= 0n) return err('price-wrong');
    if (input.day > tx.today) return err('day-in-future');
    if (!input.file) return err('file-missing');
    const { project } = found.value;
    const [fileId] = await recordUploads(tx, [input.file], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
    if (!fileId) throw new Error('one upload is one file');
    const id = await insertQuote(tx, input.requestId, { ...input, supplier: input.supplier.trim(), note: input.note.trim(), fileId });
    await passOn(tx, found.value);
    tx.audit({ action: 'spending.quote', subjectKind: 'spending', subjectId: input.requestId, text: { supplier: input.supplier, priceFen: input.priceFen } });
    return ok(id);
  });

/** Takes a quote out that was entered wrongly, with the reason; it stays visible as dropped. */
export const dropQuote = (
  context: CommandContext,
  input: { requestId: string; quoteId: string; reason: string },
): Promise<Result<void, Reached | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'drop-quote', async (tx) => {
    const found = await comparable(tx, input.requestId);
    if (!found.ok) return found;
    if (!standingQuotes(await quotesOf(tx, input.requestId)).some((quote) => quote.id === input.quoteId)) return err('not-found');
    if (input.reason.trim() === '') return err('reason-required');
    await markQuoteDropped(tx, input.quoteId, input.reason.trim());
    await passOn(tx, found.value);
    tx.audit({ action: 'spending.drop-quote', subjectKind: 'spending', subjectId: input.requestId, text: { quoteId: input.quoteId, reason: input.reason } });
    return ok();
  });

/** Says which quote is taken; `reason-required` another is cheaper. */
export const chooseQuote = (
  context: CommandContext,
  input: { requestId: string; quoteId: string; reason: string },
): Promise<Result<void, Reached | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'choose-quote', async (tx) => {
    const found = await comparable(tx, input.requestId);
    if (!found.ok) return found;
    const quotes = await quotesOf(tx, input.requestId);
    if (!standingQuotes(quotes).some((quote) => quote.id === input.quoteId)) return err('not-found');
    if (!theCheapestIsTakenOrAReasonGiven(quotes, input.quoteId, input.reason)) return err('reason-required');
    await insertChoice(tx, input.requestId, input.quoteId, input.reason.trim());
    await passOn(tx, found.value);
    tx.audit({ action: 'spending.choose-quote', subjectKind: 'spending', subjectId: input.requestId, text: { quoteId: input.quoteId, reason: input.reason } });
    return ok();
  });
