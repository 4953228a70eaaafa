import {
  chooseStatementColumns,
  confirmStatement,
  dropStatement,
  findMoneyAccount,
  findStatement,
  importedBefore,
  knownRows,
  ledgerOf,
  readStatement,
  standingOn,
  startStatement,
  statementFields,
  type StatementMapping,
  mayBeWithdrawn,
  withdrawStatement,
} from '#modules/bank';
import type { Routes, Web } from '../kit/index.ts';
import { type FormErrors, xlsxType } from '../ui/index.ts';
import { WithdrawPage } from './reason-pages.tsx';
import { accountPage } from './show-account.tsx';
import { frameFor, visibleAccount } from './visible.ts';
import { StatementPage, type StatementView } from './statement-page.tsx';
import { bankText } from './text.ts';
import { statementErrorText } from './view.ts';

/** Upload, look, choose columns, confirm. */
export function statementRoutes(r: Routes): void {
  r.post('/accounts/:id/statements', 'bank.import', upload);
  r.get('/bank-statements/:id', 'bank.read', show);
  r.post('/bank-statements/:id/columns', 'bank.import', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const form = w.form();
    const mapping: StatementMapping = {};
    for (const name of statementFields) if (/^\d{1,3}$/.test(form.text(name))) mapping[name] = Number(form.text(name));
    const sheet = form.text('sheet');
    const before = await w.read((tx) => findStatement(tx, id));
    // Another sheet has other columns: they are guessed anew.
    const other = sheet !== '' && before?.choice.sheet !== undefined && before.choice.sheet !== sheet;
    const done = await chooseStatementColumns(w.command(form), { statementId: id, choice: { ...(sheet ? { sheet } : {}), ...(other ? {} : { mapping }) } });
    return done.ok ? w.redirect(`/bank-statements/${id}`) : w.refuse(done.error, bankText[w.lang]);
  });
  r.post('/bank-statements/:id/confirm', 'bank.import', confirm);
  r.get('/bank-statements/:id/withdraw', 'bank.withdraw', (w) => withdrawPage(w));
  r.post('/bank-statements/:id/withdraw', 'bank.withdraw', async (w) => {
    const id = w.id();
    const t = bankText[w.lang];
    const form = w.form();
    const done = id ? await withdrawStatement(w.command(form), { statementId: id, reason: form.text('reason') }) : null;
    if (!done) return w.notFound();
    if (done.ok) return w.redirect(`/accounts/${done.value}`, t.withdrawnFlash);
    return done.error === 'reason-required' ? withdrawPage(w, w.errorTexts({ reason: done.error }, t)) : w.refuse(done.error, t);
  });
  r.post('/bank-statements/:id/drop', 'bank.import', async (w) => {
    const id = w.id();
    const done = id ? await dropStatement(w.command(w.form()), { statementId: id }) : null;
    if (!done) return w.notFound();
    return done.ok ? w.redirect(`/accounts/${done.value}`, bankText[w.lang].dropped) : w.refuse(done.error, bankText[w.lang]);
  });
}

async function upload(w: Web) {
  const account = await w.read((tx) => visibleAccount(w, tx, 'bank.import'));
  if (!account) return w.notFound();
  const file = w.form().files('statement')[0];
  if (!file) return accountPage(w, { form: 'upload', errors: { statement: w.errorText('required') } });
  // Looked at before it is kept: what is no table never reaches the disk.
  const seen = readStatement(file.bytes);
  if (!seen.ok && seen.error.code !== 'missing-column')
    return accountPage(w, { form: 'upload', errors: { statement: statementErrorText(w.lang, seen.error) } });
  const isZip = file.bytes[0] === 0x50 && file.bytes[1] === 0x4b;
  const stored = await w.files.putOwn(file.bytes, isZip ? xlsxType : 'text/csv');
  const started = await startStatement(w.command(w.form()), { accountId: account.id, fileName: file.name || '对账单', stored });
  return started.ok ? w.redirect(`/bank-statements/${started.value}`) : w.refuse(started.error, bankText[w.lang]);
}

async function withdrawPage(w: Web, errors?: FormErrors) {
  const id = w.id();
  const found = await w.read(async (tx) => {
    const statement = id ? await findStatement(tx, id) : null;
    const account = statement && (await findMoneyAccount(tx, statement.accountId));
    return statement && account && w.can('bank.withdraw', account) ? { statement, account, page: await frameFor(w, tx, account) } : null;
  });
  return found ? w.page(<WithdrawPage {...found} errors={errors} />, errors ? 422 : 200) : w.notFound();
}

/** A statement with its bytes, when the visitor may see its account. */
async function load(w: Web) {
  const id = w.id();
  const found = await w.read(async (tx) => {
    const statement = id ? await findStatement(tx, id) : null;
    const account = statement && (await findMoneyAccount(tx, statement.accountId));
    return statement && account && w.can('bank.read', account) ? { statement, account } : null;
  });
  return found && { ...found, bytes: await w.files.get(found.statement.sha256) };
}

async function show(w: Web) {
  const found = await load(w);
  if (!found) return w.notFound();
  const { statement, account, bytes } = found;
  if (!bytes) return w.fail('conflict', bankText[w.lang].fileGone);
  // What was imported is shown as it was; a draft answers to today.
  const read = readStatement(bytes, statement.choice, statement.state === 'draft' ? w.today : undefined);
  const rows = read.ok ? read.value.rows : [];
  const view = await w.read(async (tx): Promise<StatementView> => {
    const draft = statement.state === 'draft';
    const opening = read.ok ? read.value.openingFen : null;
    const first = rows[0];
    const ledger = await ledgerOf(tx, account);
    const earlier = first ? ledger.rows.filter((one) => one.day < first.day) : [];
    const before = earlier.length > 0 && first ? standingOn(ledger, earlier.at(-1)?.day ?? first.day) : null;
    const lastFen = before ? before.bankFen : ledger.rows.length === 0 && first && first.day >= account.openingDay ? account.openingFen : null;
    return {
      page: await frameFor(w, tx, account),
      account,
      statement,
      read: read.ok ? read.value : null,
      failure: read.ok ? null : read.error,
      known: draft ? await knownRows(tx, account.id, rows) : [],
      before: draft ? await importedBefore(tx, account.id, statement.sha256) : null,
      gapFen: draft && opening !== null && lastFen !== null && lastFen !== opening ? lastFen : null,
      mayImport: w.can('bank.import', account),
      mayWithdraw: w.can('bank.withdraw', account) && (await mayBeWithdrawn(tx, statement)),
    };
  });
  return w.page(<StatementPage {...view} />);
}

async function confirm(w: Web) {
  const found = await load(w);
  if (!found) return w.notFound();
  const t = bankText[w.lang];
  if (!found.bytes) return w.fail('conflict', t.fileGone);
  const done = await confirmStatement(w.command(w.form()), { statementId: found.statement.id, bytes: found.bytes });
  return done.ok ? w.redirect(`/accounts/${done.value.accountId}`, t.importedFlash(done.value.taken)) : w.refuse(done.error, t);
}
