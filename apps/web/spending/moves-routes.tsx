import { z } from 'zod';
import type { RedLetterFacts } from '#modules/books';
import {
  findSpendingRequest,
  handAdvance,
  recordRedLetter,
  reduceReceipt,
  refundSpending,
  reversePayment,
  reverseRefund,
  settleAdvance,
  spendingRequestOfExpense,
} from '#modules/projects';
import { findExpense, findVoucher, openAdvanceOf } from '#modules/books';
import { showVoucher } from '../books/routes.tsx';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { uploadOf } from './action-routes.tsx';
import { advancePaper } from './advance-paper.ts';
import { movesText } from './moves-text.ts';
import { loadRequest, showRequest } from './request-routes.tsx';
import { spendingText } from './text.ts';

type Answer = { errors: FieldErrors } | { error: string } | { flash: string };
/** Errors whose words depend on where they happen. */
const said: Record<string, string> = { refunded: 'payment-refunded' };
const fieldOf: Record<string, string> = {
  'holder-unknown': 'holder',
  'holder-has-advance': 'anotherReason',
  'not-positive': 'amount',
  'above-approved': 'amount',
  'proof-missing': 'proof',
  'day-in-future': 'day',
  'day-before-approval': 'day',
  'day-before-advance': 'day',
  'day-before-payment': 'day',
  'method-missing': 'method',
  'reason-required': 'reason',
  'red-not-negative': 'total',
  'sum-wrong': 'net',
  'number-missing': 'number',
  'number-wrong': 'number',
  'number-form': 'number',
  'code-not-wanted': 'code',
  'day-before-original': 'issued',
  'above-original': 'total',
  'red-used': 'number',
  'file-missing': 'file',
};
const refusals = ['not-found', 'not-allowed', 'key-reused', 'wrong-state'];

/** Advances, refunds, red letters and payments that are undone. */
export function movesRoutes(r: Routes): void {
  const post = (path: string, action: string, formName: (w: Web) => string, work: (w: Web, form: Form, id: string) => Promise<Answer>) =>
    r.post(`/spending/:id/${path}`, action, async (w) => {
      const id = w.id();
      if (!id) return w.notFound();
      const t = { ...spendingText[w.lang], ...movesText[w.lang] };
      const form = w.form();
      const done = await work(w, form, id);
      if ('flash' in done) return w.redirect(`/spending/${id}`, done.flash);
      if ('errors' in done) return showRequest(w, { form: formName(w), errors: w.errorTexts(done.errors, t), values: form.values });
      if (refusals.includes(done.error)) return w.refuse(done.error, t);
      const error = said[done.error] ?? done.error;
      return showRequest(w, { form: formName(w), errors: { [fieldOf[error] ?? '']: w.errorText(error, t) }, values: form.values });
    });

  post(
    'advance',
    'spending.advance',
    () => 'advance',
    async (w, form, id) => {
      const parsed = form.parse(
        z.object({
          holder: field.text(60),
          amount: field.amount(),
          day: field.day(),
          method: z.enum(['transfer', 'cash'], 'required'),
          anotherReason: field.text(300).optional(),
        }),
      );
      if (!parsed.ok) return { errors: parsed.error };
      const file = await uploadOf(w, form, 'proof');
      if ('error' in file) return { errors: { proof: file.error } };
      const { amount, anotherReason, ...rest } = parsed.value;
      const done = await handAdvance(w.command(form), { requestId: id, ...rest, amountFen: amount, anotherReason: anotherReason ?? null, proof: file.upload });
      return done.ok ? { flash: movesText[w.lang].handedFlash } : { error: done.error };
    },
  );
  post(
    'settle-advance',
    'spending.advance',
    () => 'settle',
    async (w, form, id) => {
      const parsed = form.parse(z.object({ day: field.day(), method: z.enum(['transfer', 'cash']).optional() }));
      const found = await w.read(async (tx) => ({ request: await findSpendingRequest(tx, id), advance: await openAdvanceOf(tx, id) }));
      if (!found.request) return { error: 'not-found' };
      if (!found.advance) return { error: 'already-settled' };
      const amounts = amountsOf(form, found.request.lines.length, true);
      const errors = { ...(parsed.ok ? {} : parsed.error), ...amounts.errors };
      if (!parsed.ok || Object.keys(errors).length > 0) return { errors };
      const file = await uploadOf(w, form, 'proof');
      if ('error' in file) return { errors: { proof: file.error } };
      const done = await settleAdvance(w.command(form), {
        advanceId: found.advance.id,
        amountsFen: amounts.fen,
        day: parsed.value.day,
        method: parsed.value.method ?? null,
        proof: file.upload,
      });
      return done.ok ? { flash: movesText[w.lang].settledFlash } : { error: done.error };
    },
  );
  post(
    'refund',
    'spending.refund',
    () => 'refund',
    async (w, form, id) => {
      const parsed = form.parse(z.object({ day: field.day(), method: z.enum(['transfer', 'cash'], 'required'), reason: field.text(300) }));
      const expense = await w.read(async (tx) => {
        const request = await findSpendingRequest(tx, id);
        return request?.expenseId ? findExpense(tx, request.expenseId) : null;
      });
      const amounts = amountsOf(form, expense?.lines.length ?? 0, false);
      const errors = { ...(parsed.ok ? {} : parsed.error), ...amounts.errors };
      if (!parsed.ok || Object.keys(errors).length > 0) return { errors };
      const file = await uploadOf(w, form, 'proof');
      if ('error' in file) return { errors: { proof: file.error } };
      const done = await refundSpending(w.command(form), { requestId: id, ...parsed.value, amountsFen: amounts.fen, proof: file.upload });
      return done.ok ? { flash: movesText[w.lang].refundFlash } : { error: done.error };
    },
  );
  post(
    'refunds/:refund/reverse',
    'money.reverse',
    (w) => `undo-${w.id('refund') ?? ''}`,
    async (w, form, id) => {
      const refundId = w.id('refund');
      const parsed = form.parse(z.object({ reason: field.text(300) }));
      if (!refundId) return { error: 'not-found' };
      if (!parsed.ok) return { errors: parsed.error };
      const done = await reverseRefund(w.command(form), { requestId: id, refundId, reason: parsed.value.reason });
      return done.ok ? { flash: movesText[w.lang].reverseRefundFlash } : { error: done.error };
    },
  );
  post(
    'reverse-payment',
    'money.reverse',
    () => 'reverse',
    async (w, form, id) => {
      const parsed = form.parse(z.object({ reason: field.text(300), then: z.enum(['reopen', 'end']).optional() }));
      if (!parsed.ok) return { errors: parsed.error };
      const done = await reversePayment(w.command(form), { requestId: id, reason: parsed.value.reason, then: parsed.value.then ?? 'reopen' });
      return done.ok ? { flash: movesText[w.lang][`flash-${done.value}`] } : { error: done.error };
    },
  );
  r.paper('/spending/:id/advance', 'spending.read', sendAdvancePaper);
  r.get('/spending/:id/proofs/:file', 'spending.read', async (w) => {
    const view = await w.read((tx) => loadRequest(w, tx));
    const proof = view?.moves.files.find((each) => each.id === w.id('file'));
    const bytes = proof ? await w.files.get(proof.sha256) : null;
    return proof && bytes
      ? w.download(bytes, proof.mediaType, proof.name, proof.mediaType.startsWith('image/') || proof.mediaType === 'application/pdf')
      : w.notFound();
  });
  r.post('/vouchers/:id/red-letter', 'spending.refund', postRedLetter);
  r.post('/vouchers/:id/reduce', 'spending.refund', postReduce);
}

