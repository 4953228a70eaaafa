import type { Lang } from '#platform/i18n';
import type { SpendingLine } from '#modules/projects';
import { categoryWords } from '../books/view.ts';
import { Reason, Soft, useFrame, useLang } from '../ui/index.ts';
import { countText, GoodsSection } from './goods-page.tsx';
import { LabourSection } from './labour-page.tsx';
import { NotesSection } from './notes-view.tsx';
import { ProofSection } from './proof-view.tsx';
import { purchaseText } from './purchase-text.ts';
import { QuotesSection } from './quotes-page.tsx';
import type { RequestView } from './request-page.tsx';
import { helpFor, ShortfallView } from './shortfall-help.tsx';
import { TermsView } from './terms-view.tsx';

const backOf = (view: RequestView, form: string) => (view.back?.form === form ? { errors: view.back.errors, values: view.back.values } : undefined);

/** How many of what, beside the lines that say it. */
export const countColumn = (lang: Lang) => ({
  key: 'count',
  label: purchaseText[lang].labourQuantity,
  value: (row: SpendingLine) => (row.quantityMilli && row.unit ? `${countText(row.quantityMilli)} ${row.unit}` : ''),
});

/** Who may take the next step, or that nobody else can and what the office may do. */
export function NextDeciders({ view }: { view: RequestView }) {
  const lang = useLang();
  const t = purchaseText[lang];
  const { deciders } = view.extras;
  if (deciders === null) return null;
  if (deciders.length === 0) return <Reason outcome="note" title={t.nobodyDecides} />;
  return <Soft>{t.mayDecide(deciders.join(lang === 'zh' ? '、' : ', '))}</Soft>;
}

/** Why the money does not reach, while it is asked for, and what would help. */
export function ShortfallOf({ view }: { view: RequestView }) {
  const lang = useLang();
  const { shortfall, request, extras } = view;
  if (!shortfall || request.state !== 'asked') return null;
  const lines = request.lines.filter((line) => shortfall.lineTexts.includes(line.text));
  const categories = [...new Set(lines.map((line) => line.category))];
  const use = categories.map((category) => categoryWords(view.categories, category, lang)).join(lang === 'zh' ? '、' : ', ');
  return <ShortfallView shortfall={shortfall} help={helpFor(extras.awards, categories, shortfall)} use={use} />;
}

/** What stands before those who approve: the terms, the quotes, the labour sheet, facts worth a look. */
export function BeforeApproval({ view, here }: { view: RequestView; here: string }) {
  const { extras } = view;
  return (
    <>
      <NotesSection extras={extras} here={here} back={backOf(view, 'answer')} />
      <QuotesSection extras={extras} here={here} />
      <GoodsSection extras={extras} here={here} residents={extras.residents} back={backOf(view, 'goods-paper')} />
      <LabourSection extras={extras} here={here} />
      <TermsView extras={extras} />
    </>
  );
}

/** Which voucher proves which line; and the way to the guide. */
export function AfterPayment({ view, here }: { view: RequestView; here: string }) {
  const t = purchaseText[useLang()];
  const { base } = useFrame();
  return (
    <>
      <ProofSection extras={view.extras} vouchers={view.vouchers} here={here} back={view.back} />
      {view.rights.voucher && (
        <p>
          <a href={`${base}/guide/screw`}>{t.guideLink}</a>
        </p>
      )}
    </>
  );
}
