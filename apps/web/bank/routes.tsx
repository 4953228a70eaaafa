import { z } from 'zod';
import { addDays } from '#libs/civil-time';
import { changeKeeper, closeAccount, countsOf, ledgerOf, listMoneyAccounts, registerAccount, standingOn, transferBetween } from '#modules/bank';
import { listNeighbourhoods } from '#modules/places';
import { field, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { type AccountLine, AccountsPage, RegisterPage } from './accounts-page.tsx';
import { countRoutes } from './count-routes.tsx';
import { matchRoutes } from './match-routes.tsx';
import { reconciliationPaper } from './papers.ts';
import { ReconciliationPage } from './reconciliation-page.tsx';
import { statementRoutes } from './statement-routes.tsx';
import { accountPage } from './show-account.tsx';
import { bankText } from './text.ts';
import { atTheEnd, lastDayOfMonth, loadAccountView } from './view.ts';
import { frameFor, visibleAccount } from './visible.ts';
import { yearRoutes } from './year-routes.tsx';

interface Back {
  errors: FormErrors;
  values?: FormValues;
}

/** Bank accounts and cash boxes, statements and matches, counts, the end of the year and its closing. */
export function bankRoutes(r: Routes): void {
  r.get('/accounts', 'bank.read', showAccounts);
  r.get('/accounts/new', 'bank.register', (w) => registerPage(w));
  r.post('/accounts/new', 'bank.register', postRegister);
  r.get('/accounts/:id', 'bank.read', (w) => accountPage(w));
  matchRoutes(r);
  r.post('/accounts/:id/transfer', 'bank.transfer', postTransfer);
  r.post('/accounts/:id/keeper', 'bank.register', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await changeKeeper(w.command(w.form()), { accountId: id, personId: null, name: w.form().text('keeper') });
    return done.ok ? w.redirect(`/accounts/${id}`, bankText[w.lang].keeperChanged) : w.refuse(done.error, bankText[w.lang]);
  });
  r.post('/accounts/:id/close', 'bank.register', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await closeAccount(w.command(w.form()), { accountId: id, reason: w.form().text('reason') });
    if (done.ok) return w.redirect(`/accounts/${id}`, bankText[w.lang].accountClosed);
    return comesBack(w, done.error, 'close', ['reason-required', 'not-empty']);
  });
  r.get('/accounts/:id/reconciliation', 'bank.read', showReconciliation);
  r.paper('/accounts/:id/reconciliation', 'bank.read', printReconciliation);
  statementRoutes(r);
  countRoutes(r);
  yearRoutes(r);
}

async function showAccounts(w: Web) {
  const lines = await w.read(async (tx) => {
    const t = bankText[w.lang];
    const places = new Map((await listNeighbourhoods(tx)).map((one) => [one.id, one.name]));
    const found: AccountLine[] = [];
    for (const account of await listMoneyAccounts(tx)) {
      if (!w.can('bank.read', account)) continue;
      const ledger = await ledgerOf(tx, account);
      const standing = standingOn(ledger, atTheEnd);
      const counts = account.kind === 'cash' ? (await countsOf(tx, account.id)).filter((one) => one.undone === null && one.confirmedAt !== null) : [];
      const unexplained = (list: readonly { note: unknown }[]) => list.filter((one) => one.note === null).length;
      found.push({
        account,
        placeName: places.get(account.neighbourhoodId ?? '') ?? t.wholeSubdistrict,
        bookFen: standing.bookFen,
        bankFen: account.kind === 'bank' && ledger.rows.length > 0 ? standing.bankFen : null,
        open:
          account.kind === 'bank'
            ? unexplained(standing.rows) + unexplained(standing.movements)
            : counts.filter((one, i) => i === 0 && one.countedFen !== one.bookFen && one.note === null).length,
        lastDay: account.kind === 'bank' ? (ledger.rows.at(-1)?.day ?? null) : (counts[0]?.day ?? null),
      });
    }
    return found;
  });
  return w.page(
    <AccountsPage
      page={w.frame(w.home ? { neighbourhood: w.home } : {})}
      lines={lines}
      mayRegister={w.platform.permissions.canSomewhere(w.actor, 'bank.register')}
    />,
  );
}

