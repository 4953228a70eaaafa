import { z } from 'zod';
import {
  addSpendingEvidence,
  closeSpending,
  decideSpending,
  findSpendingRequest,
  paySpending,
  recordVoucher,
  ruleOnSpending,
  type Upload,
  withdrawSpending,
} from '#modules/projects';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { earlierWords } from './earlier-use.ts';
import { purchaseText } from './purchase-text.ts';
import { spendingText } from './text.ts';
import { showRequest } from './request-routes.tsx';

/** Stores an uploaded file: nothing sent is null, a bad one its error. */
export async function uploadOf(w: Web, form: Form, name: string): Promise<{ upload: Upload | null } | { error: string }> {
  const file = form.files(name)[0];
  if (!file) return { upload: null };
  const stored = await w.files.put(file.bytes);
  return stored.ok ? { upload: { stored: stored.value, name: file.name } } : { error: stored.error };
}

export function actionRoutes(r: Routes): void {
  type Answer = { errors: FieldErrors } | { error: string; words?: string } | { flash: string };
  const post = (path: string, action: string, formName: string, work: (w: Web, form: Form, id: string) => Promise<Answer>) =>
    r.post(`/spending/:id/${path}`, action, async (w) => {
      const id = w.id();
      if (!id) return w.notFound();
      const t = { ...purchaseText[w.lang], ...spendingText[w.lang] };
      const form = w.form();
      const done = await work(w, form, id);
      if ('flash' in done) return w.redirect(`/spending/${id}`, done.flash);
      if ('errors' in done) return showRequest(w, { form: formName, errors: w.errorTexts(done.errors, t), values: form.values });
      if (['not-found', 'not-allowed', 'key-reused', 'wrong-state'].includes(done.error)) return w.refuse(done.error, t);
      return showRequest(w, { form: formName, errors: { [fieldOf[done.error] ?? '']: done.words ?? w.errorText(done.error, t) }, values: form.values });
    });

  post('decide', 'spending.approve', 'decide', async (w, form, id) => {
    const parsed = form.parse(z.object({ decision: z.enum(['approved', 'refused'], 'required'), note: field.text(300).optional() }));
    if (!parsed.ok) return { errors: parsed.error };
    const done = await decideSpending(w.command(form), { requestId: id, decision: parsed.value.decision, note: parsed.value.note ?? '' });
    const t = spendingText[w.lang];
    return done.ok ? { flash: done.value === 'approved' ? t.keptFlash : done.value === 'refused' ? t.refusedFlash : t.approvedFlash } : { error: done.error };
  });
  post('rule', 'spending.rule', 'rule', async (w, form, id) => {
    const parsed = form.parse(
      z.object({
        decision: z.enum(['allowed', 'forbidden'], 'required'),
        reason: field.text(500),
        validFrom: field.day().optional(),
        validTo: field.day().optional(),
        reach: z.enum(['project', 'general']).optional(),
      }),
    );
    if (!parsed.ok) return { errors: parsed.error };
    const done = await ruleOnSpending(w.command(form), {
      requestId: id,
      ...parsed.value,
      validFrom: parsed.value.validFrom ?? null,
      validTo: parsed.value.validTo ?? null,
    });
    return done.ok ? { flash: spendingText[w.lang].ruledFlash } : { error: done.error };
  });
  post('withdraw', 'spending.withdraw', 'withdraw', async (w, form, id) => {
    const parsed = form.parse(z.object({ reason: field.text(200) }));
    if (!parsed.ok) return { errors: parsed.error };
    const done = await withdrawSpending(w.command(form), { requestId: id, reason: parsed.value.reason });
    return done.ok ? { flash: spendingText[w.lang].withdrawnFlash } : { error: done.error };
  });
  post('pay', 'spending.pay', 'pay', async (w, form, id) => {
    const parsed = form.parse(z.object({ day: field.day(), method: z.enum(['transfer', 'cash'], 'required') }));
    const request = await w.read((tx) => findSpendingRequest(tx, id));
    if (!request) return { error: 'not-found' };
    const errors: FieldErrors = parsed.ok ? {} : { ...parsed.error };
    const amountsFen = request.lines.map((line, index) => {
      const typed = form.text(`amount${index + 1}`);
      const fen = field.amount().safeParse(typed);
      if (typed !== '' && (!fen.success || fen.data <= 0n)) errors[`amount${index + 1}`] = 'not-an-amount';
      return fen.success ? fen.data : line.amountFen;
    });
    if (!parsed.ok || Object.keys(errors).length > 0) return { errors };
    const file = await uploadOf(w, form, 'proof');
    if ('error' in file) return { errors: { proof: file.error } };
    const done = await paySpending(w.command(form), { requestId: id, ...parsed.value, amountsFen, proof: file.upload });
    return done.ok ? { flash: spendingText[w.lang].paidFlash } : { error: done.error };
  });
  post('vouchers', 'spending.voucher', 'voucher', recordVoucherForm);
  post('evidence', 'spending.voucher', 'evidence', async (w, form, id) => {
    const parsed = form.parse(z.object({ code: field.text(60) }));
    if (!parsed.ok) return { errors: parsed.error };
    const file = await uploadOf(w, form, 'file');
    if ('error' in file) return { errors: { file: file.error } };
    if (!file.upload) return { errors: { file: 'required' } };
    const done = await addSpendingEvidence(w.command(form), { requestId: id, code: parsed.value.code, file: file.upload });
    return done.ok ? { flash: spendingText[w.lang].addedFlash } : { error: done.error };
  });
  post('close', 'spending.close', 'close', async (w, form, id) => {
    const done = await closeSpending(w.command(form), { requestId: id });
    return done.ok ? { flash: spendingText[w.lang].closedFlash } : { error: done.error };
  });
}

