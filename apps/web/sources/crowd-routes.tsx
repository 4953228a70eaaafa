import { z } from 'zod';
import { findReceipt } from '#modules/books';
import {
  answerGoodsValue,
  decideCrowdDrive,
  driveOf,
  endCrowdDrive,
  findGiftInKind,
  giftsInKindOf,
  giftsOf,
  missedRules,
  moneyMayGoBack,
  moneyMayMove,
  openCrowdDrive,
  recordGift,
  shownAs,
  valueBases,
  valueGoods,
} from '#modules/projects';
import { issuer } from '../books/income-routes.tsx';
import { field, type Routes, type Web } from '../kit/index.ts';
import { storedUploads } from '../projects/uploads.ts';
import { backOf, refused } from './back.ts';
import { CrowdPage } from './crowd-page.tsx';
import { GoodsPage } from './goods-page.tsx';
import { type Back, resolutionsOf, sourceAt } from './load.ts';
import { goodsReceipt } from './papers.ts';
import { sourcesText } from './text.ts';

/** Crowdfunding and goods. */
export function crowdRoutes(r: Routes): void {
  r.get('/awards/:id/crowd', 'crowd.read', (w) => showCrowd(w));
  r.post('/awards/:id/crowd', 'crowd.open', postOpen);
  r.post('/awards/:id/crowd/gift', 'money.receive', postGift);
  r.post('/awards/:id/crowd/end', 'crowd.open', postEnd);
  r.post('/awards/:id/crowd/decide', 'crowd.open', postDecide);
  r.get('/awards/:id/goods', 'source.read-papers', (w) => showGoods(w));
  r.post('/awards/:id/goods', 'goods.value', postGoods);
  r.post('/awards/:id/goods/:one/answer', 'goods.agree', postAnswer);
  r.paper('/awards/:id/goods/:one/paper', 'receipts.read-names', sendGoodsReceipt);
}

async function showCrowd(w: Web, back?: Back) {
  const found = await w.read(async (tx) => {
    const at = await sourceAt(w, tx);
    if (at?.award.sourceKind !== 'crowd') return null;
    const drive = await driveOf(tx, at.award.awardId);
    const may = (action: string) => w.can(action, at.project);
    return {
      ...at,
      drive,
      gifts: drive ? await giftsOf(tx, drive.id) : [],
      resolutions: drive?.state === 'deciding' && may('crowd.open') ? await resolutionsOf(tx, at.project) : [],
      today: w.today,
      rights: {
        open: moneyMayMove(at.project.state) && may('crowd.open'),
        receive: moneyMayMove(at.project.state) && may('money.receive'),
        refund: moneyMayGoBack(at.project.state) && may('money.refund'),
        names: may('receipts.read-names'),
      },
    };
  });
  if (!found) return w.notFound();
  return w.page(<CrowdPage page={w.frame({ neighbourhood: found.place })} view={{ ...found, back }} />, back ? 422 : 200);
}

const again = (w: Web) => (back: Back) => showCrowd(w, back);

const postOpenFields = z.object({
  text: field.text(2000),
  goal: field.amount(),
  opensOn: field.day(),
  lastDay: field.day(),
  ifMissed: z.enum(missedRules, 'required'),
  minimum: field.amount().optional(),
});

async function postOpen(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postOpenFields);
  if (!parsed.ok) return showCrowd(w, backOf(w, 'open', parsed.error));
  const { text, goal, opensOn, lastDay, ifMissed, minimum } = parsed.value;
  const done = await openCrowdDrive(w.command(form), { awardId: id, text, goalFen: goal, opensOn, lastDay, ifMissed, minimumFen: minimum ?? null });
  if (!done.ok)
    return refused(w, 'open', done.error, again(w), {
      'not-positive': 'goal',
      required: 'text',
      'ends-before-start': 'lastDay',
      'day-outside': 'lastDay',
      'bad-minimum': 'minimum',
    });
  return w.redirect(`/awards/${id}/crowd`, sourcesText[w.lang].driveFlash);
}

const postGiftFields = z.object({
  payer: field.text(100),
  amount: field.amount(),
  day: field.day(),
  method: z.enum(['cash', 'transfer'], 'required'),
  shown: z.enum(shownAs, 'required'),
  words: field.text(100).optional(),
  overReason: field.text(200).optional(),
});

