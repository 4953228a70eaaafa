import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { findAward, type MoneyInError, receiveIn } from '#modules/books';
import { closeDuty, openDuty } from '#modules/inbox';
import { settleShortfallsIn } from './answer-shortfall.ts';
import { parseHundredths } from './application-draft.ts';
import { deadlineOf } from './deadlines.ts';
import { findGiftInKind, insertGoods, saveGoodsAnswer, saveGoodsReceipt, theValueIsAgreedByAnother, type ValueBasis } from './goods.ts';
import { moneyMayMove } from './project.ts';
import { lockProject } from './store.ts';
import { isPicture, recordUploads, type Upload } from './upload.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

/**
 * Puts a value on goods or work that were given, with its reason; another person agrees before it stands in the books. Errors: `wrong-source` ·
 * `required` · `not-a-number` the quantity · `not-positive` · `wrong-type` the picture · `day-in-future` · `day-outside` before the agreement.
 */
export const valueGoods = (
  context: CommandContext,
  input: {
    awardId: string;
    giverName: string;
    what: string;
    quantity: string;
    unit: string;
    valueFen: bigint;
    basis: ValueBasis;
    basisText: string;
    day: string;
    photo: Upload | null;
  },
): Promise<Result<string, Common | 'wrong-source' | 'required' | 'not-a-number' | 'not-positive' | 'wrong-type' | 'day-in-future' | 'day-outside'>> =>
  runCommand(context, 'value-goods', async (tx) => {
    const award = await findAward(tx, input.awardId);
    const project = award && (await lockProject(tx, award.projectId));
    if (!award || !project) return err('not-found');
    if (!tx.can('goods.value', project) || tx.actor.personId === null) return err('not-allowed');
    if (award.sourceKind !== 'in_kind') return err('wrong-source');
    if (!moneyMayMove(project.state) || award.state === 'closed') return err('wrong-state');
    const [giverName, what, unit, basisText] = [input.giverName, input.what, input.unit, input.basisText].map((text) => text.trim()) as [
      string,
      string,
      string,
      string,
    ];
    if ([giverName, what, unit, basisText].includes('')) return err('required');
    const quantity = parseHundredths(input.quantity);
    if (quantity === null || quantity === 0n) return err('not-a-number');
    if (input.valueFen <= 0n) return err('not-positive');
    if (input.day > tx.today) return err('day-in-future');
    if (input.day < award.validFrom) return err('day-outside');
    if (input.photo && !isPicture(input.photo)) return err('wrong-type');
    const [photoFileId] = input.photo ? await recordUploads(tx, [input.photo], { neighbourhoodId: project.neighbourhoodId, visibility: 'neighbourhood' }) : [];
    const id = tx.newId();
    await insertGoods(tx, {
      id,
      awardId: award.awardId,
      giverName: giverName.slice(0, 100),
      what: what.slice(0, 200),
      quantity: `${quantity / 100n}.${String(quantity % 100n).padStart(2, '0')}`,
      unit: unit.slice(0, 20),
      valueFen: input.valueFen,
      basis: input.basis,
      basisText: basisText.slice(0, 500),
      photoFileId: photoFileId ?? null,
      day: input.day,
    });
    await openDuty(tx, {
      kind: 'goods.agree',
      role: tx.actor.grants.some((grant) => grant.role === 'director') ? 'secretary' : 'director',
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'goods',
      subjectId: id,
      projectId: project.id,
      title: { zh: `确认捐赠实物的价值：${what}`, en: `Agree to the value of a gift in kind: ${what}` },
      href: `/awards/${award.awardId}/goods#g-${id}`,
      dueDay: await deadlineOf(tx, 'goods.agree'),
    });
    tx.audit({ action: 'goods.value', subjectKind: 'award', subjectId: award.awardId, text: { giverName, what, valueFen: input.valueFen, basisText } });
    return ok(id);
  });

/** A second person agrees to the value, and the goods stand in the books with a receipt; or refuses it with a reason. `own-value`: whoever put it. */
export const answerGoodsValue = (
  context: CommandContext,
  input: { goodsId: string; agree: boolean; note: string },
): Promise<Result<string | null, Common | MoneyInError | 'wrong-method' | 'own-value' | 'reason-required'>> =>
  runCommand(context, 'answer-goods-value', async (tx) => {
    const found = await findGiftInKind(tx, input.goodsId);
    const award = found && (await findAward(tx, found.awardId));
    const project = award && (await lockProject(tx, award.projectId));
    const gift = project && (await findGiftInKind(tx, input.goodsId));
    if (!gift || !award || !project) return err('not-found');
    if (!tx.can('goods.agree', project)) return err('not-allowed');
    if (!moneyMayMove(project.state) || gift.state !== 'waiting') return err('wrong-state');
    if (!theValueIsAgreedByAnother(gift, tx.actor.personId)) return err('own-value');
    const note = input.note.trim().slice(0, 500);
    if (!input.agree && note === '') return err('reason-required');
    await saveGoodsAnswer(tx, gift.id, input.agree ? 'agreed' : 'refused', note === '' ? null : note);
    await closeDuty(tx, { kind: 'goods.agree', subjectId: gift.id });
    tx.audit({ action: 'goods.answer', subjectKind: 'award', subjectId: award.awardId, text: { what: gift.what, agree: input.agree, note } });
    if (!input.agree) return ok(null);
    const received = await receiveIn(tx, {
      awardId: award.awardId,
      amountFen: gift.valueFen,
      method: 'in_kind',
      day: gift.day,
      text: `收到实物：${gift.what}`,
      payer: { name: gift.giverName },
      proofFileId: gift.photoFileId,
    });
    if (!received.ok) return received;
    await settleShortfallsIn(tx, project);
    await saveGoodsReceipt(tx, gift.id, received.value.receiptId);
    return ok(received.value.receiptId);
  });
