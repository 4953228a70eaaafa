import { z } from 'zod';
import { parseYuan } from '#libs/money';
import { householdContributions, receiptsOf, refundsOf } from '#modules/books';
import { moneyMayGoBack, refundReceipts, returnablesOf, withdrawHouseholdPledge } from '#modules/projects';
import { issuer } from '../books/income-routes.tsx';
import { field, type Routes, type Web } from '../kit/index.ts';
import { storedUploads } from '../projects/uploads.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { backOf, refused } from './back.ts';
import { HouseholdsPage, householdTable, RefundPage } from './give-back-page.tsx';
import { type Back, sourceAt } from './load.ts';
import { collectionSheet, refundSheet } from './papers.ts';
import { sourcesText } from './text.ts';

/** Households' list and sheets, and money given back. */
export function givingRoutes(r: Routes): void {
  r.get('/awards/:id/refund', 'money.refund', (w) => showRefund(w));
  r.post('/awards/:id/refund', 'money.refund', postRefund);
  r.paper('/awards/:id/refund/sheet', 'money.refund', sendRefundSheet);
  r.get('/awards/:id/households', 'receipts.read-names', (w) => showHouseholds(w));
  r.paper('/awards/:id/collection', 'receipts.read-names', sendCollectionSheet);
  r.post('/awards/:id/withdraw-pledge', 'money.pledge', postWithdrawPledge);
}

async function loadRefund(w: Web) {
  return w.read(async (tx) => {
    const at = await sourceAt(w, tx);
    if (!at || at.award.sourceKind === 'grant' || !w.can('money.refund', at.project)) return null;
    const receipts = new Map((await receiptsOf(tx, at.award.awardId)).map((receipt) => [receipt.id, receipt]));
    const refunds = (await refundsOf(tx, at.award.awardId)).map((refund) => ({
      ...refund,
      number: receipts.get(refund.receiptId)?.number ?? '',
      payerName: receipts.get(refund.receiptId)?.payerName ?? '',
    }));
    return { ...at, refunds, returnables: await returnablesOf(tx, at.award), may: moneyMayGoBack(at.project.state) && at.award.state === 'open' };
  });
}

async function showRefund(w: Web, back?: Back) {
  const view = await loadRefund(w);
  if (!view) return w.notFound();
  return w.page(
    <RefundPage page={w.frame({ neighbourhood: view.place })} view={{ ...view, today: w.today, filled: w.url.searchParams.get('fill') === '1', back }} />,
    back ? 422 : 200,
  );
}

const postRefundFields = z.object({ day: field.day(), method: z.enum(['cash', 'transfer', 'in_kind'], 'required'), reason: field.text(200) });

async function postRefund(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const again = (back: Back) => showRefund(w, back);
  const items: { receiptId: string; amountFen: bigint }[] = [];
  const errors: Record<string, string> = {};
  for (const name of Object.keys(form.values).filter((key) => key.startsWith('r_'))) {
    if (form.text(name) === '') continue;
    const fen = parseYuan(form.text(name));
    if (fen.ok && fen.value > 0n) items.push({ receiptId: name.slice(2), amountFen: fen.value });
    else errors[name] = 'not-an-amount';
  }
  const parsed = form.parse(postRefundFields);
  if (!parsed.ok || Object.keys(errors).length > 0) return again(backOf(w, 'refund', { ...(parsed.ok ? {} : parsed.error), ...errors }));
  const stored = await storedUploads(w, form.files('proof').slice(0, 1));
  if (!stored.ok) return again(backOf(w, 'refund', { proof: stored.error }));
  const done = await refundReceipts(w.command(form), { awardId: id, items, ...parsed.value, proof: stored.value[0] ?? null });
  if (!done.ok)
    return refused(w, 'refund', done.error, again, {
      'proof-required': 'proof',
      'reason-required': 'reason',
      'day-in-future': 'day',
      'day-outside': 'day',
      'wrong-method': 'method',
    });
  return w.redirect(`/awards/${id}/refund`, sourcesText[w.lang].refundFlash(done.value.length));
}

async function sendRefundSheet(w: Web) {
  const view = await loadRefund(w);
  if (!view) return w.notFound();
  if (view.returnables.every((each) => each.shareFen === 0n)) return w.fail('conflict', sourcesText[w.lang].nothingToGiveBack);
  const document = await refundSheet(view.returnables, { lang: w.lang, issuer: issuer(w, view.place.name), today: w.today, project: view.project });
  return w.paper(document, sourcesText[w.lang].refundList);
}

async function loadHouseholds(w: Web) {
  return w.read(async (tx) => {
    const at = await sourceAt(w, tx);
    if (at?.award.sourceKind !== 'household' || !w.can('receipts.read-names', at.project)) return null;
    return {
      ...at,
      contributions: (await householdContributions(tx, at.award.awardId)).toSorted((a, b) => a.payerName.localeCompare(b.payerName, 'zh', { numeric: true })),
      mayWithdraw: moneyMayGoBack(at.project.state) && at.award.state === 'open' && w.can('money.pledge', at.project),
    };
  });
}

async function showHouseholds(w: Web, back?: Back) {
  const view = await loadHouseholds(w);
  if (!view) return w.notFound();
  const page = w.frame({ neighbourhood: view.place });
  const query = Object.fromEntries(w.url.searchParams);
  if (query['format'] === 'xlsx')
    return w.download(await tableXlsx(householdTable(view, page, query)), xlsxType, `${sourcesText[w.lang].householdsTitle}.xlsx`);
  return w.page(<HouseholdsPage page={page} view={{ ...view, back }} query={query} />, back ? 422 : 200);
}

async function sendCollectionSheet(w: Web) {
  const view = await loadHouseholds(w);
  const open = view?.contributions.filter((each) => each.openFen > 0n) ?? [];
  if (!view || open.length === 0) return w.notFound();
  const document = await collectionSheet(open, { lang: w.lang, issuer: issuer(w, view.place.name), today: w.today, project: view.project });
  return w.paper(document, sourcesText[w.lang].collectionSheet);
}

const postWithdrawPledgeFields = z.object({ household: field.id(), reason: field.text(200) });

async function postWithdrawPledge(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const again = (back: Back) => showHouseholds(w, back);
  const parsed = form.parse(postWithdrawPledgeFields);
  if (!parsed.ok) return again(backOf(w, 'withdraw', parsed.error));
  const done = await withdrawHouseholdPledge(w.command(form), { awardId: id, householdId: parsed.value.household, reason: parsed.value.reason });
  if (!done.ok) return refused(w, 'withdraw', done.error, again, { 'no-open-pledge': 'household', 'paid-already': 'household', 'reason-required': 'reason' });
  return w.redirect(`/awards/${id}/households`, sourcesText[w.lang].withdrawPledgeFlash);
}
