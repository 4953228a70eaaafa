import { z } from 'zod';
import { formatYuan } from '#libs/money';
import { type Explained, explainDifference, ledgerOf, matchRows, noteKinds, restOf, standingOn, undoMatch, undoNote, undoTransfer } from '#modules/bank';
import { field, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { ExplainPage, UndoPage } from './reason-pages.tsx';
import { accountPage } from './show-account.tsx';
import { frameFor, visibleAccount } from './visible.ts';
import { bankText } from './text.ts';
import { atTheEnd } from './view.ts';

interface Back {
  errors: FormErrors;
  values?: FormValues;
}

/** Matching rows of the bank with the books, explaining what differs, undoing. */
export function matchRoutes(r: Routes): void {
  r.post('/accounts/:id/match', 'bank.match', postMatch);
  r.get('/accounts/:id/explain', 'bank.match', (w) => explainPage(w));
  r.post('/accounts/:id/explain', 'bank.match', postExplain);
  r.get('/accounts/:id/undo', 'bank.match', (w) => undoPage(w));
  r.post('/accounts/:id/undo', 'bank.match', postUndo);
}

const idPattern = /^[0-9a-f-]{36}$/;
const idsOf = (text: string): string[] => text.split('+').filter((one) => idPattern.test(one));

async function postMatch(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = bankText[w.lang];
  const pairs = form.texts('pair').map((pair) => {
    const [rows = '', movements = ''] = pair.split('|');
    return { rowIds: idsOf(rows), movementIds: idsOf(movements) };
  });
  const hand = { rowIds: form.texts('row').filter((one) => idPattern.test(one)), movementIds: form.texts('movement').filter((one) => idPattern.test(one)) };
  const byHand = pairs.length === 0;
  const done = await matchRows(w.command(form), { accountId: id, groups: byHand ? [hand] : pairs, part: form.text('part') === 'yes' });
  if (done.ok) return w.redirect(`/accounts/${id}`, t.matched(done.value));
  if (done.error === 'not-found' || done.error === 'not-allowed' || done.error === 'key-reused') return w.refuse(done.error, t);
  const rest = byHand && done.error === 'not-equal' ? await restOfTicked(w, hand) : null;
  return accountPage(w, {
    form: byHand ? 'hand' : 'proposals',
    errors: rest ? { part: t.restWords(formatYuan(rest[0]), formatYuan(rest[1])) } : w.errorTexts({ '': done.error }, t),
    values: form.values,
    ...(rest ? { rest } : {}),
  });
}

/** What stays open of both sides when what was ticked is matched. */
async function restOfTicked(w: Web, ticked: { rowIds: string[]; movementIds: string[] }): Promise<[bigint, bigint] | null> {
  return w.read(async (tx) => {
    const account = await visibleAccount(w, tx, 'bank.match');
    const standing = account && standingOn(await ledgerOf(tx, account), atTheEnd);
    return (
      standing &&
      restOf(
        standing.rows.filter((one) => ticked.rowIds.includes(one.id)),
        standing.movements.filter((one) => ticked.movementIds.includes(one.id)),
      )
    );
  });
}

/** What a request is about: a row of the bank or a movement of the books, by its field. */
function aboutOf(given: (name: string) => string | undefined): { about: 'row' | 'movement'; id: string } | null {
  for (const about of ['row', 'movement'] as const) {
    const id = given(about);
    if (id && idPattern.test(id)) return { about, id };
  }
  return null;
}

async function explainPage(w: Web, back?: Back & { about: 'row' | 'movement'; id: string }) {
  const asked = back ?? aboutOf((name) => w.query(name));
  if (!asked) return w.notFound();
  const found = await w.read(async (tx) => {
    const account = await visibleAccount(w, tx, 'bank.match');
    if (!account) return null;
    const { rows, movements } = standingOn(await ledgerOf(tx, account), atTheEnd);
    const row = rows.find((one) => one.id === asked.id);
    const movement = movements.find((one) => one.id === asked.id);
    const words = row ? `${row.day} ${row.counterparty} ${row.memo}` : movement ? `${movement.day} ${movement.party} ${movement.text}` : null;
    return words === null ? null : { account, words, page: await frameFor(w, tx, account) };
  });
  if (!found) return w.notFound();
  return w.page(<ExplainPage {...found} about={asked.about} id={asked.id} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
}

const postExplainFields = z.object({ kind: z.enum(noteKinds, 'required'), text: field.text(500) });

async function postExplain(w: Web) {
  const id = w.id();
  const form = w.form();
  const t = bankText[w.lang];
  const asked = aboutOf((name) => form.text(name));
  if (!id || !asked) return w.notFound();
  const parsed = form.parse(postExplainFields);
  if (!parsed.ok) return explainPage(w, { ...asked, errors: w.errorTexts(parsed.error, t), values: form.values });
  const about: Explained = asked.about === 'row' ? { rowId: asked.id } : { movementId: asked.id };
  const done = await explainDifference(w.command(form), { accountId: id, about, ...parsed.value });
  return done.ok ? w.redirect(`/accounts/${id}`, t.explainedFlash) : w.refuse(done.error, t);
}

const undoable = ['link', 'note', 'transfer'] as const;

async function undoPage(w: Web, back?: Back & { what: (typeof undoable)[number]; id: string }) {
  const found = await w.read(async (tx) => {
    const account = await visibleAccount(w, tx, 'bank.match');
    return account && { account, page: await frameFor(w, tx, account) };
  });
  const what = back?.what ?? undoable.find((one) => idPattern.test(w.query(one) ?? ''));
  if (!found || !what) return w.notFound();
  return w.page(<UndoPage {...found} what={what} id={back?.id ?? w.query(what) ?? ''} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
}

async function postUndo(w: Web) {
  const id = w.id();
  const form = w.form();
  const t = bankText[w.lang];
  const what = undoable.find((one) => idPattern.test(form.text(one)));
  if (!id || !what) return w.notFound();
  const [subject, reason] = [form.text(what), form.text('reason')];
  if (reason === '') return undoPage(w, { what, id: subject, errors: w.errorTexts({ reason: 'reason-required' }, t), values: form.values });
  const command = w.command(form);
  const done =
    what === 'link'
      ? await undoMatch(command, { linkId: subject, reason })
      : what === 'note'
        ? await undoNote(command, { noteId: subject, reason })
        : await undoTransfer(command, { transferId: subject, reason });
  return done.ok ? w.redirect(`/accounts/${id}`, t.undoneFlash) : w.refuse(done.error, t);
}