/** `amount1`, `amount2`, … of a form; zero is an amount here. */
function amountsOf(form: Form, count: number, required: boolean): { fen: bigint[]; errors: FieldErrors } {
  const errors: FieldErrors = {};
  const fen = Array.from({ length: count }, (_, index) => {
    const typed = form.text(`amount${index + 1}`);
    if (typed === '') {
      if (required) errors[`amount${index + 1}`] = 'required';
      return 0n;
    }
    const parsed = field.amount().safeParse(typed);
    if (!parsed.success) errors[`amount${index + 1}`] = 'not-an-amount';
    return parsed.success ? parsed.data : 0n;
  });
  return { fen, errors };
}

async function sendAdvancePaper(w: Web) {
  const view = await w.read((tx) => loadRequest(w, tx));
  const advance = view?.moves.advances.findLast((each) => each.state !== 'undone');
  if (!view || !advance) return w.notFound();
  const document = await advancePaper(
    { request: view.request, project: view.project, advance, handedBy: view.moves.names.get(advance.handedBy ?? '') ?? '' },
    { lang: w.lang, issuer: [w.subdistrict.name, view.placeName].join(' '), today: w.today },
  );
  return w.paper(document, `${movesText[w.lang].advance}${view.request.no}`);
}

/** A red letter's sums are typed with or without the minus that is printed on it. */
const below = (fen: bigint): bigint => (fen > 0n ? -fen : fen);

async function postRedLetter(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = { ...spendingText[w.lang], ...movesText[w.lang] };
  const amount = () =>
    z
      .string('required')
      .transform((text) => text.replace(/^[-−－]/, ''))
      .pipe(field.amount());
  const parsed = form.parse(
    z.object({
      kind: z.enum(['e_invoice', 'paper_invoice'], 'required'),
      number: field.text(40),
      code: field.text(20).optional(),
      issued: field.day(),
      total: amount(),
      net: amount().optional(),
      tax: amount().optional(),
      reason: field.text(300),
    }),
  );
  const again = (errors: Record<string, string>) => showVoucher(w, { form: 'red-letter', errors, values: form.values });
  if (!parsed.ok) return again(w.errorTexts(parsed.error, t));
  const file = await uploadOf(w, form, 'file');
  if ('error' in file) return again(w.errorTexts({ file: file.error }, t));
  const v = parsed.value;
  const taxFen = below(v.tax ?? (v.net === undefined ? 0n : v.total - v.net));
  const facts: RedLetterFacts = {
    kind: v.kind,
    number: v.number,
    code: v.code ?? '',
    issuedDay: v.issued,
    totalFen: below(v.total),
    taxFen,
    netFen: v.net === undefined ? below(v.total) - taxFen : below(v.net),
  };
  const done = await recordRedLetter(w.command(form), { voucherId: id, facts, file: file.upload, reason: v.reason });
  if (done.ok) return w.redirect(`/vouchers/${id}`, movesText[w.lang].redFlash);
  if (refusals.includes(done.error)) return w.refuse(done.error, t);
  const error = done.error === 'invoice-used' ? 'red-used' : done.error;
  return again({ [fieldOf[error] ?? '']: w.errorText(error, t) });
}

async function postReduce(w: Web) {
  const id = w.id();
  const form = w.form();
  const refundId = form.id('refund');
  const request = await w.read(async (tx) => {
    const voucher = id ? await findVoucher(tx, id) : null;
    return voucher ? spendingRequestOfExpense(tx, voucher.expenseId) : null;
  });
  if (!id || !refundId || !request) return w.notFound();
  const done = await reduceReceipt(w.command(form), { voucherId: id, refundId });
  return done.ok
    ? w.redirect(`/spending/${request.id}`, movesText[w.lang].reducedFlash)
    : w.refuse(done.error, { ...spendingText[w.lang], ...movesText[w.lang] });
}