async function registerPage(w: Web, back?: Back) {
  const places = await w.read(async (tx) => (await listNeighbourhoods(tx)).filter((one) => w.can('bank.register', { neighbourhoodId: one.id })));
  return w.page(
    <RegisterPage
      page={w.frame()}
      places={places}
      whole={w.can('bank.register', { neighbourhoodId: null })}
      today={w.today}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

const postRegisterFields = z.object({
  place: z.string(),
  kind: z.enum(['bank', 'cash'], 'not-in-list'),
  name: field.text(100),
  bankName: field.text(100).optional(),
  last4: z
    .string()
    .regex(/^\d{4}$/, 'not-four-digits')
    .optional(),
  keeper: field.text(60).optional(),
  openingDay: field.day(),
  opening: field.amount(),
});

async function postRegister(w: Web) {
  const form = w.form();
  const t = bankText[w.lang];
  const parsed = form.parse(postRegisterFields);
  if (!parsed.ok) return registerPage(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const { place, kind, name, bankName, last4, keeper, openingDay, opening } = parsed.value;
  const missing: Record<string, string> = {};
  if (kind === 'bank' && !bankName) missing.bankName = 'required';
  if (kind === 'bank' && !last4) missing.last4 = 'not-four-digits';
  if (kind === 'cash' && !keeper) missing.keeper = 'required';
  const neighbourhoodId = place === 'all' ? null : form.id('place');
  if (place !== 'all' && neighbourhoodId === null) missing.place = 'not-in-list';
  if (Object.keys(missing).length > 0) return registerPage(w, { errors: w.errorTexts(missing, t), values: form.values });
  const done = await registerAccount(w.command(form), {
    neighbourhoodId,
    kind,
    name,
    bankName: bankName ?? null,
    last4: last4 ?? null,
    keeperPersonId: null,
    keeperName: keeper ?? null,
    openingDay,
    openingFen: opening,
  });
  if (done.ok) return w.redirect(`/accounts/${done.value}`, t.registered);
  const fieldOf: Record<string, string> = { 'open-already': 'place', 'before-the-last': 'openingDay', 'in-the-future': 'openingDay' };
  const name_ = fieldOf[done.error];
  return name_ ? registerPage(w, { errors: w.errorTexts({ [name_]: done.error }, t), values: form.values }) : w.refuse(done.error, t);
}

/** A refusal that another value would mend brings the page back with what was typed; any other has its own page. */
const comesBack = (w: Web, code: string, form: 'transfer' | 'close', mendable: readonly string[]) =>
  mendable.includes(code)
    ? accountPage(w, { form, errors: w.errorTexts({ '': code }, bankText[w.lang]), values: w.form().values })
    : w.refuse(code, bankText[w.lang]);

const postTransferFields = z.object({
  way: z.string().regex(/^(to|from) [0-9a-f-]{36}$/, 'not-in-list'),
  amount: field.amount(),
  day: field.day(),
  text: field.text(200).optional(),
});

async function postTransfer(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = bankText[w.lang];
  const parsed = form.parse(postTransferFields);
  if (!parsed.ok) return accountPage(w, { form: 'transfer', action: 'bank.transfer', errors: w.errorTexts(parsed.error, t), values: form.values });
  const [direction, other = ''] = parsed.value.way.split(' ');
  const done = await transferBetween(w.command(form), {
    fromId: direction === 'to' ? id : other,
    toId: direction === 'to' ? other : id,
    amountFen: parsed.value.amount,
    day: parsed.value.day,
    text: parsed.value.text ?? '',
  });
  if (done.ok) return w.redirect(`/accounts/${id}`, t.transferred);
  return comesBack(w, done.error, 'transfer', ['not-enough-money', 'before-opening', 'in-the-future', 'not-positive', 'closed', 'same-account']);
}

/** The month asked for, else the one before this month's first day. */
const monthOf = (w: Web): string => {
  const asked = w.query('month') ?? '';
  return /^20\d{2}-(0[1-9]|1[0-2])$/.test(asked) ? asked : addDays(`${w.today.slice(0, 7)}-01`, -1).slice(0, 7);
};

async function loadReconciliation(w: Web) {
  return w.read(async (tx) => {
    const account = await visibleAccount(w, tx);
    if (!account || account.kind !== 'bank') return null;
    const view = await loadAccountView(tx, account);
    return { view, standing: standingOn(view.ledger, lastDayOfMonth(monthOf(w))), page: await frameFor(w, tx, account) };
  });
}

async function showReconciliation(w: Web) {
  const found = await loadReconciliation(w);
  return found ? w.page(<ReconciliationPage {...found} month={monthOf(w)} />) : w.notFound();
}

async function printReconciliation(w: Web) {
  const found = await loadReconciliation(w);
  if (!found) return w.notFound();
  const issuer = `${w.subdistrict.name} ${found.view.place?.name ?? ''}`.trim();
  const document = await reconciliationPaper(found.view.account, found.standing, { lang: w.lang, issuer, today: w.today });
  return w.paper(document, `${bankText[w.lang].reconciliation} ${monthOf(w)}`);
}
