import { type LabourEntry, labourSheetOf, labourUnits, termsOf, writeLabourSheet } from '#modules/projects';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { LabourPage, labourRows } from './labour-page.tsx';
import { refusals, texts } from './purchase-kit.ts';
import { labourPaper } from './purchase-papers.ts';
import { purchaseText } from './purchase-text.ts';
import { loadRequest } from './request-routes.tsx';

/** The sheet of labour fees: written, printed. */
export function labourRoutes(r: Routes): void {
  r.get('/spending/:id/labour', 'spending.quote', (w) => showLabour(w));
  r.post('/spending/:id/labour', 'spending.quote', postLabour);
  r.paper('/spending/:id/labour', 'spending.read', printLabour);
}

async function showLabour(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const found = await w.read(async (tx) => {
    const view = await loadRequest(w, tx);
    return view && { view, terms: await termsOf(tx, view.request.id), sheet: await labourSheetOf(tx, view.request.id) };
  });
  if (!found || !w.can('spending.quote', found.view.project)) return w.notFound();
  const { view, terms, sheet } = found;
  return w.page(
    <LabourPage
      page={w.frame({ neighbourhood: view.place })}
      request={view.request}
      project={view.project}
      terms={terms}
      sheet={sheet}
      today={w.today}
      {...back}
    />,
    back ? 422 : 200,
  );
}

/** Reads the rows that were filled in. */
function entriesOf(form: Form): { entries: LabourEntry[]; errors: FieldErrors } {
  const entries: LabourEntry[] = [];
  const errors: FieldErrors = {};
  for (const no of labourRows) {
    const [name, work, amount, quantity, unit] = ['name', 'work', 'amount', 'quantity', 'unit'].map((key) => form.text(`${key}${no}`));
    if (!name && !work && !amount && !quantity) continue;
    if (!name) errors[`name${no}`] = 'required';
    if (!work) errors[`work${no}`] = 'required';
    const day = field.day().safeParse(form.text(`day${no}`));
    if (!day.success) errors[`day${no}`] = 'not-a-date';
    const fen = field.amount().safeParse(amount ?? '');
    if (!fen.success || fen.data <= 0n) errors[`amount${no}`] = amount ? 'not-an-amount' : 'required';
    const count = /^(\d{1,5})(?:\.(\d{1,2}))?$/.exec((quantity ?? '').normalize('NFKC'));
    if (!count) errors[`quantity${no}`] = quantity ? 'not-a-number' : 'required';
    const known = labourUnits.find((each) => each === unit);
    if (!known) errors[`unit${no}`] = 'required';
    if (name && work && day.success && fen.success && count && known)
      entries.push({
        name: name.slice(0, 50),
        work: work.slice(0, 100),
        day: day.data,
        quantityHundredths: BigInt(count[1] ?? '0') * 100n + BigInt((count[2] ?? '').padEnd(2, '0')),
        unit: known,
        amountFen: fen.data,
      });
  }
  return { entries, errors };
}

async function postLabour(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showLabour(w, { errors: w.errorTexts(errors, t), values: form.values });
  const { entries, errors } = entriesOf(form);
  if (Object.keys(errors).length > 0) return back(errors);
  const done = await writeLabourSheet(w.command(form), { requestId: id, entries });
  if (done.ok) return w.redirect(`/spending/${id}#labour`, t.labourSaved);
  return refusals.includes(done.error) ? w.refuse(done.error, t) : back({ '': done.error });
}

async function printLabour(w: Web) {
  const found = await w.read(async (tx) => {
    const view = await loadRequest(w, tx);
    const sheet = view && (await labourSheetOf(tx, view.request.id));
    return view && sheet ? { view, sheet } : null;
  });
  if (!found) return w.notFound();
  const { view, sheet } = found;
  const document = await labourPaper(view.request, view.project, sheet, {
    lang: w.lang,
    issuer: [w.subdistrict.name, view.placeName].join(' '),
    today: w.today,
  });
  return w.paper(document, `${purchaseText[w.lang].labour} ${view.request.item}`);
}
