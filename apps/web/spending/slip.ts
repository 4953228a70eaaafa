import { toChineseCapital } from '#libs/money';
import { explain } from '#libs/policy';
import type { Category } from '#modules/books';
import { type Project, type SpendingRequest, standingQuotes } from '#modules/projects';
import { facts, heading, list, paper, paragraph, type PdfDocument, signatures, table } from '#platform/documents';
import { defineText, type Lang } from '#platform/i18n';
import { categoryWords } from '../books/view.ts';
import { instantText, yuanText } from '../ui/index.ts';
import type { Extras } from './extras.ts';
import { purchaseText } from './purchase-text.ts';
import { spendingState, spendingText } from './text.ts';

const slipText = defineText({
  title: { zh: '支出审批单', en: 'Approval slip' },
  what: { zh: '事项', en: 'What' },
  payee: { zh: '收款方', en: 'Payee' },
  capital: { zh: '金额大写', en: 'In capitals' },
  yuan: { zh: '元', en: 'yuan' },
  step: { zh: '环节', en: 'Step' },
  name: { zh: '姓名', en: 'Name' },
  opinion: { zh: '意见', en: 'Opinion' },
  time: { zh: '时间', en: 'Time' },
  pending: { zh: '（待签）', en: '(pending)' },
  signed: { zh: '以上审批在系统中具名完成，如需纸面签字请签在下面。', en: 'Approved by name in the system; sign below where paper is wanted.' },
  day: { zh: '日期', en: 'Day' },
});

/** The approval slip: itemised detail, what the rules say, every step with name and time, lines to sign. */
export function approvalSlip(
  view: { request: SpendingRequest; project: Project; names: ReadonlyMap<string, string>; categories: readonly Category[]; extras: Pick<Extras, 'quotes'> },
  about: { lang: Lang; issuer: string; today: string },
): PdfDocument {
  const { lang } = about;
  const t = spendingText[lang];
  const s = slipText[lang];
  const p = purchaseText[lang];
  const { request, project } = view;
  const quotes = standingQuotes(view.extras.quotes);
  const reasons = [
    ...new Set(
      request.verdict
        .flatMap((line) => line.sources)
        .flatMap((source) => source.reasons)
        .map((reason) => explain(reason, lang)),
    ),
  ];
  const code = `${project.serial}-${request.no}`;
  return paper({
    title: s.title,
    subtitle: `${project.serial} ${project.title}`,
    meta: { lang, issuer: about.issuer, code, printedDay: about.today },
    body: [
      facts(
        [
          [s.what, request.item],
          [t.state, spendingState(request.state, lang).text],
          [s.payee, request.payee],
          [t.requester, view.names.get(request.requesterId) ?? ''],
          [t.amount, `${yuanText(request.amountFen)} ${s.yuan}`],
          [s.capital, toChineseCapital(request.amountFen)],
        ],
        2,
      ),
      facts([[t.purpose, request.why]]),
      heading(t.lines, { level: 2 }),
      table({
        columns: [{ label: t.lineText }, { label: t.category, width: 90 }, { label: t.amount, width: 90, align: 'right' }],
        rows: request.lines.map((line) => [line.text, categoryWords(view.categories, line.category, lang), yuanText(line.amountFen)]),
        total: [t.total, '', yuanText(request.amountFen)],
      }),
      heading(t.verdict, { level: 2 }),
      reasons.length === 0 ? paragraph(t.slipNoRule) : list(reasons),
      ...(quotes.length === 0
        ? []
        : [
            heading(p.quotes, { level: 2 }),
            table({
              columns: [{ label: p.supplier }, { label: p.price, width: 90, align: 'right' }, { label: p.compared, width: 110 }],
              rows: quotes.map((quote) => [quote.supplier, yuanText(quote.priceFen), quote.id === view.extras.quotes.choice?.quoteId ? p.chosen : '']),
            }),
            ...(view.extras.quotes.choice?.reason ? [paragraph(`${p.chooseReason}：${view.extras.quotes.choice.reason}`)] : []),
          ]),
      heading(t.chain, { level: 2 }),
      table({
        columns: [{ label: s.step, width: 110 }, { label: s.name, width: 80 }, { label: s.opinion }, { label: s.time, width: 110 }],
        rows: [
          [t.requester, view.names.get(request.requesterId) ?? '', '', instantText(request.askedAt, lang)],
          ...request.chain.map((step, index) => {
            const done = request.approvals[index];
            const opinion = done ? `${done.decision === 'approved' ? t.approve : t.refuse}${done.note ? `：${done.note}` : ''}` : s.pending;
            return [step[lang], done?.personName ?? '', opinion, done ? instantText(done.at, lang) : ''];
          }),
        ],
      }),
      paragraph(s.signed, { soft: true }),
      signatures(
        request.chain.map((step) => ({ label: step[lang] })),
        s.day,
      ),
    ],
  });
}