async function postGift(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postGiftFields);
  if (!parsed.ok) return showCrowd(w, backOf(w, 'gift', parsed.error));
  const stored = await storedUploads(w, form.files('proof').slice(0, 1));
  if (!stored.ok) return showCrowd(w, backOf(w, 'gift', { proof: stored.error }));
  const { payer, amount, day, method, shown, words, overReason } = parsed.value;
  const done = await recordGift(w.command(form), {
    awardId: id,
    payerName: payer,
    amountFen: amount,
    day,
    method,
    shown,
    words: words ?? '',
    proof: stored.value[0] ?? null,
    ...(overReason ? { overReason } : {}),
  });
  if (!done.ok)
    return refused(w, 'gift', done.error, again(w), {
      'above-goal': 'overReason',
      'not-positive': 'amount',
      'not-running': 'day',
      'day-in-future': 'day',
      required: 'payer',
    });
  return w.redirect(`/awards/${id}/crowd`, sourcesText[w.lang].giftFlash);
}

async function postEnd(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const done = await endCrowdDrive(w.command(w.form()), { awardId: id });
  return done.ok ? w.redirect(`/awards/${id}/crowd`, sourcesText[w.lang].endFlash) : w.refuse(done.error, sourcesText[w.lang]);
}

const postDecideFields = z.object({ resolution: field.id(), keep: z.enum(['yes', 'no'], 'required'), note: field.text(200) });

async function postDecide(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postDecideFields);
  if (!parsed.ok) return showCrowd(w, backOf(w, 'decide', parsed.error));
  const { resolution, keep, note } = parsed.value;
  const done = await decideCrowdDrive(w.command(form), { awardId: id, resolutionId: resolution, keep: keep === 'yes', note });
  if (!done.ok) return refused(w, 'decide', done.error, again(w), { 'no-such-resolution': 'resolution', 'reason-required': 'note' });
  return w.redirect(`/awards/${id}/crowd`, sourcesText[w.lang].decidedFlash);
}

async function showGoods(w: Web, back?: Back) {
  const found = await w.read(async (tx) => {
    const at = await sourceAt(w, tx);
    if (at?.award.sourceKind !== 'in_kind' || !w.can('source.read-papers', at.project)) return null;
    const moves = moneyMayMove(at.project.state) && at.award.state === 'open';
    return {
      ...at,
      goods: await giftsInKindOf(tx, at.award.awardId),
      today: w.today,
      personId: w.actor.personId,
      rights: {
        value: moves && w.can('goods.value', at.project),
        agree: moves && w.can('goods.agree', at.project),
        print: w.can('receipts.read-names', at.project),
      },
    };
  });
  if (!found) return w.notFound();
  return w.page(<GoodsPage page={w.frame({ neighbourhood: found.place })} view={{ ...found, back }} />, back ? 422 : 200);
}

const postGoodsFields = z.object({
  giver: field.text(100),
  day: field.day(),
  what: field.text(200),
  quantity: field.text(12),
  unit: field.text(20),
  value: field.amount(),
  basis: z.enum(valueBases, 'required'),
  basisText: field.text(200),
});

async function postGoods(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postGoodsFields);
  if (!parsed.ok) return showGoods(w, backOf(w, 'goods', parsed.error));
  const stored = await storedUploads(w, form.files('photo').slice(0, 1));
  if (!stored.ok) return showGoods(w, backOf(w, 'goods', { photo: stored.error }));
  const { giver, value, ...rest } = parsed.value;
  const done = await valueGoods(w.command(form), { awardId: id, giverName: giver, valueFen: value, ...rest, photo: stored.value[0] ?? null });
  if (!done.ok)
    return refused(w, 'goods', done.error, (back) => showGoods(w, back), {
      'not-a-number': 'quantity',
      'not-positive': 'value',
      'wrong-type': 'photo',
      'day-in-future': 'day',
      'day-outside': 'day',
    });
  return w.redirect(`/awards/${id}/goods#g-${done.value}`, sourcesText[w.lang].valuedFlash);
}

async function postAnswer(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const form = w.form();
  const t = sourcesText[w.lang];
  const agree = form.text('agree') === 'yes';
  const done = await answerGoodsValue(w.command(form), { goodsId: one, agree, note: form.text('note') });
  if (!done.ok) return refused(w, `answer-${one}`, done.error, (back) => showGoods(w, back), { 'reason-required': 'note' });
  return w.redirect(`/awards/${id}/goods#g-${one}`, agree ? t.agreedFlash : t.refusedFlash);
}

async function sendGoodsReceipt(w: Web) {
  const one = w.id('one');
  const found = await w.read(async (tx) => {
    const at = await sourceAt(w, tx);
    const gift = at && one ? await findGiftInKind(tx, one) : null;
    if (!at || !gift || gift.awardId !== at.award.awardId || !w.can('receipts.read-names', at.project)) return null;
    return { ...at, gift, receipt: gift.receiptId ? await findReceipt(tx, gift.receiptId) : null };
  });
  if (!found) return w.notFound();
  const document = await goodsReceipt(found.gift, found.receipt, {
    lang: w.lang,
    issuer: issuer(w, found.place.name),
    today: w.today,
    project: found.project,
  });
  return w.paper(document, sourcesText[w.lang].goodsReceipt);
}