/** Where an error of a command belongs in its form. */
const fieldOf: Record<string, string> = {
  'note-missing': 'note',
  'no-reason': 'reason',
  'reason-required': 'reason',
  'ends-before-it-begins': 'validTo',
  'proof-missing': 'proof',
  'day-in-future': 'day',
  'day-before-approval': 'day',
  'invoice-too-early': 'issued',
  'receipt-above-limit': 'claimed',
  'number-form': 'number',
  'code-not-wanted': 'code',
  'sum-wrong': 'net',
  'total-not-positive': 'total',
  'number-missing': 'number',
  'number-wrong': 'number',
  'claim-above-face': 'claimed',
  'claim-not-positive': 'claimed',
  'claim-above-expense': 'claimed',
  'reason-missing': 'reason',
  'file-missing': 'file',
  'invoice-used': 'number',
  'invoice-differs': 'number',
};

async function recordVoucherForm(w: Web, form: Form, id: string): Promise<{ errors: FieldErrors } | { error: string; words?: string } | { flash: string }> {
  const parsed = form.parse(
    z.object({
      kind: z.enum(['e_invoice', 'paper_invoice', 'receipt'], 'required'),
      number: field.text(40).optional(),
      code: field.text(20).optional(),
      issued: field.day(),
      seller: field.text(100),
      taxId: z
        .string()
        .regex(/^[0-9A-Za-z]{15,20}$/, 'invalid')
        .optional(),
      total: field.amount(),
      net: field.amount().optional(),
      tax: field.amount().optional(),
      claimed: field.amount(),
      reason: field.text(300).optional(),
    }),
  );
  if (!parsed.ok) return { errors: parsed.error };
  const file = await uploadOf(w, form, 'file');
  if ('error' in file) return { errors: { file: file.error } };
  const v = parsed.value;
  // What is left empty follows from the other two: an invoice without tax has net = total.
  const taxFen = v.tax ?? (v.net === undefined ? 0n : v.total - v.net);
  const facts = {
    kind: v.kind,
    code: v.code ?? '',
    number: v.number ?? '',
    issuedDay: v.issued,
    netFen: v.net ?? v.total - taxFen,
    taxFen,
    totalFen: v.total,
    sellerName: v.seller,
    sellerTaxId: v.taxId?.toUpperCase() ?? null,
  };
  const done = await recordVoucher(w.command(form), { requestId: id, facts, claimedFen: v.claimed, file: file.upload, reason: v.reason ?? null });
  const t = spendingText[w.lang];
  if (done.ok) return { flash: t.voucherFlash(done.value.number) };
  return done.error === 'invoice-used' ? { error: done.error, words: await earlierWords(w, facts, file.upload?.stored.sha256 ?? null) } : { error: done.error };
}
