import {
  type CashCount,
  countCash,
  type Denomination,
  denominations,
  explainDifference,
  findCount,
  findMoneyAccount,
  type MoneyAccount,
  signCount,
  undoCount,
} from '#modules/bank';
import type { Tx } from '#platform/database';
import type { Routes, Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { CountPage, CountView } from './cash-pages.tsx';
import { countSheet } from './papers.ts';
import { frameFor, visibleAccount } from './visible.ts';
import { bankText } from './text.ts';

interface Back {
  errors: FormErrors;
  values?: FormValues;
}

/** Counting the cash, signing, explaining, printing. */
export function countRoutes(r: Routes): void {
  r.get('/accounts/:id/count', 'cash.count', (w) => countPage(w));
  r.post('/accounts/:id/count', 'cash.count', postCount);
  r.paper('/accounts/:id/count-sheet', 'cash.count', async (w) => {
    const account = await w.read((tx) => visibleAccount(w, tx, 'cash.count'));
    return account?.kind === 'cash' ? sheet(w, account, null) : w.notFound();
  });
  r.get('/counts/:id', 'cash.read', (w) => countView(w));
  r.paper('/counts/:id/sheet', 'cash.read', async (w) => {
    const found = await w.read((tx) => loadCount(w, tx));
    return found ? sheet(w, found.account, found.count) : w.notFound();
  });
  r.post('/counts/:id/sign', 'cash.count', async (w) => {
    const id = w.id();
    const done = id ? await signCount(w.command(w.form()), { countId: id }) : null;
    if (!done) return w.notFound();
    return done.ok ? w.redirect(`/counts/${id}`, bankText[w.lang].signed) : w.refuse(done.error, bankText[w.lang]);
  });
  r.post('/counts/:id/explain', 'bank.match', async (w) => {
    const id = w.id();
    const found = await w.read((tx) => loadCount(w, tx));
    if (!id || !found) return w.notFound();
    const text = w.form().text('text');
    if (text === '') return countView(w, { errors: { text: w.errorText('reason-required', bankText[w.lang]) }, values: w.form().values });
    const done = await explainDifference(w.command(w.form()), { accountId: found.account.id, about: { countId: id }, kind: 'error', text });
    return done.ok ? w.redirect(`/counts/${id}`, bankText[w.lang].explainedFlash) : w.refuse(done.error, bankText[w.lang]);
  });
  r.post('/counts/:id/undo', 'cash.count', async (w) => {
    const id = w.id();
    const done = id ? await undoCount(w.command(w.form()), { countId: id, reason: w.form().text('reason') }) : null;
    if (!done) return w.notFound();
    return done.ok ? w.redirect(`/accounts/${done.value}`, bankText[w.lang].undoneFlash) : w.refuse(done.error, bankText[w.lang]);
  });
}

async function sheet(w: Web, account: MoneyAccount, count: CashCount | null) {
  const page = await w.read((tx) => frameFor(w, tx, account));
  const document = await countSheet(account, count, { lang: w.lang, issuer: `${w.subdistrict.name} ${page.placeName ?? ''}`.trim(), today: w.today });
  return w.paper(document, `${bankText[w.lang].countTitle}${count ? ` ${count.day}` : ''}`);
}

async function countPage(w: Web, back?: Back) {
  const found = await w.read(async (tx) => {
    const account = await visibleAccount(w, tx, 'cash.count');
    return account?.kind === 'cash' && account.closedDay === null ? { account, page: await frameFor(w, tx, account) } : null;
  });
  return found ? w.page(<CountPage {...found} errors={back?.errors} values={back?.values} />, back ? 422 : 200) : w.notFound();
}

async function postCount(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const errors: Record<string, string> = {};
  const piecesOf = (fen: Denomination): number => {
    const text = form.text(`n${fen}`);
    if (!/^\d{0,6}$/.test(text)) errors[`n${fen}`] = 'not-a-number';
    return Number(text || '0');
  };
  const pieces = Object.fromEntries(denominations.map((fen) => [fen, piecesOf(fen)])) as Record<Denomination, number>;
  if (Object.keys(errors).length > 0) return countPage(w, { errors: w.errorTexts(errors), values: form.values });
  const done = await countCash(w.command(form), { accountId: id, pieces });
  return done.ok ? w.redirect(`/counts/${done.value}`, bankText[w.lang].countSaved) : w.refuse(done.error, bankText[w.lang]);
}

async function loadCount(w: Web, tx: Tx) {
  const id = w.id();
  const count = id ? await findCount(tx, id) : null;
  const account = count && (await findMoneyAccount(tx, count.accountId));
  return count && account && w.can('cash.read', account) ? { count, account } : null;
}

async function countView(w: Web, back?: Back) {
  const found = await w.read(async (tx) => {
    const loaded = await loadCount(w, tx);
    return loaded && { ...loaded, page: await frameFor(w, tx, loaded.account) };
  });
  if (!found) return w.notFound();
  const may = w.can('cash.count', found.account);
  return w.page(
    <CountView
      page={found.page}
      account={found.account}
      count={found.count}
      rights={{ sign: may && w.actor.personId !== found.count.countedBy, explain: w.can('bank.match', found.account), undo: may }}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}
