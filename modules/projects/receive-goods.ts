import { err, ok, type Result } from '#libs/result';
import { membersOfNeighbourhood } from '#modules/people';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { goodsReceiptsOf, insertGoodsReceipt, whyNotReceive } from './goods-received.ts';
import { turnToNext } from './spending-duties.ts';
import { lockSpendingRequest, type SpendingRequest } from './spending-store.ts';
import { findProject, type Project } from './store.ts';
import { isPicture, recordUploads, type Upload } from './upload.ts';

/**
 * `wrong-state` not approved yet, or closed · `not-a-resident` only who lives or owns here · `own-request` who asked · `own-payment` who paid ·
 * `received-before` each once · `photo-missing` the first who confirms adds a picture · `not-a-picture`.
 */
export type ReceiveGoodsError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'not-a-resident'
  | 'own-request'
  | 'own-payment'
  | 'received-before'
  | 'photo-missing'
  | 'not-a-picture'
  | 'key-reused';

async function receivable(
  tx: CommandTx,
  requestId: string,
  action: string,
): Promise<Result<{ request: SpendingRequest; project: Project }, ReceiveGoodsError>> {
  const request = await lockSpendingRequest(tx, requestId);
  const project = request && (await findProject(tx, request.projectId));
  if (!request || !project) return err('not-found');
  if (!tx.can(action, project)) return err('not-allowed');
  return ['approved', 'paid', 'vouchered'].includes(request.state) ? ok({ request, project }) : err('wrong-state');
}

const store = async (tx: CommandTx, project: Project, upload: Upload | null): Promise<string | null> =>
  upload ? ((await recordUploads(tx, [upload], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' }))[0] ?? null) : null;

/** A resident confirms with their own name, on their own phone, that the goods are there. */
export const receiveGoods = (
  context: CommandContext,
  input: { requestId: string; note: string; photo: Upload | null },
): Promise<Result<void, ReceiveGoodsError>> =>
  runCommand(context, 'receive-goods', async (tx) => {
    const found = await receivable(tx, input.requestId, 'spending.receive');
    if (!found.ok) return found;
    const { request, project } = found.value;
    const { personId, name } = tx.actor;
    if (!personId) return err('not-allowed');
    const receipts = await goodsReceiptsOf(tx, request.id);
    const barred = whyNotReceive(request, receipts, personId);
    if (barred) return err(barred);
    if (!input.photo && receipts.every((receipt) => receipt.photoFileId === null)) return err('photo-missing');
    if (input.photo && !isPicture(input.photo)) return err('not-a-picture');
    await insertGoodsReceipt(tx, request, {
      personId,
      personName: name,
      way: 'phone',
      note: input.note.trim(),
      photoFileId: await store(tx, project, input.photo),
      scanFileId: null,
    });
    await turnToNext(tx, request, request.state, project);
    tx.audit({ action: 'spending.receive', subjectKind: 'spending', subjectId: request.id, text: { way: 'phone', note: input.note } });
    await tx.emit('goods.received', { requestId: request.id, projectId: project.id });
    return ok();
  });

/** `same-person` two different residents sign · `scan-missing` the signed sheet is kept with it. */
export type ReceiveOnPaperError = ReceiveGoodsError | 'same-person' | 'scan-missing';

/** Staff record a sheet that residents signed: their names from the register, its scan, a picture of the goods. */
export const receiveGoodsOnPaper = (
  context: CommandContext,
  input: { requestId: string; personIds: readonly string[]; scan: Upload | null; photo: Upload | null; note: string },
): Promise<Result<void, ReceiveOnPaperError>> =>
  runCommand(context, 'receive-goods-on-paper', async (tx) => {
    const found = await receivable(tx, input.requestId, 'spending.voucher');
    if (!found.ok) return found;
    const { request, project } = found.value;
    const receipts = await goodsReceiptsOf(tx, request.id);
    if (input.personIds.length === 0) return err('not-a-resident');
    if (new Set(input.personIds).size !== input.personIds.length) return err('same-person');
    const members = new Map((await membersOfNeighbourhood(tx, project.neighbourhoodId)).filter((each) => each.adult).map((each) => [each.personId, each.name]));
    for (const personId of input.personIds) {
      if (!members.has(personId)) return err('not-a-resident');
      const barred = whyNotReceive(request, receipts, personId);
      if (barred) return err(barred);
    }
    if (!input.scan) return err('scan-missing');
    if (!input.photo && receipts.every((receipt) => receipt.photoFileId === null)) return err('photo-missing');
    if (input.photo && !isPicture(input.photo)) return err('not-a-picture');
    const scanFileId = await store(tx, project, input.scan);
    const photoFileId = await store(tx, project, input.photo);
    for (const personId of input.personIds) {
      const personName = members.get(personId) ?? '';
      await insertGoodsReceipt(tx, request, { personId, personName, way: 'paper', note: input.note.trim(), photoFileId, scanFileId });
    }
    await turnToNext(tx, request, request.state, project);
    tx.audit({ action: 'spending.receive', subjectKind: 'spending', subjectId: request.id, text: { way: 'paper', personIds: input.personIds } });
    await tx.emit('goods.received', { requestId: request.id, projectId: project.id });
    return ok();
  });
